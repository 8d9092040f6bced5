"""Requests that no browser sends, to every address: refused in words, never an error of ours."""

import io
from functools import cache

import pytest
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import RequestFactory

from ise_portal.requests import PortalHandler
from tests.helpers.addresses import addresses
from tests.helpers.sweeping import SLOW
from tests.helpers.world import make_world

WORDS = "受け取れない内容でした"
FORM = "application/x-www-form-urlencoded"
ENCODINGS = [
    "idna",
    "punycode",
    "rot13",
    "zlib",
    "base64",
    "unicode_escape",
    "utf-7",
    "utf-16",
    "undefined",
    "mbcs",
    '"idna"',
    "idna; charset=utf-8",
]
TYPES = [f"{FORM}; charset={encoding}" for encoding in ENCODINGS]
TYPES += [f"{FORM}; charset*=bogus''idna", f"{FORM};CHARSET = idna", "text/plain; charset*0=idna"]


@cache
def application() -> PortalHandler:
    """The portal itself, made within a test: static files lie elsewhere before."""
    return PortalHandler()


def ask(method: str, path: str, query: str = "", body: bytes = b"", **environ) -> tuple[int, str]:
    """Status and text of what the WSGI application itself answers."""
    asked = RequestFactory().generic(method, "/", body).environ
    asked |= {"PATH_INFO": path, "QUERY_STRING": query, "wsgi.input": io.BytesIO(body)} | environ
    begun = []
    # As Django's own test client does: the test's connection is not the request's.
    request_started.disconnect(close_old_connections)
    answer = application()(asked, lambda status, headers, *_info: begun.append(status))
    text = b"".join(answer).decode(errors="replace")
    request_finished.disconnect(close_old_connections)
    answer.close()
    request_finished.connect(close_old_connections)
    request_started.connect(close_old_connections)
    return int(begun[0].split()[0]), text


@pytest.mark.parametrize("kind", TYPES)
@pytest.mark.parametrize("path", ["/", "/windows/", "/admin/login/", "/accounts/login/", "/no/"])
def test_another_encoding_than_utf_8_is_refused_in_words(db, kind, path):
    """Before anything reads the query or the form by it."""
    for method in ("GET", "POST"):
        status, text = ask(method, path, "q=%E3%81%82&name=%00", b"a=%ff", CONTENT_TYPE=kind)
        assert (status, WORDS in text) == (400, True), (method, text[:300])


@pytest.mark.parametrize("kind", [f"{FORM}; charset=UTF-8", f'{FORM};charset="utf-8"', FORM])
def test_what_browsers_send_is_read(db, kind):
    """A script of a page names UTF-8."""
    status, text = ask("GET", "/windows/", "q=%E3%81%82", CONTENT_TYPE=kind)
    assert (status, WORDS in text) == (200, False)


@pytest.mark.parametrize("name", ["sessionid", "csrftoken", "messages", "anything"])
def test_a_cookie_that_hides_a_nul_is_refused_in_words(db, name):
    """No session is looked for by it."""
    status, text = ask("GET", "/accounts/login/", HTTP_COOKIE=f'{name}="a\\000b"')
    assert (status, WORDS in text) == (400, True)


@pytest.mark.parametrize(
    "head",
    [
        "name*=bogus''a",
        "name*=idna''%ff",
        "name*=zlib''a",
        "name*='",
        "name=\"a\"; filename*=rot13''a",
        'name="a"\r\nContent-Type: text/plain; charset=idna',
        "name=\"a\"\r\nContent-Type: text/plain; charset*=bogus''a",
        'name="a"\r\nContent-Transfer-Encoding: base64',
    ],
)
def test_a_part_of_a_form_in_an_odd_encoding_is_no_error_of_ours(db, head):
    """The form is refused, or read without that part."""
    body = f"--x\r\nContent-Disposition: form-data; {head}\r\n\r\n\xff\r\n--x--\r\n".encode(
        "latin-1"
    )
    kind = "multipart/form-data; boundary=x"
    length = str(len(body))
    status, _text = ask(
        "POST", "/accounts/login/", "", body, CONTENT_TYPE=kind, CONTENT_LENGTH=length
    )
    assert 200 <= status < 500


def test_no_address_fails_by_an_odd_encoding_or_an_odd_path(administrator):
    """All of the portal, in every role: 400 for the encoding, no error for the path."""
    world = make_world(administrator)
    failed = []
    for name, address in addresses(world).items():
        status, text = ask("GET", address, "name=%00&term=%00", CONTENT_TYPE=TYPES[0])
        if status != 400 or WORDS not in text:
            failed.append((name, address, status))
        if name in SLOW:
            continue
        for odd in ("\xff", "%00", "\0", "\xed\xa0\x80", "%ZZ"):
            status, _text = ask("GET", f"{address.rstrip('/')}{odd}/")
            if status >= 500:
                failed.append((name, address, odd, status))
    assert failed == []
