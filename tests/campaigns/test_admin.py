"""Admin of campaigns: figures in a grid, the report before publication, roles, charts."""

import pytest

from campaigns.loading import load_campaigns
from campaigns.models import Campaign, Drawing
from platform_members.accounts.roles import READERS
from tests.conftest import staff
from tests.helpers.campaigns import LIST, act
from tests.helpers.city import FIXTURES
from tests.helpers.page_forms import filled_form

GRID = ("medium", "kind", "impressions", "clicks", "cost", "views", "reported_ctr", "reported_cpc")


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


def test_a_reader_publishes_no_campaign(client, reader, empty):
    """Not even past the page that asks."""
    client.force_login(reader)
    client.post(LIST, {"action": "publish", "_selected_action": [empty.pk], "apply": "1"})
    empty.refresh_from_db()
    assert not empty.is_published


def test_staff_without_a_role_do_not_see_internal_reports(client, empty):
    """Being on the staff is no permission."""
    newcomer = staff("new@example.jp", "志摩 岬", READERS)
    newcomer.groups.clear()
    client.force_login(newcomer)
    assert client.get(f"{LIST}{empty.pk}/report/").status_code == 404
    assert client.get(f"{LIST}{empty.pk}/import/").status_code == 403


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
        lambda: desk.post(grid, filled_form(desk.get(grid), "revision") | {"2023-01-01": "5"}),
    ):
        drawn.clear()
        with django_capture_on_commit_callbacks(execute=True):
            work()
        assert drawn == [empty]


def test_stored_charts_do_not_keep_a_campaign_from_being_deleted(admin_client, video):
    """They are derived from its figures and go with it; rows of other kinds would keep it."""
    Drawing.objects.create(campaign=video, fingerprint="f" * 64, svg="<svg/>")
    admin_client.post(f"{LIST}{video.pk}/delete/", {"post": "yes"})
    assert not Campaign.objects.filter(pk=video.pk).exists()


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
