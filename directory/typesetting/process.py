"""Asking the Typst worker for a PDF; small PDFs are kept in memory for ten minutes."""

import functools
import hashlib
import json
import subprocess
from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.core.cache import caches
from django.utils import timezone

from directory import worker_process
from directory.text import fonts
from directory.typesetting.jobs import Fit, Job, Print

WORKER = "directory.typesetting.typst_worker"
SCREEN_STANDARDS = ["ua-1", "a-2a"]
CACHE_SECONDS = 600


class TypesettingFailed(Exception):
    """A PDF that could not be made; the text is Typst's message or the process's end."""


def new_job(template: str, data: dict, fit: Fit) -> Job:
    """Job of a document whose `data` hold `date`, `fonts` and `output`.

    The output "print" is for a printing house: without tags and standards of the screen.
    """
    for_print = data["output"] == "print"
    made_on = datetime(**data["date"], tzinfo=timezone.get_current_timezone())
    return Job(
        template=template,
        data=data,
        fonts=fonts.folders(),
        fit=fit,
        standards=[] if for_print else SCREEN_STANDARDS,
        timestamp=int(made_on.timestamp()),
        tagged=not for_print,
    )


def typeset(job: Job) -> tuple[Print, bytes]:
    """Result and PDF of a job. Raises TypesettingFailed."""
    try:
        answer = worker_process.ask(WORKER, asdict(job))
    except (subprocess.SubprocessError, OSError) as error:
        raise TypesettingFailed(str(error)) from error
    head, pdf = answer.split(b"\n", 1)
    result = json.loads(head)
    if "error" in result:
        raise TypesettingFailed(result["error"])
    return Print(**result), pdf


def cached_pdf(data: dict, make: Callable[[], tuple[Print, bytes]]) -> bytes:
    """PDF of a single sheet or report, made at the first request. Raises TypesettingFailed.

    One at a time on each machine: forty that are asked for at once take one processor, not all.
    Kept in this process's memory only: a file would show that a 相談メモ was fetched.
    """
    key = f"directory.typesetting.{stamp_of(data)}"
    memory = caches["process"]
    if (pdf := memory.get(key)) is None:
        with worker_process.turn(__file__):
            if (pdf := memory.get(key)) is None:
                _result, pdf = make()
                memory.set(key, pdf, timeout=CACHE_SECONDS)
    return pdf


def stamp_of(data: dict) -> str:
    """Hash of a document's data and of all Typst templates: equal data, equal PDF."""
    text = json.dumps(data, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode() + _templates()).hexdigest()[:32]


@functools.cache
def _templates() -> bytes:
    folder = Path(settings.BASE_DIR) / "templates"
    return b"".join(path.read_bytes() for path in sorted(folder.rglob("*.typ")))
