"""Staff enter counts of a series in a grid or as a table."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from campaigns.counts import actions
from campaigns.models import Kpi, KpiValue
from tests.factories import WindowFactory
from tests.helpers.campaigns import save_as_shown
from tests.helpers.page_forms import filled_form


def series(kpi: Kpi) -> dict:
    """The counts as the database has them now."""
    return Kpi.objects.get(pk=kpi.pk).series


def test_counts_are_typed_in_a_grid(desk, publicist, monthly):
    """A fiscal year of months; an emptied field deletes the count; empty is not 0."""
    address = f"/admin/campaigns/kpi/{monthly.pk}/grid/?from=2023-01"
    assert "2022年4月～2023年3月" in desk.get(address).content.decode()
    shown = filled_form(desk.get(address), "revision")
    desk.post(address, shown | {"2023-01-01": "１，２０４", "2023-02-01": "0"})
    assert series(monthly) == {date(2023, 1, 1): 1204, date(2023, 2, 1): 0}
    assert KpiValue.objects.first().entered_by == publicist
    shown = filled_form(desk.get(address), "revision")
    desk.post(address, shown | {"2023-01-01": ""})
    assert series(monthly) == {date(2023, 2, 1): 0}


def test_a_wrong_count_stays_in_the_grid(desk, monthly):
    """Nothing of the grid is saved until all of it can be."""
    address = f"/admin/campaigns/kpi/{monthly.pk}/grid/?from=2023-01"
    typed = filled_form(desk.get(address), "revision") | {"2023-01-01": "5", "2023-02-01": "-3"}
    page = desk.post(address, typed).content.decode()
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
    save_as_shown(desk, address, page)
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
