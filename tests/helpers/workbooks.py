"""Excel files as people's programs write them."""

import io
import zipfile

from openpyxl import Workbook

_STRICT = (
    (
        "http://schemas.openxmlformats.org/spreadsheetml/2006",
        "http://purl.oclc.org/ooxml/spreadsheetml",
    ),
    (
        "http://schemas.openxmlformats.org/officeDocument/2006",
        "http://purl.oclc.org/ooxml/officeDocument",
    ),
)


def workbook(rows: list[list]) -> bytes:
    """An ordinary workbook with these cells on its only sheet."""
    book = Workbook()
    for row in rows:
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def strict(content: bytes) -> bytes:
    """The same workbook saved as "Strict Open XML": other namespaces in every part."""
    file = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for member in old.infolist():
            inside = old.read(member).decode()
            for ordinary, other in _STRICT:
                inside = inside.replace(ordinary, other)
            new.writestr(member, inside)
    return file.getvalue()
