"""Writing open tables as CSV, JSON and Excel: streamed, or small enough to be made at once."""

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice

from django.utils.functional import Promise

from directory.api.files.tables import cells, columns, opening_hours, page_of
from directory.facts.schema import PUBLIC
from directory.models import Window
from directory.open_data.hsds.services import moment
from directory.open_data.records import Record, read_records
from directory.spreadsheets.cells import bytes_of, guarded

AT_ONCE = 200
BOM = "\ufeff"
Row = Iterable[str]


def csv_of(rows: Iterable[Row]) -> Iterator[str]:
    """Rows as CSV with the mark by which Excel knows UTF-8, some hundred at a time."""
    rows = iter(rows)
    mark = BOM
    while piece := list(islice(rows, AT_ONCE)):
        out = io.StringIO(newline="")
        csv.writer(out).writerows(piece)
        yield mark + out.getvalue()
        mark = ""


def json_of(head: dict, name: str, items: Iterable[dict]) -> Iterator[str]:
    """An object with some words about it and a list of items, some hundred at a time."""
    encode = json.JSONEncoder(ensure_ascii=False).encode
    yield f'{encode(head)[:-1]}, "{name}": [\n'
    items, comma = iter(items), ""
    while piece := list(islice(items, AT_ONCE)):
        yield comma + ",\n".join(map(encode, piece))
        comma = ",\n"
    yield "\n]}\n"


def excel_of(title: str, rows: Iterable[Row]) -> bytes:
    """Rows as an Excel file, every cell of which is text, so that no zero is lost."""
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell

    book = Workbook(write_only=True)
    sheet = book.create_sheet(title)
    sheet.freeze_panes = "A2"
    for row in rows:
        cells_of_row = [WriteOnlyCell(sheet, text) for text in row]
        for cell in cells_of_row:
            cell.number_format = "@"
        sheet.append(cells_of_row)
    return bytes_of(book)


def window_rows() -> Iterator[Row]:
    """The table of windows, its headings first."""
    of = columns()
    yield [str(column.heading) for column in of]
    for record in read_records(Window.objects.published()):
        yield cells(record, of)


def window_items() -> Iterator[dict]:
    """Windows as objects: facts by their names, as plain values."""
    return map(window_item, read_records(Window.objects.published()))


def window_item(record: Record) -> dict:
    """A window as an object."""
    return {
        "id": record.uid,
        "page": page_of(record),
        "verified_on": str(record.verified_on) if record.verified_on else None,
        "changed_at": moment(record.changed_at),
        "printed_hours": record.printed_hours,
        "opening_hours": opening_hours(record),
        "reservation_answer": record.reservation.value,
        **{fact.name: record.facts[fact.name] for fact in PUBLIC},  # type: ignore[literal-required]
    }


def rows_of(
    items: Iterable[dict], words: Mapping[str | Promise, Callable[[dict], str]]
) -> Iterator[Row]:
    """A table of some objects, its headings first; `words` says what stands in each column."""
    yield [str(heading) for heading in words]
    for item in items:
        yield [guarded(tell(item)) for tell in words.values()]
