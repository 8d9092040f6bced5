"""Requests that no browser sends, known before anything of Django's reads them."""

from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.http import HttpRequest
from django.http.multipartparser import MultiPartParserError

ODD = "portal.is_odd"


def is_odd(request: HttpRequest) -> bool:
    """Whether a request names another encoding than UTF-8, or hides a NUL in a cookie.

    Django believes the encoding: it reads queries and forms by any codec of Python's, among them
    some that read no text (rot13, zlib) or fail on most (idna).
    """
    if request.META.get(ODD) or _names_another_encoding(request.META.get("CONTENT_TYPE", "")):
        return True
    # Written as "\000", it comes out of a cookie as the letter itself.
    has_escapes = "\\" in request.META.get("HTTP_COOKIE", "")
    return has_escapes and any("\0" in value for value in request.COOKIES.values())


def _names_another_encoding(content_type: str) -> bool:
    for parameter in content_type.split(";")[1:]:
        name, _sign, value = parameter.partition("=")
        if name.strip().lower().startswith("charset") and (
            name.strip().lower() != "charset"
            or value.strip().strip('"').lower() not in ("utf-8", "utf8")
        ):
            return True
    return False


class PortalRequest(WSGIRequest):
    """Request that is made whatever its headers say; `is_odd` tells what no page should read."""

    def __init__(self, environ):
        if _names_another_encoding(environ.get("CONTENT_TYPE", "")):
            environ = environ | {"CONTENT_TYPE": "", ODD: True}
        super().__init__(environ)

    def parse_file_upload(self, META, post_data):
        """Files and fields of a form. Raises MultiPartParserError, for unknown encodings too."""
        try:
            return super().parse_file_upload(META, post_data)
        except LookupError as error:
            raise MultiPartParserError("A part of the form names an unknown encoding.") from error


class PortalHandler(WSGIHandler):
    """Django's WSGI application with our requests."""

    request_class = PortalRequest
