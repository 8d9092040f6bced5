"""Services of an HSDS file, folder, zip or address, and what is wrong, record by record."""

import json
import os
import subprocess
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from time import monotonic
from typing import IO

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from directory import worker_process
from directory.links import fetch as fetching
from directory.links.fetch import NotFetched, fetch
from directory.links.guard import Guard, is_public
from directory.spreadsheets.refusals import FileRefused

WORKER = "directory.exchange.hsds_worker"
MAX_BYTES = 500_000_000
MAX_TABLES = 60
MAX_PAGES = 1_000  # of an API that gives no more at once
MAX_SERVICES = 20_000  # of all pages together, as the worker has it for one file
LAST_LINE = 1_000  # bytes, more than how the worker ends
LIMITS = worker_process.Limits(seconds=120, address_space=1_000_000_000, answer=MAX_BYTES)
_REASONS = {
    "too_many": gettext_lazy("件数が多すぎます（20,000件まで）。"),
    "too_much": gettext_lazy("大きすぎるか、読むのに時間がかかりすぎます。分けてください。"),
    "too_large": gettext_lazy("1件が大きすぎます。"),
    "too_deep": gettext_lazy("入れ子が深すぎます。HSDSのファイルではありません。"),
    "no_services": gettext_lazy("HSDSの services がありません。"),
    "html": gettext_lazy("ウェブページ（HTML）です。HSDSのファイルのアドレスではありません。"),
    "unreadable": gettext_lazy("JSONとして読めません。途中で切れているかもしれません。"),
    "no_service": gettext_lazy("窓口として読めません。"),
    "no_pages": gettext_lazy("次のページがありません。"),
}
# Below the address of an API: all of it, one service on each line. One that knows no lines gives
# its first page, and the others by their numbers.
_WHOLE = "services?full=true&format=ndjson"
_PAGE = "services?full=true&page={number}"
_WEB = ("http://", "https://")

# Place, object and reason of each service; None with a reason where it cannot be read.
Services = Iterator[tuple[str, dict | None, str]]


def read_services(
    source: str, *, allowed: Guard = is_public, seconds: float | None = None
) -> Services:
    """Services of a file, a folder, a zip or an address; of an API all its pages.

    `allowed` and `seconds`, for all of it, are of an address. Raises FileRefused where the whole
    cannot be read.
    """
    root = api_of(source)
    until = monotonic() + (seconds or fetching.SECONDS)
    if not root:
        with _local(source, allowed, until) as path:
            yield from services_in(path)
        return
    page, pages, count = 1, 1, 0
    while page <= pages:
        below = _WHOLE if page == 1 else _PAGE.format(number=page)
        with _local(f"{root}/{below}", allowed, until) as path, _taken_apart(path) as answer:
            for place, service, reason in (one := _Told(answer)):
                count += 1
                yield place if page == 1 else f"{page}-{place}", service, reason
        if one.page not in (None, page):
            raise FileRefused(str(_REASONS["no_pages"]))
        pages = one.pages
        if pages > MAX_PAGES or count > MAX_SERVICES:
            raise FileRefused(str(_REASONS["too_many"]))
        page += 1


def api_of(source: str) -> str:
    """Address of the API that a source is; "" where it is a file."""
    root = source.rstrip("/")
    return root if source.startswith(_WEB) and root.endswith("/hsds") else ""


def services_in(path: Path) -> Services:
    """Services of a file or a folder of this machine. Raises FileRefused."""
    with _taken_apart(path) as answer:
        yield from _Told(answer)


class _Told:
    """Services that the worker tells; then which page of how many they were, if of one."""

    def __init__(self, answer: IO[bytes]):
        self.answer, self.page, self.pages = answer, None, 1

    def __iter__(self) -> Services:
        for line in self.answer:
            found = json.loads(line)
            if "end" in found:
                self.page, self.pages = found["page"], found["pages"]
                return
            reason = str(_REASONS[found["fault"]]) if "fault" in found else ""
            yield found["place"], found.get("service"), reason


@contextmanager
def _taken_apart(path: Path) -> Iterator[IO[bytes]]:
    """What the worker says of a file, once it has come to the end. Raises FileRefused."""
    with ExitStack() as stack:
        try:
            ask = worker_process.answer_file(WORKER, {"path": str(path)}, LIMITS)
            answer = stack.enter_context(ask)
        except (subprocess.SubprocessError, OSError) as error:
            raise FileRefused(str(_REASONS["too_much"])) from error
        answer.seek(-min(answer.seek(0, os.SEEK_END), LAST_LINE), os.SEEK_END)
        if end := json.loads(answer.read().splitlines()[-1])["end"]:
            raise FileRefused(str(_REASONS[end]))
        answer.seek(0)
        yield answer


@contextmanager
def _local(source: str, allowed: Guard, until: float) -> Iterator[Path]:
    """The source as a file or a folder of this machine. Raises FileRefused."""
    with tempfile.TemporaryDirectory() as room:
        if source.startswith(_WEB):
            path = Path(room) / "fetched"
            left = until - monotonic()
            if left <= 0:
                raise FileRefused(str(_REASONS["too_much"]))
            try:
                fetch(source, path, MAX_BYTES, allowed=allowed, seconds=left)
            except NotFetched as error:
                raise FileRefused(str(error)) from error
        else:
            path = Path(source)
        if not path.exists():
            raise FileRefused(_("ファイルがありません。"))
        if path.is_file() and path.stat().st_size > MAX_BYTES:
            raise FileRefused(_("ファイルが大きすぎます（500MBまで）。"))
        if path.is_file() and zipfile.is_zipfile(path):
            yield _unpacked(path, Path(room) / "tables")
        else:
            yield path


def _unpacked(path: Path, folder: Path) -> Path:
    """The tables of a zip, by their names alone. Raises FileRefused."""
    folder.mkdir()
    with zipfile.ZipFile(path) as archive:
        tables = [each for each in archive.infolist() if each.filename.endswith(".csv")]
        if len(tables) > MAX_TABLES or sum(each.file_size for each in tables) > MAX_BYTES:
            raise FileRefused(str(_REASONS["too_large"]))
        for each in tables:
            out = folder / Path(each.filename).name
            with archive.open(each) as packed, out.open("wb") as file:
                left = each.file_size
                while left > 0 and (piece := packed.read(min(1 << 16, left))):
                    file.write(piece)
                    left -= len(piece)
    return folder
