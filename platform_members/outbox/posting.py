"""Outgoing mails: saved in the transaction of their cause, sent after its commit."""

import logging
import re
from collections.abc import Iterable
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from functools import partial
from threading import Lock

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape, urlize
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from directory.fields import longest_of
from platform_members.models import OutgoingMail

logger = logging.getLogger(__name__)
_written: ContextVar[list[OutgoingMail] | None] = ContextVar("written", default=None)
_sending = Lock()
LONGEST_SUBJECT = longest_of(OutgoingMail, "subject")


def post(
    kind: str,
    *,
    to: Iterable[str],
    subject: str,
    template: str = "",
    confidential: bool = False,
    **context,
) -> list[OutgoingMail]:
    """Write a mail to each address, one each, and send them when the transaction is committed.

    `kind` tells in admin what the mail is about, and names its template, unless `template` does:
    templates/platform_members/mails/<name>.txt, which extends frame.txt; the HTML is made from the
    text. The body of a `confidential` mail is not shown in admin, and erased once it is sent. A
    mail server that is down is no error here: `manage.py send_mails` tries again.
    """
    line = " ".join(f"【{settings.SITE_TITLE}】{subject}".split())
    text = render_to_string(
        f"platform_members/mails/{template or kind}.txt", _facts() | context
    ).strip()
    context = {"text": _with_own_links(text), "subject": line}
    html = render_to_string("platform_members/mails/frame.html", context)
    mails = OutgoingMail.objects.bulk_create(
        OutgoingMail(
            kind=kind,
            to=recipient,
            subject=Truncator(line).chars(LONGEST_SUBJECT),
            text=f"{text}\n",
            html=html,
            confidential=confidential,
        )
        for recipient in dict.fromkeys(filter(None, to))
    )
    if (written := _written.get()) is not None:
        written += mails
    transaction.on_commit(partial(_send_in_turn, [mail.pk for mail in mails]), robust=True)
    return mails


@contextmanager
def mails_written():
    """Give a list that holds the mails which are written within the block."""
    token = _written.set([])
    try:
        yield _written.get()
    finally:
        _written.reset(token)


def what_became_of(mails: list[OutgoingMail], who: str = "") -> str:
    """Sentences about sent and unsent mails, with their addresses, or `who` instead."""
    if not mails:
        return _("メールの宛先がわからないので、知らせていません。")
    keys = [mail.pk for mail in mails]
    unsent = OutgoingMail.objects.unsent().filter(pk__in=keys).values_list("to", flat=True)
    late = [mail.to for mail in mails if mail.to in set(unsent)]
    told = [mail.to for mail in mails if mail.to not in late]
    sentences = []
    if told:
        people = who or "、".join(told)
        sentences.append(_("%sにメールで知らせました。") % people)
    if late:
        people = who or "、".join(late)
        text = _("%sへのメールは、まだ送れていません。あとで自動でもう一度送ります。")
        sentences.append(text % people)
    return "".join(sentences)


def address(name: str, *args) -> str:
    """The full address of a page, as it stands in a mail."""
    return settings.PORTAL_URL + reverse(name, args=args)


def send_due(*, now: datetime) -> tuple[int, int]:
    """Try every mail that is due; return how many were sent and how many were not."""
    keys = OutgoingMail.objects.due_at(now).values_list("pk", flat=True)
    outcomes = [deliver(key) for key in keys]
    return outcomes.count(True), outcomes.count(False)


def deliver(key: int) -> bool | None:
    """Pass a mail to the mail server; whether that worked, None where another process does it.

    Two processes never send the same mail: the row is locked, and the second process skips it.
    """
    with transaction.atomic():
        unsent = OutgoingMail.objects.unsent().select_for_update(skip_locked=True)
        mail = unsent.filter(pk=key).first()
        if mail is None:
            return None
        try:
            _hand_over(mail)
        except Exception as error:  # whatever a mail server or its answer can do to us
            logger.warning("Mail %s could not be sent: %s", mail.pk, type(error).__name__)
            mail.note_failure(at=timezone.now(), error=f"{type(error).__name__}: {error}")
        else:
            mail.note_sent(at=timezone.now())
        mail.save()
        return mail.sent_at is not None


def _send_in_turn(keys: list[int]) -> None:
    """Send until one fails: while a server is down, a person waits for one attempt only.

    One thread of a process sends at a time, so that a server that hangs keeps no more of them;
    what another would have sent waits for `send_mails`.
    """
    if not _sending.acquire(blocking=False):
        return
    try:
        for key in keys:
            if deliver(key) is False:
                return
    finally:
        _sending.release()


def _hand_over(mail: OutgoingMail) -> None:
    message = EmailMultiAlternatives(mail.subject, mail.text, to=[mail.to])
    message.attach_alternative(mail.html, "text/html")
    message.send()


def _with_own_links(text: str) -> SafeString:
    """Text as HTML in which only our own addresses are links: others were typed by strangers."""
    address = re.compile(rf"(?<![^\s(（]){re.escape(settings.PORTAL_URL)}(?:/[\x21-\x7e]*)?(?!\S)")
    pieces, end = [], 0
    for found in address.finditer(text):
        pieces += [escape(text[end : found.start()]), urlize(found[0], autoescape=True)]
        end = found.end()
    return mark_safe("".join([*pieces, escape(text[end:])]))  # noqa: S308  (all is escaped)


def _facts() -> dict:
    """Context of every mail: facts about the portal."""
    return {
        "site_title": settings.SITE_TITLE,
        "city_name": settings.CITY_NAME,
        "office": settings.GENERAL_WINDOW_NAME,
        "portal_url": settings.PORTAL_URL,
    }
