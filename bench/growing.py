"""Very many synthetic windows with their search documents, made in bulk; same every time."""

from django.db import connection

from bench.database import PLACES, TROUBLES
from directory.models import Window
from directory.search.text import bigrams
from directory.text.normalise import fold

KINDS = ["相談", "支援", "電話相談", "よろず相談", "出張相談"]
WHO = ["ひとり親", "若者", "高齢者", "障がいのある人", "外国人", "女性", "子ども", "家族"]

MAKE_ROOM = """
    CREATE TEMPORARY TABLE grown
        (id bigint, subject text, name text, address text, phone text, vector text, text text)
    ON COMMIT DROP
"""
# Every column that is not said is that of a window that exists, whatever columns there are.
ADD_WINDOWS = """
    INSERT INTO directory_window
    SELECT (jsonb_populate_record(w, jsonb_build_object(
        'id', g.id, 'uid', gen_random_uuid(), 'subject', g.subject, 'name', g.name,
        'kana', '', 'urgent', false, 'address', g.address, 'order', 1000))).*
    FROM grown g, directory_window w WHERE w.id = %s
"""
ADD_REST = [
    "INSERT INTO directory_window_categories (window_id, category_id)"
    " SELECT g.id, c.id FROM grown g JOIN directory_category c ON c.order % 8 = g.id % 8",
    'INSERT INTO directory_phone (window_id, kind, label, printed, dialled, "order")'
    " SELECT id, 'voice', '', phone, phone, 0 FROM grown",
    "DROP INDEX window_search_pairs",
    "INSERT INTO directory_windowsearch (window_id, vector, text)"
    " SELECT id, vector::tsvector, text FROM grown",
    "SET CONSTRAINTS ALL IMMEDIATE",
    "SET LOCAL maintenance_work_mem = '512MB'",
    "CREATE INDEX window_search_pairs ON directory_windowsearch USING gin (vector)",
    "SELECT setval(pg_get_serial_sequence('directory_window', 'id'), max(id)) FROM"
    " directory_window",
]


def grow(total: int) -> None:
    """Add windows until there are `total`, each with phone, category and search document."""
    have, last = Window.objects.count(), Window.objects.latest("pk")
    if have >= total:
        return
    with connection.cursor() as cursor:
        cursor.execute("BEGIN")
        cursor.execute(MAKE_ROOM)
        with cursor.copy("COPY grown FROM STDIN") as copy:
            for number in range(last.pk + 1, last.pk + 1 + total - have):
                copy.write_row(_row(number))
        cursor.execute(ADD_WINDOWS, [last.pk])
        for statement in ADD_REST:
            cursor.execute(statement)
        cursor.execute("COMMIT")
        cursor.execute("VACUUM ANALYZE")


def _row(number: int) -> tuple:
    """One window: words that come and go with their own periods, as in a real directory."""
    one, other = TROUBLES[number % len(TROUBLES)], TROUBLES[number // 7 % len(TROUBLES)]
    subject = f"{WHO[number // 3 % len(WHO)]}の{one}と{other}の{KINDS[number % len(KINDS)]}"
    name = f"試しの相談センター{number}"
    address = f"伊勢市{PLACES[number // 11 % len(PLACES)]}{number % 90 + 1}-{number % 30 + 1}"
    phone = f"0{number % 900_000_000 + 50_000_000:09d}"
    title, rest = fold(f"{subject} {name}"), fold(f"{address} 試しの建物2階")
    vector = bigrams.vector(
        weighted={"A": title, "B": fold("試しの団体"), "C": "ためしのよみ"},
        rest=rest,
        numbers=[phone],
    )
    return number, subject, name, address, phone, vector, f"{title} ためしのよみ 試しの団体 {rest}"
