"""Collects static files for `make run`, which must not spend seconds on what has not changed."""

import hashlib
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command


def collect_if_changed() -> None:
    """Hash, compress and collect the static files, unless all are as they were the last time."""
    stamp = Path(settings.STATIC_ROOT) / ".collected"
    found = _fingerprint()
    if stamp.is_file() and stamp.read_text() == found:
        return
    call_command("collectstatic", verbosity=0, interactive=False)
    stamp.write_text(found)


def _fingerprint() -> str:
    """Tell the sources apart by name, size and time of change, and by the settings' storage."""
    sources = [str(settings.STORAGES["staticfiles"])]
    for finder in get_finders():
        for name, storage in finder.list([]):
            about = Path(storage.path(name)).stat()
            sources.append(f"{name} {about.st_size} {about.st_mtime_ns}")
    return hashlib.sha256("\n".join(sorted(sources)).encode()).hexdigest()
