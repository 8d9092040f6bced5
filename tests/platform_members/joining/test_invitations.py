"""The only way in: a link in a mail, for one person, one organisation, once, within a week."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import IntegrityError
from django.utils import timezone

from platform_members.accounts.actions import note_proved_address
from platform_members.models import Invitation, Membership, OutgoingMail, User
from platform_members.registry.actions import (
    InvitationUnusable,
    accept_invitation,
    invite,
    withdraw_invitation,
)
from tests.factories import MembershipFactory, OrganisationFactory, UserFactory

NEW = {
    "name": "山田 花子",
    "password1": "a long enough phrase",
    "password2": "a long enough phrase",
}
ACCEPTED = "/invitations/accepted/"


@pytest.fixture
def organisation(db):
    """A member of the platform without an editor."""
    return OrganisationFactory(name="いせの会")


@pytest.fixture
def send(organisation, clerk, django_capture_on_commit_callbacks):
    """A function that invites an address and gives the link that the mail carries."""

    def send(email="yamada@example.jp", role=Membership.Role.EDITOR, by=clerk):
        with django_capture_on_commit_callbacks(execute=True):
            invite(organisation=organisation, email=email, role=role, by=by)
        lines = mail.outbox[-1].body.splitlines()
        link = next(line for line in lines if "/invitations/" in line)
        return link[link.index("/invitations/") :]

    return send


def test_somebody_new_joins_by_name_and_password(client, organisation, send):
    """The link's page shows what for; its form makes the account, joins, and logs in."""
    link = send()
    assert "いせの会" in client.get(link).content.decode()
    assert client.post(link, NEW)["Location"] == ACCEPTED
    page = client.get(ACCEPTED).content.decode()
    assert "いせの会（編集できる人）" in page
    user = User.objects.get(email="yamada@example.jp")
    assert (user.name, user.is_staff) == ("山田 花子", False)
    assert user.emailaddress_set.get().verified
    membership = Membership.objects.get()
    assert (membership.user, membership.role) == (user, "editor")
    assert Invitation.objects.get().accepted_by == user


def test_somebody_with_an_account_joins_after_logging_in(client, organisation, send, outsider):
    """The link alone is not enough to join; with the log-in one button is."""
    link = send("Outsider@Example.jp", Membership.Role.VIEWER)
    page = client.get(link)
    assert f"/accounts/login/?next={link}" in page.content.decode()
    client.post(link, NEW)
    assert not Membership.objects.exists()
    client.force_login(outsider)
    note_proved_address(user=outsider)
    assert client.get(link).status_code == 200
    assert not Membership.objects.exists()
    assert client.post(link)["Location"] == ACCEPTED
    membership = outsider.memberships.get()
    assert (membership.organisation, membership.role) == (organisation, "viewer")


def test_opening_the_link_changes_nothing(client, send):
    """Mail scanners open links, with GET and HEAD, as often as they like."""
    link = send()
    for method in (client.get, client.head, client.get):
        assert method(link).status_code == 200
    assert not User.objects.with_address("yamada@example.jp").exists()
    assert Invitation.objects.open().exists()


def test_the_link_works_once(client, send):
    """The second visitor learns that it has been used, and becomes no member."""
    link = send()
    client.post(link, NEW)
    client.logout()
    again = client.post(link, NEW | {"name": "二人目"})
    assert again.status_code == 410
    assert "もう使われています" in again.content.decode()
    assert Membership.objects.count() == 1


@pytest.mark.parametrize(("seconds", "status"), [(-1, 200), (0, 410), (1, 410)])
def test_the_link_works_for_seven_days(client, send, monkeypatch, seconds, status):
    """To the second; then the page says so."""
    link = send()
    end = timezone.now() + timedelta(days=7, seconds=seconds - 0.5)
    Invitation.objects.update(expires_at=end - timedelta(seconds=seconds))
    monkeypatch.setattr(timezone, "now", lambda: end)
    page = client.get(link)
    assert page.status_code == status
    assert ("期限（7日間）が過ぎました" in page.content.decode()) == (status == 410)
    client.post(link, NEW)
    assert Membership.objects.exists() == (status == 200)


def test_a_withdrawn_link_is_useless(client, send, clerk):
    """It says so, and no member is added."""
    link = send()
    withdraw_invitation(invitation=Invitation.objects.get(), by=clerk)
    page = client.post(link, NEW)
    assert page.status_code == 410
    assert "取り消された" in page.content.decode()
    assert not Membership.objects.exists()


def test_a_second_invitation_replaces_the_first(client, send):
    """Only the newest link works."""
    first, second = send(), send("YAMADA@example.jp")
    assert client.get(first).status_code == 410
    assert client.get(second).status_code == 200


def test_the_link_of_an_organisation_that_left_is_useless(client, send, organisation):
    """A former member of the platform takes no new people."""
    link = send()
    organisation.left_on = timezone.localdate()
    organisation.save()
    assert client.post(link, NEW).status_code == 410
    assert not Membership.objects.exists()


def test_the_link_of_a_removed_organisation_is_unknown(client, send, organisation):
    """With the organisation its invitations are gone."""
    link = send()
    organisation.delete()
    assert client.get(link).status_code == 404


def test_somebody_else_cannot_use_the_link(client, send, outsider):
    """Logged in under another address: explained, and refused."""
    link = send()
    client.force_login(outsider)
    for answer in (client.get(link), client.post(link, NEW)):
        assert answer.status_code == 403
        assert "outsider@example.jp" in answer.content.decode()
    assert not Membership.objects.exists()


@pytest.mark.parametrize("address", ["yamada@example.jp", "another@example.jp"])
def test_the_action_itself_refuses_others(send, address):
    """Whatever page calls it: it wants the address to which it went, and that proved."""
    send()
    outsider = UserFactory(email=address)
    if address != "yamada@example.jp":
        note_proved_address(user=outsider)
    with pytest.raises(InvitationUnusable):
        accept_invitation(invitation=Invitation.objects.get(), by=outsider)
    assert Invitation.objects.open().exists()


def test_a_disabled_account_is_not_revived(client, send):
    """A person whose account was stopped does not come back by an old link."""
    UserFactory(email="yamada@example.jp", is_active=False)
    assert client.post(send(), NEW).status_code == 410
    assert not Membership.objects.exists()


@pytest.mark.parametrize(
    "token", ["1", "あ", "%00", "x" * 43, "x" * 5000, "..%2F", "%F0%9F%92%A9", "accepted%20"]
)
def test_a_guessed_link_is_unknown(client, send, token):
    """For any number in the address."""
    send()
    for method in (client.get, client.post):
        assert method(f"/invitations/{token}/").status_code == 404


def test_the_secret_is_kept_nowhere(send):
    """Neither the invitation nor the sent mail holds what the link holds."""
    token = send().split("/")[2]
    assert len(token) >= 43
    assert token not in str(Invitation.objects.values().get())
    assert token not in str(OutgoingMail.objects.values().get())


def test_the_answer_is_never_stored_and_no_address_passed_on(client, send):
    """The address holds the secret: no cache, and no other site learns it."""
    page = client.get(send())
    assert "no-store" in page["Cache-Control"]
    assert page["Referrer-Policy"] == "same-origin"
    assert 'class="exit"' not in page.content.decode()


@pytest.mark.parametrize(
    ("field", "value", "complaint"),
    [
        ("name", "", "このフィールドは必須です"),
        ("name", "名" * 101, "100"),
        ("name", "a\x00b", "目に見えない文字"),
        ("password2", "another long phrase", "一致しません"),
        ("password1", "12345678", "数字"),
        ("password1", "yamada@example.jp", "似すぎています"),
    ],
)
def test_bad_input_is_explained_and_nobody_is_made(client, send, field, value, complaint):
    """The name stays, the link still works, nothing is half saved."""
    link = send()
    data = NEW | {field: value}
    if field == "password1":
        data["password2"] = value
    page = client.post(link, data).content.decode()
    assert complaint in page
    assert not User.objects.with_address("yamada@example.jp").exists()
    assert client.post(link, NEW)["Location"] == ACCEPTED


def test_nobody_loses_a_right_by_an_invitation(client, organisation, send):
    """An editor invited as viewer stays editor; a viewer invited as editor becomes one."""
    editor = MembershipFactory(organisation=organisation).user
    viewer = MembershipFactory(organisation=organisation, role="viewer").user
    for person in (editor, viewer):
        note_proved_address(user=person)
    client.force_login(editor)
    client.post(send(editor.email, Membership.Role.VIEWER))
    assert editor.memberships.get().role == "editor"
    client.force_login(viewer)
    client.post(send(viewer.email, Membership.Role.EDITOR))
    assert viewer.memberships.get().role == "editor"


def test_posting_more_gives_no_more(client, send):
    """Fields that the form does not show are ignored."""
    client.post(
        send(),
        NEW | {"is_staff": "on", "is_superuser": "on", "role": "editor", "email": "x@example.jp"},
    )
    user = User.objects.get(email="yamada@example.jp")
    assert (user.is_staff, user.is_superuser) == (False, False)


def test_a_form_from_elsewhere_joins_nobody(client, send, outsider):
    """Without the token of our own page a logged-in person accepts nothing."""
    link = send("outsider@example.jp")
    strict = client.__class__(enforce_csrf_checks=True)
    strict.force_login(outsider)
    assert strict.post(link).status_code == 403
    assert not Membership.objects.exists()


def test_the_page_of_ones_organisations_needs_a_log_in_and_shows_ones_own(client, outsider):
    """A person without an organisation is told so."""
    MembershipFactory()
    assert client.get(ACCEPTED).status_code == 302
    client.force_login(outsider)
    assert "担当している団体はありません" in client.get(ACCEPTED).content.decode()


@pytest.mark.parametrize(
    "change", [{"status": "accepted"}, {"status": "withdrawn"}, {"accepted_at": timezone.now()}]
)
def test_the_database_ties_status_to_its_dates(send, change):
    """No half-told story."""
    send()
    with pytest.raises(IntegrityError):
        Invitation.objects.update(**change)
