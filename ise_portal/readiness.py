"""Checks of `/readyz`: database, standby, migrations, hours, mirror, nightly jobs, backups.

Each check answers a dict with `ok`, figures, and no word about a person.
"""

from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader

from directory import catalogue
from directory.database import standby
from directory.models import NightlyJob
from directory.open_now import index as hours_index

A_NIGHT = timedelta(hours=36)  # one night may be missed, not two
# How long ago each command that a timer runs may have succeeded last. `backup` has then made a
# backup that was restored and compared.
JOBS = {
    "backup": A_NIGHT,
    "check_backup": A_NIGHT,
    "check_links": A_NIGHT,
    "fetch_subscriptions": A_NIGHT,
    "prune": A_NIGHT,
    "refresh_hours": A_NIGHT,
    "remind_reviewers": A_NIGHT,
    "remind_rounds": A_NIGHT,
    "send_mails": timedelta(minutes=15),
    "send_verification_requests": A_NIGHT,
}


def read_checks(now: datetime) -> dict[str, dict]:
    """Every check by its name; without a database that answers, only that and the mirror."""
    checks = {"mirror": _mirror(now)} if settings.MIRROR_FOLDER else {}
    try:
        return checks | {
            "database": {"ok": True},
            **_standby(),
            "migrations": _migrations(),
            "reception_hours": _reception_hours(now),
            **_jobs(now),
        }
    except DatabaseError:
        return checks | {"database": {"ok": False}}


def _standby() -> dict[str, dict]:
    """Whether the standby follows the primary; nothing where there is none."""
    return {"standby": {"ok": catalogue.standby_follows()}} if standby.is_named() else {}


def _migrations() -> dict:
    loader = MigrationLoader(connection)
    missing = len(loader.graph.nodes.keys() - loader.applied_migrations.keys())
    return {"ok": not missing, "unapplied": missing}


def _reception_hours(now: datetime) -> dict:
    warnings = hours_index.warnings(now=now)
    return {"ok": not warnings, "days_left": hours_index.days_left(now=now), "warnings": warnings}


def _jobs(now: datetime) -> dict[str, dict]:
    successes = NightlyJob.objects.successes()
    return {name: _age(now, successes.get(name), limit) for name, limit in JOBS.items()}


def _mirror(now: datetime) -> dict:
    """The age of the first page of the mirror's newest copy."""
    try:
        written = (Path(settings.MIRROR_FOLDER) / "current" / "index.html").stat().st_mtime
    except OSError:
        return _age(now, None, A_NIGHT)
    return _age(now, datetime.fromtimestamp(written, tz=now.tzinfo), A_NIGHT)


def _age(now: datetime, last: datetime | None, limit: timedelta) -> dict:
    """Hours since the last success; None is known to be none, and is not in order."""
    age = now - last if last else None
    return {
        "ok": age is not None and age <= limit,
        "hours": round(age / timedelta(hours=1), 2) if age is not None else None,
        "most_hours": limit / timedelta(hours=1),
    }
