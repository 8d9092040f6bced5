"""What a member did at the desk is taken back by that member, while they stand where they stood."""

import pytest
from django.test import Client

from directory.models import Deed
from platform_members.models import ListingUpdate, Membership
from tests.helpers.deeds import undo, undo_button
from tests.helpers.page_forms import posting_forms, sent
from tests.helpers.proposals import staff_edit
from tests.helpers.transactions import committed

NOT_THERE = 404


def at_desk(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def edit(client, listing, **changes):
    """Send the member's form; the page that follows."""
    address = f"/desk/listings/{listing.pk}/edit/"
    return client.post(address, sent(client.get(address), do="submit", **changes), follow=True)


@committed
def test_a_proposal_is_taken_back_with_the_button_of_its_message(member, listing, reviewer):
    """It waits no more; the page says what was taken back, and that mails stay sent."""
    client = at_desk(member)
    page = edit(client, listing, cost="無料")
    assert ListingUpdate.objects.get().status == "waiting"
    assert "このとき送ったメール" in client.get(undo_button(page)).content.decode()
    told = undo(client, page).content.decode()
    assert "元に戻しました" in told
    assert not ListingUpdate.objects.exists()
    assert "もう元に戻してあります" in undo(client, page).content.decode()


@committed
def test_what_was_done_by_others_is_not_there(member, viewer, rival, outsider, listing, clerk):
    """Not for colleagues, nor strangers, nor staff by the desk's address; staff have their own."""
    page = edit(at_desk(member), listing, cost="無料")
    for person in (viewer, rival, outsider):
        client = at_desk(person)
        for send in (client.get, client.post):
            assert send(undo_button(page)).status_code == NOT_THERE
    assert ListingUpdate.objects.get().status == "waiting"
    assert at_desk(clerk).get(f"/admin/undo/{Deed.objects.get().pk}/").status_code == 200


@committed
@pytest.mark.parametrize("change", ["left", "viewer", "trust", "disabled"])
def test_a_person_who_stands_there_no_more_takes_nothing_back(member, listing, change):
    """Out of the organisation, without the right to edit, or trusted no longer."""
    page = edit(at_desk(member), listing, cost="無料")
    places = Membership.objects.filter(user=member)
    if change == "left":
        places.delete()
    elif change == "viewer":
        places.update(role="viewer")
    elif change == "trust":
        organisation = listing.organisation
        organisation.hours_need_no_review = not organisation.hours_need_no_review
        organisation.save()
    else:
        type(member).objects.filter(pk=member.pk).update(is_active=False)
    answer = at_desk(member).post(undo_button(page))
    assert answer.status_code == (302 if change == "disabled" else NOT_THERE)
    assert ListingUpdate.objects.get().status == "waiting"


@committed
def test_what_has_changed_since_is_named_and_nothing_is_changed(member, listing, clerk):
    """A confirmation of a window that staff have changed and confirmed meanwhile stays."""
    client = at_desk(member)
    forms = posting_forms(client.get("/desk/"), "/desk/")
    form = next(each for each in forms if each.address.endswith("/confirm/"))
    page = client.post(form.address, form.fields, follow=True)
    button = undo_button(page)
    staff_edit(listing.window, clerk, cost="500円")
    type(listing.window).objects.filter(pk=listing.window_id).update(verified_on="2020-01-01")
    refused = client.post(button).content.decode()
    assert "元に戻していません" in refused
    listing.window.refresh_from_db()
    assert str(listing.window.verified_on) == "2020-01-01"


def test_a_deed_that_was_made_up_is_not_there(member, db):
    """An address that was made up."""
    address = "/desk/undo/00000000-0000-4000-8000-000000000000/"
    assert at_desk(member).get(address).status_code == NOT_THERE
