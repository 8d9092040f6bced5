"""`make drill`: plays every scene, prints what was found, ends non-zero where a goal is missed.

`python -m drill SCENE…` plays some. At full length where FULL is set.
"""

import os
import sys
import tempfile
import time
from pathlib import Path

import django

from drill.database import DrillDatabase

SCENES = (
    "outage.killed",
    "outage.frozen",
    "crowd.through_nginx",
    "refusals.read_only",
    "refusals.full_disk",
    "memory.workers",
    "kills.workers_and_database",
    "kills.reloads",
    "kills.everything",
    "promotions.promotions",
    "races.answers",
    "races.edits",
    "races.approvals",
)


def main() -> None:
    """Play the scenes on a database of the drill's own."""
    primary, standby = DrillDatabase().start(), DrillDatabase()
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {
            "MIRROR_FOLDER": f"{folder}/mirror",
            "BOOKLET_FOLDER": f"{folder}/booklet",
            "SECRET_KEY": "of a drill, used for nothing else, long enough to be no warning",
            "FACTOR_KEYS": "of-a-drill-used-for-nothing-else-at-all-xyz=",
            "ALLOWED_HOSTS": "127.0.0.1,soudan.example.lg.jp",
            "PORTAL_URL": "http://127.0.0.1",
            "EMAIL_URL": "consolemail://",
            "HTTPS": "false",
            "MFA_REQUIRED": "false",
            "DJANGO_SETTINGS_MODULE": "ise_portal.settings",
            # Of both, as in production: whichever is the primary is found.
            "DATABASE_URL": (
                f"postgres://portal@/portal?host={primary.sockets},{standby.sockets}"
                "&port=5432,5432&target_session_attrs=read-write"
            ),
        }
        django.setup()
        try:
            goals = list(_play(primary, standby, Path(folder)))
        finally:
            for database in (primary, standby):
                database.remove()
    print()
    for goal in goals:
        print(f"{'holds ' if goal.holds else 'MISSED'}  {goal.sentence}: {goal.found}")
    sys.exit(not all(goal.holds for goal in goals))


def _play(primary: DrillDatabase, standby: DrillDatabase, folder: Path):
    from django.core.management import call_command
    from django.db import connection
    from django.utils.module_loading import import_string

    from directory.loading import load_directory
    from drill.goals import Stage
    from ise_portal.dev.local import CHECKOUT

    call_command("migrate", verbosity=0, interactive=False)
    call_command("collectstatic", verbosity=0, interactive=False)
    load_directory(CHECKOUT / "fixtures")
    call_command("refresh_hours", verbosity=0)
    call_command("mirror")
    stage = Stage(primary, standby, folder, bool(os.environ.get("FULL")))
    for name in sys.argv[1:] or SCENES:
        begun = time.monotonic()
        connection.close()
        yield from import_string(f"drill.scenes.{name}")(stage)
        print(f"  ({name} took {time.monotonic() - begun:.0f} s)", flush=True)


if __name__ == "__main__":
    main()
