"""Nonsense in every parameter of every page that answers GET: never a server error.

Not sampled, but for the pages of `sweeping.SLOW` and, within admin, pages that are no list (all
parameters at once only).
"""

from tests.helpers.fuzzing import fails, nonsense_addresses, nonsense_paths
from tests.helpers.sweeping import browsers, opened
from tests.helpers.world import addresses, make_world, parameters


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


def test_no_address_fails_whatever_stands_in_its_path(administrator):
    """Keys of rows, secrets, names of files: a page, or one that is not found."""
    world = make_world(administrator)
    resident, _member, person = browsers(world)
    places = addresses(world)
    failed = [
        tried[:150]
        for name, values in parameters(world).items()
        for tried in nonsense_paths(places[name], values.values())
        for client in (resident, person)
        if fails(client, tried)
    ]
    assert failed == []
