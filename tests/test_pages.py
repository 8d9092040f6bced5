"""The public pages, as a resident meets them."""

import gzip
import json
import re
from pathlib import Path

import html5lib
import pytest
from django.contrib.staticfiles import finders
from django.urls import reverse
from django.utils import timezone

from directory.models import Category, Window, WindowTally
from tests.factories import CategoryFactory, WindowFactory
from tests.helpers.city import FIXTURES
from tests.helpers.hours_of_the_city import WINDOWS

ADDRESSES = ["/", "/categories/money-housing/", "/windows/", "/about/"]


def articles(response) -> int:
    """How many windows a page lists."""
    return response.content.decode().count("<article")


@pytest.mark.parametrize("address", ADDRESSES)
def test_public_page_is_well_formed_japanese_html(client, city, address):
    """Every public page parses without an error and says that it is Japanese."""
    response = client.get(address)
    assert response.status_code == 200
    html5lib.HTMLParser(strict=True).parse(response.content.decode())
    assert '<html lang="ja">' in response.content.decode()


def test_every_window_of_the_city_has_a_page_with_its_facts(client, city):
    """Each published window's facts stand on its page as the fixtures give them, doubts too."""
    for row in json.loads((FIXTURES / "windows.json").read_text()):
        window = Window.objects.get(uid=row["uid"])
        page = client.get(window.get_absolute_url())
        if row.get("status") == "draft":
            assert page.status_code == 404
            continue
        html5lib.HTMLParser(strict=True).parse(page.content.decode())
        for phone in row["phones"]:
            assert phone["printed"] in page.content.decode()
        for fact in ("subject", "name", "address", "place_note", "provider", "email", "doubt"):
            assert row.get(fact, "") in page.content.decode()


@pytest.mark.parametrize("window", WINDOWS, ids=lambda window: f"{window.name} {window.subject}")
def test_hours_are_printed_letter_by_letter_as_in_the_booklet(client, city, window):
    """What the clerk ticked reads exactly as the booklet prints it."""
    row = Window.objects.get(subject=window.subject, name=window.name)
    assert row.printed_hours == window.booklet
    assert row.schedule == window.schedule
    page = client.get(row.get_absolute_url()).content.decode()
    assert window.booklet in re.sub(r"</?span[^>]*>", "", page)


def test_home_counts_the_windows_of_every_category_in_the_booklets_order(client, city):
    """The eight categories stand in order, each with the number of windows that it opens."""
    page = client.get("/").content.decode()
    names = [category.name for category in Category.objects.all()]
    places = [page.index(f'tile-name">{name}<') for name in names]
    assert places == sorted(places)
    for category in Category.objects.with_window_counts():
        listed = client.get(category.get_absolute_url())
        assert articles(listed) == category.window_count
        assert f"{category.window_count}件" in page


def test_home_names_danger_first(client, city):
    """110, 119 and every round-the-clock line come before the categories."""
    page = client.get("/").content.decode()
    for number in ("tel:110", "tel:119", "tel:0120279338", "tel:0120078310", "tel:189"):
        assert page.index(number) < page.index('id="categories"')


def test_list_shows_every_published_window_once(client, city):
    """All 47 published windows of the city are in the list, one article each, 30 a page."""
    pages = [client.get(f"/windows/?page={number}") for number in (1, 2)]
    assert [articles(page) for page in pages] == [30, 17]


def test_a_reservation_is_marked(client, city):
    """A window that one must ring first carries the 予約 mark in its list."""
    WindowFactory(subject="予約の要る相談", reservation=Window.Reservation.REQUIRED)
    assert client.get("/windows/?reservation=required").content.decode().count(">予約</li>") == 2


def test_a_window_without_number_or_hours_says_so(client, city, settings):
    """Unknown is shown as unknown, never left out and never guessed."""
    general = Window.objects.get(uid=settings.GENERAL_WINDOW_UID)
    page = client.get(general.get_absolute_url()).content.decode()
    assert "電話番号は、確認しているところです。" in page
    assert "受付日時は、窓口へ確認してください。" in page
    assert "所在地は、確認しているところです。" in page


@pytest.mark.parametrize("status", ["draft", "suspended", "retired"])
def test_residents_see_published_windows_only(client, db, status):
    """A draft, suspended or retired window is nowhere, and its address is not found."""
    now = timezone.now()
    dates = {
        "draft": {"published_at": None},
        "suspended": {"suspended_at": now},
        "retired": {"retired_at": now},
    }
    window = WindowFactory(subject="見えない相談", status=status, urgent=True, **dates[status])
    assert client.get(window.get_absolute_url()).status_code == 404
    category = window.categories.get()
    for address in ("/", "/windows/", category.get_absolute_url()):
        assert "見えない相談" not in client.get(address).content.decode()


def test_a_confidential_location_appears_nowhere(client, db):
    """Neither address, building, map nor coordinates of a shelter reach any page."""
    window = WindowFactory(
        confidential_location=True,
        address="伊勢市秘密町1-2-3",
        place_note="秘密ビル5階",
        latitude="34.487654",
        longitude="136.712345",
    )
    for address in ("/windows/", window.get_absolute_url(), "/windows/?channel=telephone"):
        page = client.get(address).content.decode()
        assert window.subject in page
        for secret in ("秘密", "34.48", "136.71", "google.com/maps"):
            assert secret not in page


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", 3),
        ("category=work", 1),
        ("channel=visit", 1),
        ("channel=telephone", 3),
        ("reservation=unknown", 2),
        ("reservation=none", 0),
        ("reservation=required", 1),
        ("urgent=on", 1),
        ("category=work&urgent=on", 0),
    ],
)
def test_filters_narrow_the_list(client, db, query, found):
    """Each filter does what it says, and together they all hold."""
    work = CategoryFactory(slug="work")
    WindowFactory(categories=[work], channels=["telephone", "visit"])
    WindowFactory(reservation=Window.Reservation.REQUIRED)
    WindowFactory(urgent=True)
    response = client.get(f"/windows/?{query}")
    assert response.context["page"].paginator.count == found


def test_filters_stay_as_chosen(client, city):
    """The form shows again what was chosen, and stays open while it narrows."""
    page = client.get("/windows/?category=work&urgent=on").content.decode()
    assert '<option value="work" selected>' in page
    assert 'name="urgent" id="id_urgent" checked' in page
    assert '<details class="filter" open>' in page


def test_nothing_found_offers_a_way_on(client, city):
    """An empty list says so and leads to help instead of a dead end."""
    page = client.get("/categories/disability/?urgent=on").content.decode()
    assert "あてはまる窓口が見つかりませんでした" in page
    assert "tel:0120279338" in page
    assert "どこに相談したらよいか迷ったら" in page


def test_long_lists_are_paged_and_keep_their_filters(client, db):
    """The next page is one tap away and still narrowed."""
    category = CategoryFactory()
    for _number in range(31):
        WindowFactory(categories=[category])
    first = client.get(f"{category.get_absolute_url()}?channel=telephone")
    assert articles(first) == 30
    assert 'href="?channel=telephone&amp;page=2"' in first.content.decode()
    second = client.get(f"{category.get_absolute_url()}?channel=telephone&page=2")
    assert articles(second) == 1


@pytest.mark.parametrize(
    "query",
    [
        "category=nowhere",
        "category=a&category=work",
        "category=" + "x" * 10_000,
        "category=%00",
        "category=work%00",
        "category=%ff%fe",
        "channel=%00",
        "reservation=%F0%9F%98%80",
        "urgent=perhaps",
        "page=0",
        "page=-1",
        "page=last",
        "page=" + "9" * 5_000,
        "page=%00",
        "page=１",
        "unknown=1&" + "a=1&" * 500,
    ],
)
def test_nonsense_in_the_query_is_ignored(client, city, query):
    """Whatever stands in the address, a resident gets an ordinary page."""
    for address in ("/windows/", "/categories/work/", "/"):
        assert client.get(f"{address}?{query}").status_code == 200


@pytest.mark.parametrize(
    "address",
    [
        "/categories/nowhere/",
        "/categories/%00/",
        "/categories/" + "x" * 5_000 + "/",
        "/windows/0/",
        "/windows/99999/",
        "/windows/" + "9" * 30 + "/",
        "/windows/%F0%9F%98%80/",
        "/windows/%ff/",
        "/nothing-here",
    ],
)
def test_an_unknown_address_leads_on(client, city, address):
    """Not found is said plainly, with the emergency lines, the general window and ways on."""
    response = client.get(address)
    assert response.status_code == 404
    page = response.content.decode()
    html5lib.HTMLParser(strict=True).parse(page)
    for help in ("ページが見つかりません", "tel:110", "tel:0120279338", "福祉生活相談センター"):
        assert help in page


def test_a_fault_of_ours_still_shows_the_emergency_lines(client, city, monkeypatch):
    """The 500 page carries the emergency lines and the general window."""
    client.raise_request_exception = False
    monkeypatch.setattr(Category.objects, "with_window_counts", lambda: 1 / 0)
    response = client.get("/")
    assert response.status_code == 500
    page = response.content.decode()
    html5lib.HTMLParser(strict=True).parse(page)
    for help in ("ただいま表示できません", "tel:110", "tel:0120279338", "福祉生活相談センター"):
        assert help in page


def test_many_parameters_are_refused_politely(client, city):
    """A request beyond every reason gets the 400 page, not a fault."""
    response = client.post("/accounts/login/", {f"field{n}": "1" for n in range(1_100)})
    assert response.status_code == 400
    assert "受け取れない内容でした" in response.content.decode()


@pytest.mark.parametrize(
    ("address", "queries"),
    [("/", 4), ("/categories/group/", 15), ("/windows/", 15), ("/about/", 2)],
)
def test_pages_cost_the_same_however_much_there_is(
    client, db, django_assert_num_queries, address, queries
):
    """One window or twenty, a page takes the same number of queries, also with nothing kept.

    A list asks in two of them what its filter can offer, times and languages; both are kept.
    """
    category = CategoryFactory(slug="group")
    for batch in (1, 19):
        for _number in range(batch):
            WindowFactory(categories=[category], urgent=True)
        with django_assert_num_queries(queries):
            client.get(address)


def test_a_windows_page_costs_the_same_however_many_are_related(
    client, db, django_assert_num_queries
):
    """A window's page takes the same number of queries, however many neighbours it has."""
    category = CategoryFactory()
    window = WindowFactory(categories=[category])
    for batch in (1, 19):
        for _number in range(batch):
            WindowFactory(categories=[category])
        with django_assert_num_queries(12):
            client.get(window.get_absolute_url())


def test_a_first_visit_to_a_full_page_weighs_little(client, db):
    """A page of 30 windows with all that it loads is at most 60 KB on the wire."""
    category = CategoryFactory()
    for _number in range(30):
        WindowFactory(categories=[category], place_note="市役所東館3階306番窓口")
    page = client.get(category.get_absolute_url(), headers={"accept-encoding": "gzip"})
    assert page["Content-Encoding"] == "gzip"
    files = [
        Path(finders.find(name)) for name in ("css/portal/portal.css", "icons.svg", "favicon.svg")
    ]
    weight = len(page.content) + sum(len(gzip.compress(file.read_bytes())) for file in files)
    assert weight <= 60_000


def test_the_fixtures_say_what_the_citys_table_says(city):
    """The loaded directory shows 47 windows in 8 categories and keeps 27 for staff to confirm."""
    assert Category.objects.count() == 8
    assert WindowTally.objects.by_status() == {"published": 47, "draft": 27}


def test_urls_are_named_by_noun_and_verb():
    """The addresses are part of the contract."""
    assert reverse("directory:home-view") == "/"
    assert reverse("directory:category-view", args=["work"]) == "/categories/work/"
    assert reverse("directory:window-list") == "/windows/"
    assert reverse("directory:window-view", args=[7]) == "/windows/7/"
    assert reverse("directory:about-view") == "/about/"
    assert reverse("healthz") == "/healthz"
    assert reverse("readyz") == "/readyz"
