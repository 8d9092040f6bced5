"""Workbooks that were made to take a machine, not to be read; and some that are only odd."""

import io
import zipfile
from collections.abc import Callable
from zipfile import ZIP_DEFLATED, ZipFile

from tests.helpers.workbooks import workbook

BOOK = workbook([["媒体", "費用"], ["LINE", 5]])
SHEET = "xl/worksheets/sheet1.xml"
STYLES = "xl/styles.xml"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
CELL = '<sheetData><row r="1"><c r="A1"><v>1</v></c></row></sheetData>'
FAR = "A1:XFD104857"


def with_part(name: str, inside: str | bytes, content: bytes = BOOK) -> bytes:
    """The workbook with one part in another's place, or added."""
    file = io.BytesIO()
    with ZipFile(io.BytesIO(content)) as old, ZipFile(file, "w", ZIP_DEFLATED) as new:
        for member in old.infolist():
            if member.filename != name:
                new.writestr(member, old.read(member))
        new.writestr(name, inside)
    return file.getvalue()


def sheet(inside: str) -> str:
    """The XML of a sheet."""
    return f'<worksheet xmlns="{MAIN}">{inside}</worksheet>'


def merged(attribute: str) -> str:
    """A sheet with one merged cell."""
    return sheet(f"{CELL}<mergeCells><mergeCell {attribute}/></mergeCells>")


def renamed(content: bytes, name: str) -> bytes:
    """The workbook with its sheet in a part of another name."""
    file = io.BytesIO()
    with ZipFile(io.BytesIO(content)) as old, ZipFile(file, "w", ZIP_DEFLATED) as new:
        for member in old.infolist():
            inside = old.read(member)
            for before in (b"/xl/worksheets/sheet1.xml", b"worksheets/sheet1.xml"):
                inside = inside.replace(before, f"/{name}".encode())
            new.writestr(name if member.filename == SHEET else member.filename, inside)
    return file.getvalue()


def styles(inside: str) -> bytes:
    """The workbook with other styles."""
    return with_part(STYLES, f'<styleSheet xmlns="{MAIN}">{inside}</styleSheet>')


def repeated_text(times: int) -> bytes:
    """A long text, and so many cells that show it."""
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    types = zipfile.ZipFile(io.BytesIO(BOOK)).read("[Content_Types].xml").decode()
    named = f'<Override PartName="/xl/sharedStrings.xml" ContentType="{kind}"/></Types>'
    cells = '<row><c t="s"><v>0</v></c></row>' * times
    content = with_part(SHEET, sheet(f"<sheetData>{cells}</sheetData>"))
    content = with_part("[Content_Types].xml", types.replace("</Types>", named), content)
    text = f'<sst xmlns="{MAIN}"><si><t>{"あ" * 30_000}</t></si></sst>'
    return with_part("xl/sharedStrings.xml", text, content)


def many_parts() -> bytes:
    """A workbook of five thousand empty parts."""
    file = io.BytesIO(BOOK)
    with ZipFile(file, "a") as archive:
        for number in range(5_000):
            archive.writestr(f"xl/media/{number}.bin", b"")
    return file.getvalue()


def overlapping(content: bytes) -> bytes:
    """A workbook whose directory says that a huge part is small."""
    honest = with_part("xl/worksheets/sheet2.xml", b"<x/>" * 5_000_000, content)
    size = (20_000_000).to_bytes(4, "little")
    return honest.replace(size, (100).to_bytes(4, "little"))


def rules(number: int) -> str:
    """A sheet with so many rules of formatting."""
    rule = '<cfRule type="cellIs" priority="1"><formula>1</formula></cfRule>'
    one = f'<conditionalFormatting sqref="A1">{rule}</conditionalFormatting>'
    return sheet(CELL + one * number)


HOSTILE: dict[str, Callable[[], bytes]] = {
    "merged, blanks round =": lambda: with_part(SHEET, merged(f'ref = "{FAR}"')),
    "merged, a letter as a number": lambda: with_part(SHEET, merged('ref="&#65;1:XFD104857"')),
    "merged, in UTF-16": lambda: with_part(
        SHEET, ('<?xml version="1.0" encoding="UTF-16"?>' + merged(f'ref="{FAR}"')).encode("utf-16")
    ),
    "merged, another sheet name": lambda: renamed(
        with_part(SHEET, merged(f'ref="{FAR}"')), "xl/tables/cover.png"
    ),
    "merged, another prefix": lambda: with_part(
        SHEET,
        f'<s:worksheet xmlns:s="{MAIN}"><s:sheetData/><s:mergeCells>'
        f'<s:mergeCell ref="{FAR}"/></s:mergeCells></s:worksheet>',
    ),
    "link over all cells": lambda: with_part(
        SHEET,
        sheet(f'{CELL}<hyperlinks><hyperlink ref="{FAR}" location="A1"/></hyperlinks>').replace(
            "<hyperlinks>", "<hyperlinks>" + '<hyperlink ref="A1" location="A1"/>' * 100_001
        ),
    ),
    "10 MB of blanks in a tag": lambda: with_part(SHEET, sheet("<sheetData " + " " * 10**7 + "/>")),
    "45 MB of blanks in a tag": lambda: with_part(
        SHEET, sheet("<sheetData " + " " * 45_000_000 + "/>")
    ),
    "80 MB of blanks": lambda: with_part(SHEET, sheet(" " * 80_000_000 + CELL)),
    "a comment of 40 MB": lambda: with_part(SHEET, sheet("<!--" + "-a" * 20_000_000 + "-->")),
    "600,000 rules": lambda: with_part(SHEET, rules(300_000)),
    "600,000 merged cells": lambda: with_part(
        SHEET, sheet(CELL + "<mergeCells>" + '<mergeCell ref="A1:A2"/>' * 600_000 + "</mergeCells>")
    ),
    "a million styles": lambda: styles("<cellXfs>" + "<xf/>" * 1_000_000 + "</cellXfs>"),
    "a million formats": lambda: styles(
        "<numFmts>" + '<numFmt numFmtId="200" formatCode="0"/>' * 1_000_000 + "</numFmts>"
    ),
    "a million attributes": lambda: with_part(
        SHEET, sheet("<sheetData " + " ".join(f'a{n}=""' for n in range(1_000_000)) + "/>")
    ),
    "a rule with 90,000 places": lambda: with_part(
        SHEET, sheet(CELL + f'<conditionalFormatting sqref="{"A1 " * 60_000}"/>')
    ),
    "a million parts deep": lambda: with_part(SHEET, "<a>" * 1_000_000),
    "three million cells": lambda: with_part(
        SHEET, sheet('<sheetData><row r="1">' + "<c/>" * 3_000_000 + "</row></sheetData>")
    ),
    "a cell far below": lambda: with_part(
        SHEET, sheet('<sheetData><row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>')
    ),
    "entities": lambda: with_part(
        SHEET,
        '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>' + sheet(f"{CELL}&b;"),
    ),
    "300 MB inside": lambda: with_part("xl/media/a.bin", bytes(300_000_000)),
    "a lie about the size": lambda: overlapping(BOOK),
    "a text of 90 KB in 5,000 cells": lambda: repeated_text(5_000),
    "a name of a million signs": lambda: with_part(
        "xl/workbook.xml",
        f'<workbook xmlns="{MAIN}"><sheets/><definedNames><definedName name="_xlnm.Print_Titles"'
        f' localSheetId="0">{"$A:$A," * 1_000_000}</definedName></definedNames></workbook>',
    ),
    "5,000 parts": many_parts,
    "charts only": lambda: with_part(
        "xl/workbook.xml", f'<workbook xmlns="{MAIN}"><sheets/></workbook>'
    ),
    "xlsb": lambda: with_part("xl/workbook.bin", b"\x83\x01\x00"),
    "xls": lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
    "password": lambda: b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"),
}
