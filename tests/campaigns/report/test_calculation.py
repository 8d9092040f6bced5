"""The report computed from counts, with the city's own figures."""

from decimal import Decimal

import pytest

from campaigns.report import wording
from campaigns.report.calculation import (
    FigureCheck,
    Figures,
    Medium,
    ReportedTotals,
    compare,
    report,
)
from campaigns.tables.figures import same_medium


@pytest.fixture
def city_report(video):
    """The report of the city's advertising in eight media."""
    return video.report()


def test_the_three_sums_are_the_reported_totals(city_report):
    """Impressions, clicks and cost add up to what the contractor reported."""
    total = city_report.total.figures
    assert (total.impressions, total.clicks, total.cost) == (4_287_161, 20_857, 805_927)
    assert {name: check.agrees for name, check in city_report.sums.items()} == {
        "impressions": True,
        "clicks": True,
        "cost": True,
    }


def test_eight_of_nine_click_rates_disagree(city_report):
    """Only Yahoo's display agrees: eight media and the total make nine lines."""
    assert city_report.checked("ctr") == 9
    assert len(city_report.disagreeing("ctr")) == 8
    agreeing = [row.name for row in city_report.lines if row.ctr.agrees]
    assert agreeing == ["Yahoo（ディスプレイ）"]


def test_six_of_nine_prices_disagree(city_report):
    """Three reported prices of a click are those that follow, rounded half up."""
    assert city_report.checked("cpc") == 9
    assert len(city_report.disagreeing("cpc")) == 6
    agreeing = [row.name for row in city_report.lines if row.cpc.agrees]
    assert agreeing == ["Google（リスティング）", "Yahoo（リスティング）", "Yahoo（ディスプレイ）"]


def test_the_total_rate_and_price_are_not_the_reported_ones(city_report):
    """0.49 % against 0.53 %, ¥38.6 against ¥63: ratios of sums, not averages of ratios."""
    total = city_report.total
    assert wording.amount(total.figures.ctr, wording.PERCENT) == "0.49%"
    assert wording.amount(total.figures.cpc, wording.MONEY) == "¥38.6"
    assert wording.reported(total.ctr, wording.PERCENT) == "0.53%"
    assert wording.reported(total.cpc, wording.MONEY) == "¥63"
    assert (total.ctr.difference, total.cpc.difference) == (Decimal("0.04"), Decimal(24))


def test_line_has_seven_tenths_of_a_per_cent(city_report):
    """The contractor said 3.79 %; the contractor's own counts say 0.70 %."""
    line = next(row for row in city_report.rows if row.name.startswith("LINE"))
    assert wording.amount(line.figures.ctr, wording.PERCENT) == "0.70%"
    assert wording.verdict(line.ctr, wording.PERCENT) == "不一致（差 +3.09）"


def test_google_listing_has_the_highest_rate_and_line_the_lowest_price(city_report):
    """Rates are ranked from the highest, prices from the lowest."""
    assert city_report.ranking("ctr")[0].row.name == "Google（リスティング）"
    assert city_report.ranking("cpc")[0].row.name == "LINE（AdsPlatform）"
    assert city_report.ranking("clicks")[0].row.name == "LINE（AdsPlatform）"
    assert city_report.ranking("impressions")[0].row.name == "Yahoo（ディスプレイ）"


def test_shares_are_of_the_whole(city_report):
    """Every medium's share of cost and clicks; all of them together are the whole."""
    for share in ("cost_share", "click_share"):
        assert round(sum(getattr(row, share) for row in city_report.rows), 20) == 100
    assert wording.share(city_report.rows[0].cost_share) == "12.4%"


@pytest.mark.parametrize(
    ("computed", "reported", "agrees"),
    [
        ("1.25", "1.3", True),
        ("1.25", "1.30", False),
        ("1.2499", "1.2", True),
        ("1.245", "1.25", True),
        ("38.64", "39", True),
        ("38.5", "38", False),
        ("0", "0.00", True),
    ],
)
def test_a_reported_figure_is_compared_with_its_own_decimals(computed, reported, agrees):
    """1.3 says less than 1.30; rounding is half up."""
    assert FigureCheck(Decimal(computed), reported).agrees is agrees


def test_what_cannot_be_divided_is_unknown():
    """No impressions: no rate, no place in a ranking, no verdict, and never 0."""
    nothing = report([Medium("空", Figures(0, 0, 0), "0.00", "0")], ReportedTotals())
    row = nothing.rows[0]
    assert (row.figures.ctr, row.figures.cpc, row.figures.cpm, row.figures.cpv) == (None,) * 4
    assert (row.ctr.agrees, row.cost_share) == (None, None)
    assert nothing.ranking("ctr") == []
    assert wording.amount(None, wording.PERCENT) == "―"
    assert wording.verdict(row.ctr, wording.PERCENT) == "確かめられません"


def test_equal_media_share_a_place():
    """Two media with as many clicks are both first; the next is third."""
    media = [
        Medium(name, Figures(100, clicks, 10)) for name, clicks in (("a", 5), ("b", 5), ("c", 1))
    ]
    ranking = report(media, ReportedTotals()).ranking("clicks")
    assert [ranked.place for ranked in ranking] == [1, 1, 3]


def test_views_are_summed_where_they_are_known():
    """A medium without video has no views, not 0 of them."""
    media = [Medium("a", Figures(10, 1, 30, 6)), Medium("b", Figures(10, 1, 30))]
    made = report(media, ReportedTotals())
    assert made.total.figures.views == 6
    assert [ranked.row.name for ranked in made.ranking("cpv")] == ["a"]


def test_two_campaigns_are_compared_medium_by_medium():
    """However a medium is spelt it is the same; one that is missing has no difference."""
    first = report(
        [Medium("LINE", Figures(100, 5, 50)), Medium("X", Figures(9, 1, 9))], ReportedTotals()
    )
    second = report([Medium("ＬＩＮＥ", Figures(200, 20, 60))], ReportedTotals())
    line, other, total = (pair.values("clicks") for pair in compare(first, second, same_medium))
    assert (line["one"], line["other"], line["change"]) == (5, 20, 15)
    assert (other["one"], other["other"], other["change"]) == (1, None, None)
    assert (total["one"], total["other"], total["change"]) == (6, 20, 14)
