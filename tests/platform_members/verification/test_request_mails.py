"""Mails that ask whether facts are still true: what they show, and what if they do not arrive."""

from datetime import date

import pytest
from django.core import mail
from django.core.management import call_command
from django.utils import timezone

from directory.models import HoursException, Phone
from platform_members.models import OutgoingMail, VerificationRequest
from platform_members.verification import actions
from tests.factories import (
    CategoryFactory,
    give_hours,
)
from tests.helpers.due_windows import CONTACT, due_window
from tests.helpers.mail_server_that_is_down import DOWN

KNOWS_NOBODY = "tests.helpers.mail_server_that_knows_nobody.EmailBackend"


def test_the_mail_shows_the_facts_in_japanese_and_the_link(at, night):
    """The mail says what is printed and until when to answer, and needs no log-in."""
    at("2026-11-24 2:00")
    window = due_window(
        subject="借金の相談",
        name="生活支援課",
        verified_on=date(2023, 2, 28),
        hours_override="",
        address="伊勢市岩渕1丁目7-29",
        categories=[CategoryFactory(name="お金・住まい")],
    )
    give_hours(window, "月火水木金 8:30-17:15")
    Phone.objects.create(window=window, kind="fax", printed="0596-21-5555", dialled="0596215555")
    for day in (date(2026, 11, 1), date(2026, 12, 30)):
        HoursException.objects.create(window=window, first_day=day, last_day=day, note="点検")
    night()
    [message] = mail.outbox
    assert message.to == [CONTACT]
    assert "窓口の内容の確認のお願い（借金の相談（生活支援課））" in message.subject
    for words in (
        "前に確認した日は 2023年2月28日 です。",
        "ログインはいりません。",
        "/verify/",
        "2026年12月24日（木）02:00 まで",
        "【分野】\nお金・住まい",
        "【電話番号】\n0596-21-5556",
        "【ファックス】\n0596-21-5555",
        "【受付日時】\n月曜日～金曜日 8:30～17:15",
        "【臨時の休み・受付】\n2026年12月30日（水） 休み 点検",
        "【所在地】\n伊勢市岩渕1丁目7-29",
        "【載せていないこと】\n予約、対象、費用、匿名での相談、はじめに聞かれること、かかる時間、"
        "本人以外からの相談、対応する言語、メール、ウェブサイト、運営、説明",
        "伊勢市福祉生活相談センターへお知らせください。",
    ):
        assert words in message.body
    assert "11月1日" not in message.body
    assert "<a href=" in message.alternatives[0][0]


def test_the_mail_keeps_a_confidential_place(db, night):
    """Neither text nor HTML says where it is, only that it is not public."""
    due_window(confidential_location=True, address="秘密町1-2", place_note="裏口の3階")
    night()
    [message] = mail.outbox
    for text in (message.body, message.alternatives[0][0]):
        assert "所在地は非公開です" in text
        assert "秘密町" not in text
        assert "裏口" not in text


def test_the_secret_is_kept_nowhere(db, night):
    """Neither the request nor the record of the mail holds what the link holds."""
    due_window()
    night()
    body = mail.outbox[0].body
    token = body[body.index("/verify/") + len("/verify/") :].split("/")[0]
    assert len(token) >= 43
    for rows in (VerificationRequest.objects.values(), OutgoingMail.objects.values()):
        assert token not in str(rows.get())


@pytest.mark.django_db(transaction=True)
def test_a_mail_server_that_is_down_loses_nothing(settings, monkeypatch):
    """The night stops trying; what is written is sent later, the rest the next night."""
    monkeypatch.setattr(actions, "PEOPLE_AT_ONCE", 2)
    for number in range(5):
        due_window(verification_email=f"mado{number}@example.jp")
    settings.EMAIL_BACKEND = DOWN
    work = actions.send_verification_requests(now=timezone.now())
    assert (work.asked, work.mails_wait) == (2, True)
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    OutgoingMail.objects.update(next_attempt_at=timezone.now())
    call_command("send_mails", verbosity=0)
    assert len(mail.outbox) == 2
    work = actions.send_verification_requests(now=timezone.now())
    assert (work.asked, work.mails_wait) == (3, False)
    assert len({message.to[0] for message in mail.outbox}) == 5


def test_a_refused_address_is_noted_as_bounced(db, night, settings):
    """Staff see it; the dead link's mail is not tried again."""
    due_window()
    settings.EMAIL_BACKEND = KNOWS_NOBODY
    night()
    assert night().refused == 1
    request = VerificationRequest.objects.needing_staff().get()
    assert (request.status, request.closed_by) == ("bounced", None)
    assert OutgoingMail.objects.get().next_attempt_at is None


def test_a_server_that_asks_for_patience_is_no_bounce(db, night):
    """Greylisting passes; the mail is tried again as any other."""
    due_window()
    night()
    refusal = "SMTPRecipientsRefused: {'mado@example.jp': (450, b'4.2.0 Greylisted')}"
    OutgoingMail.objects.update(sent_at=None, next_attempt_at=timezone.now(), last_error=refusal)
    assert night().refused == 0
