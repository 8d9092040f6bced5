"""The booklet: from the record to a finished PDF, and the memory that the worker process takes."""

import importlib.util
import json
import subprocess
import sys
import time
from dataclasses import asdict, dataclass

from django.utils import timezone

from bench.database import fill
from directory import worker_process
from directory.booklet import content, documents
from directory.models import Category, Window
from directory.typesetting.process import WORKER

SIZES = (24, 100, 1_000)
# What was asked for, in seconds.
MOST_SECONDS = {100: 1.5, 1_000: 10}


@dataclass(frozen=True)
class Run:
    """One PDF: how it was made and what it took."""

    seconds: float
    busy: float  # seconds of processor time of the worker process alone
    megabytes: float  # of memory, at the peak
    pages: int
    size: float  # megabytes of the file


def run(_database_url: str) -> None:
    """Print, for each number of windows, what the screen version of the booklet costs."""
    weasyprint = importlib.util.find_spec("weasyprint") is not None
    beside = "WeasyPrint beside it" if weasyprint else "WeasyPrint is not installed"
    print(f"\nThe booklet for the screen, PDF/UA-1 and PDF/A-2a, index included; {beside}")
    print(
        f"{'windows':>10} {'by':>10} {'s':>7} {'asked':>6} {'cpu s':>6} {'MB memory':>10}", end=""
    )
    print(f" {'pages':>6} {'MB':>5}")
    for size in SIZES:
        fill(size)
        _print_row(size, "Typst", _typst(), MOST_SECONDS.get(size))
        if weasyprint:
            _print_row(size, "WeasyPrint", _weasyprint(), None)


def _print_row(size: int, by: str, run: Run, asked: float | None) -> None:
    took = f"{run.seconds:>7.2f} {asked or '':>6} {run.busy:>6.2f} {run.megabytes:>10.0f}"
    print(f"{size:>10,} {by:>10} {took} {run.pages:>6} {run.size:>5.1f}", flush=True)


def _data() -> dict:
    windows = Window.objects.published().for_reading()
    return content.booklet(windows, Category.objects.all(), timezone.localdate())


def _typst() -> Run:
    start = time.perf_counter()
    job = json.dumps(asdict(documents.booklet_job(_data()))).encode()
    answer, megabytes, busy = _run(worker_process.command(WORKER), job)
    head, pdf = answer.split(b"\n", 1)
    seconds = time.perf_counter() - start
    return Run(seconds, busy, megabytes, json.loads(head)["pages"], len(pdf) / 1e6)


WEASYPRINT = """
import json, sys, weasyprint
document = weasyprint.HTML(string=json.load(sys.stdin)).render()
sys.stdout.buffer.write(f"{len(document.pages)}\\n".encode())
document.write_pdf(sys.stdout.buffer, pdf_variant="pdf/ua-1")
"""


def _weasyprint() -> Run:
    """The same rows as plain tables, without thumb index, fitting or codes."""
    start = time.perf_counter()
    command = [sys.executable, "-c", WEASYPRINT]
    answer, megabytes, busy = _run(command, json.dumps(_html(_data())).encode())
    pages, pdf = answer.split(b"\n", 1)
    seconds = time.perf_counter() - start
    return Run(seconds, busy, megabytes, int(pages), len(pdf) / 1e6)


def _html(data: dict) -> str:
    sections = []
    for category in data["categories"]:
        rows = [_row(data["windows"][key]) for key in category["windows"]]
        sections.append(f"<h1>{category['name']}</h1><table>{''.join(rows)}</table>")
    style = "@page { size: A4 } body { font: 10.5pt 'Noto Sans CJK JP' } tr { break-inside: avoid }"
    head = f"<title>{data['title']}</title><style>{style}</style>"
    return f"<html lang='ja'><head>{head}</head><body>{''.join(sections)}</body></html>"


def _row(window: dict) -> str:
    numbers = "".join(f"<b>{phone['number']}</b>" for phone in window["phones"])
    cells = (window["subject"], window["name"] + numbers, window["hours"], "".join(window["place"]))
    return f"<tr>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>"


# A process's peak begins with that of the one that starts it: only a small one tells the truth.
MEASURE = """
import resource, subprocess, sys
code = subprocess.run(sys.argv[1:]).returncode
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(used.ru_maxrss / 1_000, used.ru_utime + used.ru_stime, file=sys.stderr)
sys.exit(code)
"""


def _run(command: list[str], stdin: bytes) -> tuple[bytes, float, float]:
    """What a process wrote, its peak of memory in megabytes, its seconds of a processor."""
    measured = [sys.executable, "-c", MEASURE, *command]
    done = subprocess.run(
        measured, input=stdin, capture_output=True, check=True, cwd=worker_process.ROOT
    )
    megabytes, busy = map(float, done.stderr.split()[-2:])
    return done.stdout, megabytes, busy
