"""Addresses from which HSDS is read: what each may cost, and what is never asked."""

import http.server
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from types import SimpleNamespace
from uuid import UUID

import pytest

from directory import worker_process
from directory.exchange import hsds_files, hsds_run
from directory.exchange.hsds_run import read_hsds
from directory.links import fetch as fetching
from directory.models import ImportRun
from tests.factories import CategoryFactory

REFUSED, PREVIEW = ImportRun.Status.REFUSED, ImportRun.Status.PREVIEW
SERVICE = {"id": "ac148810-d857-441c-9679-408f346de14b", "name": "隣の市の相談", "status": "active"}
LINE = f"{json.dumps(SERVICE)}\n".encode()
WHOLE = "/hsds/services?full=true&format=ndjson"


def endless() -> Iterator[bytes]:
    """A file that has no end."""
    while True:
        yield LINE * 1_000


def dripping() -> Iterator[bytes]:
    """A line now and then, so that no single wait is long."""
    while True:
        yield LINE
        time.sleep(0.05)


@contextmanager
def portal(answers: dict, host: str = "127.0.0.1"):
    """A portal on this machine: pieces of a body, or where to go, for each path.

    It tells no length, so that the end of the connection is the end of the file.
    """
    asked: list[str] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            found = answers.get(self.path, [])
            known = 302 if isinstance(found, str) else 200
            self.send_response(known if self.path in answers else 404)
            if isinstance(found, str):
                self.send_header("Location", found)
            self.end_headers()
            try:
                for piece in () if isinstance(found, str) else found:
                    self.wfile.write(piece)
            except OSError:
                return  # the visitor has hung up

        def log_message(self, *_line):
            """Say nothing."""

    with http.server.ThreadingHTTPServer((host, 0), Handler) as serving:
        threading.Thread(target=serving.serve_forever).start()
        try:
            yield SimpleNamespace(port=serving.server_port, asked=asked)
        finally:
            serving.shutdown()


@pytest.fixture
def read(db, clerk, monkeypatch):
    """Import from an address of the little portal."""
    CategoryFactory(slug="law")
    bounded = partial(hsds_files.read_services, allowed=lambda address: address == "127.0.0.1")
    monkeypatch.setattr(hsds_run, "read_services", bounded)

    def run(serving, path: str) -> ImportRun:
        source = f"http://127.0.0.1:{serving.port}{path}"
        return read_hsds(source=source, by=clerk, category="law")

    return run


def test_another_portal_is_read_by_its_address(read):
    """All of its services, one on each line; a redirect may lead there, and a Japanese name."""
    answers = {WHOLE: [LINE], "/old": "/%E7%AA%93%E5%8F%A3", "/%E7%AA%93%E5%8F%A3": [LINE]}
    with portal(answers) as serving:
        for path in ("/hsds/", "/old", "/窓口"):
            run = read(serving, path)
            assert (run.status, run.new_count, run.faults) == (PREVIEW, 1, [])
    assert serving.asked[0] == WHOLE


def page(number: int, pages: int, key: int) -> list[bytes]:
    """A page of an API that knows no lines."""
    service = SERVICE | {"id": str(UUID(int=key))}
    told = {"total_pages": pages, "page_number": number, "contents": [service]}
    return [json.dumps(told).encode()]


def test_an_api_that_gives_pages_only_is_read_to_its_end(read):
    """All pages; one that gives its first page again, and one without end, are refused whole."""
    beyond = "/hsds/services?full=true&page="
    with portal({WHOLE: page(1, 3, 1)}) as serving:
        assert read(serving, "/hsds/").status == REFUSED  # its second page is missing
    answers = {WHOLE: page(1, 3, 1), f"{beyond}2": page(2, 3, 2), f"{beyond}3": page(3, 3, 3)}
    with portal(answers) as serving:
        run = read(serving, "/hsds/")
    assert (run.status, run.new_count, run.faults) == (PREVIEW, 3, [])
    assert [row["place"] for row in run.rows] == ["1", "2-1", "3-1"]
    for again, reason in ((page(1, 3, 4), "次のページ"), (page(1, 10**12, 4), "多すぎます")):
        with portal({WHOLE: again, f"{beyond}2": again}) as serving:
            run = read(serving, "/hsds")
        assert (run.status, run.rows) == (REFUSED, [])
        assert reason in "".join(run.faults)


@pytest.mark.parametrize(
    ("name", "body", "reason"),
    [
        ("a web page", [b"\n<!DOCTYPE html><html><title>", "メンテナンス中".encode()], "HTML"),
        ("nothing", [], "読めません"),
        ("a file without end", endless(), "大きすぎます"),
        ("a file that drips", dripping(), "遅すぎます"),
    ],
)
def test_a_source_that_gives_no_file_is_refused_in_words(read, monkeypatch, name, body, reason):
    """Soon, and nothing of it is taken for the whole."""
    monkeypatch.setattr(hsds_files, "MAX_BYTES", 5_000_000)
    monkeypatch.setattr(fetching, "SECONDS", 0.5 if "drips" in name else 60)
    with portal({"/x": body}) as serving:
        run = read(serving, "/x")
    assert (run.status, run.rows) == (REFUSED, [])
    assert reason in "".join(run.faults)


def test_a_redirect_into_the_network_is_not_followed(read):
    """Not even to another address of the same machine; one that leads nowhere is an error."""
    answers = {"/round": "/round", "/nowhere": "", "/file": "file:///etc/passwd"}
    with portal({"/secret": [LINE]}, "127.0.0.2") as hidden, portal(answers) as serving:
        answers["/inside"] = f"http://127.0.0.2:{hidden.port}/secret"
        for path in ("/inside", "/file", "/round", "/nowhere"):
            run = read(serving, path)
            assert (run.status, run.rows) == (REFUSED, []), path
            assert run.faults, path
    assert hidden.asked == []


@pytest.mark.parametrize(
    ("place", "name", "limit"),
    [
        (hsds_files, "MAX_BYTES", 10_000),
        (hsds_files, "LIMITS", worker_process.Limits(seconds=60, answer=10_000)),
        (hsds_run, "MAX_LETTERS", 1_000),
    ],
)
def test_a_large_file_is_refused_in_words(db, clerk, tmp_path, monkeypatch, place, name, limit):
    """Whatever it is too large for: reading, taking apart, or being shown to staff."""
    CategoryFactory(slug="law")
    path = tmp_path / "large.ndjson"
    services = [SERVICE | {"id": str(UUID(int=number))} for number in range(1, 301)]
    path.write_text("\n".join(map(json.dumps, services)))
    monkeypatch.setattr(place, name, limit)
    run = read_hsds(source=str(path), by=clerk, category="law")
    assert (run.status, run.rows) == (REFUSED, [])
    [fault] = run.faults
    assert "すぎ" in fault
