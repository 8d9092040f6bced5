"""What waits for reviewers: reminders, working days, and mails to members."""

from datetime import date, timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from directory.models import day_calendar
from platform_members.models import ListingUpdate, OutgoingMail
from platform_members.review import actions as review
from platform_members.review.actions import Seen
from platform_members.working_days import working_days, working_days_before
from tests.helpers.desk_pages import text
from tests.helpers.mail_server_that_is_down import DOWN
from tests.helpers.page_forms import sent
from tests.helpers.proposals import save
from tests.helpers.review_pages import address


@pytest.mark.parametrize(("days", "count"), [(30, 1), (1, 0)])
def test_reviewers_are_reminded_once_a_day(listing, update, reviewer, days, count):
    """Of what has waited for more than five working days; the next day again."""
    ListingUpdate.objects.update(submitted_at=timezone.now() - timedelta(days=days))
    mails = OutgoingMail.objects.filter(kind="updates_kept_waiting")
    for _night in range(2):
        call_command("remind_reviewers", verbosity=0)
    assert [mail.to for mail in mails] == [reviewer.email] * count
    mails.update(made_at=timezone.now() - timedelta(days=1))
    call_command("remind_reviewers", verbosity=0)
    assert mails.count() == 2 * count


@pytest.mark.parametrize(
    ("since", "until", "count"),
    [
        ("2026-11-24", "2026-11-24", 0),
        ("2026-11-20", "2026-11-24", 1),  # a weekend and 勤労感謝の日
        ("2026-12-25", "2027-01-04", 2),  # the turn of the year: 12/28 and 1/4
        ("2026-09-18", "2026-09-24", 1),  # Silver Week
    ],
)
def test_working_days_are_those_of_the_city_hall(at, since, until, count):
    """Neither weekends nor holidays nor the turn of the year count."""
    at("2026-11-24 10:00")
    first, last = date.fromisoformat(since), date.fromisoformat(until)
    calendar = day_calendar()
    assert working_days(first, last, calendar) == count
    assert working_days(working_days_before(count + 1, first, calendar), first, calendar) > count


def test_a_mail_server_that_is_down_loses_nothing(
    client, listing, member, reviewer, settings, django_capture_on_commit_callbacks
):
    """The member sees no error; the change waits; the mail is tried again."""
    settings.EMAIL_BACKEND = DOWN
    client.force_login(member)
    page = f"/desk/listings/{listing.pk}/edit/"
    form = sent(client.get(page), cost="無料", do="submit")
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(page, form, follow=True)
    assert "変更案を出しました" in text(answer)
    assert ListingUpdate.objects.get().status == "waiting"
    assert OutgoingMail.objects.unsent().get().to == reviewer.email


def test_mails_say_what_to_do_and_where(listing, update, member, reviewer):
    """Each names the window and links to the page on which something can be done."""
    review.return_update(update=update, seen=Seen.of(update), comment="詳しく", by=reviewer)
    again = save(listing, member, update=update, seen=2, cost="100円")
    review.decline(update=again, seen=Seen.of(again), comment="規則です", by=reviewer)
    mails = {mail.kind: mail for mail in OutgoingMail.objects.all()}
    assert address(update) in mails["update_submitted"].text
    assert f"/desk/updates/{update.pk}/" in mails["update_returned"].text
    assert f"/desk/updates/{update.pk}/" in mails["update_declined"].text
    for mail in mails.values():
        assert listing.window.subject in mail.subject
        assert "<" not in mail.text


def test_nobody_who_left_gets_an_answer(listing, update, member, reviewer):
    """An account that is closed gets no mail."""
    type(member).objects.filter(pk=member.pk).update(is_active=False)
    review.decline(update=update, seen=Seen.of(update), comment="規則です", by=reviewer)
    assert not OutgoingMail.objects.filter(kind="update_declined").exists()


def test_an_update_waits_from_when_it_was_sent_first(listing, update, member, at):
    """Amending does not put it at the end of the queue."""
    ListingUpdate.objects.update(submitted_at=timezone.now() - timedelta(days=3))
    first = ListingUpdate.objects.get().submitted_at
    save(listing, member, update=update, seen=1, cost="1円")
    assert ListingUpdate.objects.get().submitted_at == first
