"""The city's campaigns with their charts, for the tests in a real browser."""

from datetime import date

from campaigns.charts.render import draw_elsewhere
from campaigns.charts.store import draw_missing
from campaigns.counts.actions import save_values
from campaigns.loading import load_campaigns
from campaigns.models import Campaign, Kpi
from campaigns.report.periods import add_months
from tests.helpers.city import FIXTURES

DRAWN: dict[str, str] = {}  # drawing takes seconds, and every test shows the same figures


def draw_once(charts: list[dict]) -> list[str]:
    """Draw what no test has drawn yet."""
    new = [chart for chart in charts if str(chart) not in DRAWN]
    DRAWN.update(zip(map(str, new), draw_elsewhere(new) if new else [], strict=True))
    return [DRAWN[str(chart)] for chart in charts]


def city_campaigns(*, consultations: bool) -> Campaign:
    """Load the campaigns and draw their charts; give the one with figures by medium.

    The city's report has no consultation counts: `consultations` adds invented ones.
    """
    load_campaigns(FIXTURES)
    video = Campaign.objects.get(kind=Campaign.Kind.VIDEO)
    if consultations:
        kpi = Kpi.objects.create(name="相談件数（試しの数）", kind=Kpi.Kind.CONSULTATIONS)
        values = {add_months(date(2021, 11, 1), n): 40 + n * 7 % 23 for n in range(18)}
        save_values(kpi=kpi, values=values, by=None)
        video.kpis.add(kpi)
    draw_missing(Campaign.objects.with_results(), draw=draw_once)
    return video
