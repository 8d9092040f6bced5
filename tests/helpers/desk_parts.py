"""Parts of a window's form at the desk."""

from platform_members.models import ListingUpdate
from tests.helpers.page_forms import sent

NUMBER = "phones__0__printed"


def part_of(listing, part: str) -> str:
    """Where a part of a listing is changed."""
    return f"/desk/listings/{listing.pk}/edit/{part}/"


def send(client, address, do="submit", **changes):
    """Open a form, change some of it, press a button, and follow to the next page."""
    return client.post(address, sent(client.get(address), do=do, **changes), follow=True)


def the_update() -> ListingUpdate:
    """The only proposal there is."""
    return ListingUpdate.objects.get()
