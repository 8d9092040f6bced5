"""PDFs of the booklet, of leaflets and of single sheets: their templates and densities."""

from directory.booklet import phrases, styles
from directory.booklet.content import with_index
from directory.text.readings import read_aloud_elsewhere
from directory.typesetting.jobs import Fit, Job, Print
from directory.typesetting.process import new_job, typeset


def typeset_booklet(data: dict, output: str = "screen") -> tuple[Print, bytes]:
    """Booklet for the "screen", the "print"ing house or in "large" letters."""
    return typeset(booklet_job(data, output))


def booklet_job(data: dict, output: str = "screen") -> Job:
    """Job of a booklet, with the index made."""
    indexed = with_index(data, read_aloud_elsewhere)
    fit = styles.LARGE if output == "large" else styles.BOOKLET
    return _job("booklet.typ", indexed | {"output": output}, fit)


def typeset_leaflet(data: dict) -> tuple[Print, bytes]:
    """Leaflet on one sheet; `too_many` pages where it does not fit."""
    return typeset(_job("leaflet.typ", data, styles.LEAFLET))


def typeset_sheet(template: str, data: dict) -> tuple[Print, bytes]:
    """Page or pages of one density: 相談メモ, 正誤表."""
    return typeset(sheet_job(template, data))


def sheet_job(template: str, data: dict) -> Job:
    """Job of a page or pages of one density."""
    return _job(template, data, styles.PLAIN)


def _job(template: str, data: dict, fit: Fit) -> Job:
    return new_job(f"booklet/{template}", phrases.marked(data), fit)
