"""Every payload in tables of campaigns, calendars, mails and lines of logs: 0 active."""

import logging
import unicodedata
from datetime import date
from urllib.parse import quote

from django.conf import settings
from django.core import mail
from django.utils import timezone

from campaigns.files.tables import csv_file, excel_file
from campaigns.models import Campaign, MediumResult
from ise_portal.logs import WithoutVisitor
from platform_members.joining.mails import application_arrived
from platform_members.meetings.calendars import calendar_of
from platform_members.models import Meeting, MembershipApplication, OutgoingMail
from platform_members.outbox.posting import deliver
from tests.helpers.injections import (
    PLAIN,
    Page,
    cells_of_csv,
    cells_of_excel,
    is_calculated,
    shape_of_calendar,
    shape_of_mail,
    visible,
)
from tests.helpers.payloads import PAYLOADS, arrived, missing

# Letters that break a line, steer a terminal or turn the direction.
STEERING = {"Cc", "Cf", "Zl", "Zp"}


def test_tables_of_campaigns(db):
    """What contractors call their media."""
    campaign = Campaign.objects.create(
        title="動画", kind="video", starts_on=date(2026, 1, 1), ends_on=date(2026, 2, 1)
    )
    MediumResult.objects.bulk_create(
        MediumResult(
            campaign=campaign, medium=text[:60], explanation=text, impressions=1, clicks=1, cost=1
        )
        for text in PAYLOADS
    )
    for table in (cells_of_csv(csv_file(campaign)), cells_of_excel(excel_file(campaign))):
        assert [cell for row in table for cell in row if is_calculated(cell)] == []
        shown = "".join(visible(cell) for row in table for cell in row)
        assert missing(shown) == []


def test_a_calendar(db):
    """As many meetings with the same properties, whatever they are about."""

    def shape(text: str) -> list:
        meeting = Meeting(kind="talk", date=date(2026, 12, 1), agenda=text, place=text)
        meeting.changed_at, meeting.pk = timezone.now(), 1
        return shape_of_calendar(calendar_of([meeting]))

    plain = shape(PLAIN)
    assert [text for text in PAYLOADS if text.strip() and shape(text) != plain] == []


# Mails, headers, logs


def test_a_mail(db, settings):
    """The same headers, parts and reader; its HTML of the same parts."""
    settings.STAFF_EMAIL = "office@example.jp"

    def sent(text: str) -> tuple:
        application = MembershipApplication.objects.create(
            name=text, kind="npo", contact_person=text, email="a@example.jp", consent=True
        )
        application_arrived(application=application)
        written_mail = OutgoingMail.objects.get()
        assert deliver(written_mail.pk)
        [message] = mail.outbox
        [(html, _kind)] = message.alternatives
        MembershipApplication.objects.all().delete()
        OutgoingMail.objects.all().delete()
        mail.outbox.clear()
        return shape_of_mail(message.message().as_bytes()), Page(html.encode()), message.body

    plain_shape, plain_page, _body = sent(PLAIN)
    for text in PAYLOADS:
        shape, page, body = sent(text)
        assert shape == plain_shape, text
        assert page.beyond(plain_page) == set(), text
        assert arrived(text) in visible(body), text
        assert arrived(text) in page.text, text


def test_a_line_of_a_log(client, db, caplog):
    """One line an event, without letters that steer a terminal, and nothing of a visitor."""
    words = settings.LOGGING["formatters"]["line"]
    formatter = logging.Formatter(words["format"], style=words["style"])
    caplog.set_level(logging.INFO)
    for text in PAYLOADS:
        caplog.clear()
        client.get(f"/nothing/{quote(text, safe='')}/", {"q": text})
        logging.getLogger("portal").warning("A library quotes %s", text)
        lines = []
        for record in caplog.records:
            WithoutVisitor().filter(record)
            lines.append(formatter.format(record))
        steering = {each for each in "".join(lines) if unicodedata.category(each) in STEERING}
        assert steering == set(), text
        assert [line.endswith(": (no view)") for line in lines] == [True, False], lines
