"""What an organisation changes without review, and what even then is reviewed."""

import pytest

from directory.models import Window
from platform_members.listings.actions import updates
from platform_members.listings.actions.guards import UpdateRefused
from platform_members.listings.actions.listings import suspend_listing
from platform_members.models import ListingUpdate, OutgoingMail
from tests.helpers.proposals import PHONE, at_once, kinds, public, save, staff_edit

HOURS_ONLY = {
    "hours": [],
    "exceptions": [{"first_day": "2027-01-04", "last_day": "2027-01-04", "spans": [], "note": ""}],
    "hours_override": "毎日",
    "opens_on_holidays": True,
    "phones": [{"kind": "voice", "label": "代表", "printed": "0596-21-5556"}],
}


@pytest.mark.parametrize("name", HOURS_ONLY)
def test_a_trusted_organisation_changes_its_hours_at_once(listing, member, name):
    """Hours, days off and the labels of numbers are public without a reviewer, and marked so."""
    type(listing.organisation).objects.update(hours_need_no_review=True)
    listing.organisation.refresh_from_db()
    update = save(listing, member, **{name: HOURS_ONLY[name]})
    assert (update.status, update.auto_approved, update.decided_by) == ("approved", True, member)
    assert public(listing)[name] == HOURS_ONLY[name]
    assert list(ListingUpdate.objects.without_review()) == [update]
    assert kinds() == []


@pytest.mark.parametrize(
    "facts",
    [
        {"cost": "無料"},
        {"phones": [PHONE]},
        {"phones": []},
        {"hours_override": "毎日", "cost": "無料"},
        {"reservation": "required"},
        {"urgent": True},
    ],
)
def test_even_a_trusted_organisation_has_the_rest_reviewed(listing, member, facts):
    """A number, a price, a mark: nothing but hours goes without a reviewer."""
    type(listing.organisation).objects.update(hours_need_no_review=True)
    before = public(listing)
    assert save(listing, member, **facts).status == "waiting"
    assert public(listing) == before


def test_a_trusted_organisation_overwrites_no_staff_edit(listing, member, reviewer):
    """Hours that staff changed meanwhile are a conflict for the reviewer; other edits stay."""
    type(listing.organisation).objects.update(hours_need_no_review=True)
    listing.organisation.refresh_from_db()
    base, facts = listing.window.versions.first(), public(listing)
    staff_edit(listing.window, reviewer, cost="300円")
    send = {"organisation": listing.organisation, "window": listing.window, "base": base}
    update = at_once(
        typed=updates.Typed(facts | {"hours_override": "毎日"}), update=None, by=member, **send
    )
    assert update.auto_approved
    assert public(listing)["cost"] == "300円"
    staff_edit(listing.window, reviewer, hours_override="平日")
    update = at_once(
        typed=updates.Typed(facts | {"hours_override": "毎晩"}), update=None, by=member, **send
    )
    assert update.status == "waiting"
    assert public(listing)["hours_override"] == "平日"


def test_a_closed_window_is_hidden_at_once(listing, member, reviewer):
    """Residents read the reason, the staff get a mail; once more is refused."""
    suspend_listing(listing=listing, reason="設備の故障", by=member)
    window = Window.objects.get(pk=listing.window_id)
    assert (window.status, window.suspension_reason) == ("suspended", "設備の故障")
    mail = OutgoingMail.objects.get(kind="listing_suspended")
    assert mail.to == reviewer.email
    assert "設備の故障" in mail.text
    with pytest.raises(UpdateRefused):
        suspend_listing(listing=listing, reason="もう一度", by=member)
