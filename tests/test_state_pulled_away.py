"""What was typed is saved or shown again, whatever others have done since the form was opened.

Every form of the portal that takes words is sent after each of these events.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass
from datetime import date
from http import HTTPStatus

import pytest
from django.apps import apps
from django.db import connection, models, transaction
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from directory import changes
from directory.models import Category, SearchTerm, Window
from platform_members.joining.actions import accept_application
from platform_members.listings.actions import updates
from platform_members.models import (
    CollectionRound,
    ListingUpdate,
    Membership,
    MembershipApplication,
    Organisation,
    User,
    VerificationRequest,
)
from tests.helpers.page_forms import SentForm
from tests.helpers.sweeping import different_forms
from tests.helpers.world import make_world

FROM_HERE = {"sec-fetch-site": "same-origin"}
# The name of an account that can no longer be made has no further use; the page says whom to ask.
# A password is shown on no page.
LEFT_OUT = re.compile("^/invitations/|/password/$")
# Buttons of one form that do the same with what was typed, or that save nothing at any time.
SAME_AGAIN = {"_addanother", "_continue", "_preview", "unset-password"}
SAME_AGAIN |= {"preview", "phones", "hours", "exceptions"}


@dataclass
class Writing:
    """A form with words in its boxes (name → text), and the browser in which it is open."""

    client: Client
    form: SentForm
    button: tuple[str, str] | None
    texts: dict[str, str]

    def send(self, texts: dict[str, str]) -> HttpResponse:
        """The answer to the form with these texts, sent by its button."""
        pressed = {self.button[0]: [self.button[1]]} if self.button else {}
        sent = self.form.completed() | texts | pressed
        before = deepcopy(self.client.cookies)
        answer = self.client.post(self.form.address, sent, headers=FROM_HERE)
        self.client.cookies = before  # an answer without session takes the cookie away
        return answer

    def lost(self) -> tuple[int, list[str]]:
        """Status of the answer, and the texts neither written to the database nor on the page."""
        with texts_written(self.texts.values()) as kept:
            answer = self.send(self.texts)
        shown = answer.content.decode()
        return answer.status_code, [
            text for text in self.texts.values() if text not in kept and text not in shown
        ]


@contextmanager
def texts_written(texts: Iterable[str]) -> Iterator[set[str]]:
    """Those of the texts that some row got meanwhile; rows of sessions do not count."""
    found: set[str] = set()

    def look(execute, sql, params, many, context):
        result = execute(sql, params, many, context)
        writes = sql.startswith(("INSERT", "UPDATE")) and "django_session" not in sql
        if writes and context["cursor"].rowcount:
            values = repr([getattr(each, "obj", each) for each in params or ()])
            found.update(text for text in texts if text in values)
        return result

    with connection.execute_wrapper(look):
        yield found


def every_writing(world) -> list[Writing]:
    """Each form and button, with a text in every box that takes it when nothing has happened.

    A form of which no box takes the text alone (a time, a code) is sent with all, and refused.
    """
    found = []
    for client, form in different_forms(world):
        boxes = set(form.names) - form.hidden - set(form.files)
        words = sorted(name for name in boxes if form.names[name] == ["あさま"])
        texts = {name: f"なくさない{number}番" for number, name in enumerate(words)}
        texts = {name: text for name, text in texts.items() if "__prefix__" not in name}
        buttons = [each for each in form.buttons if SAME_AGAIN.isdisjoint(each)]
        if not texts or LEFT_OUT.search(form.address):
            continue
        first = Writing(client, form, buttons[0] if buttons else None, texts)
        texts = {name: text for name, text in texts.items() if is_taken(first, name)} or texts
        found += [Writing(client, form, button, texts) for button in buttons or [None]]
    return found


def is_taken(writing: Writing, name: str) -> bool:
    """Whether the form is accepted with a text in this box alone."""
    with undone():
        answer = writing.send({name: writing.texts[name]})
    return answer.status_code == HTTPStatus.FOUND


def after(event: Callable[[], object], writing: Writing) -> tuple[int, list[str]]:
    """What `lost` says once something has happened; both are taken back."""
    with undone():
        event()
        return writing.lost()


@contextmanager
def undone():
    """Whatever happens inside is taken back."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def each(rows: models.QuerySet, act: Callable) -> None:
    """Change every row, and save it."""
    for row in rows:
        act(row)
        row.save()


def empty_every_table() -> None:
    """Remove every row of our own but for people and what they may do."""
    models_of_ours = [
        model
        for app in ("directory", "platform_members", "campaigns")
        for model in apps.get_app_config(app).get_models()
        if model is not User
    ]
    tables = ", ".join(model._meta.db_table for model in models_of_ours)
    with connection.cursor() as cursor:
        cursor.execute(f"SET CONSTRAINTS ALL IMMEDIATE; TRUNCATE {tables} CASCADE")


def any_user() -> User:
    return User.objects.order_by("pk").first()


def finish_the_work() -> None:
    """Rounds closed, updates declined, questions answered, applications accepted."""
    now, by = timezone.now(), any_user()
    each(CollectionRound.objects.open(), lambda row: row.close(at=now, by=by))
    declined = {"at": now, "by": by, "comment": "理由"}
    each(ListingUpdate.objects.open(), lambda row: row.decide("declined", **declined))
    VerificationRequest.objects.update(status="confirmed", answered_at=now)
    for application in MembershipApplication.objects.all():
        accept_application(application=application, by=by)


def take_back_the_work() -> None:
    """Rounds and updates withdrawn, categories and phrases out of use."""
    now, by = timezone.now(), any_user()
    each(CollectionRound.objects.all(), lambda row: row.withdraw(at=now, by=by))
    for update in ListingUpdate.objects.open():
        author = update.organisation.memberships.first().user
        updates.withdraw(update=update, seen=update.revision, by=author)
    for model in (Category, SearchTerm):
        each(model.objects.all(), lambda row: row.retire(at=now))


EVENTS: dict[str, Callable[[], object]] = {
    "the account is closed": lambda: User.objects.update(is_active=False),
    "the right is gone": lambda: User.objects.update(is_superuser=False),
    "the member may only read": lambda: Membership.objects.update(role="viewer"),
    "the membership has ended": lambda: Membership.objects.all().delete(),
    "the organisation has left": lambda: Organisation.objects.update(left_on=date(2026, 1, 1)),
    "all is decided": finish_the_work,
    "all is taken back": take_back_the_work,
    "windows are retired": lambda: changes.retire_windows(windows=Window.objects.all(), by=None),
    "windows are suspended": lambda: changes.suspend_windows(
        windows=Window.objects.all(), by=None, reason="改修"
    ),
    "every row is gone": empty_every_table,
}


@pytest.mark.django_db
def test_nothing_typed_is_lost_by_what_others_do_meanwhile(administrator, settings):
    """Each form, sent after each event: its words are in the database or on the page."""
    settings.MFA_REQUIRED = False
    writings = every_writing(make_world(administrator))
    usual = [after(lambda: None, writing) for writing in writings]
    assert len(writings) > 50
    assert sum(status == HTTPStatus.FOUND for status, _lost in usual) > 30
    lost = []
    for name, event in {"nothing": lambda: None, **EVENTS}.items():
        found = [after(event, writing) for writing in writings]
        assert name == "nothing" or found != usual  # the event matters to some form
        lost += [
            (name, writing.form.address, writing.button, status, texts)
            for writing, (status, texts) in zip(writings, found, strict=True)
            if texts
        ]
    assert not lost, "\n".join(map(str, lost))
