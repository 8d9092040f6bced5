"""Long lists: every window on one page, in order, whether pages are counted off or not."""

import re
from collections.abc import Iterator
from html import unescape

import pytest
from django.conf import settings

from directory.models import Window
from directory.public import list_pages, views
from tests.factories import CategoryFactory, WindowFactory

NEXT = re.compile(r'rel="next" href="(.*?)"')
PREVIOUS = re.compile(r'rel="prev" href="(.*?)"')


@pytest.fixture
def category(db, monkeypatch):
    """A category of windows in many places of the order; pages of 3, of which 2 are counted off."""
    monkeypatch.setattr(views, "WINDOWS_PER_PAGE", 3)
    monkeypatch.setattr(list_pages, "MAX_COUNTED_OFF", 6)
    category = CategoryFactory()
    for number in range(20):
        reachable, order = number % 5 != 0, (3, 1, 2, 1)[number % 4]
        WindowFactory(order=order, reachable=reachable, categories=[category])
    WindowFactory(order=2, uid=settings.GENERAL_WINDOW_UID, categories=[category])
    return category


def keys_of(page: str) -> list[int]:
    """The windows of a list by primary key."""
    return [int(key) for key in re.findall(r'<article class="window" data-window="(\d+)"', page)]


def follow(client, address: str, link: re.Pattern) -> Iterator[tuple[str, str]]:
    """Each address and its page, from one to the next."""
    path = address.partition("?")[0]
    while True:
        page = client.get(address).content.decode()
        yield address, page
        if not (found := link.search(page)):
            return
        address = path + unescape(found[1])


def listed(address, category) -> list[int]:
    """What a list has, by primary key."""
    windows = Window.objects.published().in_list_order()
    if address != "/windows/":
        windows = windows.in_category(category).without_general()
    return list(windows.values_list("pk", flat=True))


@pytest.mark.parametrize("of_category", [True, False])
def test_links_lead_over_every_window_once(client, category, of_category):
    """From the first page to the last, and from the last back to the first."""
    address = category.get_absolute_url() if of_category else "/windows/"
    there = list(follow(client, address, NEXT))
    back = list(follow(client, there[-1][0], PREVIOUS))
    assert [key for _address, page in there for key in keys_of(page)] == listed(address, category)
    assert [keys_of(page) for _address, page in back[::-1]] == [keys_of(page) for _, page in there]
    for number, (_address, page) in enumerate(there, start=1):
        assert f"{len(there)}ページ中 {number}ページ" in page
        assert f"（{number * 3 - 2}～" in page


def test_a_page_far_back_costs_no_more_than_a_near_one(
    client, category, django_assert_max_num_queries
):
    """The windows before it are not read, and its queries are as many."""
    *_, (far, _page) = follow(client, "/windows/", NEXT)
    assert "after=" in far
    with django_assert_max_num_queries(16):
        client.get(far)


@pytest.mark.parametrize(
    "beside", ["", "&after=0", "&after=x", "&after=99999999999999999999", "&before="]
)
def test_a_number_far_back_without_its_window_is_the_last_that_is_counted_off(
    client, category, beside
):
    """An invented address shows windows with their true place."""
    page = client.get(f"/windows/?page=6{beside}").content.decode()
    assert "7ページ中 2ページ" in page
    assert "（4～6件目）" in page


def test_more_windows_than_are_read_are_announced(client, category, monkeypatch):
    """Filters leave the first of them, and the page does not say that these are all."""
    page = client.get("/windows/?channel=telephone").content.decode()
    assert "21件の窓口" in page
    monkeypatch.setattr(views, "MAX_NARROWED", 10)
    page = client.get("/windows/?channel=telephone&page=4").content.decode()
    assert "10件より多くの窓口があてはまります" in page
    assert "4ページ中 4ページ" in page
