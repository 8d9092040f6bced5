"""The tally of windows equals a count of them, after every kind of change by every writer."""

import random
import threading
from functools import partial

import pytest
from django.db import connection, transaction
from django.utils import timezone

from directory.models import Category, Window, WindowTally
from directory.open_now import index as hours_index
from tests.factories import CategoryFactory, WindowFactory, give_hours
from tests.helpers.transactions import committed

COUNTED = """
    SELECT category_id, hours_pattern_id, status, reachable, count(*)
    FROM (SELECT id, NULL AS category_id FROM directory_window UNION ALL
          SELECT window_id, category_id FROM directory_window_categories) place
    JOIN directory_window USING (id) GROUP BY 1, 2, 3, 4
"""
TALLIED = """
    SELECT category, hours_pattern, status, reachable, sum(number)
    FROM directory_windowtally GROUP BY 1, 2, 3, 4 HAVING sum(number) <> 0
"""
DELETE_ROWS = [
    "DELETE FROM directory_window_categories WHERE window_id = %s",
    "DELETE FROM directory_phone WHERE window_id = %s",
    "DELETE FROM directory_hoursrule WHERE window_id = %s",
]
Link = Window.categories.through


def assert_it_tallies():
    """Compare the sums of the tally with a count of the windows that are there."""
    with connection.cursor() as cursor:
        cursor.execute(COUNTED)
        counted = set(cursor.fetchall())
        cursor.execute(TALLIED)
        assert set(cursor.fetchall()) == counted


def execute(sql, *values):
    """Change rows past the models."""
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


def any_of(chance, number=1):
    """Some windows by primary key."""
    keys = list(Window.objects.order_by("pk").values_list("pk", flat=True))
    return chance.sample(keys, min(number, len(keys)))


def delete_rows_first(chance):
    """Delete a window in raw SQL, its rows before it."""
    [key] = any_of(chance)
    for statement in DELETE_ROWS:
        execute(statement, key)
    execute("DELETE FROM directory_window WHERE id = %s", key)


def delete_rows_last(chance):
    """Delete a window in raw SQL, its rows after it: foreign keys are asked at the end."""
    [key] = any_of(chance)
    execute("DELETE FROM directory_window WHERE id = %s", key)
    for statement in DELETE_ROWS:
        execute(statement, key)


def save_another_status(chance):
    """Publish, suspend or retire by the model."""
    window = Window.objects.get(pk=any_of(chance)[0])
    now = timezone.now()
    if window.status == "published" and chance.random() < 0.5:
        window.suspend(at=now, reason="改修")
    elif chance.random() < 0.5:
        window.publish(at=now)
    else:
        window.retire(at=now)
    window.save()


def exchange_categories(chance):
    """Let a window be in other categories than it was."""
    chosen = chance.sample(list(Category.objects.order_by("pk")), 2)
    Window.objects.get(pk=any_of(chance)[0]).categories.set(chosen)


def change_mind(chance):
    """Change much and take it back with the transaction."""
    with transaction.atomic():
        Window.objects.update(reachable=False)
        Link.objects.all().delete()
        transaction.set_rollback(True)


CHANGES = [
    lambda chance: WindowFactory(categories=list(Category.objects.all()[: chance.randint(1, 3)])),
    lambda chance: Window.objects.filter(pk=any_of(chance)[0]).delete(),
    delete_rows_first,
    delete_rows_last,
    save_another_status,
    exchange_categories,
    change_mind,
    lambda chance: Window.objects.filter(pk__in=any_of(chance, 5)).update(reachable=False),
    lambda chance: Window.objects.update(reachable=True),
    lambda chance: Window.objects.update(subject="ほかの相談"),
    lambda chance: Window.objects.bulk_update(
        [Window(pk=key, reachable=chance.random() < 0.5) for key in any_of(chance, 9)],
        ["reachable"],
    ),
    lambda chance: execute(
        "UPDATE directory_window SET reachable = NOT reachable WHERE id %% 3 = 0"
    ),
    lambda chance: Window.objects.get(pk=any_of(chance)[0]).categories.add(Category.objects.last()),
    lambda chance: Category.objects.last().windows.remove(*any_of(chance, 4)),
    lambda chance: Link.objects.filter(category=Category.objects.first()).update(
        category=CategoryFactory()
    ),
    lambda chance: CategoryFactory().windows.set(any_of(chance, 3)),
    lambda chance: Category.objects.order_by("?").first().windows.clear(),
    lambda chance: Category.objects.order_by("pk").first().delete(),
    lambda chance: give_hours(Window.objects.get(pk=any_of(chance)[0]), "月火 9:00-12:00"),
    lambda chance: hours_index.refresh_hours(now=timezone.now()),
    lambda chance: execute("SELECT fold_window_tally()"),
]


@pytest.mark.parametrize("seed", range(5))
def test_the_tally_follows_any_change(db, seed):
    """Models, bulk operations, raw SQL, many-to-many rows and cascades, in any order."""
    chance = random.Random(seed)
    CategoryFactory.create_batch(3)
    WindowFactory.create_batch(6, categories=list(Category.objects.all()[:2]))
    for _number in range(60):
        while Window.objects.count() < 3 or Category.objects.count() < 3:
            WindowFactory()
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        chance.choice(CHANGES)(chance)
        assert_it_tallies()
    # No published window may be left without a category.
    Window.objects.filter(categories=None).delete()
    assert_it_tallies()


def test_emptied_tables_are_counted_as_empty(db):
    """TRUNCATE fires no trigger for rows."""
    WindowFactory()
    execute("SET CONSTRAINTS ALL IMMEDIATE")
    execute("TRUNCATE directory_window_categories")
    assert_it_tallies()
    execute("TRUNCATE directory_window CASCADE")
    assert not WindowTally.objects.exists()


def test_rows_are_put_together_now_and_then(db):
    """The tally grows with the kinds of windows that there are, not with their changes."""
    window = WindowFactory()
    for number in range(400):
        Window.objects.filter(pk=window.pk).update(reachable=number % 2 == 0)
    assert WindowTally.objects.count() < 400
    assert_it_tallies()


@committed
def test_writers_at_once_neither_wait_nor_miscount():
    """Windows and their categories, changed by four people at once, without a deadlock."""
    categories = CategoryFactory.create_batch(4)
    # Drafts: a published window may not be left without a category.
    draft = {"status": "draft", "published_at": None}
    windows = WindowFactory.create_batch(8, categories=categories[:2], **draft)
    failures = []

    def write(number: int) -> None:
        chance = random.Random(number)
        try:
            for _change in range(60):
                with transaction.atomic():
                    # One statement a transaction: which rows are locked first is not the tally's.
                    window, category = chance.choice(windows), chance.choice(categories)
                    place = Link.objects.filter(window=window, category=category)
                    change = chance.choice(
                        [
                            partial(
                                Link.objects.bulk_create,
                                [Link(window=window, category=category)],
                                ignore_conflicts=True,
                            ),
                            place.delete,
                            partial(Window.objects.filter(pk=window.pk).update, reachable=True),
                            partial(Window.objects.filter(pk=window.pk).update, reachable=False),
                        ]
                    )
                    change()
                    if chance.random() < 0.3:
                        execute("SELECT fold_window_tally()")
                    if chance.random() < 0.2:
                        transaction.set_rollback(True)
        except Exception as error:  # told by the test
            failures.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=write, args=[number]) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert_it_tallies()


def in_another_session(sql: str, *values) -> threading.Thread:
    """Begin to execute something beside what this test has not committed yet."""

    def run() -> None:
        execute(sql, *values)
        connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    return thread


@committed
def test_nobody_waits_for_rows_that_are_being_put_together():
    """Another writer goes on, and leaves them to the one who has them."""
    first, second = WindowFactory.create_batch(2)
    with transaction.atomic():
        Window.objects.filter(pk=first.pk).update(reachable=False)
        execute("SELECT fold_window_tally()")
        change = "UPDATE directory_window SET reachable = false WHERE id = %s"
        for statement in ([change, second.pk], ["SELECT fold_window_tally()"]):
            other = in_another_session(*statement)
            other.join(timeout=5)
            assert not other.is_alive()
    assert_it_tallies()


@committed
def test_a_count_anew_waits_for_rows_that_are_being_put_together():
    """Else it would not see their sum, and count the same windows beside it."""
    WindowFactory.create_batch(3)
    with transaction.atomic():
        execute("SELECT fold_window_tally()")
        other = in_another_session("SELECT count_windows_anew()")
        other.join(timeout=0.5)
        assert other.is_alive()
    other.join()
    assert_it_tallies()


@committed
def test_a_count_anew_misses_no_writer():
    """What is committed while all is counted adds its own rows."""
    [category] = CategoryFactory.create_batch(1)
    windows = WindowFactory.create_batch(5, categories=[category])
    is_done = threading.Event()

    def write() -> None:
        number = 0
        while not is_done.is_set():
            number += 1
            Window.objects.filter(pk=windows[number % 5].pk).update(reachable=number % 2 == 0)
            execute("SELECT fold_window_tally()")
        connection.close()

    thread = threading.Thread(target=write)
    thread.start()
    try:
        for _number in range(60):
            execute("SELECT count_windows_anew()")
    finally:
        is_done.set()
        thread.join()
    assert_it_tallies()
