"""`make bench`: prints every table, one after the other; non-zero where a goal is missed."""

import importlib
import sys

import django

from ise_portal.dev import local

TABLES = [
    "bench.cost",
    "bench.pages",
    "bench.front",
    "bench.danger",
    "bench.hours",
    "bench.search",
    "bench.admin",
    "bench.exchange",
    "bench.booklet",
    "bench.campaigns",
    "bench.review",
    "bench.accounts",
    "bench.deeds",
    "bench.programmes",
    "bench.open_data",
    "bench.million",
]


def main() -> None:
    """Run the named tables, or every one, each on a database of its own that is gone afterwards."""
    local.prepare()
    django.setup()
    database = importlib.import_module("bench.database")
    missed: list[str] = []
    for table in sys.argv[1:] or TABLES:
        with database.scratch() as url:
            missed += importlib.import_module(table).run(url) or []
    for goal in missed:
        print(f"MISSED {goal}")
    sys.exit(bool(missed))


if __name__ == "__main__":
    main()
