"""Workbook worker process: one uploaded workbook on stdin, the cells of its sheets on stdout.

Line by line JSON: a sheet (an object), its rows (arrays), the next sheet; at last the verdict, an
object with "end" or "refused". Imports neither Django nor a model.
"""

import io
import json
import os
import resource
import sys
import time
import warnings
from datetime import date, datetime
from datetime import time as time_of_day

from directory.spreadsheets.guard import Counts, Part, Refused, look_through

FILES_OPEN = 32
# What openpyxl may need after the counting: of a small file two seconds, of a large one as much
# as its elements need on a slow machine.
SECONDS, ELEMENTS_A_SECOND = 2, 20_000
CPU_SECONDS_AT_MOST = 20
# Numbers of Excel's built-in formats of dates in Japanese; 32 and 33 are times of day.
JAPANESE_DATES = {*range(27, 32), *range(34, 37), *range(50, 59)}


def main() -> None:
    """Read the job and the file, write the sheets and the verdict."""
    resource.setrlimit(resource.RLIMIT_NOFILE, (FILES_OPEN, FILES_OPEN))
    # One parser reads the parts for the guard and for openpyxl: what one takes for the end, the
    # other does not read on.
    os.environ["OPENPYXL_LXML"] = "False"
    job = json.loads(sys.stdin.buffer.readline())
    content = sys.stdin.buffer.read()
    try:
        counts, parts = look_through(content, max_rows=job["max_rows"], max_cells=job["max_cells"])
        _limit_processor(counts)
        _write_sheets(content, parts, job)
        _write({"end": True})
    except Refused as refused:
        _write({"refused": refused.reason, "figures": refused.figures})


def _limit_processor(counts: Counts) -> None:
    """Leave openpyxl as many seconds as a file with so many elements needs."""
    most = resource.getrlimit(resource.RLIMIT_CPU)[1]
    seconds = min(SECONDS + counts.elements // ELEMENTS_A_SECOND, CPU_SECONDS_AT_MOST)
    soft = min(int(time.process_time()) + 1 + seconds, most)
    resource.setrlimit(resource.RLIMIT_CPU, (soft, most))


def _write_sheets(content: bytes, parts: dict[str, Part], job: dict) -> None:
    """Write all sheets, or the first one as it is displayed. Raises Refused."""
    from openpyxl import load_workbook

    warnings.simplefilter("ignore")  # of drawings and the like, which are not needed here
    try:
        book = load_workbook(
            io.BytesIO(content), read_only=True, keep_links=False, data_only=job["displayed"]
        )
        sheets = book.worksheets[:1] if job["displayed"] else book.worksheets
        if not sheets:
            raise Refused("no_sheet")
        for sheet in sheets:
            # The quick way of reading tells no merged cells, hidden rows or true size: these are
            # known by the name of the part.
            part = parts.get(sheet._worksheet_path, Part())
            _write_sheet(sheet, part, job)
    except (Refused, MemoryError):
        raise
    except OSError as error:
        if error.errno is not None:  # the answer is as long as it may be
            raise
        raise Refused("broken") from error
    except Exception as error:  # openpyxl fails in as many ways as there are broken files
        raise Refused("broken") from error


def _write_sheet(sheet, part: Part, job: dict) -> None:
    """Write one sheet's facts and rows. Raises Refused."""
    rows = max([part.rows, *(bottom for _left, _top, _right, bottom in part.merged)])
    columns = max([part.columns, *(right for _left, _top, right, _bottom in part.merged)])
    # One stray cell far below makes a sheet as long, and every cell between would be made.
    if rows > job["max_rows"] + job["heading_within"]:
        raise Refused("too_many_rows", rows=rows, most=job["max_rows"])
    _write(
        {
            "title": sheet.title,
            "columns": columns,
            "is_hidden": sheet.sheet_state != "visible",
            "hidden_rows": part.hidden,
            "merged": part.merged,
        }
    )
    if rows and columns:
        sheet.reset_dimensions()  # the size that a file states may be wrong
        for row in sheet.iter_rows(max_row=rows, max_col=min(columns, job["max_columns"])):
            _write([_encoded(cell, job["displayed"]) for cell in row])


def _encoded(cell, displayed: bool):
    """Value of a cell as JSON; what JSON has no word for is an object of one kind."""
    value = cell.value
    if value is None or isinstance(value, bool):
        return value
    if cell.data_type == "f" and not displayed:
        return {"formula": True}
    if isinstance(value, int | float) and cell.style_array.numFmtId in JAPANESE_DATES:
        value = _date(value, cell)
    if isinstance(value, int | float):
        return {"number": value, "format": cell.number_format} if displayed else value
    for kind, name in ((datetime, "datetime"), (date, "date"), (time_of_day, "time")):
        if isinstance(value, kind):
            return {name: value.isoformat()}
    return str(value)


def _date(value: int | float, cell):
    """The day of a number in a format without a text, which openpyxl takes for no date."""
    from openpyxl.utils.datetime import from_excel

    try:
        return from_excel(value, cell.parent.parent.epoch)
    except (ValueError, OverflowError):
        return value


def _write(line) -> None:
    text = json.dumps(line, ensure_ascii=False, separators=(",", ":"))
    sys.stdout.buffer.write(text.encode("utf-8", "surrogatepass") + b"\n")


if __name__ == "__main__":
    main()
