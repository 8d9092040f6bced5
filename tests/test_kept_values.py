"""Values that a process keeps for one version of the catalogue."""

from concurrent.futures import ThreadPoolExecutor
from time import monotonic

import pytest
from django.db import OperationalError, connection, transaction

from directory import catalogue
from directory.models import Holiday, SearchTerm, day_calendar
from directory.search.known import search_terms
from tests.helpers.city import load_city
from tests.helpers.slow_tables import in_a_thread, slow_for_others, wait_until_one_waits
from tests.helpers.transactions import committed


@pytest.fixture
def reads():
    """A kept function, and a list with an entry for each time that it has really read."""
    made = []

    @catalogue.kept
    def terms():
        made.append(1)
        return list(SearchTerm.objects.in_use())

    return terms, made


@committed
def test_a_value_is_read_once_until_something_public_changes(reads):
    """And the next reading has the change."""
    load_city()
    terms, made = reads
    assert terms() is terms()
    assert len(made) == 1
    SearchTerm.objects.create(phrase="新しいことば")
    assert terms()[-1].phrase == "新しいことば"
    assert len(made) == 2


@committed
def test_a_change_by_sql_is_seen_too(reads):
    """PostgreSQL raises the version at every write, of any program."""
    load_city()
    terms, _made = reads
    terms()
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE directory_searchterm SET phrase = 'べつのことば' WHERE phrase = 'DV'"
        )
    assert "べつのことば" in {term.phrase for term in terms()}


@committed
def test_nothing_is_kept_of_a_change_that_is_not_committed(reads):
    """Inside a transaction a value is read anew, and after a rollback none of it is left."""
    load_city()
    terms, _made = reads
    before = len(terms())
    with transaction.atomic():
        SearchTerm.objects.create(phrase="新しいことば")
        assert len(terms()) == before + 1
        transaction.set_rollback(True)
    assert len(terms()) == before


@committed
def test_the_version_is_believed_for_a_second(monkeypatch, django_assert_num_queries):
    """A process asks no more often, and hears of its own changes at once."""
    load_city()
    monkeypatch.setattr(catalogue, "SECONDS_BELIEVED", 3600.0)
    before = catalogue.version()
    with django_assert_num_queries(0):
        assert catalogue.version() == before
    SearchTerm.objects.create(phrase="新しいことば")
    assert catalogue.version() != before


@committed
def test_a_slow_answer_keeps_one_thread(monkeypatch):
    """While one asks for the version, the others believe what was read a moment ago."""
    load_city()
    monkeypatch.setattr(catalogue, "SECONDS_BELIEVED", 0.0)
    monkeypatch.setattr(catalogue, "SECONDS_WHILE_ASKED", 60.0)
    before = catalogue.version()
    with ThreadPoolExecutor() as threads, slow_for_others("directory_catalogueversion"):
        asking = threads.submit(in_a_thread, catalogue.version)
        wait_until_one_waits()
        assert catalogue.version() == before
        assert not asking.done()
    assert asking.result() == before


@committed
def test_a_version_will_do_for_two_seconds_after_it_was_read_last(monkeypatch):
    """Not for two seconds after it was found to be old: nothing may have been asked for hours."""
    load_city()
    monkeypatch.setattr(catalogue._Believed, "read_at", 0.0)  # and put back afterwards
    before = catalogue.version()
    SearchTerm.objects.create(phrase="新しいことば")
    assert not catalogue.will_do(before)
    catalogue.version()
    assert catalogue.will_do(before)
    now = monotonic()
    monkeypatch.setattr(catalogue, "monotonic", lambda: now + catalogue.SECONDS_WILL_DO)
    assert not catalogue.will_do(before)
    newest = catalogue.version()
    monkeypatch.setattr(catalogue, "monotonic", lambda: now + 3600)
    SearchTerm.objects.create(phrase="もっと新しいことば")
    catalogue.version()
    assert not catalogue.will_do(newest)


@committed
def test_a_restored_database_is_not_taken_for_what_it_was():
    """The same number at another moment is another version."""
    load_city()
    before = catalogue.version()
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE directory_catalogueversion SET changed_at = changed_at - interval '1 day'"
        )
    assert catalogue.version() != before


@committed
def test_without_a_database_there_is_no_version():
    """Each keeper decides by itself what that means."""

    def refuse(*_arguments):
        raise OperationalError

    with connection.execute_wrapper(refuse), pytest.raises(OperationalError):
        catalogue.version()


@committed
def test_holidays_and_phrases_are_read_once(django_assert_num_queries):
    """Two pages in one second share them."""
    load_city()
    day_calendar()
    search_terms()
    with django_assert_num_queries(2):  # the version, twice
        day_calendar()
        search_terms()
    Holiday.objects.create(date="2026-05-07", name="臨時の祝日")
    assert "臨時の祝日" in day_calendar().holidays.values()
