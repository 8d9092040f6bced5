"""Writing the mirror: every public page through its own view, into a new folder, then switched."""

import fcntl
import json
import re
import secrets
import shutil
from collections import defaultdict
from collections.abc import Iterable
from contextlib import contextmanager
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest
from django.urls import resolve
from django.utils import timezone, translation

from directory import catalogue, hours
from directory.booklet import living
from directory.languages import language_of, offered
from directory.languages.markup import finish
from directory.mirror import files
from directory.mirror.addresses import all_addresses
from directory.mirror.withdraw import take_out
from directory.models import SearchTermWindow, Window
from directory.typesetting.process import TypesettingFailed

KEPT_COPIES = 2
TRIES = 3
MAX_WINDOWS_OF_A_BOOKLET = 2_000
NAMED = re.compile(r'href="(?:/[a-z]+)?/windows/(\d+)/')
AS_OF = "as_of"  # the mark of a request for a page of the mirror
BOOKLETS = {"screen": "booklet.pdf", "large": "booklet-large.pdf"}


class MirrorIsBeingWritten(Exception):
    """Refusal: another process writes the mirror at this moment."""


def write_mirror() -> int:
    """Write the mirror anew; return how many pages it has. Raises MirrorIsBeingWritten.

    What changed while it was written is in the next try; what was withdrawn meanwhile is taken
    out in any case, before the new copy can be opened.
    """
    root = Path(settings.MIRROR_FOLDER)
    root.mkdir(parents=True, exist_ok=True)
    with _alone(root):
        for _try in range(TRIES):
            (root / files.WITHDRAWN).write_text("")
            version, moment = catalogue.version(), timezone.now()
            copy = root / f"{moment:%Y%m%dT%H%M%S}-{secrets.token_hex(2)}"
            count = _write_copy(copy, version, moment)
            if catalogue.version() == version:
                break
        _switch(root, copy)
    return count


def render(path: str, moment: datetime) -> str:
    """One page as the mirror has it. Raises Http404."""
    request = HttpRequest()
    request.method, request.path, request.path_info = "GET", path, path
    host = settings.PORTAL_URL.partition("://")[2].partition("/")[0]
    request.META = {"HTTP_HOST": host, "SERVER_NAME": host, "SERVER_PORT": "443"}
    setattr(request, AS_OF, moment)
    language = language_of(path)
    with translation.override(language.code):
        match = resolve(path)
        request.resolver_match = match
        response = match.func(request, *match.args, **match.kwargs)
    if response.status_code != 200:
        raise Http404(path)
    return finish(response.content.decode(), language)


def _write_copy(copy: Path, version: str | None, moment: datetime) -> int:
    count, naming = 0, defaultdict(list)
    for path in all_addresses():
        try:
            page = render(path, moment)
        except Http404:
            continue  # withdrawn since its address was read
        files.write_whole(files.file_in(copy, path), page)
        for number in set(NAMED.findall(page)):
            naming[number].append(path)
        count += 1
    files.write_whole(copy / files.WINDOWS, json.dumps(_all_windows(), ensure_ascii=False))
    _write_booklets(copy)
    told = {"as_of": hours.in_tokyo(moment).isoformat(), "version": version, "naming": naming}
    files.write_whole(copy / files.PAGES, json.dumps(told))
    return count


def _write_booklets(copy: Path) -> None:
    """Add the booklets of these windows, where they can be made."""
    if Window.objects.published().count() > MAX_WINDOWS_OF_A_BOOKLET:
        return
    for language in offered():
        with translation.override(language.code):
            data = living.living(timezone.localdate())
            for output, name in BOOKLETS.items():
                try:
                    kept = living.fetch(output, data)
                except TypesettingFailed:
                    continue  # the pages are there, and the failure is in the log
                (copy / language.prefix / name).write_bytes(kept.pdf)


def _all_windows() -> list[dict]:
    windows = Window.objects.published().in_list_order().for_reading().with_search_text()
    phrases = _phrases()
    return [
        asdict(_mirrored(window, phrases.get(window.pk, ())))
        for window in windows.iterator(chunk_size=500)
    ]


def _phrases() -> dict[int, list[str]]:
    """Phrases of search terms by window, for the search of the mirror."""
    found: dict[int, list[str]] = defaultdict(list)
    of_terms_in_use = SearchTermWindow.objects.filter(term__retired_at=None)
    for window, needles in of_terms_in_use.values_list("window_id", "term__needles"):
        found[window] += needles
    return found


def _mirrored(window: Window, phrases: Iterable[str]) -> files.MirroredWindow:
    return files.MirroredWindow(
        pk=window.pk,
        uid=str(window.uid),
        subject=window.subject,
        name=window.name,
        hours=window.printed_hours,
        address=window.public_address,
        url=window.get_absolute_url(),
        website=window.website,
        words_without_telephone=window.words_without_telephone,
        urgent=window.urgent,
        text=" ".join((window.search.text, *phrases)),
        telephones=tuple(
            files.MirroredPhone(phone.label, phone.printed, phone.href, phone.charge)
            for phone in window.telephones
        ),
    )


def _switch(root: Path, copy: Path) -> None:
    """Make a copy the current one, without what was withdrawn while it was written."""
    gone = set(map(int, (root / files.WITHDRAWN).read_text().split()))
    for number in gone:
        take_out(copy, number)
    link = root / f".{copy.name}"
    link.symlink_to(copy.name)
    link.replace(root / "current")
    for number in set(map(int, (root / files.WITHDRAWN).read_text().split())) - gone:
        take_out(copy, number)
    copies = sorted(each for each in root.iterdir() if each.is_dir() and not each.is_symlink())
    for old in copies[:-KEPT_COPIES]:
        shutil.rmtree(old, ignore_errors=True)


@contextmanager
def _alone(root: Path):
    with open(root / "lock", "w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise MirrorIsBeingWritten from None
        yield
