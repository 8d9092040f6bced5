"""The night deletes personal data whose time is over, by one rule a kind, and nothing else."""

from datetime import date, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from allauth.account.models import EmailAddress, EmailConfirmation
from django.conf import settings
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db import models
from django.utils import timezone

from directory.models import AuditEntry, Deed, DeedRow, ImportRun, NightlyJob, Task
from platform_members.models import (
    Attempt,
    Invitation,
    MeetingImport,
    MembershipApplication,
    OutgoingMail,
    SheetUpload,
    User,
    VerificationRequest,
)
from platform_members.pruning import RULES
from tests.factories import OrganisationFactory, RoundFactory, WindowFactory
from tests.helpers.transactions import committed


def ago(**time):
    """The moment so long ago."""
    return timezone.now() - timedelta(**time)


@pytest.fixture
def person(clerk):
    """The clerk, whose rows these are."""
    return clerk


def _session(at, **_facts):
    return Session.objects.create(session_key=str(at), session_data="", expire_date=at)


def _attempt(at, **_facts):
    return Attempt.objects.create(key=str(at), value=1, expires_at=at)


def _entry(at, **_facts):
    facts = {"kind": AuditEntry.Kind.LOGIN, "what": "入りました。"}
    return AuditEntry.objects.create(at=at, kept_until=at, **facts)


def _log_entry(at, person, **_facts):
    kind = ContentType.objects.get_for_model(User)
    facts = {"content_type": kind, "object_repr": "伊勢 花子", "action_flag": CHANGE}
    return LogEntry.objects.create(user=person, action_time=at, **facts)


def _mail(at, sent=True, **_facts):
    facts = {"sent_at": at, "attempts": 1, "next_attempt_at": None} if sent else {}
    return OutgoingMail.objects.create(kind="invited", to="a@example.jp", made_at=at, **facts)


def _invitation(at, person, **_facts):
    facts = {"email": f"{at.timestamp()}@example.jp", "token_hash": str(at), "made_by": person}
    organisation = OrganisationFactory()
    return Invitation.objects.create(organisation=organisation, expires_at=at, **facts)


def _application(at, person, status="declined", **_facts):
    facts = {"name": str(at), "email": "a@example.jp", "consent": True, "status": status}
    facts |= {"reason": "理由"} if status == "declined" else {}
    return MembershipApplication.objects.create(decided_at=at, decided_by=person, **facts)


def _request(at, status="unanswered", **_facts):
    facts = {"email": "a@example.jp", "token_hash": f"{at} {status}", "status": status}
    answered = {"answered_at": at, "message": "電話が変わりました。"}
    facts |= answered if status == "changes" else {"closed_at": at}
    times = {"asked_at": at, "expires_at": at, "month": date(2026, 1, 1)}
    return VerificationRequest.objects.create(window=WindowFactory(), **times, **facts)


def _deed_row(at, root_table="directory_window", **_facts):
    facts = {"table": root_table, "row": 1, "root_table": root_table, "root": 1}
    return DeedRow.objects.create(deed=uuid4(), at=at, before={}, **facts)


def _deed(at, person, with_row=False, **_facts):
    deed = Deed.objects.create(key=uuid4(), made_at=at, made_by=person, what="公開", rights=[])
    if with_row:
        row = _deed_row(at, "directory_category")
        DeedRow.objects.filter(pk=row.pk).update(deed=deed.pk)
    return deed


def _task(at, person, **_facts):
    return Task.objects.create(kind="edition", about=at.timestamp(), began_at=at, made_by=person)


def _windows(at, person, status="preview", **_facts):
    facts = {"applied_at": at} if status == "applied" else {}
    return ImportRun.objects.create(made_at=at, made_by=person, status=status, **facts)


def _meetings(at, person, applied=False, **_facts):
    facts = {"applied_at": at} if applied else {}
    return MeetingImport.objects.create(rows=[], made_at=at, made_by=person, **facts)


def _sheets(at, person, **_facts):
    year = 2000 + SheetUpload.objects.count()
    collection = RoundFactory(fiscal_year=year)
    return SheetUpload.objects.create(round=collection, rows=[], made_at=at, made_by=person)


def _address(email):
    def make(at, person, **_facts):
        return EmailAddress.objects.create(user=person, email=email, verified=True)

    return make


def _confirmation(at, person, **_facts):
    address = EmailAddress.objects.create(user=person, email=person.email)
    return EmailConfirmation.objects.create(email_address=address, key="key", created=at)


# By each rule a row that goes, and rows that stay: how it is made, and how many days ago.
CASES = {
    "sessions": ((_session, 1), [(_session, -1)]),
    "attempts": ((_attempt, 1), [(_attempt, -1)]),
    "audit entries": ((_entry, 1), [(_entry, -1)]),
    "admin's own log": ((_log_entry, 401), [(_log_entry, 399)]),
    "mails": ((_mail, 181), [(_mail, 179), (lambda at, **facts: _mail(at, sent=False), 181)]),
    "invitations": ((_invitation, 181), [(_invitation, 179)]),
    "declined applications": (
        (_application, 181),
        [
            (_application, 179),
            (lambda at, person: _application(at, person, status="accepted"), 999),
        ],
    ),
    "verification requests": (
        (_request, 732),
        [(_request, 730), (lambda at, **facts: _request(at, status="changes"), 999)],
    ),
    "rows of deeds": (
        (_deed_row, 8),
        [(_deed_row, 6), (lambda at, **facts: _deed_row(at, "directory_category"), 730)],
    ),
    "deeds": (
        (_deed, 8),
        [(_deed, 6), (lambda at, person: _deed(at, person, with_row=True), 730)],
    ),
    "tasks": ((_task, 32), [(_task, 30)]),
    "previews of windows": (
        (_windows, 2),
        [(_windows, 0), (lambda at, person: _windows(at, person, status="applied"), 999)],
    ),
    "previews of meetings": (
        (_meetings, 31),
        [(_meetings, 29), (lambda at, person: _meetings(at, person, applied=True), 999)],
    ),
    "previews of sheets": ((_sheets, 31), [(_sheets, 29)]),
    "former addresses": (
        (_address("former@example.jp"), 0),
        [(_address("CLERK@example.jp"), 999)],
    ),
    "links of the library": ((_confirmation, 0), []),
}


@committed
@pytest.mark.parametrize("rule", RULES)
def test_by_each_rule_what_is_over_goes_and_the_rest_stays(rule, person):
    """A day after its time a row is gone; before it, or while it is needed, it is there."""
    (make, days), others = CASES[rule]
    gone = make(ago(days=days), person=person)
    stay = [other(ago(days=days), person=person) for other, days in others]
    call_command("prune")
    assert not _is_there(gone)
    assert [row for row in stay if not _is_there(row)] == []
    assert NightlyJob.objects.successes().keys() == {"prune"}


def _is_there(row: models.Model) -> bool:
    return type(row).objects.filter(pk=row.pk).exists()


def test_every_rule_is_stated():
    """A line of the table in docs/security.md names each rule."""
    page = (Path(settings.BASE_DIR) / "docs" / "security.md").read_text()
    table = page.partition("## What is deleted, and when")[2].partition("\n## ")[0]
    assert [line.split(" | ")[0].strip("| ") for line in table.splitlines() if "| " in line][
        1:
    ] == list(RULES)
