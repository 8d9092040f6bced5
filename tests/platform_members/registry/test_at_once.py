"""Two people who do the same thing in the same moment, on a real database."""

from functools import partial
from http import HTTPStatus

import pytest
from django.test import Client

from platform_members.models import Invitation, Membership, User
from platform_members.registry.actions import LastEditor, invite, remove_member
from platform_members.secret_links import token_hash
from tests.factories import MembershipFactory, OrganisationFactory, UserFactory
from tests.helpers.at_once import at_once

pytestmark = pytest.mark.django_db(transaction=True)
TIMES = 6


def test_a_link_that_is_used_several_times_at_once_works_once():
    """One becomes a member; the others learn that the link has been used."""
    invitation = invite(
        organisation=OrganisationFactory(),
        email="yamada@example.jp",
        role="editor",
        by=UserFactory(),
    )
    Invitation.objects.filter(pk=invitation.pk).update(token_hash=token_hash("secret"))
    phrase = "a long enough phrase"
    answers = {"name": "山田 花子", "password1": phrase, "password2": phrase}

    def accept() -> str:
        answer = Client().post("/invitations/secret/", answers)
        return answer.headers.get("Location", answer.status_code)

    places = at_once([accept] * TIMES)
    assert places.count("/invitations/accepted/") == 1
    assert set(places) <= {"/invitations/accepted/", "/invitations/secret/", HTTPStatus.GONE}
    assert Membership.objects.count() == 1
    assert User.objects.with_address("yamada@example.jp").count() == 1


def test_two_clerks_inviting_one_person_leave_one_link():
    """The later one counts; neither sees an error."""
    organisation, clerk = OrganisationFactory(), UserFactory()
    send = partial(
        invite, organisation=organisation, email="yamada@example.jp", role="editor", by=clerk
    )
    at_once([send] * TIMES)
    assert Invitation.objects.count() == TIMES
    assert Invitation.objects.open().count() == 1


def test_two_clerks_cannot_remove_both_editors():
    """Each would leave one editor: together they would leave none, so one is refused."""
    organisation = OrganisationFactory()
    editors = [MembershipFactory(organisation=organisation) for _number in range(2)]

    def remove(membership) -> str:
        try:
            remove_member(membership=membership)
        except LastEditor:
            return "refused"
        return "removed"

    outcomes = at_once([partial(remove, editor) for editor in editors])
    assert sorted(outcomes) == ["refused", "removed"]
    assert organisation.memberships.count() == 1
