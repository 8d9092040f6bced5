"""Conditional requests: an answer that the visitor has already is not made again."""

import hashlib
from collections.abc import Callable
from datetime import datetime, time, timedelta
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import http_date

from directory import catalogue, hours
from directory.public.kept_pages import limit_keeping

# A moment of change that is only just over could be followed by another in the same second, which a
# date cannot tell apart; the tag can.
_JUST_NOW = timedelta(seconds=2)


def conditional(request: HttpRequest, make: Callable[[], HttpResponseBase]) -> HttpResponseBase:
    """The answer of `make`, or 304 without it where the visitor has what would be answered.

    Answers hold for a version of the catalogue and for a day. No table but the version's is read
    for a 304.
    """
    version = catalogue.version()
    if version is None:  # inside a transaction: nothing may be kept of what may be rolled back
        response = make()
        patch_cache_control(response, no_store=True)
        return response
    now = timezone.now()
    etag, modified = _etag(request, version, now), _last_modified(version, now)
    stamp = int(modified.timestamp()) if modified else None
    known = get_conditional_response(request, etag=etag, last_modified=stamp)
    response = known or make()
    response.headers["ETag"] = etag
    if modified:
        response.headers["Last-Modified"] = http_date(modified.timestamp())
    if response.status_code == 200:
        patch_cache_control(response, public=True)
        limit_keeping(response, (_midnight(now) + timedelta(days=1) - now).total_seconds())
    return response


def _etag(request: HttpRequest, version: str, now: datetime) -> str:
    parts = (version, _release(), hours.in_tokyo(now).date().isoformat(), request.get_full_path())
    return f'"{hashlib.sha256(" ".join(parts).encode()).hexdigest()[:32]}"'


def _last_modified(version: str, now: datetime) -> datetime | None:
    """When the catalogue last changed, or the day began; None where that is only just over."""
    text = version.partition(" ")[2]
    changed = _midnight(now) if text == "None" else datetime.fromisoformat(text)
    latest = max(changed, _midnight(now))
    return latest if latest < now - _JUST_NOW else None


def _midnight(now: datetime) -> datetime:
    return datetime.combine(hours.in_tokyo(now).date(), time(), hours.TOKYO)


@lru_cache
def _release() -> str:
    """Hash of the code that makes answers, so that another release has other tags."""
    digest = hashlib.sha256(settings.PORTAL_URL.encode())
    here = Path(__file__).resolve().parent.parent
    for folder in ("api", "facts", "hours", "open_data"):
        for path in sorted((here / folder).rglob("*.py")):
            digest.update(path.read_bytes())
    return digest.hexdigest()[:12]
