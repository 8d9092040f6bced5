"""Payloads of tests/data/injections.csv, and judges that tell whether one is active.

A judge is a parser of what the sink is read by, and compares with the same sink holding plain
words: a page has no element, attribute or address that it would not have, a file no formula, a mail
no other header. So nothing has to be known of how an attack looks.
"""

import csv
import io
import json
import unicodedata
from email import message_from_bytes, policy
from pathlib import Path
from urllib.parse import urlsplit

import html5lib
import icalendar
import openpyxl
from django.conf import settings

TABLE = Path(settings.BASE_DIR) / "tests" / "data" / "injections.csv"
PLAIN = "ふつうのことば"
ADDRESSES = {
    "href",
    "src",
    "action",
    "formaction",
    "srcset",
    "data",
    "poster",
    "ping",
    "background",
}
LINES = {"br", "p"}  # a text of several lines has them
# Show nothing, though not all are blanks by their kind.
UNSEEN = set("\u034f\u115f\u1160\u17b4\u17b5\u180e\u2800\u3164\uffa0\ufe0f")
SIGNS = tuple("=+-@")
LINKED_DATA = "application/ld+json"


def payloads() -> list[str]:
    """Every payload of the table, without NUL, which no row can hold."""
    with TABLE.open(newline="") as table:
        texts = [json.loads(f'"{row["payload"]}"') for row in csv.DictReader(table)]
    return [text.replace("\0", "") for text in texts]


class Page:
    """What a browser makes of a page: its elements, attributes, addresses and words."""

    def __init__(self, content: bytes):
        root = html5lib.parse(content.decode(), namespaceHTMLElements=False)
        self.parts, self.scripts, self.words = set(), [], []
        for each in root.iter():
            if not isinstance(each.tag, str):
                self.parts.add(("comment", each.text))
                continue
            self.parts.add(each.tag)
            self.parts |= {(each.tag, name) for name in each.attrib}
            self.parts |= {
                (each.tag, name, *_where(value))
                for name, value in each.attrib.items()
                if name in ADDRESSES
            }
            self.words += [each.text or "", each.tail or "", *each.attrib.values()]
            if each.tag == "script":
                self.scripts.append((each.get("src"), each.get("type"), each.text))
        self.text = visible("".join(self.words))

    def beyond(self, *plain: "Page") -> set:
        """What it is made of beside the parts of plain pages, line breaks left aside."""
        return self.parts.difference(LINES, *(page.parts for page in plain))

    def linked_data(self) -> list[dict]:
        """What search engines read. Raises ValueError where it is no JSON."""
        return [json.loads(text) for _src, kind, text in self.scripts if kind == LINKED_DATA]


def leads_away(address: str) -> bool:
    """Whether a browser that follows this address leaves the portal."""
    scheme, host = _where(address)
    return scheme not in ("", "http", "https") or host not in ("", *settings.ALLOWED_HOSTS)


def _where(address: str) -> tuple[str, str]:
    """Scheme and host of an address as browsers read it: without blanks and line breaks."""
    cleaned = "".join(letter for letter in address.strip() if letter not in "\t\r\n")
    found = urlsplit(cleaned.replace("\\", "/"))
    return found.scheme.lower(), found.netloc


def visible(text: str) -> str:
    """A text without blanks and what shows nothing, to be looked for in others."""
    return "".join(each for each in text if not _shows_nothing(each))


def _shows_nothing(letter: str) -> bool:
    return unicodedata.category(letter)[0] in "CZ" or letter in UNSEEN


def is_calculated(cell) -> bool:
    """Whether a spreadsheet might calculate a cell: its first letter, however it is spelled."""
    text = str(cell or "")
    shown = next((letter for letter in text if not _shows_nothing(letter)), "")
    return text.startswith(("\t", "\r")) or unicodedata.normalize("NFKC", shown).startswith(SIGNS)


def cells_of_csv(content: bytes) -> list[list[str]]:
    """The rows of a CSV file."""
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True))


def cells_of_excel(content: bytes) -> list[list[str]]:
    """The rows of a workbook; fails where a cell is a formula or a link."""
    rows = []
    for sheet in openpyxl.load_workbook(io.BytesIO(content)):
        for row in sheet.iter_rows():
            assert "f" not in {cell.data_type for cell in row}
            assert [cell.hyperlink for cell in row if cell.hyperlink] == []
            rows.append([str(cell.value or "") for cell in row])
    return rows


def shape_of_mail(content: bytes) -> tuple:
    """Headers, recipients, parts and faults of a mail as it is sent."""
    mail = message_from_bytes(content, policy=policy.default)
    parts = [(part.get_content_type(), sorted(part.keys())) for part in mail.walk()]
    people = [mail[name] for name in ("From", "To", "Cc", "Bcc", "Reply-To")]
    return sorted(mail.keys()), people, parts, [part.defects for part in mail.walk()]


def shape_of_calendar(content: bytes) -> list:
    """The components of a calendar with the names of their properties and parameters."""
    calendar = icalendar.Calendar.from_ical(content)
    return [
        (each.name, [(name, sorted(getattr(value, "params", {}))) for name, value in each.items()])
        for each in calendar.walk()
    ]


def shape_of(value) -> object:
    """The keys of JSON, and the kinds of its values."""
    if isinstance(value, dict):
        return {key: shape_of(inner) for key, inner in value.items()}
    return [shape_of(inner) for inner in value] if isinstance(value, list) else type(value)
