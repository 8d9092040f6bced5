"""Portals that own windows: an origin is the address of the owner's HSDS API, "" our own."""

from django.conf import settings
from django.urls import reverse


def tidy_address(address: str) -> str:
    """Address of an API as origins have it."""
    return address.strip().rstrip("/")


def own_address() -> str:
    """Address of this portal's API."""
    return tidy_address(settings.PORTAL_URL + reverse("directory:hsds-root"))


def origin_of(told: str, *, source: str = "") -> str:
    """Who owns a window that an API at `source` (a file: "") tells with this origin."""
    owner = tidy_address(told) or tidy_address(source)
    return "" if owner == own_address() else owner
