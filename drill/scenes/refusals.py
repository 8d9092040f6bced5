"""PostgreSQL answers and takes nothing: set to read only, or its disk is full."""

import contextlib
import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
from django.db import connection

from directory.models import Window
from drill.database import DrillDatabase
from drill.goals import Goal, Stage, none_failed, nothing_lost, public_paths
from drill.visitors import visiting
from drill.web import serving
from drill.writers import Writers, faults

NOT_SAVED = "まだ保存していません"
TYPED = "書き手の相談"
DISK = "320m"


def read_only(stage: Stage) -> Iterator[Goal]:
    """An operator, or a file system after a fault, lets nothing be written."""
    # Named alone: one that may not be written to is none for an address that asks for read-write.
    alone = {"DATABASE_URL": stage.primary.url}
    with serving(**alone) as [web], visiting(web.port, public_paths(), 20) as visits:
        writers = Writers([web.port], stage.folder / "read-only", how_many=1)
        [pk] = writers.windows
        stage.primary.set(default_transaction_read_only="on")
        time.sleep(1)
        saved, page = writers.save(pk, web.port, f"{TYPED} 0")
        stage.primary.ask(
            "SET default_transaction_read_only = off",
            "ALTER SYSTEM RESET default_transaction_read_only",
            "SELECT pg_reload_conf()",
        )
        time.sleep(1)
        saved_after, _page = writers.save(pk, web.port, f"{TYPED} 1")
    print(f"PostgreSQL read only: {visits.summary()}")
    yield none_failed("read only", visits)
    yield _says_so("read only", b"" if saved else page)
    yield Goal("read only: saves again after", "yes" if saved_after else "no", saved_after)


def full_disk(stage: Stage) -> Iterator[Goal]:
    """The disk of PostgreSQL has no room any more, and then has."""
    if os.geteuid() != 0:
        print("Full disk: not played, as only root may mount one that is small.")
        return
    state = stage.standby.server.state
    mounting = ["/bin/mount", "-t", "tmpfs", "-o", f"size={DISK},mode=0700", "tmpfs", state]
    mounted = subprocess.run(mounting, capture_output=True, check=False)
    if mounted.returncode:
        print(f"Full disk: not played, as none could be mounted: {mounted.stderr.decode()}")
        return
    shutil.chown(state, stage.standby.server.user.pw_uid)
    stage.standby.start_following(stage.primary)
    stage.primary.set(synchronous_standby_names="")
    stage.primary.kill()
    stage.standby.promote()
    stage.change_places()
    try:
        yield from _filled(stage)
    finally:
        stage.primary.stop()
        stage.change_places()
        subprocess.run(["/bin/umount", "--lazy", state], check=False)
        stage.primary.start()
        connection.close()


def _filled(stage: Stage) -> Iterator[Goal]:
    journal = stage.folder / "full-disk"
    with (
        serving() as [web],
        visiting(web.port, public_paths(), 20) as visits,
        Writers([web.port], journal, how_many=3) as writers,
    ):
        pk = Window.objects.published().last().pk
        writers.wait_for_one_after(time.monotonic())
        form = writers.open(pk, web.port)
        ballast = _fill(stage.primary)
        page = _refused(writers, pk, web.port, form)
        ballast.unlink()
        if not stage.primary.is_ready():
            stage.primary.start()
        back = writers.wait_for_one_after(time.monotonic())
    print(f"Disk full: {visits.summary()}")
    yield none_failed("full disk", visits)
    yield _says_so("full disk", page)
    yield Goal("full disk: saves again after", f"{back:.1f} s", back < 10)
    yield from nothing_lost("full disk", *faults(journal))


def _fill(database: DrillDatabase) -> Path:
    """Leave no room on the disk: a file of something else, and what PostgreSQL had in reserve."""
    ballast = database.server.state / "ballast"
    with contextlib.suppress(OSError), ballast.open("wb", buffering=0) as file:
        while True:
            file.write(b"\0" * 65_536)
    with contextlib.suppress(psycopg.Error):
        database.ask("CREATE TABLE ballast AS SELECT repeat('x', 500) FROM generate_series(1, 9e6)")
    return ballast


def _refused(writers: Writers, pk: int, port: int, form) -> bytes:
    """The page by which the desk refuses a form; empty where it takes every one."""
    for number in range(50):
        saved, page = writers.send(pk, port, form, f"{TYPED} {number}")
        if not saved:
            return page
        form = writers.open(pk, port)
    return b""


def _says_so(name: str, page: bytes) -> Goal:
    """The desk says that nothing was saved, and the page holds what was typed."""
    words = page.decode()
    missing = [each for each in (NOT_SAVED, TYPED) if each not in words]
    found = f"lacks {missing}" if missing else "it does"
    return Goal(f"{name}: the desk says so, and keeps what was typed", found, not missing)
