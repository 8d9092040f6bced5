"""The review queue: what one page costs with a thousand updates waiting."""

import statistics
import time
from http import HTTPStatus

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from bench.database import fill
from directory.changes import keep_first_versions
from directory.models import Window, WindowVersion
from ise_portal.dev.static_files import collect_if_changed
from platform_members.models import Listing, ListingUpdate, Organisation, User
from platform_members.proposals import proposable

SIZES = (10, 1_000)
MOST_QUERIES = 12
ROUNDS = 15


def run(_database_url: str) -> None:
    """Print queries and time of the queue's first and last page; more queries are a failure."""
    print("\nReview queue: one page, in this process")
    print(f"{'waiting':>8} {'page':>6} {'queries':>8} {'p50 ms':>7}")
    collect_if_changed()
    fill(SIZES[-1])
    keep_first_versions(Window.objects.without_version())
    people = User.objects
    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(people.create_superuser("bench@example.jp", name="reviewer"))
    member = people.create_user("member@example.jp", name="member")
    for size in SIZES:
        _wait_for_review(size, member)
        for page in {1, size // 30 + 1}:
            queries, seconds = _measure(client, f"/desk/review/?page={page}")
            print(f"{size:>8,} {page:>6} {queries:>8} {seconds * 1e3:>7.1f}")
            if queries > MOST_QUERIES:
                raise SystemExit(f"More than {MOST_QUERIES} queries.")


def _wait_for_review(size: int, member: User) -> None:
    """Let every window's organisation propose a change until so many wait."""
    now = timezone.now()
    known = Listing.objects.count()
    organisations = Organisation.objects.bulk_create(
        Organisation(name=f"試しの団体{number}", kind="npo") for number in range(known, size)
    )
    windows = list(Window.objects.order_by("pk")[known:size])
    versions = WindowVersion.objects.latest_of(windows)
    pairs = list(zip(windows, organisations, strict=True))
    Listing.objects.bulk_create(
        Listing(window=window, organisation=organisation) for window, organisation in pairs
    )
    ListingUpdate.objects.bulk_create(
        ListingUpdate(
            organisation=organisation,
            window=window,
            base_version=versions[window.pk],
            facts=proposable(versions[window.pk].facts) | {"cost": "無料", "eligibility": "市民"},
            status="waiting",
            saved_at=now,
            saved_by=member,
            submitted_at=now,
            submitted_by=member,
        )
        for window, organisation in pairs
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _measure(client: Client, address: str) -> tuple[int, float]:
    with CaptureQueriesContext(connection) as queries:
        if client.get(address, secure=True).status_code != HTTPStatus.OK:
            raise SystemExit("The queue did not open.")
    count = len(queries)
    times = []
    for _round in range(ROUNDS):
        start = time.perf_counter()
        client.get(address, secure=True)
        times.append(time.perf_counter() - start)
    return count, statistics.median(times)
