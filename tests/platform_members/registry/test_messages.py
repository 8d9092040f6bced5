"""What the registry says afterwards is what happened: to people, applications and mails."""

import pytest
from django.core import mail
from django.utils import timezone

from platform_members.models import (
    ListingUpdate,
    MembershipApplication,
    VerificationRequest,
)
from tests.factories import MembershipFactory
from tests.helpers.mail_server_that_is_down import DOWN
from tests.helpers.transactions import committed


@committed
@pytest.mark.parametrize("is_down", [False, True])
def test_inviting_says_whether_the_mail_was_sent(client, settings, organisation, clerk, is_down):
    """The invitation counts either way; a mail that waits is told."""
    if is_down:
        settings.EMAIL_BACKEND = DOWN
    client.force_login(clerk)
    address = f"/admin/platform_members/organisation/{organisation.pk}/people/"
    form = {"email": "yamada@example.jp", "role": "editor"}
    answer = client.post(address, form, follow=True).content.decode()
    assert "招待しました：yamada@example.jp" in answer
    assert ("yamada@example.jpにメールで知らせました。" in answer) is not is_down
    assert ("まだ送れていません" in answer) is is_down
    assert len(mail.outbox) == int(not is_down)


@committed
def test_an_invitation_that_was_withdrawn_says_so(client, organisation, clerk):
    """A second click withdraws nothing and claims nothing."""
    client.force_login(clerk)
    people = f"/admin/platform_members/organisation/{organisation.pk}/people/"
    client.post(people, {"email": "yamada@example.jp", "role": "editor"})
    number = organisation.invitations.get().pk
    address = f"/admin/platform_members/organisation/{organisation.pk}/invitations/{number}/"
    assert "招待を取り消しました" in client.post(address, follow=True).content.decode()
    answer = client.post(address, follow=True).content.decode()
    assert "もう承諾されたか、取り消されています" in answer


def _application() -> MembershipApplication:
    return MembershipApplication.objects.create(
        name="NPO法人みなと",
        kind="npo",
        activities="居場所",
        contact_person="港 太郎",
        email="minato@example.jp",
        phone="0596-21-5556",
        consent=True,
    )


def _decide(client, application, **decision) -> str:
    address = f"/admin/platform_members/membershipapplication/{application.pk}/decide/"
    return client.post(address, decision, follow=True).content.decode()


@committed
@pytest.mark.parametrize("is_down", [False, True])
@pytest.mark.parametrize("decision", ["accept", "decline"])
def test_deciding_about_an_application_tells_of_the_mail(
    client, settings, clerk, decision, is_down
):
    """Sent, or kept until a server takes it; the decision counts either way."""
    if is_down:
        settings.EMAIL_BACKEND = DOWN
    client.force_login(clerk)
    reason = {"decline": "対象外のため", "accept": ""}[decision]
    answer = _decide(client, _application(), decision=decision, reason=reason)
    assert ("見送りました。" if decision == "decline" else "団体をつくりました。") in answer
    assert ("minato@example.jpにメールで知らせました。" in answer) is not is_down
    assert ("minato@example.jpへのメールは、まだ送れていません。" in answer) is is_down


def test_an_application_that_was_decided_says_so(client, clerk):
    """The second clerk is told, and decides nothing."""
    client.force_login(clerk)
    application = _application()
    _decide(client, application, decision="decline", reason="対象外のため")
    answer = _decide(client, application, decision="accept")
    assert "ほかの職員がもう決めています" in answer
    application.refresh_from_db()
    assert application.status == "declined"


@committed
def test_asking_again_names_who_was_not_reached(client, settings, listing, clerk):
    """Each window with its people: told, or waiting for a mail server."""
    first = MembershipFactory(organisation=listing.organisation).user
    second = MembershipFactory(organisation=listing.organisation).user
    asked, _token = VerificationRequest.new(
        window=listing.window, email=first.email, at=timezone.now(), by=None
    )
    asked.save()
    client.force_login(clerk)
    address = "/admin/platform_members/verificationrequest/"
    chosen = {"action": "send_again", "_selected_action": [asked.pk]}
    answer = client.post(address, chosen, follow=True).content.decode()
    assert f"{first.email}、{second.email}にメールで知らせました。" in answer
    settings.EMAIL_BACKEND = DOWN
    answer = client.post(address, chosen, follow=True).content.decode()
    assert f"{first.email}、{second.email}へのメールは、まだ送れていません。" in answer
    assert ListingUpdate.objects.count() == 0
