"""What nginx shows while the web service is gone, and what its logs keep."""

import contextlib
import http.client
import os
import signal
import ssl
import time

import pytest

from tests.deploy.front import APPLICATION, DEPLOY, running

WORD = "planted"


@pytest.fixture
def mortal():
    """A front whose web service a test may kill."""
    with running(APPLICATION) as running_front:
        page = running_front.mirror / "windows" / "1" / "index.html"
        page.parent.mkdir(parents=True)
        page.write_text("<p>mirrored")
        (running_front.mirror / "index.html").write_text("<p>first page, mirrored")
        (running_front.mirror / "windows" / "index.html").write_text("<p>all windows, mirrored")
        yield running_front


def test_a_kept_page_is_shown_while_the_web_service_is_gone(mortal):
    """As long as it says that it may be, and not longer: then the mirror takes over."""
    kept = mortal.ask("/about/")
    (mortal.mirror / "categories" / "strict").mkdir(parents=True)
    (mortal.mirror / "categories" / "strict" / "index.html").write_text("<p>strict, mirrored")
    mortal.ask("/categories/strict/")
    time.sleep(2.5)  # nginx counts in whole seconds
    mortal.kill_web()
    stale = mortal.ask("/about/")
    assert (stale.number, stale.headers["X-Cache"]) == (kept.number, "STALE")
    assert mortal.ask("/categories/strict/").body == b"<p>strict, mirrored"


def test_the_mirror_answers_where_nothing_is_kept(mortal, client, db):
    """With the portal's own headers, for every query, and compressed where a browser wants it."""
    mortal.kill_web()
    answer = mortal.ask("/windows/1/")
    assert (answer.status, answer.body) == (200, b"<p>mirrored")
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    own = client.get("/about/")
    for name in ("X-Content-Type-Options", "X-Frame-Options", "Referrer-Policy"):
        assert answer.headers[name] == own[name]
    policies = [answer.headers["Content-Security-Policy"], own["Content-Security-Policy"]]
    first, second = (set(policy.split("; ")) for policy in policies)
    assert first == second
    assert mortal.ask("/?x=1").body == b"<p>first page, mirrored"
    assert mortal.ask("/windows/?q=word").body == b"<p>all windows, mirrored"


def test_where_nothing_can_be_said_there_is_a_number_and_a_time(mortal):
    """503 in Japanese with Retry-After: no page of the mirror, forms, staff."""
    mortal.kill_web()
    for path, method in (("/windows/99/", "GET"), ("/windows/1/", "POST"), ("/admin/", "GET")):
        answer = mortal.ask(path, method)
        assert (answer.status, answer.headers["Retry-After"]) == (503, "60")
        assert "119" in answer.body.decode()


def test_the_web_service_comes_back_without_a_restart_of_nginx(mortal):
    """The first request after its start is answered by it."""
    mortal.kill_web()
    assert mortal.ask("/windows/1/").body == b"<p>mirrored"
    mortal.start_web()
    assert mortal.ask("/windows/1/").asked["path"] == "/windows/1/"


def test_no_log_knows_who_asked_for_what(mortal):
    """Neither address nor words: while all is well, when the web service is gone, for nonsense."""
    for alive in (True, False):
        if not alive:
            mortal.kill_web()
        mortal.ask(f"/windows/?q={WORD}")
        mortal.ask(f"/{WORD}/", Cookie=WORD)
        mortal.ask("/windows/1/", "POST", WORD.encode())
        mortal.ask(f"/static/{WORD}.css")
        with contextlib.suppress(http.client.HTTPException, ssl.SSLError, OSError):
            mortal.ask("/windows/1/", Host=f"{WORD}.example")
        for _ in range(80):
            mortal.ask(f"/accounts/{WORD}/", "POST", WORD.encode())
    time.sleep(0.5)
    logged = mortal.everything_logged()
    assert "127.0.0.1" not in logged
    assert WORD not in logged


def test_pages_are_kept_where_no_disk_remembers_them():
    """The folder of kept pages is in memory, in the settings that are handed out."""
    settings = (DEPLOY / "nginx" / "settings.env").read_text()
    assert "\nCACHE_FOLDER=/run/" in settings


def test_workers_that_die_are_not_noticed(mortal):
    """A request whose worker is killed is asked again of another one."""
    processes, failed = set(), 0
    for number in range(40):
        answer = mortal.ask(f"/anything/{number}/")
        failed += answer.status != 200
        processes.add(answer.asked["process"])
        if number % 10 == 5:
            os.kill(answer.asked["process"], signal.SIGKILL)
    assert failed == 0
    assert len(processes) >= 3
