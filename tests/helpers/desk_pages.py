"""Pages of the desk, and what a person sends from them."""

from tests.helpers.page_forms import sent


def edit_address(listing) -> str:
    """Where a listing is edited."""
    return f"/desk/listings/{listing.pk}/edit/"


def send(client, address, do="submit", **changes):
    """Open a form, change some of it, and press a button."""
    return client.post(address, sent(client.get(address), do=do, **changes))


def text(response) -> str:
    """The page as text."""
    return response.content.decode()
