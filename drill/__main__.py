"""`make drill`: plays every scene, prints what was found, ends non-zero where a goal is missed."""

import os
import sys
import tempfile

import django

from drill.database import DrillDatabase


def main() -> None:
    """Play all scenes, shortened unless FULL is set."""
    full = bool(os.environ.get("FULL"))
    seconds, rate = (60, 200) if full else (8, 40)
    with tempfile.TemporaryDirectory() as folder:
        database = DrillDatabase()
        os.environ |= {
            "DATABASE_URL": database.url,
            "MIRROR_FOLDER": f"{folder}/mirror",
            "BOOKLET_FOLDER": f"{folder}/booklet",
            "SECRET_KEY": "of a drill, used for nothing else, long enough to be no warning",
            "ALLOWED_HOSTS": "127.0.0.1",
            "HTTPS": "false",
            "DJANGO_SETTINGS_MODULE": "ise_portal.settings",
        }
        django.setup()
        goals = list(_play(database, seconds, rate))
    print()
    for goal in goals:
        print(f"{'holds ' if goal.holds else 'MISSED'}  {goal.sentence}: {goal.found}")
    sys.exit(not all(goal.holds for goal in goals))


def _play(database: DrillDatabase, seconds: float, rate: float):
    from django.core.management import call_command
    from django.db import connection

    from bench.server import serving
    from directory.loading import load_directory
    from drill import scenes
    from ise_portal.dev.local import CHECKOUT

    call_command("migrate", verbosity=0, interactive=False)
    call_command("collectstatic", verbosity=0, interactive=False)
    load_directory(CHECKOUT / "fixtures")
    call_command("refresh_hours", verbosity=0)
    call_command("mirror")
    paths = scenes.public_paths()
    connection.close()
    with serving(database.url) as port:
        for frozen in (False, True):
            yield from scenes.database_gone(
                database, port, paths, frozen=frozen, seconds=seconds, rate=rate
            )


if __name__ == "__main__":
    main()
