"""What the portal says of itself to those who watch the machine."""

import os
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from directory.models import Holiday, NightlyJob
from ise_portal.readiness import JOBS


@pytest.fixture
def after_the_night(city, at):
    """A morning after which every job of the night has succeeded."""
    now = at("2026-11-24 6:00")
    for name in JOBS:
        NightlyJob.objects.note(name, at=now)
    return now


def read(client) -> tuple[int, dict]:
    """The status and the words of /readyz."""
    answer = client.get("/readyz")
    return answer.status_code, answer.json()


def test_a_process_that_answers_is_healthy_without_a_query(client, django_assert_num_queries, db):
    """/healthz asks no database, so that one that is down restarts no web service."""
    with django_assert_num_queries(0):
        answer = client.get("/healthz")
    assert answer.json() == {"status": "ok"}
    assert answer["Cache-Control"].startswith("max-age=0")


def test_all_is_well_after_a_night(client, after_the_night):
    """Database, migrations, hours and every job: 200, and nothing of it is kept by a cache."""
    status, words = read(client)
    assert (status, words["status"], words["failing"]) == (200, "ok", [])
    assert set(words["checks"]) == {"database", "migrations", "reception_hours", *JOBS}
    assert words["checks"]["reception_hours"]["days_left"] == 60


@pytest.mark.parametrize("job", JOBS)
def test_a_job_that_has_not_succeeded_for_too_long_is_named(client, after_the_night, job):
    """A little older than it may be, or never run: 503 with the job's name."""
    NightlyJob.objects.note(job, at=after_the_night - JOBS[job] - timedelta(minutes=1))
    assert read(client)[1]["failing"] == [job]
    NightlyJob.objects.filter(name=job).delete()
    status, words = read(client)
    assert (status, words["failing"]) == (503, [job])
    assert words["checks"][job]["hours"] is None


def test_a_horizon_of_less_than_thirty_days_is_named(client, after_the_night, at):
    """When the night's refresh has died, staff are told weeks before residents notice."""
    at("2027-01-10 3:00", refreshed=False)
    words = read(client)[1]
    assert "reception_hours" in words["failing"]
    assert "あと13日" in words["checks"]["reception_hours"]["warnings"][0]


def test_a_table_of_holidays_that_ends_too_soon_is_named(client, after_the_night):
    """Without next year's holidays nothing can be told of those days."""
    Holiday.objects.filter(date__gte="2027-01-01").delete()
    words = read(client)[1]
    assert words["failing"] == ["reception_hours"]
    assert "祝日の表" in words["checks"]["reception_hours"]["warnings"][0]


def test_a_migration_that_was_forgotten_is_named(client, after_the_night):
    """After an upgrade without `migrate`."""
    MigrationRecorder.Migration.objects.filter(name="0021_nightly_jobs").delete()
    words = read(client)[1]
    assert words["failing"] == ["migrations"]
    assert words["checks"]["migrations"]["unapplied"] == 1


def test_an_old_mirror_is_named_where_there_is_to_be_one(
    client, after_the_night, settings, tmp_path
):
    """Its first page was written last night; without it, or older, it is not in order."""
    settings.MIRROR_FOLDER = str(tmp_path)
    assert read(client)[1]["failing"] == ["mirror"]
    page = tmp_path / "current" / "index.html"
    page.parent.mkdir()
    page.touch()
    for hours, failing in ((35, []), (37, ["mirror"])):
        written = (after_the_night - timedelta(hours=hours)).timestamp()
        os.utime(page, (written, written))
        assert read(client)[1]["failing"] == failing


def test_a_command_of_the_night_notes_its_success_and_no_failure(city, monkeypatch):
    """What raised an error has not succeeded, so that its age goes on growing."""
    before = timezone.now()
    call_command("send_mails")
    assert NightlyJob.objects.successes()["send_mails"] >= before

    def fail(**_kwargs):
        raise OSError("disk full")

    NightlyJob.objects.all().delete()
    monkeypatch.setattr("platform_members.management.commands.send_mails.send_due", fail)
    with pytest.raises(OSError, match="disk full"):
        call_command("send_mails")
    assert not NightlyJob.objects.exists()
