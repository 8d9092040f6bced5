"""Sending work to the press, in the words of the portal: which templates, fonts and densities."""

import json
import subprocess
from dataclasses import asdict
from datetime import datetime

from django.utils import timezone

from directory import worker_process
from directory.booklet import phrases, styles
from directory.booklet.content import with_index
from directory.booklet.typst_worker import Fit, Job, Print
from directory.text import fonts
from directory.text.readings import read_aloud_elsewhere

SCREEN_STANDARDS = ["ua-1", "a-2a"]
WORKER = "directory.booklet.typst_worker"


class PressFailed(Exception):
    """Nothing could be printed; the text says why, for a clerk."""


def set_booklet(data: dict, output: str = "screen") -> tuple[Print, bytes]:
    """Set a booklet for the "screen", the "print"ing house or in "large" letters."""
    return _set(booklet_job(data, output))


def booklet_job(data: dict, output: str = "screen") -> Job:
    """The job that `set_booklet` sends, with the index made."""
    indexed = with_index(data, read_aloud_elsewhere)
    fit = styles.LARGE if output == "large" else styles.BOOKLET
    return _job("booklet.typ", indexed | {"output": output}, fit)


def set_leaflet(data: dict) -> tuple[Print, bytes]:
    """Set a leaflet on one sheet; `too_many` pages when it does not fit."""
    return _set(_job("leaflet.typ", data, styles.LEAFLET))


def set_plain(template: str, data: dict) -> tuple[Print, bytes]:
    """Set a page or pages of one density: 相談メモ, 正誤表."""
    return _set(sheet_job(template, data))


def sheet_job(template: str, data: dict) -> Job:
    """The job that `set_plain` sends."""
    return _job(template, data, styles.PLAIN)


def _job(template: str, data: dict, fit: Fit) -> Job:
    for_print = data["output"] == "print"
    day = data["date"]
    made_on = datetime(
        day["year"], day["month"], day["day"], tzinfo=timezone.get_current_timezone()
    )
    return Job(
        template=template,
        data=phrases.marked(data),
        fonts=fonts.folders(),
        fit=fit,
        standards=[] if for_print else SCREEN_STANDARDS,
        timestamp=int(made_on.timestamp()),
        tagged=not for_print,
    )


def _set(job: Job) -> tuple[Print, bytes]:
    """Send a job to the press. Raises PressFailed."""
    try:
        answer = worker_process.ask(WORKER, asdict(job))
    except (subprocess.SubprocessError, OSError) as error:
        raise PressFailed(str(error)) from error
    head, pdf = answer.split(b"\n", 1)
    result = json.loads(head)
    if "error" in result:
        raise PressFailed(result["error"])
    return Print(**result), pdf
