"""Mail that never delays a page: kept with the change, sent afterwards, tried again."""

from datetime import timedelta
from threading import Thread

import pytest
from django.core import mail
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone

from platform_members.models import OutgoingMail
from platform_members.models.mail import MOST_ATTEMPTS
from platform_members.outbox import address, post
from platform_members.outbox.posting import deliver, send_due
from tests.helpers import mail_server_that_hangs
from tests.helpers.mail_server_that_is_down import DOWN


def write(to=("member@example.jp",), **changes):
    """Post a mail as any message of the portal does."""
    facts = {
        "person": "山田 & 子",
        "name": "<b>団体</b>",
        "reason": "http://localhost:8000/desk/ を参照",
    }
    return post(
        **{
            "kind": "trial",
            "to": to,
            "subject": "件名\r\nBcc: all@example.jp",
            "template": "application_declined",
            "application": facts | {"contact_person": facts["person"]},
            **changes,
        }
    )


@pytest.fixture
def after_commit(django_capture_on_commit_callbacks):
    """Run what waits for the commit, as a real request does."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


def test_a_mail_is_sent_once_the_change_is_safe(db, after_commit):
    """Text as written, HTML without harm, one line of subject, and a record of the sending."""
    with after_commit():
        write()
        assert mail.outbox == []
    [message] = mail.outbox
    assert message.subject == "【伊勢つながりサポート】件名 Bcc: all@example.jp"
    assert message.to == ["member@example.jp"]
    assert "<b>団体</b>\n山田 & 子 様" in message.body
    html, kind = message.alternatives[0]
    assert kind == "text/html"
    assert "&lt;b&gt;団体" in html
    assert '<a href="http://localhost:8000/desk/"' in html
    row = OutgoingMail.objects.get()
    assert row.sent_at
    assert (row.attempts, row.next_attempt_at) == (1, None)


@pytest.mark.django_db(transaction=True)
def test_a_change_that_fails_sends_nothing():
    """No mail tells of what did not happen."""

    @transaction.atomic
    def change():
        write()
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        change()
    assert mail.outbox == []
    assert not OutgoingMail.objects.exists()


def test_nobody_sees_who_else_gets_a_mail(db, after_commit):
    """Each address gets a mail of its own, once; an empty one none."""
    with after_commit():
        write(to=["a@example.jp", "b@example.jp", "a@example.jp", ""])
    assert [message.to for message in mail.outbox] == [["a@example.jp"], ["b@example.jp"]]


def test_a_mail_server_that_is_down_loses_nothing(db, after_commit, settings):
    """No error for the person; the mail waits, with the reason, and is sent later."""
    settings.EMAIL_BACKEND = DOWN
    with after_commit():
        write(to=["a@example.jp", "b@example.jp"])
    first, second = OutgoingMail.objects.order_by("pk")
    assert (first.attempts, second.attempts) == (1, 0)  # one attempt is enough to wait for
    assert "SMTPServerDisconnected" in first.last_error
    assert send_due(now=timezone.now()) == (0, 1)
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    OutgoingMail.objects.update(next_attempt_at=timezone.now())
    call_command("send_mails", verbosity=0)
    assert len(mail.outbox) == 2
    assert not OutgoingMail.objects.unsent().exists()


def test_pauses_grow_and_end(db):
    """A minute, two, four, at most six hours; after two days a clerk must say so."""
    [row] = write()
    now, pauses = timezone.now(), []
    while row.next_attempt_at:
        row.note_failure(at=now, error="x" * 1000)
        if row.next_attempt_at:
            pauses.append(row.next_attempt_at - now)
    assert pauses[:3] == [timedelta(minutes=1), timedelta(minutes=2), timedelta(minutes=4)]
    assert max(pauses) == timedelta(hours=6)
    assert row.attempts == MOST_ATTEMPTS
    row.full_clean()
    row.save()
    assert not OutgoingMail.objects.due_at(now + timedelta(days=9)).exists()


def test_a_mail_is_never_sent_twice(db, after_commit):
    """A second sender leaves it alone."""
    with after_commit():
        [row] = write()
    assert deliver(row.pk) is None
    assert len(mail.outbox) == 1


def test_the_body_of_a_confidential_mail_is_not_kept(db, after_commit):
    """Its link was for one person; the record says only that it was sent."""
    with after_commit():
        write(confidential=True)
    row = OutgoingMail.objects.get()
    assert (row.text, row.html) == ("", "")
    assert mail.outbox[0].body


def test_links_lead_to_the_portals_own_address(settings):
    """Not to whatever host a request claimed."""
    settings.PORTAL_URL = "https://soudan.example.lg.jp"
    assert address("directory:about-view") == "https://soudan.example.lg.jp/about/"


@pytest.mark.django_db(transaction=True)
def test_a_mail_server_that_hangs_keeps_one_person_waiting(settings):
    """Another's mail is written down and left for later, without asking the server."""
    settings.EMAIL_BACKEND = "tests.helpers.mail_server_that_hangs.EmailBackend"

    def first():
        write(to=["first@example.jp"])
        connection.close()

    waiting = Thread(target=first)
    waiting.start()
    try:
        assert mail_server_that_hangs.asked.wait(mail_server_that_hangs.PATIENCE)
        write(to=["second@example.jp"])
        assert OutgoingMail.objects.get(to="second@example.jp").attempts == 0
    finally:
        mail_server_that_hangs.over.set()
        waiting.join()
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    send_due(now=timezone.now())
    assert "second@example.jp" in [message.to[0] for message in mail.outbox]
