"""Worker process that takes an HSDS file apart: one service a line, and what was wrong.

A stranger's file is read in a process of its own (`worker_process`): a parser may take all memory,
or end the process. Imports neither Django nor a model. The job names the file; the answer's lines
are `{"service": …, "place": …}` or `{"fault": reason, "place": …}`, the last one `{"end": reason}`
with `page` and `pages` of an API's page.
"""

import csv
import json
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import ijson

from directory.spreadsheets.formula import FORMULA

MAX_DEPTH = 64
MAX_SERVICES = 20_000
MAX_SERVICE = 1_000_000  # letters of one service
MAX_FAULTS = 1_000
# The tables of a package that belong to a service, by the column that names it and the list's name.
_OF_SERVICE = {
    "phones": "phones",
    "schedules": "schedules",
    "regular_schedules": "regular_schedules",
    "languages": "languages",
    "cost_options": "cost_options",
    "service_at_locations": "service_at_locations",
    "service_at_location": "service_at_locations",
    "services_at_location": "service_at_locations",
    "contacts": "contacts",
}
_OF_LOCATION = {"addresses": "addresses", "accessibility": "accessibility", "phones": "phones"}
Row = dict[str, Any]


@dataclass
class Paging:
    """Which page of how many a document says that it is; None where it says nothing."""

    page: int | None = None
    pages: int = 1

    def note(self, name: str, value: float) -> None:
        """Take a number of the document under its name."""
        if name == "page_number":
            self.page = int(value)
        elif name == "total_pages":
            self.pages = min(int(value), 1_000_000_000)


class NoHsdsFile(Exception):
    """Refusal of a whole file; its text is the reason's name."""


def main() -> None:
    """Answer the job on stdin."""
    csv.field_size_limit(MAX_SERVICE)
    path = Path(json.loads(sys.stdin.buffer.readline())["path"])
    faults, paging = 0, Paging()
    try:
        for number, (place, service) in enumerate(_services(path, paging)):
            if number >= MAX_SERVICES:
                raise NoHsdsFile("too_many")
            text = json.dumps(
                {"service": service, "place": place}, ensure_ascii=False, default=float
            )
            if not isinstance(service, dict) or len(text) > MAX_SERVICE:
                faults += 1
                text = json.dumps({"fault": "no_service", "place": place})
                if faults > MAX_FAULTS:
                    raise NoHsdsFile("no_services")
            print(text)
        end = ""
    except NoHsdsFile as error:
        end = str(error)
    except (UnicodeDecodeError, ValueError, ijson.JSONError, RecursionError, csv.Error):
        end = "unreadable"
    except MemoryError:
        end = "too_large"
    print(json.dumps({"end": end, "page": paging.page, "pages": paging.pages}))


def _services(path: Path, paging: Paging) -> Iterator[tuple[str, Any]]:
    if path.is_dir():
        return _of_tables(path)
    with path.open("rb") as file:
        start = file.read(4096).lstrip(b"\xef\xbb\xbf \t\r\n")
    if start.startswith(b"<"):
        raise NoHsdsFile("html")
    if not start.startswith((b"{", b"[")):
        raise NoHsdsFile("unreadable")
    return _of_lines(path) if _is_lines(path) else _of_json(path, paging)


def _is_lines(path: Path) -> bool:
    """Whether a file has a whole object on its first line, and another below it."""
    with path.open("rb") as file:
        first = file.readline(MAX_SERVICE)
        second = file.readline(MAX_SERVICE)
    try:
        return isinstance(json.loads(first.lstrip(b"\xef\xbb\xbf")), dict) and (
            second.strip().startswith(b"{") or "contents" not in json.loads(first)
        )
    except (ValueError, RecursionError):
        return False


def _of_lines(path: Path) -> Iterator[tuple[str, Any]]:
    with path.open("rb") as file:
        number = 0
        while line := file.readline(MAX_SERVICE + 1):
            number += 1
            if len(line) > MAX_SERVICE:
                raise NoHsdsFile("too_large")
            if text := line.lstrip(b"\xef\xbb\xbf").strip():
                try:
                    yield str(number), json.loads(text)
                except (ValueError, RecursionError):
                    yield str(number), None


def _of_json(path: Path, paging: Paging) -> Iterator[tuple[str, Any]]:
    """Services of one document: a service, a list of them, or a page of an API."""
    where = _place_of_services(path, paging)
    with path.open("rb") as file:
        _skip_mark(file)
        for number, service in enumerate(ijson.items(file, where), start=1):
            yield str(number), service


def _place_of_services(path: Path, paging: Paging) -> str:
    """Where the services stand, as ijson names places; the whole file is looked through first.

    `basic_parse` keeps no paths, so that a file of nothing but brackets takes no memory.
    """
    depth, first, name, names = 0, "", "", set()
    with path.open("rb") as file:
        _skip_mark(file)
        for event, value in ijson.basic_parse(file):
            first = first or event
            if event in ("start_map", "start_array"):
                depth += 1
            elif event in ("end_map", "end_array"):
                depth -= 1
            elif event == "map_key" and depth == 1:
                name = value
                names.add(value)
            elif event == "number" and depth == 1:
                paging.note(name, value)
            if depth > MAX_DEPTH:
                raise NoHsdsFile("too_deep")
    if first == "start_array":
        return "item"
    if "contents" in names:
        return "contents.item"
    if "services" in names and "name" in names:
        return "services.item"  # an organisation with its services
    return ""


def _skip_mark(file) -> None:
    if file.read(3) != b"\xef\xbb\xbf":
        file.seek(0)


def _of_tables(folder: Path) -> Iterator[tuple[str, Any]]:
    """Services of a tabular package, put together from its tables."""
    tables = {path.stem.lower(): path for path in sorted(folder.glob("*.csv"))}
    if "services" not in tables:
        raise NoHsdsFile("no_services")
    parts = {name: _grouped(tables.get(name)) for name in _OF_SERVICE}
    attributes = _grouped(tables.get("attributes"), "link_id")
    organisations = {row["id"]: row for row in _rows(tables.get("organizations"))}
    terms = {row["id"]: row for row in _rows(tables.get("taxonomy_terms"))}
    locations = {row["id"]: row for row in _rows(tables.get("locations"))}
    of_location = {name: _grouped(tables.get(name), "location_id") for name in _OF_LOCATION}
    for number, row in enumerate(_rows(tables["services"]), start=2):
        service: Row = dict(row)
        for table, name in _OF_SERVICE.items():
            service.setdefault(name, []).extend(parts[table].get(row["id"], []))
        service["organization"] = organisations.get(row.get("organization_id", ""))
        for place in service["service_at_locations"]:
            location = dict(locations.get(place.get("location_id", ""), {}))
            for name, rows in of_location.items():
                location[name] = rows.get(location.get("id", ""), [])
            place["location"] = location
        _give_attributes(service, attributes, terms)
        yield f"services.csv:{number}", service


def _give_attributes(item: Row, attributes: dict[str, list[Row]], terms: dict[str, Row]) -> None:
    """Give each object within one the attributes that name it."""
    own = [dict(each) for each in attributes.get(item.get("id", ""), [])]
    for each in own:
        if term := terms.get(each.get("taxonomy_term_id", "")):
            each["taxonomy_term"] = term
    for value in list(item.values()):
        for part in value if isinstance(value, list) else [value]:
            if isinstance(part, dict):
                _give_attributes(part, attributes, terms)
    if own:
        item["attributes"] = own


def _grouped(path: Path | None, by: str = "service_id") -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = defaultdict(list)
    for row in _rows(path):
        if row.get(by):
            found[row[by]].append(row)
    return found


def _rows(path: Path | None) -> Iterator[Row]:
    if path is None:
        return
    with path.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            cells = {name: _plain(value) for name, value in row.items() if name and _is_text(value)}
            yield cells | {"id": row.get("id") or ""}


def _is_text(value: Any) -> bool:
    """Whether a cell is there: a short row has None, a long one a list."""
    return isinstance(value, str)


def _plain(text: str) -> str:
    """A cell without the sign that keeps a spreadsheet from calculating it."""
    return text[1:] if text.startswith("'") and FORMULA.match(text) else text


if __name__ == "__main__":
    main()
