"""Comparison of the mirror with the pages of now, by the text that a reader sees."""

import html
import re
from datetime import datetime

from django.http import Http404
from django.utils import timezone

from directory.mirror import files
from directory.mirror.addresses import all_addresses
from directory.mirror.write import render

INVISIBLE = re.compile(r"<(script|style)\b.*?</\1>|<p class=\"as-of\">.*?</p>|<[^>]*>", re.DOTALL)


def visible_text(page: str) -> str:
    """What a reader sees of a page, without the line that says as of when it is."""
    return " ".join(html.unescape(INVISIBLE.sub(" ", page)).split())


def differences(moment: datetime | None = None) -> list[str]:
    """The paths whose mirrored page says something else than the page of now, or is missing."""
    moment = moment or timezone.now()
    return [path for path in all_addresses() if _differs(path, moment)]


def _differs(path: str, moment: datetime) -> bool:
    try:
        now = visible_text(render(path, moment))
    except Http404:
        return files.page(path) is not None
    mirrored = files.page(path)
    return mirrored is None or visible_text(mirrored) != now
