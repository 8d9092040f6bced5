"""Cost of recording for 元に戻す: the same forms with and without it, in one process, by turns."""

import statistics
import time
from collections.abc import Callable
from functools import partial

from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from bench.database import fill
from directory.deeds import recording
from directory.models import DeedRow, Window
from directory.open_now.index import refresh_hours
from platform_members.models import User

ROUNDS = 20
WINDOWS = 50
# A form that is recorded takes at most this many times as long as one that is not.
GOAL = 1.5
LIST = "/admin/directory/window/"


def run(_database_url: str) -> list[str]:
    """Print milliseconds of an action for one window and for many, both ways, and the ratio."""
    call_command("collectstatic", interactive=False, verbosity=0)
    fill(100)
    refresh_hours(now=timezone.now())
    clerk = User.objects.create_superuser("bench@example.jp", "unused", name="計測")
    client = Client(headers={"host": "localhost"})
    client.force_login(clerk)
    keys = list(Window.objects.published().values_list("pk", flat=True)[:WINDOWS])
    print(f"\nDeeds: milliseconds of the clock with and without recording, medians of {ROUNDS}")
    print(f"{'form':<24} {'with':>7} {'without':>8} {'ratio':>6} {'rows kept':>10}")
    missed = []
    for number in (1, WINDOWS):
        name = f"{number} confirmed"
        kept, bare, rows = _compare(partial(_confirm, client, keys[:number]))
        ratio = kept / bare
        print(f"{name:<24} {kept:>7.1f} {bare:>8.1f} {ratio:>6.2f} {rows:>10}", flush=True)
        if ratio > GOAL:
            missed.append(f"{name}: {ratio:.2f} times as long with recording, goal {GOAL}")
    return missed


def _compare(send: Callable[[], float]) -> tuple[float, float, int]:
    """Medians with and without recording, and how many rows one recorded form keeps."""
    kept, bare, rows = [], [], 0
    usual = recording.NOT_RECORDED
    for number in range(ROUNDS + 2):
        before = DeedRow.objects.count()
        with_recording = send()
        rows = DeedRow.objects.count() - before
        recording.NOT_RECORDED = ("",)  # every form
        try:
            without = send()
        finally:
            recording.NOT_RECORDED = usual
        if number >= 2:
            kept.append(with_recording)
            bare.append(without)
    return statistics.median(kept), statistics.median(bare), rows


def _confirm(client: Client, keys: list[int]) -> float:
    """Confirm windows at once, which were confirmed on no day before; milliseconds."""
    Window.objects.filter(pk__in=keys).update(verified_on=None, verified_by=None)
    data = {"action": "verify", "_selected_action": keys, "apply": "1"}
    start = time.perf_counter()
    answer = client.post(LIST, data)
    spent = (time.perf_counter() - start) * 1000
    if answer.status_code != 302:
        raise RuntimeError(f"The action was answered {answer.status_code}")
    return spent
