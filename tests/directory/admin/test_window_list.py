"""The clerks' list of windows: narrowed, searched, and no dearer with many."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from directory.models import ImportRun, Window
from directory.search.index import index_windows
from directory.search.sql import SearchTookTooLong
from tests.directory.admin.test_window_form import ADD
from tests.factories import WindowFactory
from tests.helpers.windows_for_clerks import LIST, sound


def listed(client, **query) -> set[str]:
    """The subjects that a list shows."""
    response = client.get(LIST, query)
    assert response.status_code == 200
    return {window.subject for window in response.context["cl"].result_list}


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"status": "draft"}, {"下書き"}),
        ({"overdue": "yes"}, {"古い", "下書き"}),
        ({"hours_unknown": "yes"}, {"下書き"}),
        ({"phone_missing": "yes"}, {"古い"}),
        ({"in_doubt": "yes"}, {"古い"}),
        ({"provider": "社協"}, {"新しい"}),
        ({"reservation": "required"}, {"新しい"}),
        ({"confidential_location__exact": "1"}, {"下書き"}),
        ({"status": "nonsense"}, set()),
        ({"overdue": "nonsense"}, {"古い", "新しい", "下書き"}),
    ],
)
def test_the_list_is_narrowed_by_what_matters(clerk_client, at, query, expected):
    """Each filter shows the windows of which its words are true."""
    at("2026-11-24 10:00")
    old = sound(subject="古い", phones=[], note="要確認", source_date="2023-02-28")
    old.verified_on = None
    old.save()
    sound(subject="新しい", provider="社協", reservation="required", note="済み")
    WindowFactory(subject="下書き", status="draft", published_at=None, confidential_location=True)
    assert listed(clerk_client, **query) == expected


def test_each_status_says_how_many_it_has(clerk_client):
    """The filter counts without a click."""
    for _number in range(2):
        WindowFactory()
    page = clerk_client.get(LIST).content.decode()
    assert "公開中（2）" in page
    assert "廃止（0）" in page


def test_the_list_knows_how_many_windows_it_has_without_counting(clerk_client, administrator):
    """What an undone import has left is no part of it."""
    WindowFactory.create_batch(2)
    run = ImportRun.objects.create(made_by=administrator, file_name="窓口.xlsx")
    undone = {"status": "retired", "retired_at": timezone.now(), "undone_import": run}
    WindowFactory(**undone)
    with CaptureQueriesContext(connection) as made:
        page = clerk_client.get(LIST).content.decode()
    assert "2 相談窓口" in page
    assert "廃止（0）" in page
    kept = '"directory_window"."undone_import_id" IS NULL'
    assert not [each for each in made if "COUNT" in each["sql"] and f"WHERE {kept}" in each["sql"]]


def test_a_large_directory_offers_no_list_of_its_organisations(clerk_client, monkeypatch):
    """The box finds them by name; an address kept from before still narrows the list."""
    WindowFactory(provider="社協", subject="福祉の相談")
    WindowFactory(provider="市", subject="市の相談")
    assert "社協（1）" in clerk_client.get(LIST).content.decode()
    monkeypatch.setattr("directory.admin.windows.list_filters.MOST_GROUPED", 1)
    assert "社協（1）" not in clerk_client.get(LIST).content.decode()
    assert listed(clerk_client, provider="社協") == {"福祉の相談"}


def test_clerks_search_as_residents_do_and_by_number(clerk_client, city):
    """Readings and parts of numbers find windows of every status."""
    subject = "多重債務についての相談"
    draft = Window.objects.get(subject=subject)
    Window.objects.filter(pk=draft.pk).update(status="draft", published_at=None)
    number = draft.phones.first().printed
    for typed in ("しゃっきん", number, number[-7:]):
        assert subject in listed(clerk_client, q=typed)
    assert listed(clerk_client, q="しゃっきん", status="draft") == {subject}
    assert listed(clerk_client, q="東京スカイツリー") == set()
    assert listed(clerk_client, q="長" * 3000) == set()
    assert listed(clerk_client, q="\x00")  # no search at all, and no error
    index_windows([WindowFactory(subject="借金の新しい相談")])
    assert "借金の新しい相談" in listed(clerk_client, q="借金", o="1")


def test_a_search_that_takes_too_long_says_so(clerk_client, city, monkeypatch):
    """An empty list with the reason, not one that reads as if nothing were there."""

    def slow(*_asked, **_how):
        raise SearchTookTooLong

    monkeypatch.setattr("directory.admin.windows.page.find", slow)
    assert "検索に時間がかかりすぎました。" in clerk_client.get(f"{LIST}?q=家賃").content.decode()


@pytest.mark.parametrize("count", [1, 30])
def test_pages_cost_a_constant_number_of_queries(
    clerk_client, at, django_assert_max_num_queries, count
):
    """List, form and start page need at most eighteen queries, however many windows there are.

    Two of the form's read the calendar, which a process keeps outside of a transaction; two of the
    start page's look for dead ends in the finder.
    """
    at("2026-11-24 10:00")
    windows = [sound(provider=f"団体{n}", shifted_closing_days=[2]) for n in range(count)]
    index_windows(windows)
    for address in ("/admin/", LIST, ADD, f"{LIST}{windows[0].pk}/change/"):
        with django_assert_max_num_queries(18, info=address):
            assert clerk_client.get(address).status_code == 200
