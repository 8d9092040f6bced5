"""What filters leave of a list is what the rules say, window by window, alone and combined."""

import random
from datetime import timedelta
from itertools import product

import pytest
from django.db import connection, transaction
from django.http import QueryDict

from directory import hours
from directory.models import Category, HoursRule, Window, day_calendar
from directory.public import filters
from directory.public.filters import SearchFilter, When, WindowFilter
from tests.factories import CategoryFactory, WindowFactory, give_hours

RULES = [
    *("月火水木金 8:30-17:15", "月火水木金 9:00-20:00", "土日 9:00-17:00", "土 10:00-12:00"),
    *("日 13:00-16:00", "月火水木金土日 0:00-24:00", "水 22:00-2:00", "火 9:00-10:30"),
]
WAYS = ["telephone", "visit", "email", "form", "chat", "line", "fax", "sign"]
LANGUAGES = ["ja", "en", "pt", "vi"]
WRITTEN_FIRST = {"email", "form", "chat", "line"}
ALONE = [
    *(f"reservation={each}" for each in Window.Reservation.values),
    *(f"when={each.value}" for each in When),
    *(f"channel={each}" for each in ("chat", "visit")),
    *("language=pt", "no_phone=on", "open=on", "on=2026-11-28", "urgent=on", "sort=open"),
]
PAIRS = [
    f"{one}&{other}"
    for one, other in product(ALONE, ALONE)
    if one.partition("=")[0] < other.partition("=")[0]
]


@pytest.fixture
def many(at):
    """Random windows in two categories, on a Tuesday at ten."""
    now, chance = at("2026-11-24 10:00"), random.Random(16)
    categories = CategoryFactory.create_batch(2)
    for _number in range(45):
        window = WindowFactory(
            channels=chance.sample(WAYS, chance.choice([0, 1, 1, 2])),
            languages=chance.sample(LANGUAGES, chance.randint(0, 2)),
            reservation=chance.choice(Window.Reservation.values),
            hours_override=chance.choice(["", "", "要予約", "予約制ではありません"]),
            urgent=chance.random() < 0.2,
            order=chance.randint(1, 20),
            categories=chance.sample(categories, chance.randint(1, 2)),
            **chance.choice([{}] * 5 + [{"status": "draft", "published_at": None}]),
        )
        for text in chance.sample(RULES, chance.randint(0, 2)):
            give_hours(
                window,
                text,
                by_reservation=chance.random() < 0.3,
                tentative=chance.random() < 0.2,
            )
        Window.objects.filter(pk=window.pk).update(reachable=chance.random() < 0.8)
    return now


def keeps(window: Window, chosen: dict[str, str], now) -> bool:
    """Whether a window meets every choice, as a reader of its own rows would say."""
    ways, calendar = set(window.channels), day_calendar()

    def answers(start, end, *, surely=True):
        first = hours.in_tokyo(start).date()
        found = hours.intervals(
            window.schedule, calendar, first - timedelta(days=1), hours.in_tokyo(end).date()
        )
        return any(
            each.start < end
            and each.end > start
            and not (surely and (each.by_reservation or each.tentative))
            for each in found
        )

    rules = {
        "channel": lambda value: value in ways,
        "language": lambda value: value in window.languages,
        "reservation": lambda value: window.reservation_answer == value,
        "no_phone": lambda value: bool(ways - {"telephone"}),
        "urgent": lambda value: window.urgent,
        "when": lambda value: answers(*When(value).next_span(now)),
        "open": lambda value: is_open(window, now),
        "on": lambda value: answers(*whole_day(now, value), surely=False),
        "sort": lambda value: True,
    }
    return all(rules[name](value) for name, value in chosen.items())


def is_open(window: Window, now) -> bool:
    """Whether its page says that it is open."""
    return window.state_at(now).status == hours.Status.OPEN


def whole_day(now, text: str):
    """A day from midnight to midnight."""
    start = now.replace(day=int(text[-2:]), hour=0)
    return start, start + timedelta(days=1)


def expected(windows: list[Window], chosen: dict[str, str], now) -> list[int]:
    """The list as it should be, by primary key."""
    windows = [window for window in windows if keeps(window, chosen, now)]

    def place(window):
        if "no_phone" in chosen:
            return (not WRITTEN_FIRST & set(window.channels), window.order, window.pk)
        later = "sort" in chosen and not is_open(window, now)
        return (later, not window.reachable, window.order, window.pk)

    return [window.pk for window in sorted(windows, key=place)]


@pytest.mark.parametrize(("most", "of_category"), [(1_000, False), (3, True)])
def test_a_list_has_what_each_choice_and_each_pair_leaves(many, monkeypatch, most, of_category):
    """In the list's order; the same whether few are left, that are looked for by their hours."""
    monkeypatch.setattr(filters, "MAX_NARROWED", most)
    category = Category.objects.first() if of_category else None
    windows = Window.objects.published().in_list_order()
    windows = windows.in_category(category) if category else windows
    everything = list(windows.for_reading())
    for query in ALONE + PAIRS:
        narrowed = WindowFilter(QueryDict(query), queryset=windows, moment=many, category=category)
        right = expected(everything, dict(QueryDict(query).items()), many)
        assert narrowed.keys(len(right) + 1) == right, query
        assert narrowed.keys(2) == right[:2], query


def test_a_search_has_them_in_staffs_order(many):
    """Where nothing is asked but how and when to talk; without ringing, written words first."""
    everything = list(Window.objects.published().for_reading())
    for query in (each for each in ALONE if not each.startswith("sort")):
        chosen = dict(QueryDict(query).items())
        narrowed = SearchFilter(
            QueryDict(query), queryset=Window.objects.published(), moment=many, categories=[]
        )
        right = expected(everything, chosen, many)
        if "no_phone" not in chosen:
            right = list(Window.objects.filter(pk__in=right).values_list("pk", flat=True))
        assert narrowed.keys(len(right) + 1) == right, query


def write(sql: str, *values) -> None:
    """Write past the models."""
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


def test_the_answer_about_reservation_follows_every_way_of_writing(many):
    """The field, its free text, rows of hours that come, change, move and go, in bulk or raw."""
    chance = random.Random(3)
    keys = list(Window.objects.values_list("pk", flat=True))
    changes = [
        lambda key: Window.objects.filter(pk=key).update(reservation="none", hours_override=""),
        lambda key: Window.objects.get(pk=key).save(),
        lambda key: write("UPDATE directory_window SET reservation_kept = 'none'"),
        lambda key: HoursRule.objects.filter(window=key).update(by_reservation=True),
        lambda key: HoursRule.objects.filter(window=key).delete(),
        lambda key: HoursRule.objects.filter(window=key).update(window=chance.choice(keys)),
        lambda key: HoursRule.objects.bulk_create(
            [HoursRule(window_id=key, weekdays=[1], opens=540, closes=600, by_reservation=True)]
        ),
        lambda key: write(
            "UPDATE directory_window SET hours_override = '要予約' WHERE id = %s", key
        ),
    ]
    for _round in range(40):
        chance.choice(changes)(chance.choice(keys))
        for window in Window.objects.with_hours():
            assert window.reservation_kept == window.reservation_answer


def test_written_words_first_are_read_by_an_index(many):
    """In the order of the list: no window that only takes calls is read."""
    with transaction.atomic():
        for way in ("seqscan", "bitmapscan", "sort"):  # as for very many windows
            write(f"SET LOCAL enable_{way} = off")
        windows = Window.objects.published().reached_without_telephone()
        plan = windows.values_list("pk")[:10].explain()
    assert "using window_without_telephone" in plan
    assert "Sort" not in plan
