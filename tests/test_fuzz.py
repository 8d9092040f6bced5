"""Nonsense in every parameter of every page that answers GET: never a server error.

Not sampled, but for the pages of SLOW and, within admin, pages that are no list (all parameters at
once only).
"""

from collections.abc import Iterator

import pytest
from django.test import Client

from tests.helpers.fuzzing import fails, nonsense_addresses
from tests.helpers.world import addresses, make_world

# Pages that make a PDF, which takes seconds, and read no parameter.
SLOW = {
    "directory:booklet-pdf",
    "directory:booklet-large-pdf",
    "directory:window-memo",
    "directory:errata-pdf",
    "campaigns:report-pdf",
}


@pytest.fixture
def world(administrator):
    """One row of everything."""
    return make_world(administrator)


@pytest.fixture
def readers(world, administrator):
    """A browser of a resident, of a member who edits and of an administrator."""
    browsers = [Client(), Client(), Client()]
    browsers[1].force_login(world.rows["membership"].user)
    browsers[2].force_login(administrator)
    return browsers


def opened(world, readers) -> Iterator[tuple]:
    """Each address that opens, with the first of the readers for whom it does."""
    for name, address in addresses(world).items():
        for client in readers if name not in SLOW else []:
            if client.get(address).status_code == 200:
                yield client, address
                break


def test_no_address_fails_whatever_its_parameters_say(world, readers):
    """NUL, 10^30, -1, broken UTF-8, lone surrogates, very long, repeated, arrays."""
    failed = [
        tried[:150]
        for client, address in opened(world, readers)
        for tried in nonsense_addresses(client, address)
        if fails(client, tried)
    ]
    assert failed == []
