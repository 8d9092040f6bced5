"""Folder of the mirror: files by page, and facts about all windows.

current -> 20261126T140000-1a2b/
    index.html  windows/12/index.html  …   a page each
    booklet.pdf  en/booklet.pdf            the booklet as it was finished last
    windows.json                           windows with numbers and words, for search and help
    pages.json                             as of when, and which pages name which window
withdrawn                                  windows taken out since, one number a line
"""

import json
import os
import re
import tempfile
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from directory.languages import here

PAGES, WINDOWS, WITHDRAWN = "pages.json", "windows.json", "withdrawn"
SAFE = re.compile(r"(?:/[0-9a-z][0-9a-z_-]*)*/?", re.ASCII)
PDF = re.compile(r"/(?:[a-z]+/)?[a-z-]+\.pdf", re.ASCII)


@dataclass(frozen=True)
class MirroredPhone:
    """A telephone number, as templates ask for it."""

    label: str
    printed: str
    href: str
    charge: str


@dataclass(frozen=True)
class MirroredWindow:
    """Facts about a window for search, urgent help and the list of all windows."""

    pk: int
    uid: str
    subject: str
    name: str
    hours: str
    address: str
    url: str
    website: str
    words_without_telephone: str
    urgent: bool
    text: str
    telephones: tuple[MirroredPhone, ...]
    faxes: tuple = ()

    def get_absolute_url(self) -> str:
        """The path of its page in the language of this request."""
        return here(self.url)


def root() -> Path | None:
    """The folder of the mirror; None where none is kept."""
    return Path(settings.MIRROR_FOLDER) if settings.MIRROR_FOLDER else None


def current() -> Path | None:
    """The newest copy; None before the first is written."""
    folder = root()
    copy = folder and folder / "current"
    return copy.resolve() if copy and copy.is_dir() else None


def file_of(copy: Path, path: str) -> Path | None:
    """The file for the path of a page; None for a path that no page of ours has."""
    return file_in(copy, path) if SAFE.fullmatch(path) else None


def file_in(copy: Path, path: str) -> Path:
    """The file for a path of ours."""
    return copy / path.strip("/") / "index.html"


def page(path: str) -> str | None:
    """The mirrored page at a path; None where there is none."""
    copy = current()
    file = copy and file_of(copy, path)
    try:
        return file.read_text("utf-8") if file else None
    except OSError:
        return None


def pdf(path: str) -> bytes | None:
    """The mirrored booklet at a path; None where there is none."""
    copy = current()
    try:
        return (copy / path.strip("/")).read_bytes() if copy and PDF.fullmatch(path) else None
    except OSError:
        return None


def windows() -> list[MirroredWindow]:
    """All mirrored windows in the order of lists; none without a mirror."""
    copy = current()
    if copy is None:
        return []
    try:
        file = copy / WINDOWS
        return _windows(file, file.stat().st_mtime_ns)
    except OSError:
        return []


@lru_cache(maxsize=1)
def _windows(file: Path, _changed: int) -> list[MirroredWindow]:
    rows = json.loads(file.read_text("utf-8"))
    for row in rows:
        row["telephones"] = tuple(MirroredPhone(**phone) for phone in row["telephones"])
    return [MirroredWindow(**row) for row in rows]


def write_whole(file: Path, text: str) -> None:
    """Write a text file atomically: readers find the former or the new one."""
    file.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=file.parent)
    with os.fdopen(handle, "w", encoding="utf-8") as stream:
        stream.write(text)
    os.chmod(name, 0o644)
    os.replace(name, file)
