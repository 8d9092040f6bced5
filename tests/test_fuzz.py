"""Nonsense in every parameter of every page that answers GET: never a server error.

Not sampled, but for the pages of `sweeping.SLOW` and, within admin, pages that are no list (all
parameters at once only).
"""

from tests.helpers.fuzzing import fails, nonsense_addresses
from tests.helpers.sweeping import browsers, opened
from tests.helpers.world import make_world


def test_no_address_fails_whatever_its_parameters_say(administrator):
    """NUL, 10^30, -1, broken UTF-8, lone surrogates, very long, repeated, arrays."""
    world = make_world(administrator)
    failed = [
        tried[:150]
        for client, address, _page in opened(world, browsers(world))
        for tried in nonsense_addresses(client, address)
        if fails(client, tried)
    ]
    assert failed == []
