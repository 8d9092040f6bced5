"""Guard of workbooks: one parser reads every part and counts, before openpyxl sees the file.

Imports neither Django nor openpyxl, and holds nothing of a file but counts, merged cells and
hidden rows. Parts are read whatever their name, since a workbook may call its sheets anything;
what is no XML ends at its first letters, here as in openpyxl, which asks the same parser (expat).
"""

import io
import zipfile
from dataclasses import dataclass, field
from xml.parsers import expat

MAX_PARTS = 2_000
# A workbook of 250,000 cells has 10 to 25 MB of XML; pictures come on top.
MAX_UNPACKED = 50_000_000
# All that is no cell or text: styles, rules, merged cells, drawings. Excel itself takes 65,490
# styles; of rules and merged cells a table of 5,000 rows has fewer.
MAX_OTHERS = 70_000
# Elements of texts for each cell: text, readings of Chinese characters, coloured letters.
TEXTS_A_CELL = 6
# Excel writes tags of less than 10 KB. A longer one is read again with every piece (expat before
# 2.6), so that reading would take the square of its length.
MAX_TAG = 200_000
MAX_ATTRIBUTES = 100
MAX_NAME = 300
MAX_RANGES = 2_000  # of one rule, which openpyxl compares with each other
MAX_DEPTH = 64
PIECE = 1 << 16
# The namespace of "Strict Open XML", in which openpyxl finds no sheet at all.
_STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
_TEXTS = frozenset({"v", "f", "is", "t", "si", "r", "rPh", "phoneticPr", "rPr"})
_TEXTS |= {"b", "i", "u", "strike", "sz", "color", "rFont", "family", "charset", "scheme"}
_LETTERS = {letter: number for number, letter in enumerate("ABCDEFGHIJKLMNOPQRSTUVWXYZ", start=1)}


class Refused(Exception):
    """Reason for which a workbook is not opened: a key of `refusals.SENTENCES`, with figures."""

    def __init__(self, reason: str, **figures: int):
        super().__init__(reason)
        self.reason, self.figures = reason, figures


@dataclass
class Part:
    """Facts about one sheet that openpyxl's quick way of reading does not tell."""

    rows: int = 0  # the last one with a cell
    columns: int = 0
    hidden: list[int] = field(default_factory=list)
    # Left, top, right, bottom, counted from 1.
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)


class Counts:
    """Counts of a whole workbook, held against its limits while its parts are read."""

    def __init__(self, max_rows: int, max_cells: int):
        self.max_rows, self.max_cells = max_rows, max_cells
        self.rows = self.cells = self.texts = self.others = 0

    @property
    def elements(self) -> int:
        """Number of all elements."""
        return self.rows + self.cells + self.texts + self.others

    def check(self) -> None:
        """Raise Refused where one of the limits is passed."""
        if self.rows > 4 * self.max_rows:  # empty ones among them
            raise Refused("rows_without_end", rows=4 * self.max_rows, most=self.max_rows)
        if (
            self.cells > self.max_cells
            or self.texts > TEXTS_A_CELL * self.max_cells
            or self.others > MAX_OTHERS
        ):
            raise Refused("too_large")


def look_through(content: bytes, *, max_rows: int, max_cells: int) -> tuple[Counts, dict]:
    """Counts of a workbook, and each `Part` by its name. Raises Refused."""
    counts, parts, size = Counts(max_rows, max_cells), {}, 0
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
            _check_names({member.filename for member in members})
            stated = sum(member.file_size for member in members)
            if len(members) > MAX_PARTS or stated > MAX_UNPACKED:
                raise Refused("too_large")
            for member in members:
                reader = _PartReader(counts)
                with archive.open(member) as stream:
                    while piece := stream.read(PIECE):
                        size += len(piece)
                        if size > MAX_UNPACKED:  # the size that a file states may be wrong
                            raise Refused("broken")
                        reader.read(piece)
                        counts.check()
                parts[member.filename] = reader.part
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        raise Refused("broken") from error
    _count_far(parts, counts)
    return counts, parts


def _check_names(names: set[str]) -> None:
    """Refuse what is no workbook of Excel's usual kind."""
    if "xl/workbook.bin" in names:
        raise Refused("binary")
    if "xl/workbook.xml" not in names:
        raise Refused("no_workbook")
    if any("vbaProject" in name for name in names):
        raise Refused("macro")


def _count_far(parts: dict[str, Part], counts: Counts) -> None:
    """Count the cells of merged ranges: each is filled."""
    for part in parts.values():
        for left, top, right, bottom in part.merged:
            counts.cells += max(right - left + 1, 0) * max(bottom - top + 1, 0)
            counts.check()


class _PartReader:
    """Reader of one part, piece by piece."""

    def __init__(self, counts: Counts):
        self.counts, self.part = counts, Part()
        self.length = self.depth = self.row = self.column = 0
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.StartDoctypeDeclHandler = self._doctype
        self.is_xml = True

    def read(self, piece: bytes) -> None:
        """Read on; where it is no XML, openpyxl too gets no further. Raises Refused."""
        if not self.is_xml:
            return
        try:
            self.parser.Parse(piece, False)
        except (expat.ExpatError, ValueError, LookupError):  # of an unknown encoding the last two
            self.is_xml = False
            return
        self.length += len(piece)
        if self.length - max(self.parser.CurrentByteIndex, 0) > MAX_TAG:
            raise Refused("too_large")

    def _doctype(self, *_declared) -> None:
        """Refuse definitions, which may multiply what follows; no spreadsheet writes any."""
        raise Refused("broken")

    def _end(self, _name: str) -> None:
        self.depth -= 1

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        if (
            self.depth > MAX_DEPTH
            or len(name) > MAX_NAME
            or len(attributes) > MAX_ATTRIBUTES
            or ("sqref" in attributes and attributes["sqref"].count(" ") > MAX_RANGES)
        ):
            raise Refused("too_large")
        namespace, _blank, tag = name.rpartition(" ")
        counts = self.counts
        if tag == "c":
            counts.cells += 1
            self._cell(attributes.get("r", ""))
        elif tag in _TEXTS:
            counts.texts += 1
        elif tag == "row":
            counts.rows += 1
            self._row(attributes)
        elif namespace == _STRICT:
            raise Refused("strict")
        else:
            counts.others += 1
            if tag == "mergeCell" and (found := _range(attributes.get("ref", ""))):
                self.part.merged.append(found)

    def _row(self, attributes: dict[str, str]) -> None:
        said = attributes.get("r", "")
        self.row = int(said) if said.isdecimal() and len(said) < 9 else self.row + 1
        self.column = 0
        if attributes.get("hidden") in ("1", "true"):
            self.part.hidden.append(self.row)

    def _cell(self, place: str) -> None:
        column = _column(place.rstrip("0123456789")) if place else 0
        self.column = column or self.column + 1
        part = self.part
        if self.row > part.rows:
            part.rows = self.row
        if self.column > part.columns:
            part.columns = self.column


def _column(letters: str) -> int:
    """Number of a column, as in XFD; 0 for what is none."""
    number = 0
    for letter in letters.upper().replace("$", "")[:4]:
        number = number * 26 + _LETTERS.get(letter, 0)
    return number


def _range(text: str) -> tuple[int, int, int, int] | None:
    """Left, top, right and bottom of a range, as in A1:C5; None for what is none."""
    first, _colon, last = text.strip().replace("$", "").partition(":")
    places = []
    for place in (first, last or first):
        row = place.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")
        column = _column(place[: len(place) - len(row)])
        if not (column and row.isdecimal() and len(row) < 9):
            return None
        places += [column, int(row)]
    return (places[0], places[1], places[2], places[3])
