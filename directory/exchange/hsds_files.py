"""Services of an HSDS file, folder, zip or address, and what is wrong, record by record."""

import json
import subprocess
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from directory import worker_process
from directory.links.fetch import NotFetched, fetch
from directory.spreadsheets.refusals import FileRefused

WORKER = "directory.exchange.hsds_worker"
MAX_BYTES = 500_000_000
MAX_TABLES = 60
LIMITS = worker_process.Limits(seconds=120, address_space=1_000_000_000, answer=200_000_000)
_REASONS = {
    "too_many": gettext_lazy("件数が多すぎます（20,000件まで）。"),
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
    with _local(source) as path:
        try:
            answer = worker_process.ask(WORKER, {"path": str(path)}, LIMITS)
        except (subprocess.SubprocessError, OSError) as error:
            raise FileRefused(str(_REASONS["too_large"])) from error
    *lines, last = answer.splitlines()
    for line in lines:
        found = json.loads(line)
        reason = str(_REASONS[found["fault"]]) if "fault" in found else ""
        yield found["place"], found.get("service"), reason
    if end := json.loads(last)["end"]:
        raise FileRefused(str(_REASONS[end]))


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
