"""The nightly check of links: what it asks, what it never asks, and what staff read."""

import errno
import http.server
import socket
import threading
from contextlib import contextmanager
from types import SimpleNamespace

import dns.exception
import dns.message
import dns.resolver
import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from directory.links import guard, names, nightly, web
from directory.links.guard import is_public
from directory.links.mail import check_mail_domain
from directory.links.nightly import check_links
from directory.links.web import check_website
from directory.models import LinkCheck, Window
from directory.models.link_check import Outcome, Status, not_checked
from tests.factories import WindowFactory
from tests.helpers.hours_of_the_city import at as tokyo

LIST = "/admin/directory/linkcheck/"
FIRST, SECOND, THIRD = (tokyo(f"2026-12-{day} 2:00") for day in ("01", "02", "03"))
FINE, GONE = Outcome(Status.OK), Outcome(Status.BROKEN, "ページがありません（404）。")


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


def raising(error: Exception):
    """A function that fails with an error, whatever it is given."""

    def fail(*_asked, **_how):
        raise error

    return fail


# --- E-mail domains -----------------------------------------------------------------------------


class Names:
    """A resolver that knows what it is told, and asks no server."""

    def __init__(self, root=lambda: ["a.root-servers.net."], **answers):
        self.root = root
        self.answers = answers

    def resolve(self, domain, kind, **_how):
        if domain == ".":
            return self.root()
        answer = self.answers.get(kind, dns.resolver.NoAnswer())
        if isinstance(answer, Exception):
            raise answer
        return answer


def unknown_root():
    """What a resolver without the internet behind it says of the root of all names."""
    raise dns.resolver.NXDOMAIN


def refused(error, response) -> dns.exception.DNSException:
    """What dnspython raises when the only name server gave no good answer (None: none at all)."""
    errors = [("192.0.2.1", False, 53, "SERVFAIL", response)]
    return (
        error(timeout=10, errors=errors)
        if "Timeout" in error.__name__
        else error(request=dns.message.make_query("a.jp", "MX"), errors=errors)
    )


def mail_server(name: str) -> list:
    """An answer that names one mail server."""
    return [SimpleNamespace(exchange=name)]


@pytest.mark.parametrize(
    ("resolver", "judged"),
    [
        (Names(MX=mail_server("mail.a.jp.")), Status.OK),
        (Names(A=["210.150.1.1"]), Status.OK),
        (Names(AAAA=["2400:4000::1"]), Status.OK),
        (Names(), Status.BROKEN),
        (Names(MX=mail_server(".")), Status.BROKEN),
        (Names(MX=dns.resolver.NXDOMAIN()), Status.BROKEN),
        (Names(MX=refused(dns.resolver.NoNameservers, "SERVFAIL")), Status.UNREACHABLE),
        (Names(MX=dns.exception.FormError()), Status.UNREACHABLE),
        # The portal's own network is silent, or knows no name at all: nothing is known.
        (Names(MX=refused(dns.resolver.LifetimeTimeout, None)), Status.NOT_CHECKED),
        (Names(MX=refused(dns.resolver.NoNameservers, None)), Status.NOT_CHECKED),
        (Names(MX=dns.resolver.NoResolverConfiguration()), Status.NOT_CHECKED),
        (Names(MX=OSError("Network is unreachable")), Status.NOT_CHECKED),
        (Names(MX=dns.resolver.NXDOMAIN(), root=unknown_root), Status.NOT_CHECKED),
        (Names(root=unknown_root), Status.NOT_CHECKED),
    ],
)
def test_a_domain_takes_mail_or_not(resolver, judged):
    """Mail servers, else an address; no such domain is broken; silence is not."""
    outcome = check_mail_domain("a.jp", resolver=resolver)
    assert outcome.status == judged
    assert bool(outcome.detail) == (judged != Status.OK)


# --- The round ----------------------------------------------------------------------------------


def night(now, website=FINE, mail_domain=FINE) -> list[str]:
    """One night's round with these outcomes; return what was asked."""
    asked = []

    def answering(outcome):
        return lambda address: asked.append(address) or outcome

    check_links(now=now, website=answering(website), mail_domain=answering(mail_domain))
    return sorted(asked)


@pytest.fixture
def linked(db):
    """A window with a website and an e-mail address."""
    return WindowFactory(website="https://a.jp/soudan", email="Soudan@A.jp")


def test_what_two_windows_share_is_asked_once(linked):
    """A page once and a domain once; each window has its own finding."""
    WindowFactory(website="https://a.jp/soudan", email="other@a.jp")
    WindowFactory(website="https://b.jp/", status=Window.Status.DRAFT, published_at=None)
    assert night(FIRST) == ["a.jp", "https://a.jp/soudan"]
    assert LinkCheck.objects.count() == 4


def test_a_host_is_not_asked_for_two_pages_at_once(linked):
    """Its pages are one piece of work, done one after the other."""
    pages = [(LinkCheck.Kind.WEBSITE, f"https://{page}") for page in ("a.jp/1", "b.jp", "a.jp/2")]
    assert nightly.by_host(pages) == [[pages[0], pages[2]], [pages[1]]]


def test_a_broken_link_is_broken_since_it_was_found(linked):
    """Every night finds it anew and the date stays, until it is mended."""
    night(FIRST, website=GONE)
    night(SECOND, website=GONE)
    [broken] = LinkCheck.objects.broken()
    assert (broken.broken_since, broken.checked_at) == (FIRST, SECOND)
    assert broken.detail == GONE.detail
    night(THIRD)
    assert not LinkCheck.objects.broken()
    assert LinkCheck.objects.count() == 2


def test_a_night_without_network_says_so_and_forgets_nothing(linked, client, clerk):
    """Neither broken nor fine; what was broken before is so since the same day afterwards."""
    night(FIRST, website=GONE)
    night(SECOND, website=not_checked(), mail_domain=not_checked())
    assert not LinkCheck.objects.broken()
    assert LinkCheck.objects.not_checked().count() == 2
    client.force_login(clerk)
    start = client.get("/admin/").content.decode()
    assert "つながらないリンク" not in start
    assert "確かめられなかったリンク" in start
    found = client.get(LIST, {"status__exact": "not-checked"}).content.decode()
    assert "インターネットにつながらず、調べられませんでした。" in found
    night(THIRD, website=GONE)
    assert LinkCheck.objects.broken().get().broken_since == FIRST
    assert not LinkCheck.objects.not_checked()


def test_another_address_is_another_link(linked):
    """A new address that is broken too is so since its own first night."""
    night(FIRST, website=GONE)
    Window.objects.update(website="https://a.jp/moved")
    night(SECOND, website=GONE)
    assert LinkCheck.objects.broken().get().broken_since == SECOND


def test_what_residents_are_shown_no_more_is_forgotten(linked):
    """Neither a link that was taken out nor a window that was retired stays in the report."""
    night(FIRST, website=GONE)
    Window.objects.update(website="")
    night(SECOND)
    assert [check.kind for check in LinkCheck.objects.all()] == [LinkCheck.Kind.EMAIL]
    linked.refresh_from_db()
    linked.retire(at=THIRD)
    linked.save()
    night(THIRD)
    assert not LinkCheck.objects.exists()


def test_the_command_says_what_it_found(linked, monkeypatch, capsys):
    """One line for the night's log."""
    monkeypatch.setattr("directory.links.web._request", lambda *_asked: (404, ""))
    monkeypatch.setattr("directory.links.mail._takes_mail", lambda *_asked: True)
    call_command("check_links")
    assert capsys.readouterr().out == "2 links checked, 1 broken.\n"


def test_the_command_says_what_it_could_not_check(linked, monkeypatch, capsys):
    """Zero broken is no good news when nothing was asked."""
    monkeypatch.setattr("directory.links.web._request", raising(OSError(errno.ENETUNREACH, "")))
    monkeypatch.setattr("directory.links.mail._takes_mail", raising(OSError("no network")))
    call_command("check_links")
    said = capsys.readouterr()
    assert said.out == "0 links checked, 0 broken.\n"
    assert said.err == "2 links could not be checked: the network did not answer.\n"


# --- What staff see -----------------------------------------------------------------------------


def test_staff_read_the_findings_and_change_none(client, clerk, reader, linked):
    """The list leads to the window, where the link is mended."""
    night(FIRST, website=GONE)
    for person in (clerk, reader):
        client.force_login(person)
        page = client.get(LIST, {"status__exact": "broken"}).content.decode()
        assert f"/admin/directory/window/{linked.pk}/change/" in page
        assert GONE.detail in page
        assert "Soudan@A.jp" not in page
        assert client.get(f"{LIST}add/").status_code == 403
        row = f"{LIST}{LinkCheck.objects.broken().get().pk}/change/"
        assert client.post(row, {"status": "ok"}).status_code == 403


def test_a_long_report_is_as_quick_as_a_short_one(client, clerk, linked):
    """The number of queries does not grow with the findings."""
    client.force_login(clerk)
    counts = []
    for _time in range(2):
        night(FIRST)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(LIST).status_code == 200
        counts.append(len(queries))
        for number in range(5):
            WindowFactory(website=f"https://{number}.jp/")
    assert counts[0] == counts[1] <= 15


def test_a_window_that_was_checked_can_be_deleted(client, administrator, linked):
    """Its findings go with it."""
    night(FIRST)
    client.force_login(administrator)
    client.post(f"/admin/directory/window/{linked.pk}/delete/", {"post": "yes"})
    assert not LinkCheck.objects.exists()
