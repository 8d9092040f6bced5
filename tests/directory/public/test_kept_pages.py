"""Public pages that are kept: for everybody, for one version, until what they say changes."""

import gzip
import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from directory.models import Category, Phone, Window
from directory.open_now import index as hours_index
from tests.helpers.city import load_city
from tests.helpers.hours_of_the_city import at as tokyo
from tests.helpers.slow_tables import in_a_thread, slow_for_others, wait_until_one_waits
from tests.helpers.transactions import committed

CATEGORY = "/categories/money-housing/"


@pytest.fixture
def resident(transactional_db):
    """A visitor of the city's real directory, at noon of a working day, with nothing kept yet."""
    for name in ("pages", "missing", "searches"):
        caches[name].clear()
    load_city()
    return Client(raise_request_exception=False)


@pytest.fixture
def clock(monkeypatch):
    """Set the portal's clock."""

    def clock(text: str):
        moment = tokyo(text)
        monkeypatch.setattr(timezone, "now", lambda: moment)
        hours_index.refresh_hours(now=moment)

    return clock


def queries(resident, address: str, **options) -> int:
    """How many queries a page takes."""
    with CaptureQueriesContext(connection) as made:
        resident.get(address, **options)
    return len(made)


def own_page() -> str:
    """The page of a window of the category whose hours are known."""
    category = Category.objects.get(slug="money-housing")
    return Window.objects.published().in_category(category)[0].get_absolute_url()


@pytest.mark.parametrize("address", ["/", CATEGORY, "/windows/", "/windows/?q=家賃"])
def test_a_kept_page_costs_one_query(resident, address):
    """The version; the page itself is the same as before."""
    first = resident.get(address).content
    assert queries(resident, address) == 1
    assert resident.get(address).content == first


@pytest.mark.parametrize("address", ["/", CATEGORY, "/windows/?q=家賃"])
def test_a_change_is_on_the_next_page(resident, address):
    """No page outlives the version of the catalogue that it was made of."""
    resident.get(address)
    Category.objects.filter(slug="money-housing").update(name="すまいとお金")
    assert "すまいとお金" in resident.get(address).content.decode()


def test_a_page_is_made_by_one_while_the_others_get_that_before(resident):
    """A slow page keeps one thread; a moment later, all have the new one."""
    resident.get(CATEGORY)
    Category.objects.filter(slug="money-housing").update(name="すまいとお金")
    with ThreadPoolExecutor() as threads, slow_for_others("directory_window"):
        making = threads.submit(in_a_thread, resident.get, CATEGORY)
        wait_until_one_waits()
        before = resident.get(CATEGORY)
        assert before.status_code == 200
        assert "すまいとお金" not in before.content.decode()
        assert not making.done()
    assert "すまいとお金" in making.result().content.decode()
    assert "すまいとお金" in resident.get(CATEGORY).content.decode()


def test_a_withdrawn_window_is_gone_at_once(resident):
    """Its own page, its category and the search forget it with the same commit."""
    window = Window.objects.published().in_category(Category.objects.get(slug="money-housing"))[0]
    addresses = (window.get_absolute_url(), CATEGORY, f"/windows/?q={window.name}")
    assert all(window.name in resident.get(each).content.decode() for each in addresses)
    window.retire(at=timezone.now())
    window.save()
    assert resident.get(addresses[0]).status_code == 404
    assert window.get_absolute_url() not in resident.get(CATEGORY).content.decode()
    assert window.get_absolute_url() not in resident.get(addresses[2]).content.decode()


def test_a_page_does_not_outlive_what_it_says_of_now(resident, clock):
    """At closing time the page of a minute before is no more given."""
    clock("2026-06-01 17:14")
    window = next(
        window
        for window in Window.objects.published().for_reading()
        if "17:15" in window.printed_hours
    )
    assert re.search(
        "state-(open|likely)", resident.get(window.get_absolute_url()).content.decode()
    )
    clock("2026-06-01 17:15")
    assert "state-closed" in resident.get(window.get_absolute_url()).content.decode()


def test_a_page_is_not_kept_over_midnight(resident, clock):
    """きょう is another day then."""
    page = own_page()
    clock("2026-06-01 23:59")
    assert '6月1日（月）</span> <span class="today-word">' in resident.get(page).content.decode()
    clock("2026-06-02 0:00")
    assert '6月2日（火）</span> <span class="today-word">' in resident.get(page).content.decode()


def test_unknown_names_in_an_address_make_no_page_of_their_own(resident):
    """Nor do they reach the page: links on it carry only what the view knows."""
    first = resident.get(CATEGORY + "?page=1").content
    assert queries(resident, CATEGORY + "?fbclid=abc&page=1&utm_source=x") == 1
    assert resident.get(CATEGORY + "?page=1&fbclid=abc").content == first
    assert b"fbclid" not in resident.get("/windows/?fbclid=abc&page=2").content


def test_the_order_of_names_does_not_matter(resident):
    """One page for one meaning."""
    resident.get("/windows/?open=on&channel=visit")
    assert queries(resident, "/windows/?channel=visit&open=on") == 1


def test_another_encoding_of_the_same_path_is_the_same_page(resident):
    """%6d is m."""
    resident.get(CATEGORY)
    assert queries(resident, "/categories/%6doney-housing/") == 1


def test_another_host_gets_a_page_of_its_own(resident, settings):
    """What one visitor sends as the name of the host is never served to another."""
    settings.ALLOWED_HOSTS = ["testserver", ".example.jp"]
    page = own_page()
    resident.get(page, headers={"host": "evil.example.jp"})
    assert b"evil" not in resident.get(page).content


def test_a_host_that_is_not_ours_is_refused(resident):
    """And nothing is kept of it."""
    assert resident.get("/", headers={"host": "evil.example.com"}).status_code == 400
    assert b"evil" not in resident.get("/").content


def test_an_answer_without_body_leaves_a_whole_page(resident):
    """HEAD first, then GET: nothing is missing."""
    length = resident.head(CATEGORY)["Content-Length"]
    page = resident.get(CATEGORY)
    assert len(page.content) == int(length) == int(page["Content-Length"])


def test_a_page_is_compressed_once_and_given_as_asked(resident):
    """Compressed to those who take it, plain to others; the text is the same."""
    plain = resident.get(CATEGORY)
    packed = resident.get(CATEGORY, headers={"accept-encoding": "br, gzip;q=0.5"})
    refused = resident.get(CATEGORY, headers={"accept-encoding": "gzip;q=0"})
    assert packed["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content) == plain.content == refused.content
    assert "Content-Encoding" not in plain
    assert "Accept-Encoding" in plain["Vary"]
    assert "Accept-Encoding" in packed["Vary"]


def test_who_has_the_page_gets_304(resident):
    """The tag is strong, and differs between the plain and the compressed page."""
    plain = resident.get(CATEGORY)["ETag"]
    packed = resident.get(CATEGORY, headers={"accept-encoding": "gzip"})["ETag"]
    assert plain != packed
    assert not plain.startswith("W/")
    again = resident.get(CATEGORY, headers={"if-none-match": plain})
    assert (again.status_code, again.content) == (304, b"")
    Phone.objects.update(label="代表")
    assert resident.get(CATEGORY, headers={"if-none-match": plain}).status_code == 200


def test_others_keep_a_page_no_longer_than_a_minute(resident):
    """Fresh and stale together: after that a withdrawn window is gone from them, too."""
    control = resident.get(CATEGORY)["Cache-Control"]
    fresh, stale = (
        int(re.search(rf"{name}=(\d+)", control)[1]) for name in ("max-age", "if-error")
    )
    assert "public" in control
    assert fresh + stale <= 60


def test_a_search_is_kept_by_nobody_else(resident):
    """And in this process under a key that does not tell the question."""
    response = resident.get("/windows/?q=家賃")
    assert "no-store" in response["Cache-Control"]
    kept = list(caches["searches"]._cache)
    assert len(kept) == 1
    assert not list(caches["pages"]._cache)
    assert "家賃" not in kept[0]


def test_what_leads_nowhere_throws_no_page_out(resident):
    """Addresses that strangers make up have little room, and it is not the pages'."""
    resident.get(CATEGORY)
    for number in range(10_000, 10_300):
        assert resident.get(f"/windows/{number}/").status_code == 404
    assert len(caches["missing"]._cache) <= 200
    assert len(caches["pages"]._cache) == 1


def test_what_was_missing_is_there_when_it_is_published(resident):
    """A kept 404 belongs to its version like any page."""
    window = Window.objects.first()
    window.suspend(at=timezone.now(), reason="工事")
    window.save()
    assert resident.get(window.get_absolute_url()).status_code == 404
    window.publish(at=timezone.now())
    window.save()
    assert resident.get(window.get_absolute_url()).status_code == 200


@committed
def test_pages_behind_the_log_in_are_not_kept(clerk):
    """Neither are forms."""
    caches["pages"].clear()
    client = Client()
    client.force_login(clerk)
    client.get("/admin/")
    client.get("/members/apply/")
    assert not list(caches["pages"]._cache)
