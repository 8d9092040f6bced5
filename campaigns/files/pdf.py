"""A report on paper: data goes to the Typst template as JSON, never as Typst source."""

import functools
import importlib.resources
import json
from pathlib import Path

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from campaigns.models import Campaign
from campaigns.report import wording
from campaigns.report_page import ReportPage, report_page

TEMPLATE = Path(settings.BASE_DIR) / "templates" / "campaigns" / "report.typ"
FONTS = ("noto_cjk_sans_jp_regular", "noto_cjk_sans_jp_bold")
MISSING = "〓"  # what printers put where they have no type


def pdf_file(campaign: Campaign) -> bytes:
    """The report as tagged PDF (PDF/UA-1, PDF/A-2a), A4."""
    return _as_pdf(report_json(campaign))


def report_json(campaign: Campaign) -> str:
    """What the template prints, as JSON; letters that the font lacks are replaced."""
    told = json.dumps(_told(report_page(campaign)), ensure_ascii=False, sort_keys=True)
    return "".join(c if ord(c) in _letters() else MISSING for c in told)


def typeset(told: str, **options):
    """Set a report from its JSON; `options` are Typst's own (format, resolution, standards)."""
    import typst  # 30 MB, only for those who ask for paper

    return typst.compile(
        str(TEMPLATE),
        font_paths=[str(importlib.resources.files(package)) for package in FONTS],
        ignore_system_fonts=True,
        sys_inputs={"report": told},
        **options,
    )


@functools.lru_cache(maxsize=16)
def _as_pdf(told: str) -> bytes:
    """The same report is set once a worker."""
    return typeset(told, pdf_standards=["ua-1", "a-2a"])


@functools.cache
def _letters() -> frozenset[int]:
    """Every letter that the font has; one that it lacks would stop the setting."""
    from fontTools.ttLib import TTFont

    folder = importlib.resources.files(FONTS[0])
    file = next(each for each in folder.iterdir() if each.name.endswith(".otf"))
    with TTFont(str(file), lazy=True) as font:
        return frozenset(font.getBestCmap())


def _told(page: ReportPage) -> dict:
    """Everything that the template prints, in words."""
    figures = [figure for figure in (*page.ranked, page.cost) if figure and figure.picture]
    return {
        "city": settings.CITY_NAME,
        "title": page.campaign.title,
        "date": list(timezone.localdate(page.campaign.updated_at).timetuple()[:3]),
        "heading": _("広報の報告"),
        "facts": page.facts,
        "cards": page.cards,
        "findings": page.findings,
        "results": {"title": _("媒体別実績"), "rows": _results(page)} if page.has_results else None,
        "explained": [[line.name or _("合計"), line.explanation] for line in page.explained],
        "charts_title": _("図で見る媒体別の実績"),
        "charts": [_chart(figure) for figure in figures],
        "numbers": _("図の番号：") + _numbers(page) if page.cost else "",
        "kpis_title": _("広報の前・期間中・後"),
        "kpis": [_kpi(figure) for figure in page.kpis],
        "note": _(
            "クリック率と単価は、件数と費用から計算した値です。報告値とは、報告された桁で比べています。"
        ),
        "caution": page.caution,
    }


def _numbers(page: ReportPage) -> str:
    return "　".join(f"{number} {row.name}" for number, row in enumerate(page.cost.rows, start=1))


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
    tell = wording.difference if check.agrees is False else wording.verdict
    told = tell(check, unit)
    return f"{wording.reported(check, unit)}\n{told}" if check.reported else told


def _chart(figure) -> dict:
    chart = figure.chart
    return {"title": chart.title, "about": chart.description, "svg": figure.picture}


def _kpi(figure) -> dict:
    head = ["", _("期間"), _("合計"), _("前の年の同じ時期"), _("差")]
    rows = [list(line.values()) for line in figure.lines]
    return _chart(figure) | {"rows": [head, *rows]}
