"""Nothing of a visitor reaches a log: tried on a real gunicorn with a word to look for."""

import io
import logging
import os
import re
import socket
import subprocess
import sys
import time
from logging import StreamHandler

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.views.debug import ExceptionReporter

from ise_portal.logs import WithoutVisitor, without_visitor

LINE = re.compile(r"\[\d{4}-\d\d-\d\d \d\d:\d\d:\d\d")
CANARY = "kanaria"
REQUESTS = {
    "a path that does not exist": f"GET /{CANARY}/ HTTP/1.1\r\nHost: localhost\r\n",
    "one in Japanese": f"GET /%E3%81%82{CANARY}/ HTTP/1.1\r\nHost: localhost\r\n",
    "a question": f"GET /nowhere/?q={CANARY} HTTP/1.1\r\nHost: localhost\r\n",
    "an invitation": f"GET /members/join/{CANARY}/ HTTP/1.1\r\nHost: localhost\r\n",
    "an invitation's page": f"GET /invitations/{CANARY}/ HTTP/1.1\r\nHost: localhost\r\n",
    "a search": f"GET /windows/?q={CANARY} HTTP/1.1\r\nHost: localhost\r\n",
    "a referrer": f"GET /windows/7/ HTTP/1.1\r\nHost: localhost\r\nReferer: /{CANARY}\r\n",
    "another host": f"GET / HTTP/1.1\r\nHost: {CANARY}.example\r\n",
    "no request line": f"{CANARY}\r\n",
    "no such method": f"get{CANARY}() / HTTP/1.1\r\nHost: localhost\r\n",
    "a header that is none": f"GET / HTTP/1.1\r\nHost: localhost\r\n{CANARY} x: 1\r\n",
    "an endless line": f"GET /{CANARY * 3000} HTTP/1.1\r\nHost: localhost\r\n",
}


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    """What the server wrote while it was sent all these requests."""
    port = _free_port()
    log = tmp_path_factory.mktemp("gunicorn") / "log"
    environment = os.environ | {
        "DATABASE_URL": "postgres://nobody@127.0.0.1:1/nothing",
        "WEB_CONCURRENCY": "1",
        "ALLOWED_HOSTS": "localhost",
    }
    command = [sys.executable, "-m", "gunicorn", "--config", "gunicorn.conf.py"]
    with log.open("wb") as file:
        server = subprocess.Popen(
            [*command, "--bind", f"127.0.0.1:{port}", "ise_portal.wsgi"],
            cwd=settings.BASE_DIR,
            env=environment,
            stdout=file,
            stderr=file,
        )
        try:
            answers = {name: _send(port, text) for name, text in REQUESTS.items()}
        finally:
            server.terminate()
            server.wait(20)
    return answers, log.read_text()


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def _send(port: int, text: str) -> str:
    """The first line of the answer; the server may still be starting."""
    for _attempt in range(300):
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=30) as connection:
                connection.sendall(f"{text}Connection: close\r\n\r\n".encode())
                return connection.recv(100).decode(errors="replace").partition("\r\n")[0]
        except ConnectionRefusedError:
            time.sleep(0.1)
    raise AssertionError("The server did not start.")


def test_no_log_names_what_a_visitor_asked_or_where_they_came_from(written):
    """Every request is answered, some lines are written, and none tells of the visitor."""
    answers, log = written
    assert all(answer.startswith("HTTP/1.1 ") for answer in answers.values()), answers
    # Without collected static files even the page for errors fails, and gunicorn writes of it.
    assert "Not Found: (no view)" in log or "Error handling a request.\n" in log
    assert "Invalid request refused." in log
    assert CANARY not in log
    assert "127.0.0.1" not in log.replace("127.0.0.1:1", "").replace('"127.0.0.1", port 1 ', "")
    begun = [line for line in log.splitlines() if not line.startswith((" ", "Traceback"))]
    timed = [line for line in begun if LINE.match(line)]
    assert timed
    assert {line for line in begun if "[" in line[:1]} <= set(timed)


def test_a_line_about_a_request_of_staff_names_the_account_and_one_of_a_resident_nobody(
    client, clerk, member, caplog
):
    """By its number: logs are read by more people than the portal's pages of accounts."""
    words = settings.LOGGING["formatters"]["line"]
    formatter = logging.Formatter(words["format"], style=words["style"])
    lines = {}
    for person in (clerk, member, None):
        caplog.clear()
        client.logout()
        if person:
            client.force_login(person)
        client.get("/nothing-of-the-kind/") if person is None else client.get("/admin/nothing/")
        for record in caplog.records:
            WithoutVisitor().filter(record)
            lines[person] = formatter.format(record)
    assert f" (account {clerk.pk}): Not Found" in lines[clerk]
    assert "account" not in lines.get(member, "") + lines[None]
    assert all(LINE.match(line) for line in lines.values())


@pytest.fixture
def lines():
    """What the portal's own handler writes to standard error."""
    [handler] = [each for each in logging.getLogger().handlers if type(each) is StreamHandler]
    text = io.StringIO()
    usual = handler.setStream(text)
    yield text
    handler.setStream(usual)


def test_what_django_writes_has_no_path_no_query_and_no_host(client, db, lines):
    """Of an address that is not there, and of a request that another host was asked for."""
    client.get(f"/{CANARY}/?q={CANARY}")
    client.get("/about/", headers={"host": f"{CANARY}.example"})
    assert "Not Found: (no view)" in lines.getvalue()
    assert "Suspicious request refused." in lines.getvalue()
    assert CANARY not in lines.getvalue()


def test_whatever_a_library_writes_no_query_stands_in_it():
    """Wherever the address stands in the sentence."""
    message = f"Broken pipe from /windows/?q={CANARY} after 3 s"
    record = logging.LogRecord("library", logging.WARNING, "", 0, message, (), None)
    WithoutVisitor().filter(record)
    assert record.getMessage() == "Broken pipe from /windows/ after 3 s"


def test_an_error_is_told_by_its_kind_and_place():
    """Its own words, and those of what has caused it, may quote what was sent."""
    try:
        try:
            raise KeyError(CANARY)
        except KeyError as error:
            raise ValueError(CANARY) from error
    except ValueError:
        found = sys.exc_info()
    record = logging.LogRecord("django.request", logging.ERROR, "", 0, "It failed", (), found)
    WithoutVisitor().filter(record)
    assert CANARY not in logging.Formatter().format(record)
    assert {"ValueError", "KeyError"} <= set(record.getMessage().split())
    assert "test_an_error_is_told_by_its_kind_and_place" in record.getMessage()


def test_a_report_about_a_form_has_nothing_that_was_sent(rf):
    """Neither its fields nor its address, its cookies and what the browser says of itself."""
    request = rf.post(
        f"/windows/?q={CANARY}",
        {"message": CANARY, "file": SimpleUploadedFile(f"{CANARY}.csv", CANARY.encode())},
        headers={"user-agent": CANARY, "cookie": f"a={CANARY}", "referer": f"/{CANARY}"},
    )
    assert request.POST["message"] == CANARY
    shown = without_visitor(request)
    report = ExceptionReporter(shown, None, None, None, is_email=True)
    assert CANARY not in report.get_traceback_text() + report.get_traceback_html()
    assert CANARY not in str(shown.FILES)


@pytest.mark.parametrize(
    "message",
    [
        "Invalid SSL request from ip=203.0.113.7: x",
        "Closing connection, client: 203.0.113.7",
        "reset by remote 2001:db8::7",
    ],
)
def test_whatever_a_library_writes_no_address_of_a_visitor_stands_in_it(message):
    """The filter knows how addresses are spelled, not only who writes them."""
    record = logging.LogRecord("gunicorn.error", logging.WARNING, "", 0, message, (), None)
    WithoutVisitor().filter(record)
    assert "203.0.113.7" not in record.getMessage()
    assert "2001:db8" not in record.getMessage()
