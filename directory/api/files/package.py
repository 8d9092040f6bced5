"""HSDS as a tabular data package: a table an entity as CSV, and datapackage.json about them."""

import csv
import io
import json
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

from django.conf import settings

from directory.api.openapi import LICENCE
from directory.api.schemas import SCHEMAS
from directory.models import Window
from directory.open_data.hsds import services
from directory.open_data.hsds.taxonomies import taxonomies, terms
from directory.open_data.hsds.vocabulary import read_vocabulary
from directory.open_data.records import read_records
from directory.spreadsheets.cells import guarded

# The standard's names of tables.
TABLES = {
    "service": "services",
    "organization": "organizations",
    "phone": "phones",
    "schedule": "schedules",
    "language": "languages",
    "cost_option": "cost_options",
    "service_at_location": "service_at_locations",
    "location": "locations",
    "address": "addresses",
    "attribute": "attributes",
    "taxonomy": "taxonomies",
    "taxonomy_term": "taxonomy_terms",
}
# A window's parts, of which a table has no column; the names by which objects hold them.
_NESTED = {
    "organization": "organization",
    "location": "location",
    "taxonomy_term": "taxonomy_term",
    "taxonomy_detail": "taxonomy",
    "phones": "phone",
    "schedules": "schedule",
    "languages": "language",
    "cost_options": "cost_option",
    "service_at_locations": "service_at_location",
    "addresses": "address",
    "attributes": "attribute",
}
# These stand in tables once, whatever refers to them.
_SHARED = {"organization", "taxonomy_term", "taxonomy"}
Row = tuple[str, dict[str, Any]]
IN_MEMORY = 1_000_000


def package() -> bytes:
    """The package as a zip, made in one pass over the windows, its tables on the disk."""
    with ExitStack() as stack:
        files = {
            entity: stack.enter_context(
                tempfile.SpooledTemporaryFile(IN_MEMORY, "w+", encoding="utf-8", newline="")
            )
            for entity in TABLES
        }
        writers = {entity: csv.writer(file) for entity, file in files.items()}
        for entity, writer in writers.items():
            writer.writerow(columns(entity))
        for entity, item in _rows():
            writers[entity].writerow([_cell(name, item.get(name)) for name in columns(entity)])
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("datapackage.json", json.dumps(description(), ensure_ascii=False))
            for entity, file in files.items():
                file.seek(0)
                with archive.open(f"{TABLES[entity]}.csv", "w") as part:
                    while piece := file.read(1 << 16):
                        part.write(piece.encode())
        return out.getvalue()


def columns(entity: str) -> list[str]:
    """Columns of an entity's table: its words but for the parts that have tables of their own."""
    return [name for name in SCHEMAS[entity]["properties"] if name not in _NESTED]


def description() -> dict[str, Any]:
    """What stands in datapackage.json."""
    return {
        "name": f"hsds-{settings.MUNICIPAL_CODE}",
        "title": settings.SITE_TITLE,
        "profile": "tabular-data-package",
        "licenses": [{"name": "CC-BY-4.0", "title": "CC BY 4.0", "path": LICENCE}],
        "resources": [_resource(entity) for entity in TABLES],
    }


def _resource(entity: str) -> dict[str, Any]:
    properties = SCHEMAS[entity]["properties"]
    fields = [
        {"name": name, "type": "number" if properties[name]["type"] == "number" else "string"}
        for name in columns(entity)
    ]
    return {
        "name": TABLES[entity],
        "path": f"{TABLES[entity]}.csv",
        "profile": "tabular-data-resource",
        "encoding": "utf-8",
        "schema": {"fields": fields, "primaryKey": "id"},
    }


def _rows() -> Iterator[Row]:
    vocabulary = read_vocabulary()
    for organisation in vocabulary.organisations.values():
        yield from _parts("organization", organisation)
    for taxonomy in taxonomies():
        yield "taxonomy", taxonomy
    for term in terms().values():
        yield "taxonomy_term", term
    for record in read_records(Window.objects.published()):
        yield from _parts("service", services.full(record, vocabulary))


def _parts(entity: str, item: dict[str, Any]) -> Iterator[Row]:
    yield entity, item
    for name, value in item.items():
        inner = _NESTED.get(name)
        if inner is None or inner in _SHARED:
            continue
        for part in value if isinstance(value, list) else [value]:
            yield from _parts(inner, part)


def _cell(name: str, value: Any) -> str:
    """A cell; what people have typed is safe to open in a spreadsheet."""
    if value is None:
        return ""
    return guarded(value) if isinstance(value, str) and name != "byday" else str(value)
