"""The night asks contacts whether a window's facts are still true: whom, when, and how often."""

import re
import threading
from datetime import date, timedelta

import pytest
from django.core import mail
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from directory.models import Window
from platform_members.loading import load_organisations
from platform_members.models import Listing, Organisation, VerificationRequest
from platform_members.verification import actions
from platform_members.verification.due import windows_to_ask, windows_without_recipient
from tests.factories import (
    ListingFactory,
    MembershipFactory,
    OrganisationFactory,
    WindowFactory,
)
from tests.helpers.city import FIXTURES, load_city
from tests.helpers.due_windows import CONTACT, due_window


def asked_about() -> list[str]:
    """The subjects of the windows about which the night would write now."""
    return [window.subject for window in windows_to_ask(timezone.now())]


@pytest.mark.parametrize(
    ("verified_on", "months", "is_asked"),
    [
        (None, None, True),
        ("2023-02-28", None, True),
        ("2025-12-07", None, True),  # due on 7 December, in thirteen days
        ("2025-12-08", None, False),  # in fourteen
        ("2026-10-30", 1, True),
        ("2024-11-20", 36, False),
    ],
)
def test_contacts_are_asked_two_weeks_before_it_is_due(at, verified_on, months, is_asked):
    """Or as soon as possible, where the facts were never confirmed."""
    at("2026-11-24 2:00")
    day = verified_on and date.fromisoformat(verified_on)
    due_window(verified_on=day, verification_months=months)
    assert windows_to_ask(timezone.now()).exists() is is_asked


@pytest.mark.parametrize("status", ["draft", "suspended", "retired"])
def test_nobody_is_asked_about_what_residents_do_not_see(db, status):
    """Drafts, suspended and retired windows are left alone."""
    now = timezone.now()
    moments = {"published_at": now, "suspended_at": None, "retired_at": None}
    if status == "draft":
        moments["published_at"] = None
    else:
        moments[f"{status}_at"] = now
    due_window(status=status, **moments)
    assert asked_about() == []


def test_who_speaks_for_a_window_is_known_and_never_guessed(db):
    """The window's own address, else its organisation's editors, else its contact address."""
    own, of_editors, of_contact, of_former, public_only, nobody = (
        WindowFactory(subject=subject, email="public@example.jp", verification_email=address)
        for subject, address in zip("abcdef", [CONTACT, "", "", "", "", ""], strict=True)
    )
    edited = OrganisationFactory(platform_email="jimu@example.jp")
    for name, role in (("ichi", "editor"), ("ni", "editor"), ("miru", "viewer")):
        MembershipFactory(organisation=edited, role=role, user__email=f"{name}@example.jp")
    MembershipFactory(organisation=edited, user__email="moto@example.jp", user__is_active=False)
    contact_only = OrganisationFactory(platform_email="kai@example.jp")
    MembershipFactory(organisation=contact_only, role="viewer")
    former = OrganisationFactory(platform_email="moto@example.jp", left_on=timezone.localdate())
    without = OrganisationFactory(email="info@example.jp")
    for window, organisation in [
        (own, edited),
        (of_editors, edited),
        (of_contact, contact_only),
        (of_former, former),
        (public_only, without),
    ]:
        Listing.objects.create(window=window, organisation=organisation)
    now = timezone.now()
    assert [(window.subject, window.recipients) for window in windows_to_ask(now)] == [
        ("a", [CONTACT]),
        ("b", ["ichi@example.jp", "ni@example.jp"]),
        ("c", ["kai@example.jp"]),
    ]
    assert set(windows_without_recipient(now)) == {of_former, public_only, nobody}
    for organisation, addresses in (
        (edited, ["ichi@example.jp", "ni@example.jp"]),
        (contact_only, ["kai@example.jp"]),
        (without, []),
    ):
        assert organisation.addresses() == addresses


@pytest.mark.django_db(transaction=True)
def test_the_citys_windows_are_asked_about_where_their_organisations_have_editors(capsys):
    """The demonstration's data, the command, real transactions: one mail to each editor."""
    load_city()
    load_organisations(FIXTURES)
    for organisation in Organisation.objects.exclude(listings=None):
        MembershipFactory(organisation=organisation)
    looked_after = Window.objects.published().exclude(listing=None)
    call_command("send_verification_requests")
    told = capsys.readouterr().out
    assert f"Asked about {looked_after.count()} windows by {len(mail.outbox)} mails" in told
    assert (
        looked_after.count()
        > len(mail.outbox)
        == Organisation.objects.exclude(listings__window=None).distinct().count()
    )
    assert all(len(message.to) == 1 for message in mail.outbox)


def test_a_person_gets_one_mail_with_a_link_for_each_window(at, night, client):
    """Whatever organisations they are of; every link opens its own window, without log-in."""
    at("2026-11-24 2:00")
    person = MembershipFactory().user
    second = MembershipFactory(user=person).organisation
    for number, organisation in enumerate([person.memberships.first().organisation, second]):
        due = ListingFactory(organisation=organisation, window__subject=f"相談その{number}")
        Window.objects.filter(pk=due.window_id).update(verified_on=date(2024, 5, number + 1))
    assert (night().asked, len(mail.outbox)) == (2, 1)
    [message] = mail.outbox
    assert "（2件の窓口）" in message.subject
    links = re.findall(r"/verify/[\w-]+/", message.body)
    assert len(set(links)) == 2
    for number, link in enumerate(links):
        assert f"前に確認した日は 2024年5月{number + 1}日 です。" in message.body
        assert f"相談その{number}" in client.get(link).content.decode()
    assert "2026年12月24日（木）02:00 まで" in message.body


def test_nobody_gets_two_mails_in_a_month(at, night):
    """A window that falls due meanwhile waits for the person's next mail."""
    at("2026-11-02 2:00")
    organisation = MembershipFactory().organisation
    ListingFactory(organisation=organisation)
    later = ListingFactory(organisation=organisation).window
    Window.objects.filter(pk=later.pk).update(verified_on=date(2025, 12, 1))
    mails = []
    for number in range(35):
        at(f"{date(2026, 11, 2) + timedelta(days=number)} 2:00", refreshed=False)
        night()
        mails.append(len(mail.outbox))
    assert (mails[-6], mails[-1]) == (1, 2)
    assert "（2件の窓口）" in mail.outbox[1].subject


def test_two_editors_are_asked_and_one_answer_is_enough(at, night, client):
    """The other's link says so; both links are dead, and the window is confirmed once."""
    at("2026-11-24 2:00")
    organisation = MembershipFactory().organisation
    MembershipFactory(organisation=organisation)
    window = ListingFactory(organisation=organisation).window
    night()
    first, second = (re.search(r"/verify/[\w-]+/", message.body)[0] for message in mail.outbox)
    page = client.get(second).content.decode()
    client.post(first, {"shown": re.search(r'name="shown" value="(\w+)"', page)[1]})
    answer = client.get(second)
    assert answer.status_code == 200
    assert "ほかの担当の方" in answer.content.decode()
    assert sorted(VerificationRequest.objects.values_list("status", flat=True)) == [
        "confirmed",
        "elsewhere",
    ]
    assert window.versions.filter(how="verified").count() == 1


def test_a_second_night_sends_no_second_mail(db, night):
    """Not while the link is open, however often the command runs."""
    due_window()
    assert [night().asked, night().asked, night().asked] == [1, 0, 0]
    assert len(mail.outbox) == 1


def test_an_unanswered_window_is_asked_about_once_a_month(at, night):
    """The link ends after thirty days; the next comes a month after the last."""
    due_window()
    days = [date(2026, 11, 24) + timedelta(days=number) for number in range(40)]
    asked_on = []
    for day in days:
        at(f"{day} 2:00", refreshed=False)
        asked_on += [str(day)] * night().asked
    assert asked_on == ["2026-11-24", "2026-12-24"]
    first, second = VerificationRequest.objects.order_by("asked_at")
    assert (first.status, second.status) == ("unanswered", "sent")


def test_the_database_refuses_a_second_link_in_a_month(db, night):
    """Whatever the code does."""
    due_window()
    night()
    first = VerificationRequest.objects.get()
    VerificationRequest.objects.update(status="unanswered", closed_at=timezone.now())
    again, _token = VerificationRequest.new(
        window=first.window, email=CONTACT, at=first.asked_at, by=None
    )
    with pytest.raises(IntegrityError, match="one_link_a_window_person_and_month"):
        again.save()


def test_the_database_allows_one_open_request_a_window_and_person(db, night, clerk):
    """Also where a clerk sends it."""
    due_window()
    night()
    window = Window.objects.get()
    again, _token = VerificationRequest.new(
        window=window, email=CONTACT, at=timezone.now(), by=clerk
    )
    with pytest.raises(IntegrityError, match="one_open_a_window_and_person"):
        again.save()


@pytest.mark.django_db(transaction=True)
def test_two_nights_at_once_send_one_mail_a_person():
    """Two machines whose clocks agree: every window is asked about, none twice."""
    for number in range(12):
        due_window(verification_email=f"mado{number // 2}@example.jp")
    start, done = threading.Barrier(2), []

    def run():
        try:
            start.wait(timeout=10)
            done.append(actions.send_verification_requests(now=timezone.now()).asked)
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert len(done) == 2
    # Those that one had written to, the other left alone.
    assert sum(done) == VerificationRequest.objects.count() == 12
    assert len(mail.outbox) == 6


@pytest.mark.parametrize("status", ["changes", "bounced"])
def test_nobody_is_asked_while_a_clerk_must_act(at, night, clerk, status):
    """A contact who told of changes is not asked again before they are in; nor a dead address."""
    at("2026-09-01 2:00")
    due_window()
    night()
    asked = VerificationRequest.objects.get()
    if status == "changes":
        actions.tell_changes(request=asked, message="番号が変わりました")
    else:
        actions.mark_bounced(request=asked, by=clerk)
    at("2026-11-24 2:00")
    assert night().asked == 0
    assert VerificationRequest.objects.needing_staff().get() == asked
    actions.mark_handled(requests=VerificationRequest.objects.all(), by=clerk)
    assert night().asked == 1


def test_each_person_costs_the_same_few_queries(db, night):
    """Not dearer with the number of people, nor of their windows; each mail is kept and sent."""
    counts = []
    for number in (2, 22, 42):
        VerificationRequest.objects.all().delete()
        for _number in range((number - Window.objects.count()) // 2):
            address = f"mado{Window.objects.count()}@example.jp"
            for _window in range(2):
                due_window(verification_email=address)
        with CaptureQueriesContext(connection) as queries:
            assert night().asked == number
        counts.append(len(queries))
    assert counts[2] - counts[1] == counts[1] - counts[0]
    assert (counts[1] - counts[0]) / 10 <= 16


def test_the_command_says_what_it_did(db, capsys):
    """And how many windows have no contact."""
    due_window()
    for _number in range(2):
        WindowFactory()
    call_command("send_verification_requests")
    told = capsys.readouterr().out
    assert "Asked about 1 windows by 1 mails" in told
    assert "2 windows are due and have nobody to ask." in told


@pytest.mark.parametrize(
    "change",
    [
        {"status": "confirmed"},
        {"status": "changes", "answered_at": timezone.now()},
        {"status": "withdrawn", "closed_at": timezone.now()},
        {"status": "unanswered"},
        {"answered_at": timezone.now()},
        {"message": "黙って"},
        {"handled_at": timezone.now()},
        {"month": None},
        {"status": "lost"},
    ],
)
def test_the_database_ties_status_to_its_dates(db, night, change):
    """No half-told story."""
    due_window()
    night()
    with pytest.raises(IntegrityError), transaction.atomic():
        VerificationRequest.objects.update(**change)
