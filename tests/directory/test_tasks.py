"""What staff ask for is done by a process of its own, one of a kind at a time; a page watches."""

import os
import time
from datetime import timedelta
from functools import partial
from threading import Barrier
from urllib.parse import urlsplit

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from directory import own_process, tasks
from directory.admin.edition_tasks import MAKE
from directory.models import Edition, Task
from tests.factories import CategoryFactory, WindowFactory
from tests.helpers.at_once import at_once
from tests.helpers.transactions import committed

ADD = "/admin/directory/edition/add/"
FORM = {"name": "令和8年度版", "printed_on": "2026-11-24", "copies": "55000", "confirmed": "on"}
PATIENCE = 120


@pytest.fixture
def not_at_once(monkeypatch):
    """Begin tasks, and let a test say when they are done; return those that have begun."""
    begun = []
    monkeypatch.setattr(tasks, "start", begun.append)
    return begun


@pytest.fixture
def window(db):
    """A window to be printed."""
    return WindowFactory(categories=[CategoryFactory()])


@committed
def test_a_process_of_its_own_makes_an_edition(clerk_client, clerk, monkeypatch):
    """The button answers at once; the page refreshes by itself until it leads to the edition."""
    WindowFactory(categories=[CategoryFactory()])
    monkeypatch.setattr(tasks, "start", lambda task: own_process.start("work_on_task", task.pk))
    url = urlsplit(os.environ["DATABASE_URL"])
    name = connection.settings_dict["NAME"]
    monkeypatch.setenv("DATABASE_URL", url._replace(path=f"/{name}").geturl())
    watched = clerk_client.post(ADD, FORM)["Location"]
    answer = clerk_client.get(watched)
    assert answer["Refresh"] == "2"
    assert "閉じても続きます" in answer.content.decode()
    task, until = Task.objects.get(), time.monotonic() + PATIENCE
    while task.ended_at is None:
        assert time.monotonic() < until
        time.sleep(0.2)
        task.refresh_from_db()
    answer = clerk_client.get(watched)
    assert "Refresh" not in answer
    edition = Edition.objects.get()
    assert f"/admin/directory/edition/{edition.pk}/change/" in answer.content.decode()
    assert (task.done, task.total, edition.made_by) == (3, 3, clerk)


def test_two_presses_begin_one_task(clerk_client, window, not_at_once):
    """Both lead to the same page; another name is told to wait, and stays as typed."""
    first = clerk_client.post(ADD, FORM)["Location"]
    assert clerk_client.post(ADD, FORM)["Location"] == first
    page = clerk_client.post(ADD, FORM | {"name": "べつの版"}).content.decode()
    assert "が「令和8年度版」を作っています。" in page
    assert 'value="べつの版"' in page
    assert len(not_at_once) == Task.objects.count() == 1


@committed
def test_two_presses_in_the_same_moment_begin_one_task(clerk, not_at_once, monkeypatch):
    """Both see that none is under way; the database lets one begin, and both watch that."""
    newest, both = tasks.newest, Barrier(2, timeout=PATIENCE)

    def seen_by_both(*of, **which):
        found = newest(*of, **which)
        both.wait()
        return found

    monkeypatch.setattr(tasks, "newest", seen_by_both)
    (first, first_begins), (second, second_begins) = at_once(
        [partial(tasks.begin, MAKE, by=clerk)] * 2
    )
    assert first == second == Task.objects.get()
    assert {first_begins, second_begins} == {True, False}
    assert not_at_once == [first]


def test_how_far_it_is_stands_on_the_page(clerk_client, window, not_at_once):
    """Without script, too: the page asks for itself anew, and has a link to do so."""
    watched = clerk_client.post(ADD, FORM)["Location"]
    Task.objects.get().advance(1, 3)
    answer = clerk_client.get(watched)
    page = answer.content.decode()
    assert "3のうち1まで終わりました" in page
    assert f'<a href="{watched}">いまの状態を見る</a>' in page
    assert answer["Refresh"] == "2"


def test_who_goes_away_finds_it_again(clerk_client, administrator, window, not_at_once):
    """The page of the form leads the same person to it; others find the form."""
    clerk_client.post(ADD, FORM)
    page = clerk_client.get(ADD).content.decode()
    assert "進めています" in page
    assert "令和8年度版" in page
    client = Client()
    client.force_login(administrator)
    assert 'name="copies"' in client.get(ADD).content.decode()


@committed
def test_a_task_whose_process_died_is_told_and_begun_again(clerk_client, not_at_once):
    """What was typed stands in the form; the next press begins anew."""
    WindowFactory(categories=[CategoryFactory()])
    watched = clerk_client.post(ADD, FORM)["Location"]
    Task.objects.update(began_at=timezone.now() - timedelta(minutes=1))
    page = clerk_client.get(ADD).content.decode()
    assert "途中で止まりました。もう一度お試しください。" in page
    assert 'value="令和8年度版"' in page
    assert 'value="2026年11月24日"' in page or 'value="2026-11-24"' in page
    assert clerk_client.post(ADD, FORM)["Location"] != watched
    assert [each.ended_at is None for each in Task.objects.of(MAKE)] == [True, False]


def test_a_fault_of_ours_ends_the_task(clerk, window, not_at_once, monkeypatch):
    """It does not keep the next one from beginning."""

    def broken(_task):
        raise RuntimeError("the disk is full")

    monkeypatch.setitem(tasks._doers, MAKE, broken)
    task, _is_new = tasks.begin(MAKE, by=clerk)
    with pytest.raises(RuntimeError):
        tasks.work(task)
    assert tasks.newest(MAKE).is_faulty
    assert tasks.begin(MAKE, by=clerk)[1]


def test_who_may_make_no_edition_watches_none(client, reader, clerk_client, window, not_at_once):
    """The page belongs to those who keep the directory."""
    watched = clerk_client.post(ADD, FORM)["Location"]
    client.force_login(reader)
    assert client.get(watched).status_code == 403


def test_old_tasks_are_pruned(clerk):
    """A month later nothing of them is read."""
    now = timezone.now()
    Task.objects.create(kind=MAKE, made_by=clerk, began_at=now - timedelta(days=40), ended_at=now)
    assert Task.objects.over(now).count() == 1
