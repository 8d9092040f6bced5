"""A backup as one file: a tar with what was dumped, what it must contain, and their checksums.

    manifest.json   versions, time, and rows and hash of every table (`Manifest`)
    database.dump   pg_dump's custom format
    SHA256SUMS      of the other two, as sha256sum writes them

No database is asked here.
"""

import hashlib
import io
import json
import os
import re
import tarfile
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import IO

from django.utils.translation import gettext as _

FORMAT = 1
NAME = re.compile(r"portal-(\d{8}T\d{6})Z\.tar")
PARTIAL = ".partial-"  # how the name of an unfinished file begins
_PARTS = ("manifest.json", "database.dump")
_SUMS = "SHA256SUMS"


class BackupRefused(Exception):
    """Error of a backup that could not be made, read, restored or trusted; its text says why."""


@dataclass(frozen=True)
class Contents:
    """Contents of a database: rows and hash of each table, sequences, one hash of the schema."""

    tables: dict[str, list]
    sequences: dict[str, int]
    schema: str


@dataclass(frozen=True)
class Manifest:
    """Manifest of a backup: versions, time, contents."""

    made_at: str  # ISO 8601, with the offset
    server_version: int  # as PostgreSQL counts: 180001
    migrations: list[str]  # every one that was applied: app.name
    contents: Contents
    format: int = FORMAT

    @property
    def moment(self) -> datetime:
        """Moment of the data in the backup."""
        return datetime.fromisoformat(self.made_at)

    @property
    def major(self) -> int:
        """Major version of PostgreSQL that made it."""
        return self.server_version // 10_000


def name_for(moment: datetime) -> str:
    """The file's name; the names of several sort by time."""
    return f"portal-{moment:%Y%m%dT%H%M%S}Z.tar"


def backups_in(folder: Path) -> list[Path]:
    """The finished backups of a folder, oldest first; none where there is no such folder."""
    if not folder.is_dir():
        return []
    return sorted(path for path in folder.iterdir() if NAME.fullmatch(path.name))


def write(target: Path, manifest: Manifest, dump: Path) -> None:
    """Write a backup for the owner's eyes only, all of it on the disk when this returns."""
    words = json.dumps(asdict(manifest), ensure_ascii=False, indent=1).encode()
    sums = f"{hashlib.sha256(words).hexdigest()}  {_PARTS[0]}\n{_sum_of(dump)}  {_PARTS[1]}\n"
    descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        with tarfile.open(fileobj=file, mode="w") as tar:
            _add(tar, _PARTS[0], len(words), io.BytesIO(words))
            with dump.open("rb") as stream:
                _add(tar, _PARTS[1], dump.stat().st_size, stream)
            _add(tar, _SUMS, len(sums), io.BytesIO(sums.encode()))
        file.flush()
        os.fsync(file.fileno())


def _add(tar: tarfile.TarFile, name: str, size: int, stream: IO[bytes]) -> None:
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode = size, 0o600
    tar.addfile(entry, stream)


def _sum_of(path: Path) -> str:
    with path.open("rb") as stream:
        return _sum(stream)


def _sum(stream: IO[bytes]) -> str:
    digest = hashlib.sha256()
    while piece := stream.read(1 << 20):
        digest.update(piece)
    return digest.hexdigest()


def read(path: Path) -> Manifest:
    """Read a backup's manifest once every checksum is right. Raises BackupRefused."""
    return _opened(path, _read)


def stream_dump(path: Path, receive: Callable[[IO[bytes]], None]) -> None:
    """Pass the dump within a backup to a function, as a stream. Raises BackupRefused."""
    _opened(path, lambda tar: receive(_part(tar, _PARTS[1])))


def _opened(path: Path, work: Callable):
    try:
        with tarfile.open(path, "r:") as tar:
            return work(tar)
    except FileNotFoundError as error:
        raise BackupRefused(_("%(file)s がありません。") % {"file": path}) from error
    except OSError as error:
        text = _("%(file)s を読めません（%(reason)s）。")
        raise BackupRefused(text % {"file": path, "reason": error.strerror}) from error
    except (tarfile.TarError, EOFError, KeyError, TypeError, ValueError) as error:
        text = _("%(file)s は壊れています（空か、途中で切れているか、書き換わっています）。")
        raise BackupRefused(text % {"file": path.name}) from error


def _part(tar: tarfile.TarFile, name: str) -> IO[bytes]:
    """A member as a stream. Raises KeyError where it is missing, or is no file."""
    stream = tar.extractfile(name)
    if stream is None:
        raise KeyError(name)
    return stream


def _read(tar: tarfile.TarFile) -> Manifest:
    """Manifest of a backup. Raises ValueError and the like for a damaged one."""
    lines = _part(tar, _SUMS).read().decode().splitlines()
    sums = {name: value for value, name in (line.split("  ") for line in lines)}
    for name in _PARTS:
        if _sum(_part(tar, name)) != sums[name]:
            raise ValueError(name)
    words = json.loads(_part(tar, _PARTS[0]).read())
    if words["format"] != FORMAT:
        text = _("この形式（%(format)s）のバックアップは、このポータルでは読めません。")
        raise BackupRefused(text % {"format": words["format"]})
    return Manifest(**words | {"contents": Contents(**words["contents"])})
