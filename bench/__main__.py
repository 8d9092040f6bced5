"""`make bench`: prints every table, one after the other."""

import importlib

import django

from ise_portal import local

TABLES = ["bench.pages", "bench.search"]


def main() -> None:
    """Run every table on a database of its own, which is gone afterwards."""
    local.prepare()
    django.setup()
    database = importlib.import_module("bench.database")
    for table in TABLES:
        with database.scratch() as url:
            importlib.import_module(table).run(url)


if __name__ == "__main__":
    main()
