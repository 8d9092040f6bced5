"""Services of an HSDS file, folder, zip or address, and what is wrong, record by record."""

import json
import os
import subprocess
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from directory import worker_process
from directory.links.fetch import NotFetched, fetch
from directory.spreadsheets.refusals import FileRefused

WORKER = "directory.exchange.hsds_worker"
MAX_BYTES = 500_000_000
MAX_TABLES = 60
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
}
# Below the address of an API of this portal's kind: all of it, one service on each line.
_WHOLE = "services?full=true&format=ndjson"


def read_services(source: str) -> Iterator[tuple[str, dict | None, str]]:
    """Place, object and reason of each service; None with a reason where it cannot be read.

    Raises FileRefused where the whole cannot.
    """
    with _local(source) as path, _taken_apart(path) as answer:
        for line in answer:
            found = json.loads(line)
            if "end" in found:
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
def _local(source: str) -> Iterator[Path]:
    """The source as a file or a folder of this machine. Raises FileRefused."""
    with tempfile.TemporaryDirectory() as room:
        if source.startswith(("http://", "https://")):
            address = source
            if source.rstrip("/").endswith("/hsds"):
                address = f"{source.rstrip('/')}/{_WHOLE}"
            path = Path(room) / "fetched"
            try:
                fetch(address, path, MAX_BYTES)
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
