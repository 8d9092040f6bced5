"""Very many synthetic windows with their search documents, made in bulk; same every time."""

from itertools import product

from django.db import connection
from django.utils import timezone

from bench.database import PLACES, TROUBLES
from directory import hours
from directory.models import HoursPattern, HoursRule, Window
from directory.open_now.index import rebuild_intervals
from directory.search.text import ngrams
from directory.text.normalise import fold

KINDS = ["相談", "支援", "電話相談", "よろず相談", "出張相談"]
# Hours that windows keep, each with its pattern: 192 of them.
WEEKDAYS = ["{0,1,2,3,4}", "{0,1,2,3,4,5}", "{0,1,2,3,4,5,6}", "{0,2,4}", "{1,3}", "{5,6}"]
RULES = list(product(WEEKDAYS, range(480, 720, 30), (960, 1020, 1035, 1200)))
# What filters ask for, each with a period of its own; one window in 5,000 has signs.
CHANNELS = [
    *["{telephone}"] * 11,
    *["{telephone,visit}"] * 4,
    *("{}", "{telephone,email}", "{visit,form}", "{chat,line}"),
]
LANGUAGES = [*["{}"] * 15, "{ja,en}", "{ja,pt}"]
RESERVATION = ["unknown", "none", "unknown", "required", "none", "some", "unknown"]
WHO = ["ひとり親", "若者", "高齢者", "障がいのある人", "外国人", "女性", "子ども", "家族"]

MAKE_ROOM = """
    CREATE TEMPORARY TABLE grown
        (id bigint, subject text, name text, address text, phone text, weekdays smallint[],
         opens smallint, closes smallint, pattern text, channels text, languages text,
         reservation text, vector text, text text)
    ON COMMIT DROP
"""
# Every column that is not said is that of a window that exists, whatever columns there are.
ADD_WINDOWS = """
    INSERT INTO directory_window
    SELECT (jsonb_populate_record(w, jsonb_build_object(
        'id', g.id, 'uid', gen_random_uuid(), 'subject', g.subject, 'name', g.name,
        'kana', '', 'urgent', false, 'address', g.address, 'order', 1000, 'hours_override', '',
        'hours_pattern_id', g.pattern, 'channels', g.channels::text[],
        'languages', g.languages::text[], 'reservation', g.reservation,
        'reservation_kept', g.reservation))).*
    FROM grown g, directory_window w WHERE w.id = %s
"""
ADD_REST = [
    "INSERT INTO directory_window_categories (window_id, category_id)"
    " SELECT g.id, c.id FROM grown g JOIN directory_category c ON c.order % 8 = g.id % 8",
    'INSERT INTO directory_phone (window_id, kind, label, printed, dialled, "order")'
    " SELECT id, 'voice', '', phone, phone, 0 FROM grown",
    "INSERT INTO directory_hoursrule (window_id, weekdays, nth_weeks, opens, closes, on_holidays,"
    " by_reservation, tentative, label)"
    " SELECT id, weekdays, '{}', opens, closes, 'inherit', false, false, '' FROM grown",
    "DROP INDEX window_search_pairs",
    "INSERT INTO directory_windowsearch (window_id, vector, text)"
    " SELECT id, vector::tsvector, text FROM grown",
    "SET CONSTRAINTS ALL IMMEDIATE",
    "SET LOCAL maintenance_work_mem = '512MB'",
    "CREATE INDEX window_search_pairs ON directory_windowsearch USING gin (vector)",
    "SELECT count_windows_anew()",
    "SELECT setval(pg_get_serial_sequence('directory_window', 'id'), max(id)) FROM"
    " directory_window",
]


def grow(total: int) -> None:
    """Add windows until there are `total`, each with phone, category, hours and search document.

    Triggers are off meanwhile: each would ask for every row by itself.
    """
    have, last = Window.objects.count(), Window.objects.latest("pk")
    if have >= total:
        return
    patterns = _patterns(last)
    with connection.cursor() as cursor:
        cursor.execute("BEGIN")
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(MAKE_ROOM)
        with cursor.copy("COPY grown FROM STDIN") as copy:
            for number in range(last.pk + 1, last.pk + 1 + total - have):
                copy.write_row(_row(number, patterns))
        cursor.execute(ADD_WINDOWS, [last.pk])
        for statement in ADD_REST:
            cursor.execute(statement)
        cursor.execute("COMMIT")
        rebuild_intervals(now=timezone.now())
        cursor.execute("VACUUM ANALYZE")


def give_hours() -> None:
    """Give the synthetic windows that have no hours those that grown windows have."""
    without = Window.objects.filter(name__startswith="試し").without_hours()
    rules = []
    for window in without:
        rule = _rule(*RULES[window.pk % len(RULES)])
        rule.window = window
        rules.append(rule)
    without.update(hours_override="")
    HoursRule.objects.bulk_create(rules)


def _patterns(window: Window) -> list[str]:
    """The patterns of `RULES` for windows with the other facts of this one, as rows."""
    schedules = [
        hours.Schedule(
            rules=(_rule(*each).as_rule(),),
            opens_on_holidays=window.opens_on_holidays,
            closes_at_year_end=window.closes_at_year_end,
            shifted_closing_days=frozenset(window.shifted_closing_days),
        )
        for each in RULES
    ]
    keys, now = [hours.fingerprint(each) for each in schedules], timezone.now()
    HoursPattern.objects.bulk_create(
        [HoursPattern(key=key, filled_from=now, filled_until=now) for key in keys],
        ignore_conflicts=True,
    )
    return keys


def _rule(weekdays: str, opens: int, closes: int) -> HoursRule:
    days = [int(day) for day in weekdays.strip("{}").split(",")]
    return HoursRule(weekdays=days, opens=opens, closes=closes)


def _row(number: int, patterns: list[str]) -> tuple:
    """One window: words that come and go with their own periods, as in a real directory."""
    one, other = TROUBLES[number % len(TROUBLES)], TROUBLES[number // 7 % len(TROUBLES)]
    subject = f"{WHO[number // 3 % len(WHO)]}の{one}と{other}の{KINDS[number % len(KINDS)]}"
    name = f"試しの相談センター{number}"
    address = f"伊勢市{PLACES[number // 11 % len(PLACES)]}{number % 90 + 1}-{number % 30 + 1}"
    phone = f"0{number % 900_000_000 + 50_000_000:09d}"
    title, rest = fold(f"{subject} {name}"), fold(f"{address} 試しの建物2階")
    vector = ngrams.vector(
        weighted={"A": title, "B": fold("試しの団体"), "C": "ためしのよみ"},
        rest=rest,
        numbers=[phone],
    )
    hours_kept = (*RULES[number % len(RULES)], patterns[number % len(RULES)])
    text = f"{title} ためしのよみ 試しの団体 {rest}"
    choices = (
        CHANNELS[number // 5 % len(CHANNELS)] if number % 5_000 else "{sign}",
        LANGUAGES[number // 11 % len(LANGUAGES)],
        RESERVATION[number // 13 % len(RESERVATION)],
    )
    return number, subject, name, address, phone, *hours_kept, *choices, vector, text
