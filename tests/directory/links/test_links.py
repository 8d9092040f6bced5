"""The check of one link: what it asks, what it never asks, and what it finds without a network."""

import errno
import http.server
import socket
import threading
from contextlib import contextmanager
from types import SimpleNamespace

import pytest

from directory.links import guard, names, web
from directory.links.guard import is_public
from directory.links.web import check_website
from directory.models.link_check import Status
from tests.helpers.resolvers import FINE, Names, raising, unknown_root


def on_this_machine(address: str) -> bool:
    """The guard of these tests: nothing but the little server below."""
    return address == "127.0.0.1"


@contextmanager
def server(answers: dict):
    """A web server on this machine: a status or (status, where to) for each method and path."""
    asked = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def answer(self):
            asked.append((self.command, self.path, self.headers["User-Agent"]))
            found = answers.get((self.command, self.path), answers.get(self.path, 404))
            status, onward = found if isinstance(found, tuple) else (found, None)
            if status is None:
                released.wait()
                return
            self.send_response(status)
            if onward:
                self.send_header("Location", onward)
            self.end_headers()

        do_GET = do_HEAD = answer

        def log_message(self, *_line):
            """Say nothing."""

    released = threading.Event()
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as serving:
        threading.Thread(target=serving.serve_forever).start()
        try:
            yield SimpleNamespace(url=f"http://127.0.0.1:{serving.server_port}", asked=asked)
        finally:
            released.set()
            serving.shutdown()


def ask(serving, path="/"):
    """Check a page of the little server."""
    return check_website(serving.url + path, allowed=on_this_machine)


# --- What is asked, and how ---------------------------------------------------------------------


def test_a_page_that_answers_is_fine():
    """One HEAD, by which the other side learns who asks."""
    with server({"/": 200}) as serving:
        assert ask(serving) == FINE
    [(method, _path, agent)] = serving.asked
    assert method == "HEAD"
    assert "link check of https://" in agent


def test_what_does_not_know_head_is_asked_by_get():
    """An old server that refuses HEAD has a page all the same."""
    with server({("HEAD", "/"): 405, ("GET", "/"): 200}) as serving:
        assert ask(serving) == FINE


@pytest.mark.parametrize(
    ("status", "judged"),
    [
        (404, Status.BROKEN),
        (410, Status.BROKEN),
        (403, Status.UNREACHABLE),
        (429, Status.UNREACHABLE),
        (503, Status.UNREACHABLE),
    ],
)
def test_only_what_is_certainly_gone_is_broken(status, judged):
    """A refusal or a disorder of the other side is no broken link; each says why."""
    with server({"/": status}) as serving:
        outcome = ask(serving)
    assert outcome.status == judged
    assert str(status) in outcome.detail


def test_redirects_are_followed():
    """Also relative ones, and ones in Japanese."""
    answers = {"/": (301, "/new"), "/new": (302, "/相談"), "/%E7%9B%B8%E8%AB%87": 200}
    with server(answers) as serving:
        answers["/new"] = (302, "/相談".encode().decode("latin-1"))
        assert ask(serving) == FINE


def test_redirects_end_after_five():
    """The sixth is not followed: residents' browsers would not arrive either."""
    answers = {f"/{hop}": (302, f"/{hop + 1}") for hop in range(9)}
    with server(answers | {"/9": 200}) as serving:
        assert ask(serving, "/0").status == Status.BROKEN
        assert ask(serving, "/4") == FINE
    assert ("HEAD", "/6") not in {(method, path) for method, path, _agent in serving.asked[:6]}


def test_a_page_that_does_not_answer_in_time_is_unreachable(monkeypatch):
    """The night does not wait for it."""
    monkeypatch.setattr(web, "ANSWER_SECONDS", 0.2)
    with server({"/": None}) as serving:
        assert ask(serving).status == Status.UNREACHABLE


def test_a_page_that_drips_is_cut_off(monkeypatch):
    """However slowly an answer comes, the whole of it has an end."""
    monkeypatch.setattr(web, "WHOLE_SECONDS", 0.2)
    with server({"/": None}) as serving:
        assert ask(serving).status == Status.UNREACHABLE


def test_a_closed_port_is_unreachable():
    """The server may be back tomorrow."""
    with server({}) as serving:
        pass
    assert ask(serving).status == Status.UNREACHABLE


@pytest.mark.parametrize(
    "address", ["http://127.0.0.1:99999999/", "http://a..b/", "http://" + "a" * 70 + ".jp/"]
)
def test_a_malformed_address_is_broken(address):
    """It is named as such, and ends no round."""
    assert check_website(address).status == Status.BROKEN


# --- What is never asked ------------------------------------------------------------------------


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.0.0.1",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.1",
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "::1",
        "::",
        "fe80::1",
        "fc00::1",
        "ff02::1",
        "::ffff:10.0.0.1",
        "64:ff9b::a00:1",
        "2002:a00:1::1",
        "2001:0:a00:1::1",
    ],
)
def test_the_portals_surroundings_are_not_public(address):
    """Loopback, private, link-local, reserved, and IPv6 that wraps an IPv4 address."""
    assert not is_public(address)


@pytest.mark.parametrize("address", ["210.150.1.1", "2400:4000::1"])
def test_the_internet_is_public(address):
    """Ordinary addresses may be asked."""
    assert is_public(address)


@pytest.mark.parametrize("host", ["127.0.0.1", "127.1", "2130706433", "localhost"])
def test_loopback_is_refused_by_default(host):
    """However it is written; the server hears nothing."""
    with server({"/": 200}) as serving:
        address = serving.url.replace("127.0.0.1", host)
        assert check_website(address).status == Status.NOT_ALLOWED
    assert serving.asked == []


@pytest.mark.parametrize("onward", ["http://192.168.1.1/", "file:///etc/passwd", "ftp://a.jp/"])
def test_a_redirect_leads_nowhere_else(onward):
    """Each hop is checked like the first."""
    with server({"/": (302, onward)}) as serving:
        assert ask(serving).status == Status.NOT_ALLOWED


def test_a_name_with_one_private_address_is_refused(monkeypatch):
    """Every address of a name is checked, not only the first."""
    found = [(2, 1, 6, "", ("210.150.1.1", 80)), (2, 1, 6, "", ("10.0.0.1", 80))]
    monkeypatch.setattr(guard.socket, "getaddrinfo", lambda *_asked, **_how: found)
    assert check_website("http://a.example.jp/").status == Status.NOT_ALLOWED


def test_a_name_that_changes_its_address_fools_nobody(monkeypatch):
    """What was checked is what is connected to: the name is looked up once."""
    with server({"/": 200}) as serving:
        port = int(serving.url.rpartition(":")[2])
        asked, really = [], guard.socket.getaddrinfo

        def rebinding(host, *rest, **how):
            if host != "rebinding.example.jp":
                return really(host, *rest, **how)
            asked.append(host)
            there = "127.0.0.1" if len(asked) == 1 else "10.0.0.1"
            return [(2, 1, 6, "", (there, port))]

        monkeypatch.setattr(guard.socket, "getaddrinfo", rebinding)
        address = f"http://rebinding.example.jp:{port}/"
        assert check_website(address, allowed=on_this_machine) == FINE
    assert len(asked) == 1


# --- Without network ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("failure", "judged"),
    [
        (socket.gaierror(socket.EAI_NONAME, "Name or service not known"), Status.NOT_CHECKED),
        (socket.gaierror(socket.EAI_AGAIN, "Temporary failure"), Status.NOT_CHECKED),
        (OSError(errno.ENETUNREACH, "Network is unreachable"), Status.NOT_CHECKED),
        (OSError(errno.EHOSTUNREACH, "No route to host"), Status.NOT_CHECKED),
        (OSError(errno.ECONNREFUSED, "Connection refused"), Status.UNREACHABLE),
    ],
)
def test_without_network_no_link_is_called_broken(monkeypatch, failure, judged):
    """No answer, no route, or a resolver that knows no name at all: nothing is known."""
    monkeypatch.setattr(web, "_request", raising(failure))
    monkeypatch.setattr(names, "made_resolver", lambda: Names(root=unknown_root))
    outcome = check_website("https://a.example.jp/")
    assert outcome.status == judged
    assert outcome.detail


def test_a_name_that_does_not_exist_is_broken(monkeypatch):
    """Where the resolver knows the internet, its word counts."""
    missing = socket.gaierror(socket.EAI_NONAME, "Name or service not known")
    monkeypatch.setattr(web, "_request", raising(missing))
    monkeypatch.setattr(names, "made_resolver", Names)
    assert check_website("https://a.example.jp/").status == Status.BROKEN
