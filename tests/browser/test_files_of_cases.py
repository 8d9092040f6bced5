"""Files as people bring them (tests/data/cases), put into the real pages."""

import pytest

from campaigns.models import Campaign, Kpi
from tests.factories import CategoryFactory, MembershipFactory, OrganisationFactory, RoundFactory
from tests.helpers.campaigns import LIST
from tests.helpers.exchange_files import UPLOAD
from tests.test_files_of_cases import CASES

WINDOWS = {
    "hours_notes_between_lines.xlsx": ["4行目", "「要予約」", "5行目", "「8月を除く」"],
    "windows_ditto_and_error_cells.xlsx": ["3行目 D列「窓口の名称」：Excelのエラー（#N/A）です"],
    "strict_open_xml.xlsx": ["ふつうの「Excelブック（.xlsx）」で保存し直してください"],
}
LISTS = {
    "google_ads_campaigns_utf16.csv": "716,056 4,806 ¥200,490",
    "yahoo_search_by_device_cp932.csv": "4,537 59 ¥3,527",
    "meta_ads_all_clicks_ja.csv": "132,054 1,431 ¥100,000",
    "x_ads_daily_fraction.csv": "410,365 1,700 ¥201,782",
}


@pytest.mark.django_db(transaction=True)
def test_files_as_people_bring_them_get_their_answers(open_as, live_server, clerk, publicist):
    """Faults by row and piece, totals as in the list; nothing is saved by looking."""
    CategoryFactory(name="仕事")
    page = open_as(clerk, UPLOAD, width=1280)
    for name, words in WINDOWS.items():
        page.goto(live_server.url + UPLOAD)
        page.get_by_label("ファイル（.xlsx か .csv）").set_input_files(CASES / name)
        page.get_by_role("button", name="変わるところを見る").click()
        page.get_by_text(words[-1]).first.wait_for()
        said = page.inner_text("main")
        assert [each for each in words if each not in said] == []

    campaign = Campaign.objects.create(
        title="次の動画", kind="video", starts_on="2024-01-01", ends_on="2024-02-01"
    )
    page = open_as(publicist, f"{LIST}{campaign.pk}/import/", width=1280)
    for name, total in LISTS.items():
        page.goto(f"{live_server.url}{LIST}{campaign.pk}/import/")
        page.locator("[type=file]").set_input_files(CASES / name)
        page.get_by_role("button", name="保存せずに、内容を確かめる").click()
        page.get_by_text("まだ保存していません").wait_for()
        assert total in " ".join(page.inner_text("tfoot").split()), name

    page.goto(f"{live_server.url}{LIST}{campaign.pk}/import/")
    page.get_by_label("表の文字").fill(
        (CASES / "pasted_from_excel_millions.tsv").read_text("utf-8-sig")
    )
    page.get_by_role("button", name="保存せずに、内容を確かめる").click()
    page.get_by_text("まだ保存していません").wait_for()
    assert "4,031,509 32,099 ¥2,202,318" in " ".join(page.inner_text("tfoot").split())

    page.goto(f"{live_server.url}{LIST}{campaign.pk}/import/")
    page.locator("[type=file]").set_input_files(CASES / "cost_without_and_with_tax.csv")
    page.get_by_role("button", name="保存せずに、内容を確かめる").click()
    page.get_by_text("費用（税抜）").first.wait_for()
    assert not campaign.results.exists()

    kpi = Kpi.objects.create(name="アクセス数", step="month")
    page.goto(f"{live_server.url}/admin/campaigns/kpi/{kpi.pk}/import/")
    page.locator("[type=file]").set_input_files(CASES / "kpi_months_numfmt55.xlsx")
    page.get_by_role("button", name="保存せずに、内容を確かめる").click()
    page.get_by_text("まだ保存していません").wait_for()
    said = " ".join(page.inner_text("main").split())
    assert [each for each in ("120", "98", "143") if each not in said] == []


@pytest.mark.django_db(transaction=True)
def test_a_sheet_with_nothing_to_report_is_read_as_that(open_as, live_server):
    """The department looks, presses once more, and has answered."""
    collection = RoundFactory(asked=[OrganisationFactory(name="伊勢市商工労政課", kind="city")])
    answer = collection.answers.get(organisation__name="伊勢市商工労政課")
    user = MembershipFactory(organisation=answer.organisation).user
    page = open_as(user, f"/desk/rounds/{collection.pk}/upload/")
    page.locator("[type=file]").set_input_files(CASES / "sheet_nothing_to_report.xlsx")
    page.get_by_role("button", name="内容を確かめる").click()
    page.get_by_text("「該当なし」と回答したことになります").wait_for()
    page.get_by_role("button", name="回答する").click()
    page.get_by_text("シートを取り込みました").wait_for()
    answer.refresh_from_db()
    assert (answer.status, answer.answered_by) == ("nothing", user)
