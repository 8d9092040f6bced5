"""Admin of campaigns: figures in a grid, imports, publishing, series of counts."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from campaigns.counts import actions
from campaigns.loading import load_campaigns
from campaigns.models import Campaign, Kpi, KpiValue
from platform_members.accounts.roles import READERS
from tests.campaigns.tables.test_reading import CONTRACTOR
from tests.conftest import staff
from tests.factories import WindowFactory
from tests.helpers.city import FIXTURES
from tests.helpers.transactions import committed

LIST = "/admin/campaigns/campaign/"
GRID = ("medium", "kind", "impressions", "clicks", "cost", "views", "reported_ctr", "reported_cpc")


@pytest.fixture
def desk(client, publicist):
    """The publicist, logged in."""
    client.force_login(publicist)
    return client


@pytest.fixture
def monthly(db):
    """A series of monthly counts."""
    return Kpi.objects.create(name="相談件数", kind=Kpi.Kind.CONSULTATIONS)


@pytest.fixture
def empty(db):
    """An internal campaign without figures."""
    return Campaign.objects.create(
        title="次の動画", kind="video", starts_on="2024-01-01", ends_on="2024-02-01"
    )


def form(*media, **changes) -> dict:
    """What a browser sends for a campaign with these rows of figures."""
    sent = {
        "title": "次の動画",
        "kind": "video",
        "starts_on": "2024-01-01",
        "ends_on": "2024-02-01",
        "results-TOTAL_FORMS": str(len(media)),
        "results-INITIAL_FORMS": "0",
    }
    for number, medium in enumerate(media):
        row = dict(zip(GRID, medium, strict=False)) | {"order": number}
        sent |= {f"results-{number}-{name}": value for name, value in row.items()}
    return sent | changes


def series(kpi: Kpi) -> dict:
    """The counts as the database has them now."""
    return Kpi.objects.get(pk=kpi.pk).series


def act(client, action: str, *campaigns, **agreed):
    """Run an action of the list on these campaigns; `apply=""` agrees to what its page asks."""
    keys = [campaign.pk for campaign in campaigns]
    sent = {"action": action, "_selected_action": keys, **agreed}
    return client.post(LIST, sent, follow=True)


def test_a_campaign_is_entered_with_its_figures_and_stays_internal(desk):
    """One form: facts, period, a grid of media with what was reported as it was reported."""
    medium = ("LINE", "social", "960602", "6726", "101621", "", "３．７９％", "¥16")
    assert desk.post(f"{LIST}add/", form(medium)).status_code == 302
    campaign = Campaign.objects.get()
    assert not campaign.is_published
    line = campaign.results.get()
    assert (line.clicks, line.views, line.reported_ctr, line.reported_cpc) == (
        6726,
        None,
        "3.79",
        "16",
    )


@pytest.mark.parametrize(
    ("media", "changes", "message"),
    [
        ([("LINE", "", "10", "11", "5")], {}, "クリックが表示回数より多くなっています。"),
        ([("LINE", "", "-1", "0", "5")], {}, "0 以上"),
        ([("LINE", "", "1.5", "0", "5")], {}, "整数を入力してください"),
        ([("LINE", "", "9", "1", "5"), ("ＬＩＮＥ", "", "9", "1", "5")], {}, "同じ媒体が2回"),
        ([("LINE", "", "9", "1", "5", "", "高い")], {}, "数として読めません"),
        ([("LINE", "", "9", "1", "5", "", "", "$1")], {}, "円ではありません"),
        ([], {"ends_on": "2023-12-31"}, "終了日が開始日より前です。"),
        ([], {"ends_on": "2204-02-01"}, "2099"),
        ([], {"ends_on": "2034-02-01"}, "期間が5年を超えています。"),
        ([], {"title": "次の\x00動画"}, "目に見えない文字"),
        ([], {"budget": "9" * 40}, "以下"),
    ],
)
def test_what_cannot_be_is_refused_and_stays_in_the_form(desk, media, changes, message):
    """The error stands by its field; nothing is saved."""
    response = desk.post(f"{LIST}add/", form(*media, **changes))
    assert response.status_code == 200
    page = response.content.decode()
    assert message in page
    assert 'value="次の' in page
    assert not Campaign.objects.exists()


@committed
def test_publishing_makes_a_report_public_and_is_recorded(desk, client, publicist, empty):
    """The list asks first; then the report is public, and withdrawing hides it again."""
    address = empty.get_absolute_url()
    asked = act(desk, "publish", empty).content.decode()
    assert "だれでも、ログインせずに読めるようになります" in asked
    assert address in asked
    assert client.get(address).status_code == 404
    assert "1件の報告を公開しました" in act(desk, "publish", empty, apply="").content.decode()
    empty.refresh_from_db()
    assert (empty.is_published, empty.published_by) == (True, publicist)
    assert client.get(address).status_code == 200
    assert "住民の画面から消え" in act(desk, "withdraw", empty).content.decode()
    assert client.get(address).status_code == 200
    assert "庁内のみに戻しました" in act(desk, "withdraw", empty, apply="").content.decode()
    empty.refresh_from_db()
    assert (empty.is_published, empty.published_by, empty.published_at) == (False, None, None)
    assert client.get(address).status_code == 404


@pytest.mark.parametrize(
    ("action", "moved", "left", "nothing"),
    [
        ("publish", "1件の報告を公開しました", "3件は、前から公開中", "4件は、前から公開中"),
        ("withdraw", "3件の報告を庁内のみに", "1件は、前から庁内のみ", "4件は、前から庁内のみ"),
    ],
)
def test_the_message_says_how_many_were_moved(desk, campaigns, empty, action, moved, left, nothing):
    """Campaigns already in that state are not counted; if none changes, the message says so."""
    everything = list(Campaign.objects.all())
    page = act(desk, action, *everything, apply="").content.decode()
    assert moved in page
    assert left in page
    page = act(desk, action, *everything).content.decode()
    assert nothing in page
    assert "件の報告を" not in page


def test_an_internal_report_is_read_in_admin(desk, empty):
    """As the public would see it, with its files, marked as internal."""
    page = desk.get(f"{LIST}{empty.pk}/report/")
    assert "庁内だけの報告です" in page.content.decode()
    assert "no-store" in page["Cache-Control"]
    assert desk.get(f"{LIST}{empty.pk}/files/results.csv").status_code == 200
    assert desk.get(f"{LIST}{empty.pk}/files/passwords").status_code == 404


def test_a_reader_reads_and_changes_nothing(client, reader, empty, monthly):
    """閲覧: reports yes; importing, publishing, entering counts no."""
    client.force_login(reader)
    assert client.get(f"{LIST}{empty.pk}/report/").status_code == 200
    for address in (
        f"{LIST}{empty.pk}/import/",
        f"/admin/campaigns/kpi/{monthly.pk}/grid/",
        f"/admin/campaigns/kpi/{monthly.pk}/import/",
    ):
        assert client.get(address).status_code == 403
        assert client.post(address, {"text": "x"}).status_code == 403
    act(client, "publish", empty, apply="")
    empty.refresh_from_db()
    assert not empty.is_published


def test_staff_without_a_role_do_not_see_internal_reports(client, empty):
    """Being on the staff is no permission."""
    newcomer = staff("new@example.jp", "志摩 岬", READERS)
    newcomer.groups.clear()
    client.force_login(newcomer)
    assert client.get(f"{LIST}{empty.pk}/report/").status_code == 404
    assert client.get(f"{LIST}{empty.pk}/import/").status_code == 403


def test_a_contractors_file_is_looked_at_then_saved(desk, empty):
    """The file becomes a preview with its text; only then is it saved, with its total."""
    address = f"{LIST}{empty.pk}/import/"
    file = SimpleUploadedFile("report.txt", CONTRACTOR.replace("¥", "").encode("cp932"))
    page = desk.post(address, {"file": file, "_save": "1"})
    assert "まだ保存していません" in page.content.decode()
    assert not empty.results.exists()
    text = page.context["form"].initial["text"]
    assert desk.post(address, {"text": text, "_save": "1"}).status_code == 302
    empty.refresh_from_db()
    assert empty.results.count() == 8
    assert (empty.reported_ctr, empty.reported_cost) == ("0.53", "805927")
    assert empty.report().total.figures.clicks == 20_857


def test_a_second_file_changes_what_it_names_and_nothing_else(desk, video):
    """Spellings do not matter; explanations stay; the total of a part is not saved."""
    video.results.filter(medium__startswith="LINE").update(explanation="説明")
    text = "媒体,表示回数,クリック,費用\nLINE (AdsPlatform),10,5,50\nX,10,1,10\n合計,20,6,60\n"
    desk.post(f"{LIST}{video.pk}/import/", {"text": text, "_save": "1"})
    video.refresh_from_db()
    line = video.results.get(medium__startswith="LINE")
    assert (line.clicks, line.explanation, line.reported_ctr) == (5, "説明", "")
    assert video.results.count() == 9
    assert video.reported_cost == "805927"


def test_a_wrong_table_is_named_by_row_and_kept(desk, empty):
    """Every problem at once; the text stays in the form; nothing is saved."""
    text = "媒体\t表示回数\tクリック\t費用\nLINE\t10\t11\t5\nX\t-1\t0\t$5\nY\t10\t1\t5\n"
    page = desk.post(f"{LIST}{empty.pk}/import/", {"text": text, "_save": "1"}).content.decode()
    assert "直すところが3件あります" in page
    assert "2行目：クリック11が" in page
    assert "3行目：費用：「$5」は円ではありません" in page
    assert "LINE\t10\t11\t5" in page
    assert not empty.results.exists()


@pytest.mark.parametrize(
    "sent", [{}, {"text": " "}, {"text": "\x00"}, {"text": '"'}, {"text": "あ" * 600_000}]
)
def test_what_is_no_table_is_answered_in_words(desk, empty, sent):
    """Nothing, a NUL, an open quote, a huge text."""
    response = desk.post(f"{LIST}{empty.pk}/import/", sent)
    assert response.status_code == 200
    assert "<ul" in response.content.decode()
    assert not empty.results.exists()


def test_counts_are_typed_in_a_grid(desk, publicist, monthly):
    """A fiscal year of months; an emptied field deletes the count; empty is not 0."""
    address = f"/admin/campaigns/kpi/{monthly.pk}/grid/?from=2023-01"
    assert "2022年4月～2023年3月" in desk.get(address).content.decode()
    desk.post(address, {"2023-01-01": "１，２０４", "2023-02-01": "0"})
    assert series(monthly) == {date(2023, 1, 1): 1204, date(2023, 2, 1): 0}
    assert KpiValue.objects.first().entered_by == publicist
    desk.post(address, {"2023-01-01": "", "2023-02-01": "0"})
    assert series(monthly) == {date(2023, 2, 1): 0}


def test_a_wrong_count_stays_in_the_grid(desk, monthly):
    """Nothing of the grid is saved until all of it can be."""
    address = f"/admin/campaigns/kpi/{monthly.pk}/grid/?from=2023-01"
    page = desk.post(address, {"2023-01-01": "5", "2023-02-01": "-3"}).content.decode()
    assert "「-3」はマイナスの数です" in page
    assert 'value="5"' in page
    assert not KpiValue.objects.exists()


@pytest.mark.parametrize("start", ["", "x", "9999-99", "0001-01", "2023-01\x00"])
def test_a_grid_opens_whatever_its_address_says(desk, monthly, start):
    """An unreadable month is the present one."""
    response = desk.get(f"/admin/campaigns/kpi/{monthly.pk}/grid/", {"from": start})
    assert response.status_code == 200


def test_a_daily_series_is_typed_by_month_and_brought_as_a_table(desk, db):
    """Thirty-one fields; or a table, with a preview first."""
    daily = Kpi.objects.create(name="アクセス数", kind=Kpi.Kind.WEB, step=Kpi.Step.DAY, unit="回")
    grid = desk.get(f"/admin/campaigns/kpi/{daily.pk}/grid/?from=2023-01").content.decode()
    assert "1月31日（火）" in grid
    address = f"/admin/campaigns/kpi/{daily.pk}/import/"
    text = "日付,回数\n2023/1/1,10\n令和5年1月2日,1\n"
    assert "3行目" in desk.post(address, {"text": "日付,回\n2023/1/1,10\nx,1\n"}).content.decode()
    page = desk.post(address, {"text": text})
    assert "まだ保存していません" in page.content.decode()
    assert not KpiValue.objects.exists()
    desk.post(address, {"text": text, "_save": "1"})
    assert series(daily) == {date(2023, 1, 1): 10, date(2023, 1, 2): 1}


def test_a_window_enters_its_consultations(publicist, at):
    """The first count makes the series, the second of a month corrects the first."""
    at("2026-11-24 10:00")
    window = WindowFactory(name="生活支援課")
    for count in (12, 13):
        kpi = actions.enter_consultations(
            window=window, counts={date(2026, 10, 20): count}, by=publicist
        )
    assert kpi.window == window
    assert kpi.series == {date(2026, 10, 1): 13}
    assert kpi.values.get().entered_by == publicist


@pytest.mark.parametrize(
    ("month", "count"),
    [("2026-12-01", 1), ("2026-10-01", -1), ("2026-10-01", 10**13)],
)
def test_impossible_consultations_are_refused(publicist, at, month, count):
    """Not for months to come, not less than none, not more than can be; nothing is left behind."""
    at("2026-11-24 10:00")
    with pytest.raises(ValidationError):
        actions.enter_consultations(
            window=WindowFactory(), counts={date.fromisoformat(month): count}, by=publicist
        )
    assert not Kpi.objects.exists()


def test_a_series_belongs_to_a_window_or_a_category_not_to_both(desk):
    """And only consultations belong to either."""
    window = WindowFactory()
    sent = {"name": "x", "kind": "web", "step": "month", "unit": "回", "window": window.pk}
    page = desk.post("/admin/campaigns/kpi/add/", sent)
    assert "窓口か分野は、相談件数のときに" in page.content.decode()


def test_the_fixtures_are_loaded_once(campaigns, video):
    """Later changes by staff stay."""
    video.title = "直した件名"
    video.save()
    assert load_campaigns(FIXTURES) == 0
    assert Campaign.objects.count() == 3
    assert Campaign.objects.filter(title="直した件名").exists()


@pytest.fixture
def drawn(monkeypatch):
    """The campaigns for which drawing is asked."""
    asked = []
    monkeypatch.setattr("campaigns.charts.store.draw_missing", asked.extend)
    return asked


def test_saved_figures_are_drawn_after_the_commit(
    desk, empty, monthly, drawn, django_capture_on_commit_callbacks
):
    """Publishing, counts and a series' new name ask for charts once everything is saved."""
    empty.kpis.add(monthly)
    grid = f"/admin/campaigns/kpi/{monthly.pk}/grid/?from=2023-01"
    renamed = {"name": "新しい名", "kind": "other", "unit": "件", "revision": "0"}
    for work in (
        lambda: act(desk, "publish", empty, apply=""),
        lambda: desk.post(f"/admin/campaigns/kpi/{monthly.pk}/change/", renamed),
        lambda: desk.post(grid, {"2023-01-01": "5"}),
    ):
        drawn.clear()
        with django_capture_on_commit_callbacks(execute=True):
            work()
        assert drawn == [empty]


def test_a_failed_drawing_harms_nothing(
    desk, empty, monkeypatch, caplog, django_capture_on_commit_callbacks
):
    """The figures stay saved, the page answers, the failure is in the log."""

    def fail(found):
        raise RuntimeError("no font")

    monkeypatch.setattr("campaigns.charts.store.draw_missing", fail)
    with django_capture_on_commit_callbacks(execute=True):
        act(desk, "publish", empty, apply="")
    empty.refresh_from_db()
    assert empty.is_published
    assert "no font" in caplog.text
