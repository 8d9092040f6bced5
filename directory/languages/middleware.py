"""Middleware for the language of a request: chosen by its address, and finished in its answer."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import translation

from directory.languages import current, language_of
from directory.languages.markup import finish, plain

Answer = Callable[[HttpRequest], HttpResponse]


def language_by_address(get_response: Answer) -> Answer:
    """Answer in the language of the address; no cookie or header is asked, so that none varies."""

    def middleware(request: HttpRequest) -> HttpResponse:
        with translation.override(language_of(request.path_info).code):
            return get_response(request)

    return middleware


def finished_pages(get_response: Answer) -> Answer:
    """Put ruby, or marks of Japanese, into finished pages; inside of what keeps or compresses."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response, language = get_response(request), current()
        if language.prefix and not response.streaming:
            kind = response.get("Content-Type", "")
            if kind.startswith("text/html"):
                response.content = finish(response.content.decode(), language)
            elif kind.startswith(("application/json", "text/")):
                response.content = plain(response.content.decode())
            if "Content-Length" in response:
                response["Content-Length"] = len(response.content)
        return response

    return middleware
