"""Data of a report's charts, as plain values; `campaigns.charts.render` draws them.

A chart says the same three times: as a picture, as its description, and as a table beside it.
"""

import hashlib
import json
from dataclasses import asdict, dataclass, field
from datetime import timedelta

from django.utils.translation import gettext as _

from campaigns.models import Campaign, Kpi
from campaigns.report import periods, wording
from campaigns.report.calculation import Report
from campaigns.report.periods import Span, month_of
from directory.text.days import day_words

DRAWING_VERSION = 2  # raised when the same figures are drawn in another way
HALF = timedelta(days=15)  # a month is a point on its first day; shading reaches halfway
NAMES_SHOWN = 20  # a description that lists more media is no help


@dataclass(frozen=True)
class Chart:
    """Chart: `style` is the way of drawing, `points` are its data (numbers and texts)."""

    name: str
    style: str
    title: str
    description: str
    points: list[dict]
    options: dict = field(default_factory=dict)

    @property
    def fingerprint(self) -> str:
        """Hash of everything that the picture shows."""
        content = json.dumps([DRAWING_VERSION, asdict(self)], sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(content.encode()).hexdigest()


@dataclass
class RankedFigure:
    """Ranking of media by one measure: chart and table."""

    measure: wording.Measure
    chart: Chart
    ranking: list
    picture: str = ""


@dataclass
class CostFigure:
    """Cost against clicks: chart, and the media by their number in it."""

    chart: Chart
    rows: tuple
    picture: str = ""


@dataclass
class KpiFigure:
    """Series around the campaign: chart, comparison of periods, table of months."""

    kpi: Kpi
    chart: Chart
    comparison: list[periods.PeriodComparison]
    months: list
    picture: str = ""

    @property
    def lines(self) -> list[dict[str, str]]:
        """Comparison in words: before, during and after, each beside the year before."""
        labels = {"before": _("前"), "during": _("期間中"), "after": _("後")}
        by_month = all(each.span == periods.whole_months(each.span) for each in self.comparison)
        return [
            {
                "label": labels[each.name],
                "period": wording.span(each.span, by_month=by_month),
                "value": self._counted(each.value),
                "year_before": self._counted(each.year_before),
                "change": wording.change(each.change, wording.COUNT),
            }
            for each in self.comparison
        ]

    def _counted(self, value: int | None) -> str:
        return wording.counted(value, self.kpi.unit)


def ranked_figures(report: Report) -> list[RankedFigure]:
    """Rankings by each measure of which any medium has a value."""
    figures = []
    for measure in wording.MEASURES:
        ranking = report.ranking(measure.name)
        if ranking:
            figures.append(RankedFigure(measure, _bars(measure, ranking), ranking))
    return figures


def _bars(measure: wording.Measure, ranking) -> Chart:
    points = [
        {
            "name": ranked.row.name,
            "value": float(ranked.value),
            "text": wording.amount(ranked.value, measure.unit),
        }
        for ranked in ranking
    ]
    title = _("媒体別の%(measure)s（%(order)s）") % {
        "measure": measure.label,
        "order": measure.order,
    }
    return Chart(f"bars-{measure.name}", "bars", title, _listed(points), points)


def _listed(points: list[dict]) -> str:
    """Description of a chart: its points in words, for screen readers."""
    listed = _("、").join(f"{point['name']} {point['text']}" for point in points[:NAMES_SHOWN])
    if (more := len(points) - NAMES_SHOWN) > 0:
        listed += _("、ほか%(more)d件は表にあります") % {"more": more}
    return _("%(points)s。") % {"points": listed}


def cost_figure(report: Report) -> CostFigure | None:
    """Cost of each medium against its clicks; None for fewer than two media."""
    if len(report.rows) < 2:
        return None
    points = [
        {
            "number": number,
            "name": row.name,
            "cost": row.figures.cost,
            "clicks": row.figures.clicks,
            "text": _("費用%(cost)sでクリック%(clicks)s")
            % {
                "cost": wording.amount(row.figures.cost, wording.YEN),
                "clicks": wording.amount(row.figures.clicks, wording.COUNT),
            },
        }
        for number, row in enumerate(report.rows, start=1)
    ]
    axes = {"x": _("費用（円）"), "y": _("クリック")}
    title = _("費用とクリックの関係")
    chart = Chart("cost-clicks", "scatter", title, _listed(points), points, axes)
    return CostFigure(chart, report.rows)


def kpi_figure(campaign: Campaign, kpi: Kpi) -> KpiFigure:
    """Series by months, from a year before the campaign until as long after it as it lasted."""
    series = kpi.series
    comparison = periods.before_during_after(
        series, kpi.step, campaign.span, by_month=campaign.by_month
    )
    shown = Span(
        periods.add_months(month_of(comparison[0].span.first), -12), comparison[-1].span.last
    )
    months = periods.by_months(series, kpi.step, shown)
    known = [(day, value) for day, value in months if value is not None]
    points = [
        {
            "month": day.isoformat(),
            "name": day_words(day, "month"),
            "value": value,
            "text": wording.counted(value, kpi.unit),
        }
        for day, value in known
    ]
    during = periods.whole_months(campaign.span)
    options = {
        "first": shown.first.isoformat(),
        "last": month_of(shown.last).isoformat(),
        "shaded": [(during.first - HALF).isoformat(), (month_of(during.last) + HALF).isoformat()],
        "unit": _(kpi.unit),
    }
    title = _("%(kpi)sの月ごとの動き（色の付いた部分が広報の期間）") % {"kpi": kpi.name}
    chart = Chart(f"kpi-{kpi.pk}", "lines", title, _listed(points), points, options)
    return KpiFigure(kpi, chart, comparison, months)


def figures_of(campaign: Campaign, report: Report) -> tuple[list, CostFigure | None, list]:
    """Figures of a report: rankings, cost against clicks, series."""
    kpis = [kpi_figure(campaign, kpi) for kpi in campaign.kpis.with_values()]
    return ranked_figures(report), cost_figure(report), kpis


def charts_of(campaign: Campaign) -> list[Chart]:
    """Charts of a campaign's report that have points."""
    ranked, cost, kpis = figures_of(campaign, campaign.report())
    charts = [figure.chart for figure in (*ranked, cost, *kpis) if figure]
    return [chart for chart in charts if chart.points]
