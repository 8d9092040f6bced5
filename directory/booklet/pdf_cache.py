"""File cache of compiled PDFs, keyed by a hash of their data, shared by all web processes.

Each file is one line of JSON (a `Print` and what it shows), then the PDF, written whole or not at
all. The folder may be emptied at any time. Simultaneous requests wait for one build.
"""

import fcntl
import json
import logging
import os
import tempfile
import time
from collections.abc import Callable
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from django.conf import settings

from directory.languages import current
from directory.typesetting.jobs import Print
from directory.typesetting.process import TypesettingFailed, stamp_of

log = logging.getLogger(__name__)

KEPT_OF_EACH_KIND = 3
# Seconds after a failure in which no other build is tried.
PATIENCE = 60


@dataclass(frozen=True)
class Kept:
    """Compiled PDF with the hash of its data."""

    stamp: str
    made: Print
    pdf: bytes
    shows: frozenset[str]


@dataclass(frozen=True)
class Newest:
    """Facts about the newest PDF of a kind, for the page that links to it."""

    pages: int
    size: int  # bytes


def kind_here(output: str) -> str:
    """Kind of the booklet for an output in the language of this request; Japanese has no prefix."""
    return f"{current().code}.{output}" if current().prefix else output


def shown_by(data: dict) -> frozenset[str]:
    """Windows that a PDF names, and those whose place it shows, by primary key."""
    rows = data["windows"].values()
    places = {f"{row['key']} place" for row in rows if row["place_known"]}
    return frozenset({row["key"] for row in rows} | places)


def fetch(kind: str, data: dict, make: Callable[[], tuple[Print, bytes]]) -> Kept:
    """PDF of these data, from the cache or compiled now.

    When it cannot be made, the last good one of this kind serves as long as it shows nothing that
    has been hidden since. Raises TypesettingFailed when there is none.
    """
    stamp, shows = stamp_of(data), shown_by(data)
    path = _folder() / f"{kind}-{stamp}.pdf"
    if (kept := _read(path)) is not None:
        return kept
    try:
        with _alone():
            return _read(path) or _make(path, stamp, shows, make)
    except TypesettingFailed:
        log.exception("The booklet (%s) could not be made.", kind)
        for older in _kept(kind):
            kept = _read(older)
            if kept is not None and kept.shows <= shows:
                return kept
        raise


def kept(kind: str, data: dict) -> Kept | None:
    """PDF of these data where there is one already."""
    return _read(_folder() / f"{kind}-{stamp_of(data)}.pdf")


def newest(kind: str) -> Newest | None:
    """Facts about the newest PDF of a kind; None when there is none yet."""
    for path in _kept(kind):
        try:
            with path.open("rb") as file:
                head = file.readline()
                return Newest(json.loads(head)["made"]["pages"], path.stat().st_size - len(head))
        except (OSError, ValueError):
            continue
    return None


def _folder() -> Path:
    return Path(settings.BOOKLET_FOLDER)


def _kept(kind: str) -> list[Path]:
    """The files of a kind, newest first."""
    return sorted(_folder().glob(f"{kind}-*.pdf"), key=_age, reverse=True)


def _age(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:
        return 0


def _make(path: Path, stamp: str, shows: frozenset[str], make) -> Kept:
    failed = path.with_suffix(".failed")
    if time.time() - _age(failed) < PATIENCE:
        raise TypesettingFailed(failed.read_text())
    try:
        made, pdf = make()
    except TypesettingFailed as error:
        _write(failed, str(error).encode())
        raise
    head = json.dumps({"stamp": stamp, "made": asdict(made), "shows": sorted(shows)})
    _write(path, head.encode() + b"\n" + pdf)
    kind = path.name.rsplit("-", 1)[0]
    for old in [*_kept(kind)[KEPT_OF_EACH_KIND:], *_folder().glob(f"{kind}-*.failed")]:
        with suppress(OSError):
            old.unlink()
    return Kept(stamp, made, pdf, shows)


def _read(path: Path) -> Kept | None:
    try:
        head, pdf = path.read_bytes().split(b"\n", 1)
        known = json.loads(head)
        return Kept(known["stamp"], Print(**known["made"]), pdf, frozenset(known["shows"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _write(path: Path, content: bytes) -> None:
    """Write a file whole or not at all; a folder that cannot be written to is only noted."""
    try:
        with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
            file.write(content)
        os.replace(file.name, path)
    except OSError:
        log.exception("The booklet could not be kept in %s.", path.parent)


@contextmanager
def _alone():
    """Lock for building: one PDF at a time, in whatever language; other processes wait."""
    try:
        _folder().mkdir(parents=True, exist_ok=True)
        lock = (_folder() / "lock").open("w")
    except OSError:
        yield
        return
    with lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
