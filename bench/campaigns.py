"""Campaign reports: three years of daily rows taken over, charts drawn, the report answered."""

import random
import statistics
import time
from datetime import date, timedelta

from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from campaigns.charts.store import draw_missing
from campaigns.counts.actions import save_values
from campaigns.importing.actions import import_results
from campaigns.models import Campaign, Drawing, Kpi
from campaigns.tables import rows_of_file
from campaigns.tables.media import read_media

MEDIA, DAYS, ROUNDS = 20, 3 * 365 + 1, 15
FIRST = date(2023, 1, 1)


def run(database_url: str) -> None:
    """Print what a large campaign costs: reading, saving, drawing, one page."""
    call_command("collectstatic", interactive=False, verbosity=0)
    campaign = Campaign(
        title="試しの広報",
        kind=Campaign.Kind.VIDEO,
        starts_on=FIRST,
        ends_on=FIRST + timedelta(days=DAYS - 1),
    )
    campaign.publish(at=timezone.now(), by=None)
    campaign.save()
    content = _daily_rows().encode("cp932")
    reading, read = _timed(lambda: read_media(rows_of_file(content)))
    with transaction.atomic():
        _done, saved = _timed(lambda: _import(campaign, reading))
        transaction.set_rollback(True)  # drawing comes after the commit and is measured below
    _import(campaign, reading)
    Drawing.objects.all().delete()
    _add_series(campaign)
    drawn, drawing = _timed(_draw)
    again, _nothing = _timed(_draw)
    print(f"\nCampaigns: {MEDIA} media, {MEDIA * DAYS:,} daily rows, 2 series of {DAYS:,} days")
    print(f"{'read s':>8} {'saved s':>8} {'charts':>7} {'drawn s':>8} {'drawn again':>12}")
    print(f"{read:>8.2f} {saved:>8.2f} {drawn:>7} {drawing:>8.2f} {again:>12}")
    print(f"{'page':<14} {'median ms':>10} {'queries':>8} {'bytes':>9}")
    for name in ("", "results.csv", "results.xlsx", "report.pdf"):
        _print_page(campaign.get_absolute_url() + name)


def _draw() -> int:
    return draw_missing(Campaign.objects.with_results())


def _timed(work):
    start = time.perf_counter()
    return work(), time.perf_counter() - start


def _print_page(address: str) -> None:
    client, times = Client(SERVER_NAME="localhost"), []
    for _round in range(ROUNDS):
        with CaptureQueriesContext(connection) as asked:
            response, spent = _timed(lambda: client.get(address, secure=True))
        times.append(spent)
    if response.status_code != 200:
        raise RuntimeError(f"{address} was answered {response.status_code}")
    print(
        f"{address:<14} {statistics.median(times) * 1e3:>10.1f} {len(asked):>8}"
        f" {len(response.content):>9,}"
    )


def _daily_rows() -> str:
    """A table as a platform exports it: a row a day and medium, and the total."""
    chance, total = random.Random(7), [0, 0, 0]
    lines = ["日付,媒体,表示回数,クリック,CTR,費用"]
    for number in range(DAYS):
        day = FIRST + timedelta(days=number)
        for medium in range(MEDIA):
            shown = chance.randrange(1_000, 90_000)
            figures = [shown, shown // chance.randrange(40, 400), chance.randrange(100, 9_000)]
            total = [old + new for old, new in zip(total, figures, strict=True)]
            rate = f"{figures[1] / shown:.2%}"
            lines.append(f'{day},媒体{medium},"{shown:,}",{figures[1]},{rate},￥{figures[2]}')
    return "\n".join([*lines, f'合計,,"{total[0]:,}",{total[1]},,￥{total[2]}'])


def _import(campaign, reading):
    return import_results(campaign=campaign, reading=reading, seen=campaign.revision, by=None)


def _add_series(campaign: Campaign) -> None:
    for name in ("アクセス数", "動画閲覧数"):
        kpi = Kpi.objects.create(name=name, kind=Kpi.Kind.WEB, step=Kpi.Step.DAY, unit="回")
        values: dict[date, int | None] = {
            FIRST + timedelta(days=n): n * 7 % 1_000 for n in range(DAYS)
        }
        save_values(kpi=kpi, values=values, by=None)
        campaign.kpis.add(kpi)
