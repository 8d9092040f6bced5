"""Errors of the API as JSON, in Japanese and English, with the headers of every answer of it."""

import json
from http import HTTPStatus
from typing import TypeVar

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

Response = TypeVar("Response", bound=HttpResponseBase)
PREFIX = "/hsds/"
METHODS = ("GET", "HEAD", "OPTIONS")
JSON = "application/json; charset=utf-8"
# Open to programs in browsers, wherever they were loaded from: nothing here depends on who asks.
OPEN = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag, Last-Modified, Link",
    "Cross-Origin-Resource-Policy": "cross-origin",
}


class RequestRefused(Exception):
    """Error of a request: what is wrong in Japanese and in English, and what is allowed."""

    def __init__(
        self,
        japanese: str,
        english: str,
        *,
        parameter: str = "",
        allowed: str = "",
        status: HTTPStatus = HTTPStatus.BAD_REQUEST,
    ):
        super().__init__(english)
        self.status = status
        self.told = {"message": english, "message_ja": japanese}
        if parameter:
            self.told["parameter"] = parameter[:100]
        if allowed:
            self.told["allowed"] = allowed


def json_answer(value, status: int = HTTPStatus.OK) -> HttpResponse:
    """A value as JSON, its letters as they are."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return opened(HttpResponse(text, content_type=JSON, status=status))


def opened(response: Response) -> Response:
    """Let programs of other sites read an answer."""
    for name, value in OPEN.items():
        response.headers[name] = value
    return response


def refusal(refused: RequestRefused) -> HttpResponse:
    """The answer to a request that is refused; it is not kept."""
    response = json_answer({"status": int(refused.status), **refused.told}, refused.status)
    response.headers["Cache-Control"] = "no-store"
    return response


def not_found(allowed: str = "") -> RequestRefused:
    """Refusal: nothing has this address or id."""
    return RequestRefused(
        _("このアドレスには何もありません。"),
        "There is nothing at this address.",
        allowed=allowed or "/hsds/openapi.json",
        status=HTTPStatus.NOT_FOUND,
    )


def unavailable() -> RequestRefused:
    """Refusal: the portal cannot answer at the moment."""
    return RequestRefused(
        _("いまは答えられません。少し待ってから、もう一度お試しください。"),
        "The portal cannot answer now. Try again in a while.",
        status=HTTPStatus.SERVICE_UNAVAILABLE,
    )


def unreadable() -> RequestRefused:
    """Refusal: the request is not one that can be read, so that none of it was."""
    return RequestRefused(
        _("受け取れない内容でした。"),
        "The request cannot be read.",
        allowed="UTF-8, see /hsds/openapi.json",
    )


def wrong_method(request: HttpRequest) -> HttpResponse:
    """405: nothing is written here."""
    allowed = ", ".join(METHODS)
    response = refusal(
        RequestRefused(
            _("読むことだけができます。"),
            "This API is read only.",
            allowed=allowed,
            status=HTTPStatus.METHOD_NOT_ALLOWED,
        )
    )
    response.headers["Allow"] = allowed
    return response


def preflight() -> HttpResponse:
    """What a browser asks before a program may ask."""
    response = opened(HttpResponse(status=HTTPStatus.NO_CONTENT))
    methods = ", ".join(METHODS)
    response.headers["Allow"] = response.headers["Access-Control-Allow-Methods"] = methods
    response.headers["Access-Control-Allow-Headers"] = "If-None-Match, If-Modified-Since, Accept"
    response.headers["Access-Control-Max-Age"] = "86400"
    return response


def of_status(request: HttpRequest, status: int) -> HttpResponse | None:
    """An error of the portal itself, at an address of the API; None at any other."""
    if not request.path.startswith(PREFIX):
        return None
    if status == HTTPStatus.NOT_FOUND:
        return refusal(not_found())
    if status == HTTPStatus.SERVICE_UNAVAILABLE:
        return refusal(unavailable())
    if status == HTTPStatus.BAD_REQUEST:
        return refusal(unreadable())
    japanese, english = _("サーバーの側で問題が起きました。"), "Something is wrong on the server."
    return refusal(RequestRefused(japanese, english, status=HTTPStatus(status)))
