"""Clerks keep organisations, the people who act for them, and the mails that did not go out."""

import pytest
from django.core import mail
from django.utils import timezone

from platform_members.models import Invitation, Listing, Membership, Organisation, OutgoingMail
from platform_members.registry.actions import invite
from tests.factories import MembershipFactory, OrganisationFactory, UserFactory, WindowFactory

ADMIN = "/admin/platform_members/organisation/"
NO_LISTINGS = {"listings-TOTAL_FORMS": "0", "listings-INITIAL_FORMS": "0"}
FACTS = {"name": "NPO法人いせコンビニネット", "kind": "npo", "role": "supporter", **NO_LISTINGS}


@pytest.fixture
def organisation(db):
    """A member of the platform with one editor."""
    return MembershipFactory().organisation


@pytest.fixture
def editor(organisation):
    """Its only editor."""
    return organisation.memberships.get()


@pytest.fixture
def people(organisation):
    """The address of the page about its people."""
    return f"{ADMIN}{organisation.pk}/people/"


@pytest.fixture
def member_page(people, editor):
    """The address of the page about its only editor."""
    return f"{people}{editor.pk}/"


def test_two_spellings_are_compared_before_one_is_added(client, clerk):
    """The clerk is shown the similar one, keeps what was typed, and may say that they are two."""
    OrganisationFactory(name="いせコンビネット")
    client.force_login(clerk)
    page = client.post(f"{ADMIN}add/", FACTS).content.decode()
    assert "似た名前の団体があります：いせコンビネット" in page
    assert 'value="NPO法人いせコンビニネット"' in page
    assert 'type="checkbox" name="confirm_other"' in page
    assert Organisation.objects.count() == 1
    client.post(f"{ADMIN}add/", FACTS | {"confirm_other": "on"})
    assert Organisation.objects.count() == 2


def test_nothing_is_asked_where_nothing_is_alike(client, clerk, organisation):
    """A new name is taken at once; an unchanged one is not compared with itself or others."""
    client.force_login(clerk)
    client.post(f"{ADMIN}add/", FACTS)
    row = Organisation.objects.get(name=FACTS["name"])
    OrganisationFactory(name="いせコンビネット")
    client.post(f"{ADMIN}{row.pk}/change/", FACTS | {"activities": "就労準備支援", "revision": "0"})
    row.refresh_from_db()
    assert row.activities == "就労準備支援"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("website", "javascript:alert(1)"),
        ("phone", "12"),
        ("name", "団" * 101),
        ("note", "a\x00b"),
        ("small_steps", "leap"),
        ("left_on", "2020-01-01"),
    ],
)
def test_bad_facts_are_refused(client, clerk, field, value):
    """With an error beside the field, and nothing saved."""
    client.force_login(clerk)
    response = client.post(f"{ADMIN}add/", FACTS | {"joined_on": "2026-04-01", field: value})
    assert response.status_code == 200
    assert response.context["adminform"].form.errors
    assert not Organisation.objects.exists()


def test_a_window_is_given_into_an_organisations_hands(client, clerk, organisation):
    """The record tells who did it; a window that another looks after is refused."""
    window = WindowFactory()
    client.force_login(clerk)
    given = {
        "listings-TOTAL_FORMS": "1",
        "listings-INITIAL_FORMS": "0",
        "listings-0-window": window.pk,
        "revision": "0",
    }
    client.post(f"{ADMIN}{organisation.pk}/change/", FACTS | given)
    listing = Listing.objects.get()
    assert (listing.organisation, listing.made_by) == (organisation, clerk)
    other = OrganisationFactory()
    response = client.post(f"{ADMIN}{other.pk}/change/", FACTS | {"name": "ちがう名前の会"} | given)
    assert response.status_code == 200
    assert Listing.objects.get() == listing


def test_the_list_finds_who_has_no_editor(client, clerk, organisation, django_assert_num_queries):
    """Disabled accounts do not count; organisations that left are not listed."""
    alone = MembershipFactory(user__is_active=False).organisation
    OrganisationFactory(left_on=timezone.localdate())
    client.force_login(clerk)
    page = client.get(f"{ADMIN}?editor=none")
    assert list(page.context["cl"].queryset) == [alone]


def test_a_clerk_invites(client, clerk, people, django_capture_on_commit_callbacks):
    """The mail goes out, the page shows who has not answered, the log who invited."""
    client.force_login(clerk)
    with django_capture_on_commit_callbacks(execute=True):
        response = client.post(people, {"email": "new@example.jp", "role": "viewer"})
    assert response["Location"] == people
    page = client.get(people).content.decode()
    assert "招待しました：new@example.jp" in page
    assert "返事を待っている招待" in page
    assert mail.outbox[0].to == ["new@example.jp"]
    assert Invitation.objects.get().made_by == clerk


@pytest.mark.parametrize(
    "answer",
    [
        {"email": "nobody", "role": "editor"},
        {"email": "new@example.jp", "role": "owner"},
        {"email": "x" * 100_000 + "@example.jp", "role": "editor"},
        {"email": "new@example.jp\x00", "role": "editor"},
        {},
    ],
)
def test_a_bad_invitation_is_explained(client, clerk, people, answer):
    """And no invitation is sent."""
    client.force_login(clerk)
    assert client.post(people, answer).status_code == 200
    assert not Invitation.objects.exists()


def test_who_is_there_already_is_not_invited(client, clerk, people, editor):
    """The clerk is told to change the role instead."""
    client.force_login(clerk)
    answer = {"email": editor.user.email.upper(), "role": "editor"}
    assert "すでに担当者です" in client.post(people, answer).content.decode()
    assert not Invitation.objects.exists()


def test_nobody_is_invited_into_an_organisation_that_left(client, clerk, organisation, people):
    """It would be a link to nowhere."""
    organisation.left_on = timezone.localdate()
    organisation.save()
    client.force_login(clerk)
    page = client.post(people, {"email": "new@example.jp", "role": "editor"}).content.decode()
    assert "脱退した団体には招待できません" in page


def test_a_clerk_withdraws_and_invites_again(client, clerk, organisation):
    """A withdrawn invitation stays on record; a new link replaces the old one."""
    first = invite(organisation=organisation, email="a@example.jp", role="viewer", by=clerk)
    page = f"{ADMIN}{organisation.pk}/invitations/{first.pk}/"
    client.force_login(clerk)
    assert client.get(page).status_code == 405
    client.post(page, {"again": ""})
    second = Invitation.objects.open().get()
    assert second.token_hash != first.token_hash
    assert (second.email, second.role) == ("a@example.jp", "viewer")
    client.post(f"{ADMIN}{organisation.pk}/invitations/{second.pk}/", {"withdraw": ""})
    assert not Invitation.objects.open().exists()
    page = client.post(page, {"withdraw": ""}, follow=True).content.decode()
    assert "もう承諾されたか、取り消されています" in page


def test_the_last_editor_does_not_leave_unnoticed(client, clerk, editor, member_page):
    """The clerk is warned, and must name a successor or agree that there is no editor."""
    client.force_login(clerk)
    assert "最後の人です" in client.get(member_page).content.decode()
    for what in ("remove", "viewer"):
        page = client.post(member_page, {"what": what}).content.decode()
        assert "引き継ぐ人を選ぶか" in page
    editor.refresh_from_db()
    assert editor.role == "editor"
    client.post(member_page, {"what": "remove", "even_the_last": "on"})
    assert not Membership.objects.exists()


@pytest.mark.parametrize(
    ("what", "left"), [("remove", ["editor"]), ("viewer", ["editor", "viewer"])]
)
def test_the_last_editor_hands_over(client, clerk, organisation, member_page, what, left):
    """The successor can edit from the same moment."""
    successor = MembershipFactory(organisation=organisation, role="viewer")
    client.force_login(clerk)
    client.post(member_page, {"what": what, "successor": successor.pk})
    successor.refresh_from_db()
    assert successor.role == "editor"
    roles = organisation.memberships.order_by("role").values_list("role", flat=True)
    assert list(roles) == left


def test_a_successor_can_log_in_and_belongs_here(client, clerk, organisation, member_page):
    """Neither a disabled account nor a member of another organisation takes over."""
    others = [
        MembershipFactory(),
        MembershipFactory(organisation=organisation, role="viewer", user__is_active=False),
    ]
    client.force_login(clerk)
    for other in others:
        answer = {"what": "remove", "successor": other.pk}
        assert client.post(member_page, answer).status_code == 200
    assert organisation.memberships.count() == 2


def test_where_others_edit_somebody_just_leaves(client, clerk, organisation, member_page, editor):
    """No question is asked that needs no answer."""
    MembershipFactory(organisation=organisation)
    client.force_login(clerk)
    assert "引き継ぐ人" not in client.get(member_page).content.decode()
    client.post(member_page, {"what": "remove"})
    assert not Membership.objects.filter(pk=editor.pk).exists()


def test_a_member_of_another_organisation_is_not_found_here(client, clerk, people):
    """A guessed number changes no other organisation's people."""
    stranger = MembershipFactory()
    client.force_login(clerk)
    assert client.post(f"{people}{stranger.pk}/", {"what": "remove"}).status_code == 404
    assert client.get(f"{people}999999/").status_code == 404


def test_only_clerks_with_the_right_manage_people(
    client, outsider, publicist, editor, people, member_page
):
    """Members, outsiders and staff without the right change nothing."""
    for user, status in ((outsider, 302), (editor.user, 302), (publicist, 403)):
        client.force_login(user)
        for address in (people, member_page):
            assert client.get(address).status_code == status
            assert (
                client.post(address, {"what": "remove", "even_the_last": "on"}).status_code
                == status
            )
    assert Membership.objects.exists()


def test_one_person_acts_for_many(client, clerk, people, organisation):
    """An address that has an account is invited like any other."""
    person = MembershipFactory().user
    client.force_login(clerk)
    client.post(people, {"email": person.email, "role": "editor"})
    assert Invitation.objects.get().organisation == organisation


@pytest.fixture
def unsent(db):
    """Two mails: one that failed, one confidential that failed too."""
    return [
        OutgoingMail.objects.create(
            kind="trial",
            to="a@example.jp",
            subject="件名",
            text="秘密",
            confidential=secret,
            attempts=16,
            next_attempt_at=None,
            last_error="SMTPServerDisconnected",
        )
        for secret in (False, True)
    ]


def test_clerks_see_what_was_not_sent_and_send_it_again(client, clerk, unsent):
    """Unsent ones stand first; sending again works for those only."""
    sent = OutgoingMail.objects.create(
        kind="trial",
        to="b@example.jp",
        subject="済み",
        attempts=1,
        sent_at=timezone.now(),
        next_attempt_at=None,
    )
    client.force_login(clerk)
    address = "/admin/platform_members/outgoingmail/"
    rows = client.get(address).context["cl"].result_list
    assert [row.pk for row in rows][-1] == sent.pk
    everything = {"action": "send_again", "_selected_action": [sent.pk, *(m.pk for m in unsent)]}
    page = client.post(address, everything, follow=True).content.decode()
    assert "2通を送りました。送れなかったもの：0通。" in page
    assert len(mail.outbox) == 2
    assert not OutgoingMail.objects.unsent().exists()
    page = client.post(address, everything, follow=True).content.decode()
    assert "まだ送れていないメールは、選んだものの中にありません。" in page
    assert "通を送りました" not in page


def test_the_body_of_a_confidential_mail_is_shown_to_nobody(client, clerk, unsent):
    """Else a clerk could join in the invited person's place."""
    client.force_login(clerk)
    pages = [
        client.get(f"/admin/platform_members/outgoingmail/{row.pk}/change/").content.decode()
        for row in unsent
    ]
    assert ["秘密" in page for page in pages] == [True, False]


def test_a_mail_is_not_rewritten_or_made_up(client, clerk, unsent):
    """Admin shows mails and sends them again; no more."""
    client.force_login(clerk)
    client.post(
        f"/admin/platform_members/outgoingmail/{unsent[0].pk}/change/", {"to": "x@example.jp"}
    )
    unsent[0].refresh_from_db()
    assert unsent[0].to == "a@example.jp"
    assert client.get("/admin/platform_members/outgoingmail/add/").status_code == 403


def test_a_disabled_person_is_shown_as_such(client, clerk, people, organisation):
    """The clerk sees at a glance who cannot log in."""
    MembershipFactory(organisation=organisation, user=UserFactory(name="休 一郎", is_active=False))
    client.force_login(clerk)
    assert "休 一郎（停止中）" in client.get(people).content.decode()
