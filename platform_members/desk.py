"""What a member sees first: their organisations, the windows, what is to be done."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from directory.models import Window
from directory.states import show_states
from platform_members.models import Listing, ListingUpdate, Organisation


@dataclass
class DeskListing:
    """One window on the desk, with the open update, if any."""

    listing: Listing
    update: ListingUpdate | None
    is_due: bool

    @property
    def window(self) -> Window:
        """The window itself, with its `now`."""
        return self.listing.window


@dataclass
class DeskOrganisation:
    """One organisation on the desk: its windows, and those that it proposes."""

    organisation: Organisation
    may_edit: bool
    listings: list[DeskListing]
    proposals: list[ListingUpdate]


def desk_of(user, moment: datetime) -> list[DeskOrganisation]:
    """Return what a person looks after, in a constant number of queries."""
    organisations = list(Organisation.objects.viewable_by(user))
    editable = set(Organisation.objects.editable_by(user).values_list("pk", flat=True))
    listings = list(Listing.objects.viewable_by(user).for_desk())
    show_states([listing.window for listing in listings], moment)
    updates = list(ListingUpdate.objects.viewable_by(user).open().for_lists())
    open_by_listing = {(each.organisation_id, each.window_id): each for each in updates}
    today = timezone.localdate(moment)
    return [
        DeskOrganisation(
            organisation=organisation,
            may_edit=organisation.pk in editable,
            listings=[
                DeskListing(
                    listing=listing,
                    update=open_by_listing.get((organisation.pk, listing.window_id)),
                    is_due=needs_confirmation(listing.window, today),
                )
                for listing in listings
                if listing.organisation_id == organisation.pk
            ],
            proposals=[
                each
                for each in updates
                if each.organisation_id == organisation.pk and each.window is None
            ],
        )
        for organisation in organisations
    ]


def needs_confirmation(window: Window, today) -> bool:
    """Whether the organisation should say that what residents read is still true."""
    return window.status == Window.Status.PUBLISHED and window.is_overdue_on(today)
