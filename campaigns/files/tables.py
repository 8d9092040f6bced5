"""Files of a report: CSV and Excel for computing, PDF for the council."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns.files.pdf import pdf_file
from campaigns.models import Campaign
from campaigns.report import wording
from campaigns.report.calculation import FigureCheck, Report, ResultRow
from campaigns.report_page import report_page
from directory.spreadsheets import text_tables
from directory.spreadsheets.cells import bytes_of, guarded
from directory.text.days import day_words

CSV, EXCEL, PDF = "results.csv", "results.xlsx", "report.pdf"
TENTH = Decimal("0.1")


@dataclass(frozen=True)
class FileKind:
    """Kind of file: label of its link, content type, maker."""

    label: str | Promise
    content_type: str
    make: Callable[[Campaign], bytes]
    disposition: str = "attachment"


def _head() -> list[str]:
    return [
        _("媒体"),
        _("種類"),
        _("表示回数"),
        _("クリック"),
        _("費用（円）"),
        _("動画視聴"),
        _("クリック率（計算値、%）"),
        _("クリック率（報告値、%）"),
        _("クリック率の一致"),
        _("クリック単価（計算値、円）"),
        _("クリック単価（報告値、円）"),
        _("クリック単価の一致"),
        _("表示1,000回の費用（円）"),
        _("費用の割合（%）"),
        _("クリックの割合（%）"),
        _("委託先の説明"),
    ]


def _line(row: ResultRow) -> list:
    figures = row.figures
    return [
        row.name or _("合計"),
        row.kind,
        figures.impressions,
        figures.clicks,
        figures.cost,
        figures.views,
        *_checked(row.ctr, wording.PERCENT),
        *_checked(row.cpc, wording.MONEY),
        wording.rounded(figures.cpm, TENTH),
        wording.rounded(row.cost_share, TENTH),
        wording.rounded(row.click_share, TENTH),
        row.explanation,
    ]


def _checked(check: FigureCheck, unit: str) -> list:
    computed = wording.rounded(check.computed, wording.DECIMALS[unit])
    reported = Decimal(check.reported) if check.reported else None
    return [computed, reported, wording.verdict(check, unit)]


def results_table(report: Report) -> list[list]:
    """Rows of the table: headings, one a medium, the total; None for an unknown figure."""
    return [_head(), *(_line(row) for row in report.lines)]


def csv_file(campaign: Campaign) -> bytes:
    """CSV of the figures by medium."""
    return text_tables.csv_file(
        [guarded(cell) if isinstance(cell, str) else cell for cell in row]
        for row in results_table(campaign.report())
    )


def excel_file(campaign: Campaign) -> bytes:
    """Workbook with sheets for the figures by medium, the campaign, and each series."""
    from openpyxl import Workbook

    page = report_page(campaign)
    book = Workbook()
    sheet = book.active
    sheet.title = _("媒体別実績")
    _fill(sheet, results_table(page.report))
    about = book.create_sheet(_("広報の概要"))
    _fill(about, [[_("項目"), _("内容")], *([label, text] for label, text in page.facts)])
    for number, figure in enumerate(page.kpis, start=1):
        series = book.create_sheet(_("指標%(number)d") % {"number": number})
        head = [_("月"), f"{figure.kpi.name}（{figure.kpi.unit}）"]
        _fill(series, [head, *([day_words(day, "month"), value] for day, value in figure.months)])
    return bytes_of(book)


def _fill(sheet, rows: list[list]) -> None:
    """Write rows under frozen headings."""
    from openpyxl.styles import Font

    for number, row in enumerate(rows, start=1):
        for place, value in enumerate(row, start=1):
            cell = sheet.cell(number, place)
            if isinstance(value, str):
                cell.value = guarded(value)
                cell.data_type = "s"  # "#N/A" is a name, no error
            else:
                cell.value = value
                cell.number_format = "#,##0.00" if isinstance(value, Decimal) else "#,##0"
            cell.font = Font(bold=number == 1)
    sheet.freeze_panes = "B2"
    for column in sheet.columns:
        sheet.column_dimensions[column[0].column_letter].width = 24


FILES = {
    PDF: FileKind(
        gettext_lazy("議会などに出せる報告書（PDF）"), "application/pdf", pdf_file, "inline"
    ),
    EXCEL: FileKind(
        gettext_lazy("数字の表（Excel）"),
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        excel_file,
    ),
    CSV: FileKind(gettext_lazy("数字の表（CSV）"), "text/csv; charset=utf-8", csv_file),
}
