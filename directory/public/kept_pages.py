"""Public pages kept as finished answers, for one version of the catalogue.

The outermost of our middleware: a kept page is given before sessions, templates and any query but
that for the version. What it says of the moment holds until `kept_until`; then it is made anew.
"""

import gzip
import hashlib
import hmac
import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from http import HTTPStatus

from django.core.cache import caches
from django.db import DatabaseError, InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.urls import Resolver404, resolve
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_cache_control

from directory import catalogue, hours
from directory.database.outage import PUBLIC_PAGE, answer_within
from directory.database.standby import reading_public
from directory.mirror import files as mirror

# In front of us (browsers, proxies) a page may be kept for so many seconds, and shown for so many
# more when we do not answer. A process believes its version for a second or two, and may have read
# it just before the withdrawal of a page that it then takes its time to make: together less than a
# minute, after which whatever was withdrawn is gone.
SECONDS_KEPT = 30
SECONDS_STALE = 25
SECONDS_MISSING = 10
COMPRESSION = 4
# Names in a query string that tell what a person has asked or answered.
TELLING = frozenset({"q", "answers"})
# Marks on a request: it asks for a page that everybody may see; no database answers.
PUBLIC, WITHOUT_DATABASE = "is_public", "is_without_database"
TAKES_GZIP = re.compile(r"(?:\bgzip\b|\*)(?!\s*;\s*q=0(?:\.0*)?\s*(?:,|$))")
SECRET = secrets.token_bytes(32)  # no key of a kept search means anything outside this process


@dataclass(frozen=True)
class KeptPage:
    """A finished answer.

    `body` is compressed. `is_public`: whether others may keep it too; a search is kept by this
    process alone.
    """

    version: str
    until: datetime
    status: int
    headers: dict[str, str]
    body: bytes
    is_public: bool
    etag: str

    def answer(self, request: HttpRequest, now: datetime) -> HttpResponse:
        """The answer to a request: compressed where it takes that, 304 where it has the page."""
        if TAKES_GZIP.search(request.headers.get("Accept-Encoding", "")):
            response = HttpResponse(self.body, status=self.status)
            response["Content-Encoding"], etag = "gzip", f'"{self.etag}-gz"'
        else:
            body = gzip.decompress(self.body)
            response, etag = HttpResponse(body, status=self.status), f'"{self.etag}"'
        for name, value in self.headers.items():
            response[name] = value
        response["Content-Length"] = len(response.content)
        if self.is_public:
            limit_keeping(response, (self.until - now).total_seconds())
        if self.status != HTTPStatus.OK:
            return response
        response["ETag"] = etag
        return get_conditional_response(request, etag=etag, response=response) or response


def limit_keeping(response: HttpResponseBase, seconds: float) -> None:
    """Let no cache keep a public answer longer than it is true."""
    fresh = max(0, min(SECONDS_KEPT, int(seconds)))
    stale = max(0, min(SECONDS_STALE, int(seconds) - fresh))
    patch_cache_control(response, max_age=fresh, stale_while_revalidate=stale, stale_if_error=stale)


class KeptPages:
    """Give pages that are kept; keep those whose views say what their answer depends on.

    A view is kept when it has `kept_query`: the names in the query string that it knows
    (`directory.public.views.public_page`). All others are taken out of the request.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response
        self._being_made: set[str] = set()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not _reduce_query(request):
            return self.get_response(request)
        with answer_within(PUBLIC_PAGE), reading_public():
            return self._answer(request)

    def _answer(self, request: HttpRequest) -> HttpResponse:
        now = timezone.now()
        try:
            version = catalogue.version()
        except DatabaseError:
            setattr(request, WITHOUT_DATABASE, True)
            version = None
        if version is None:
            return self.get_response(request)
        store, key = _place(request)
        page = store.get(key) or caches["missing"].get(key)
        if page is None or page.until <= now or not self._is_enough(page, key, version):
            response, page = self._make(request, key, version, now)
            if page is None:
                return response
            # Addresses that lead nowhere have room of their own: a stranger can make up as many
            # as they like, and no page is thrown out for them.
            room = store if page.status == HTTPStatus.OK else caches["missing"]
            room.set(key, page, timeout=(page.until - now).total_seconds())
        return page.answer(request, now)

    def process_view(self, request, view, _arguments, _options):
        """Give the mirror's page where the database is known not to answer."""
        return _mirrored(request) if hasattr(request, WITHOUT_DATABASE) else None

    def process_exception(self, request, exception):
        """Give the mirror's page where the database has ceased to answer."""
        gone = isinstance(exception, OperationalError | InterfaceError)
        return _mirrored(request) if gone and hasattr(request, PUBLIC) else None

    def _is_enough(self, page: KeptPage, key: str, version: str) -> bool:
        """Whether a page is of this version, or of that before while this one's is being made."""
        is_being_made = key in self._being_made
        return page.version == version or (is_being_made and catalogue.will_do(page.version))

    def _make(
        self, request: HttpRequest, key: str, version: str, now: datetime
    ) -> tuple[HttpResponse, KeptPage | None]:
        """The view's own answer, and the page to keep of it, if it is one."""
        encodings = request.META.pop("HTTP_ACCEPT_ENCODING", None)  # it is compressed here, once
        self._being_made.add(key)
        try:
            response = self.get_response(request)
        finally:
            self._being_made.discard(key)
        if encodings is not None:
            request.META["HTTP_ACCEPT_ENCODING"] = encodings
        return response, _page(response, version, now)


def _reduce_query(request: HttpRequest) -> bool:
    """Take out of a request what its view does not know; whether it asks for a page to keep."""
    if request.method not in ("GET", "HEAD"):
        return False
    try:
        known = getattr(resolve(request.path_info).func, "kept_query", None)
    except Resolver404:
        return False
    if known is None:
        return False
    query = QueryDict(mutable=True)
    for name in sorted(known & request.GET.keys()):
        query.setlist(name, request.GET.getlist(name))
    request.META["QUERY_STRING"] = query.urlencode()
    request.GET = QueryDict(request.META["QUERY_STRING"])
    setattr(request, PUBLIC, True)
    return True


def _mirrored(request: HttpRequest) -> HttpResponse | None:
    """The mirror's page or booklet at an address; what was asked its view has to answer."""
    if TELLING & request.GET.keys():
        return None
    if page := mirror.page(request.path_info):
        return HttpResponse(page)
    if pdf := mirror.pdf(request.path_info):
        return HttpResponse(pdf, content_type="application/pdf")
    return None


def _place(request: HttpRequest):
    """Where the page of a request is kept, and under which key.

    What a resident has asked or answered stays in this process's memory, under a hash with its own
    secret.
    """
    asked = (
        f"{request.scheme}://{request.get_host()}{request.path_info}?{request.META['QUERY_STRING']}"
    )
    if TELLING & request.GET.keys():
        return caches["searches"], hmac.new(SECRET, asked.encode(), hashlib.sha256).hexdigest()
    return caches["pages"], hashlib.sha256(asked.encode()).hexdigest()


def _page(response: HttpResponse, version: str, now: datetime) -> KeptPage | None:
    """The page to keep of an answer; None for one that is not the same for everybody."""
    is_public = "public" in response.get("Cache-Control", "")
    until = getattr(response, "kept_until", None)
    if response.status_code == HTTPStatus.NOT_FOUND:
        until = now + timedelta(seconds=SECONDS_MISSING)
    elif response.status_code != HTTPStatus.OK or not (is_public or until):
        return None
    is_text = response["Content-Type"].startswith("text/html") and not response.streaming
    if not is_text or response.cookies or "Cookie" in response.get("Vary", ""):
        return None
    # Pages speak of days ("きょう", "3年前"), so that none is kept over midnight.
    tomorrow = hours.in_tokyo(now).date() + timedelta(days=1)
    midnight = datetime.combine(tomorrow, time(), hours.TOKYO)
    return KeptPage(
        version=version,
        until=min(until or now + timedelta(seconds=SECONDS_KEPT), midnight),
        status=response.status_code,
        headers={name: value for name, value in response.items() if name != "Content-Length"},
        body=gzip.compress(response.content, COMPRESSION, mtime=0),
        is_public=is_public,
        etag=hashlib.sha256(response.content).hexdigest()[:32],
    )
