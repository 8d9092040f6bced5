"""Comparison of the mirror with the present pages, by their visible text."""

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
    """Visible text of a page, without the line of its date."""
    return " ".join(html.unescape(INVISIBLE.sub(" ", page)).split())


def differences(moment: datetime | None = None) -> list[str]:
    """Paths whose mirrored page differs from the present page, or is missing."""
    moment = moment or timezone.now()
    return [path for path in all_addresses() if _differs(path, moment)]


def _differs(path: str, moment: datetime) -> bool:
    try:
        now = visible_text(render(path, moment))
    except Http404:
        return files.page(path) is not None
    mirrored = files.page(path)
    return mirrored is None or visible_text(mirrored) != now
