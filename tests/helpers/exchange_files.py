"""Tables as clerks send them: the exported one, changed, or one of their own."""

import csv
import io
import re
from zipfile import ZIP_DEFLATED, ZipFile

from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook, load_workbook

from directory.exchange.export import export
from directory.models import ImportRun, Window

UPLOAD = "/admin/directory/window/import/"
KEY, SUBJECT, NAME, CATEGORY = "公開ID", "相談内容", "窓口の名称", "分野"
PHONES, HOURS = "電話番号", "受付日時"


def exported(kind: str = "xlsx") -> bytes:
    """The file that a clerk takes away."""
    return export(Window.objects.order_by("order", "pk"), kind).content


def rows_of(content: bytes) -> list[dict]:
    """The rows of an Excel file by heading."""
    heading, *rows = load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True)
    return [dict(zip(heading, row, strict=True)) for row in rows]


def excel(rows: list[list], sheet: str = "相談窓口", merged: tuple[str, ...] = ()) -> bytes:
    """An Excel file of these rows of cells."""
    book = Workbook()
    book.active.title = sheet
    for row in rows:
        book.active.append(row)
    for cells in merged:
        book.active.merge_cells(cells)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def table(*rows: dict, headings: list[str] | None = None) -> bytes:
    """An Excel file with these cells, by heading."""
    headings = headings or list(dict.fromkeys(heading for row in rows for heading in row))
    return excel([headings, *([row.get(heading) for heading in headings] for row in rows)])


def csv_of(*rows: list[str], encoding: str = "utf-8") -> bytes:
    """A CSV file."""
    file = io.StringIO(newline="")
    csv.writer(file).writerows(rows)
    return file.getvalue().encode(encoding)


def edited(content: bytes, **cells: str) -> bytes:
    """An exported file, the cells below a heading changed for all windows or for those named.

    `edited(file, 費用="無料")`, `edited(file, 費用={"借金についての相談": "無料"})`.
    """
    book = load_workbook(io.BytesIO(content))
    sheet = book.active
    at = {cell.value: cell.column for cell in sheet[1]}
    for row in range(2, sheet.max_row + 1):
        subject = sheet.cell(row, at[SUBJECT]).value
        for heading, value in cells.items():
            if not isinstance(value, dict):
                sheet.cell(row, at[heading]).value = value
            elif subject in value:
                sheet.cell(row, at[heading]).value = value[subject]
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def zipped(**members: bytes) -> bytes:
    """A zip file; `__` in a name stands for a slash, `_` for a dot."""
    file = io.BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/").replace("_", "."), content)
    return file.getvalue()


def with_member(content: bytes, name: str, inside: bytes) -> bytes:
    """An Excel file with one more part in it."""
    file = io.BytesIO(content)
    with ZipFile(file, "a", ZIP_DEFLATED) as archive:
        archive.writestr(name, inside)
    return file.getvalue()


def upload(client, content: bytes, name: str = "窓口.xlsx") -> ImportRun:
    """Send a file; return its import, as the preview keeps it."""
    answer = client.post(UPLOAD, {"file": SimpleUploadedFile(name, content)})
    assert answer.status_code == 302, answer.content.decode()
    return ImportRun.objects.get(pk=re.search(r"imports/(\d+)/", answer["Location"])[1])


def decide(client, run: ImportRun, decision: str) -> str:
    """Press a button of an import's page; return the page that follows."""
    answer = client.post(run.get_absolute_url(), {"decision": decision}, follow=True)
    run.refresh_from_db()
    return answer.content.decode()


def shown(client, run: ImportRun) -> str:
    """An import's page."""
    return client.get(run.get_absolute_url()).content.decode()
