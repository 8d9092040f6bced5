"""The nightly check of links: each asked once, what is found, and what staff read."""

import errno

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from directory.links import nightly
from directory.links.nightly import check_links
from directory.models import LinkCheck, Window
from directory.models.link_check import not_checked
from tests.factories import WindowFactory
from tests.helpers.hours_of_the_city import at as tokyo
from tests.helpers.resolvers import FINE, GONE, raising

LIST = "/admin/directory/linkcheck/"
FIRST, SECOND, THIRD = (tokyo(f"2026-12-{day} 2:00") for day in ("01", "02", "03"))


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
