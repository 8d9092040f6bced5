"""The platform's own work at its largest: 200 departments with 50 programmes each."""

import statistics
import time
from collections.abc import Callable

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext

from bench.database import fill
from directory.models import Category, Window
from platform_members.gap_map.counting import gap_map
from platform_members.gap_map.work import read_work
from platform_members.models import GapAxis, Listing, Organisation, Programme, SmallStep
from platform_members.rounds.sheets import writing
from platform_members.rounds.sheets.collating import collate

DEPARTMENTS, EACH, YEAR = 200, 50, 2026
TIMES = 5


def run(_database_url: str) -> None:
    """Print milliseconds and queries of collating and of the gap map."""
    call_command("collectstatic", interactive=False, verbosity=0)
    fill(DEPARTMENTS * 2)
    _grow()
    print(f"\nProgrammes: {DEPARTMENTS} departments with {EACH} each; {TIMES} times")
    print(f"{'what':<28} {'best ms':>8} {'middle ms':>10} {'CPU ms':>8} {'queries':>8}")
    _print_row("collated", _collated)
    _print_row("collated, as a page", _page)
    _print_row("collated, as Excel", _file)
    _print_row("both gap maps", _maps)


def _print_row(name: str, act: Callable) -> None:
    times, busy, queries = [], [], 0
    for _time in range(TIMES):
        start, cpu = time.perf_counter(), time.process_time()
        with CaptureQueriesContext(connection) as found:
            act()
        times.append((time.perf_counter() - start) * 1000)
        busy.append((time.process_time() - cpu) * 1000)
        queries = len(found)
    print(
        f"{name:<28} {min(times):>8.0f} {statistics.median(times):>10.0f}"
        f" {statistics.median(busy):>8.0f} {queries:>8}"
    )


def _collated():
    return collate(Programme.objects.in_year(YEAR).as_collated(), settings.CITY_NAME)


def _page():
    context = {"tables": _collated(), "year": YEAR, "years": []}
    return render_to_string("platform_members/rounds/collated.html", context)


def _file():
    return writing.collated_file(str(YEAR), _collated())


def _maps():
    work = read_work(Programme.objects.in_year(YEAR), Organisation.objects.all())
    return [gap_map(work, axis) for axis in GapAxis.values]


def _grow() -> None:
    """Departments that look after windows, and their programmes in the categories."""
    organisations = Organisation.objects.bulk_create(
        Organisation(
            name=f"試しの課{number}",
            kind=Organisation.Kind.CITY,
            areas=["awareness"],
            small_steps=[SmallStep.values[number % len(SmallStep.values)]],
        )
        for number in range(DEPARTMENTS)
    )
    windows = list(Window.objects.order_by("-pk")[:DEPARTMENTS])
    Listing.objects.bulk_create(
        Listing(organisation=organisation, window=window)
        for organisation, window in zip(organisations, windows, strict=True)
    )
    programmes = Programme.objects.bulk_create(
        (
            Programme(
                organisation=organisation,
                fiscal_year=YEAR,
                order=number,
                name=f"試しの事業{number}",
                status=Programme.Status.EXISTING,
                kind=Programme.Kind.values[number % 4],
                target="市民",
                delivery=Programme.Delivery.values[number % 5],
                content="試しの内容を、ここにひととおり書いておく。" * 3,
            )
            for organisation in organisations
            for number in range(EACH)
        ),
        batch_size=2_000,
    )
    categories = list(Category.objects.all())
    _link("categories", "category", programmes, categories)
    _link("windows", "window", programmes, windows)
    _link("partners", "organisation", programmes, organisations)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _link(field: str, name: str, programmes: list[Programme], rows: list) -> None:
    through = getattr(Programme, field).through
    through.objects.bulk_create(
        (
            through(programme=programme, **{name: rows[number % len(rows)]})
            for number, programme in enumerate(programmes)
        ),
        batch_size=5_000,
    )
