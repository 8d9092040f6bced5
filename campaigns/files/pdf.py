"""PDF of a report: data for the Typst template `campaigns/files/report.typ`."""

from html import escape

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from campaigns.charts.data import CostFigure
from campaigns.models import Campaign
from campaigns.report import wording
from campaigns.report_page import ReportPage, report_page
from directory.text import fonts
from directory.text.printable import made_printable, without_missing_letters
from directory.typesetting.jobs import Fit, Job
from directory.typesetting.process import cached_pdf, new_job, typeset


def pdf_file(campaign: Campaign) -> bytes:
    """Tagged PDF (PDF/UA-1, PDF/A-2a) of a report, A4. Raises TypesettingFailed."""
    job = report_job(campaign)
    return cached_pdf(job.data, lambda: typeset(job))


def report_job(campaign: Campaign) -> Job:
    """Typst job of a report."""
    day = timezone.localdate(campaign.updated_at)
    data = _printable(_texts(report_page(campaign))) | {
        "date": {"year": day.year, "month": day.month, "day": day.day},
        "fonts": fonts.families(),
        "output": "screen",
    }
    return new_job("campaigns/files/report.typ", data, Fit())


def _printable(value, name: str = ""):
    """Data with printable letters only; an `svg` is code, in which no word is broken."""
    if isinstance(value, dict):
        return {key: _printable(each, key) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_printable(each) for each in value]
    if name == "svg":
        return without_missing_letters(value)
    return made_printable(value) if isinstance(value, str) else value


def _texts(page: ReportPage) -> dict:
    """Texts that the template prints."""
    figures = [figure for figure in (*page.ranked, page.cost) if figure and figure.picture]
    return {
        "city": settings.CITY_NAME,
        "title": page.campaign.title,
        "heading": _("広報の報告"),
        "facts": page.facts,
        "cards": page.cards,
        "findings": page.findings,
        "results": {"title": _("媒体別実績"), "rows": _results(page)} if page.has_results else None,
        "explained": [[line.name or _("合計"), line.explanation] for line in page.explained],
        "charts_title": _("図で見る媒体別の実績"),
        "charts": [_chart(figure) for figure in figures],
        "numbers": _("図の番号：") + _numbers(page.cost) if page.cost else "",
        "kpis_title": _("広報の前・期間中・後"),
        "kpis": [_kpi(figure) for figure in page.kpis],
        "note": _(
            "クリック率と単価は、件数と費用から計算した値です。報告値とは、報告された桁で比べています。"
        ),
        "caution": page.caution,
    }


def _numbers(cost: CostFigure) -> str:
    return "　".join(f"{number} {row.name}" for number, row in enumerate(cost.rows, start=1))


def _results(page: ReportPage) -> list[list[str]]:
    head = [
        _("媒体"),
        _("表示回数"),
        _("クリック"),
        _("クリック率"),
        _("報告値"),
        _("クリック単価"),
        _("報告値"),
        _("費用"),
    ]
    return [head, *(_line(row) for row in page.report.lines)]


def _line(row) -> list[str]:
    figures = row.figures
    return [
        row.name or _("合計"),
        wording.amount(figures.impressions, wording.COUNT),
        wording.amount(figures.clicks, wording.COUNT),
        wording.amount(figures.ctr, wording.PERCENT),
        _reported(row.ctr, wording.PERCENT),
        wording.amount(figures.cpc, wording.MONEY),
        _reported(row.cpc, wording.MONEY),
        wording.amount(figures.cost, wording.YEN),
    ]


def _reported(check, unit: str) -> str:
    words = wording.difference if check.agrees is False else wording.verdict
    verdict = words(check, unit)
    return f"{wording.reported(check, unit)}\n{verdict}" if check.reported else verdict


def _chart(figure) -> dict:
    chart = figure.chart
    families = escape(", ".join(fonts.families()))
    svg = figure.picture.replace(fonts.BUNDLED, families)
    return {"title": chart.title, "about": chart.description, "svg": svg}


def _kpi(figure) -> dict:
    head = ["", _("期間"), _("合計"), _("前の年の同じ時期"), _("差")]
    rows = [list(line.values()) for line in figure.lines]
    return _chart(figure) | {"rows": [head, *rows]}
