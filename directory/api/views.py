"""The HSDS API. Everybody may read it, from anywhere; it asks for no account."""

import json
from collections.abc import Iterable, Iterator
from functools import wraps
from itertools import islice

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from directory.api import errors, openapi, parameters
from directory.api.collections import Listed
from directory.api.conditional import conditional
from directory.api.endpoints import Endpoint
from directory.api.errors import RequestRefused, json_answer
from directory.database.outage import answer_within
from directory.database.standby import reading_public
from directory.search.sql import SearchTookTooLong

# A program waits longer than a person, and a far page of a million windows takes longer.
SECONDS = 5.0
LINES_AT_ONCE = 100
NDJSON = "application/x-ndjson; charset=utf-8"


def api_view(view):
    """View that reads, for programs of everybody: errors as JSON, the same answer for all."""

    @wraps(view)
    def answer(request: HttpRequest, *args, **kwargs) -> HttpResponseBase:
        if request.method == "OPTIONS":
            return errors.preflight()
        if request.method not in errors.METHODS:
            return errors.wrong_method(request)
        try:
            with answer_within(SECONDS), reading_public():
                return errors.opened(view(request, *args, **kwargs))
        except RequestRefused as refused:
            return errors.refusal(refused)
        except SearchTookTooLong:
            return errors.refusal(errors.unavailable())

    # Nothing is written, so that no token is needed; other methods are answered in JSON.
    return csrf_exempt(login_not_required(answer))


@api_view
def root(request):
    """What this API is."""
    parameters.read_parameters(request.GET, ())
    address = settings.PORTAL_URL
    told = {
        "version": openapi.HSDS_VERSION,
        "profile": address + reverse("directory:api-page"),
        "openapi_url": address + reverse("directory:hsds-openapi"),
        "license": openapi.LICENCE,
    }
    return conditional(request, lambda: json_answer(told))


@api_view
def description(request):
    """The OpenAPI document."""
    parameters.read_parameters(request.GET, ())
    return conditional(request, lambda: json_answer(openapi.document()))


@api_view
def list_view(request, endpoint: Endpoint):
    """A page of a collection, or all of it, an item on each line."""
    values = parameters.read_parameters(request.GET, endpoint.parameters)
    is_whole = values["format"] == "ndjson" and not {"page", "per_page"} & request.GET.keys()

    def make() -> HttpResponseBase:
        listed = endpoint.list_items(values)
        if is_whole:
            return _streamed(request, listed.all())
        return _page(listed, values["page"], values["per_page"], values["format"])

    return conditional(request, make)


@api_view
def item_view(request, endpoint: Endpoint, uid: str):
    """One item of a collection."""
    parameters.read_parameters(request.GET, ())
    try:
        asked = parameters.read_id(uid)
    except ValueError as error:
        raise RequestRefused(
            _("IDはUUIDです。"), "An id is a UUID.", parameter="id", allowed="a UUID"
        ) from error

    def make() -> HttpResponse:
        if (told := endpoint.one_item(asked)) is None:
            raise errors.not_found(f"/hsds/{endpoint.name}")
        return json_answer(told)

    return conditional(request, make)


def _page(listed: Listed, number: int, size: int, kind: str) -> HttpResponse:
    total = listed.total()
    pages = -(-total // size)
    start = (number - 1) * size
    contents = listed.part(start, start + size) if start < total else []
    if kind == "ndjson":
        return errors.opened(HttpResponse(_lines(contents), content_type=NDJSON))
    return json_answer(
        {
            "total_items": total,
            "total_pages": pages,
            "page_number": number,
            "size": len(contents),
            "first_page": number == 1,
            "last_page": number >= pages,
            "empty": not contents,
            "contents": contents,
        }
    )


def _streamed(request: HttpRequest, items: Iterator[dict]) -> HttpResponseBase:
    """All items, a hundred lines at a time, while they are read."""
    if request.method == "HEAD":
        return HttpResponse(content_type=NDJSON)
    return StreamingHttpResponse(_pieces(items), content_type=NDJSON)


def _pieces(items: Iterator[dict]) -> Iterator[str]:
    while piece := _lines(islice(items, LINES_AT_ONCE)):
        yield piece


def _lines(items: Iterable[dict]) -> str:
    encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
    return "".join(f"{encode(item)}\n" for item in items)
