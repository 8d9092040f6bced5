"""Every address that takes a form is undone in a test, or named with the reason why not.

The addresses are found in the URLconf, by sending each an empty form. What the sweeps of
`test_everything_undone.py` cannot send as it stands is pressed here, in chains of presses.
"""

import pytest
from django.db import transaction

from tests.helpers.addresses import addresses
from tests.helpers.kept_rows import kept_rows
from tests.helpers.presses import Walk, chains
from tests.helpers.transactions import committed
from tests.helpers.world import make_world
from tests.test_everything_undone import OTHERWISE, SWEPT, logged_in, no_drawings, tried  # noqa: F401 - a fixture

# Addresses that answer a form and write nothing, by the end of their name.
READING = {
    "_changelist": "its actions are pressed one by one",
    "_history": "shows what was done",
    "_export": "gives a file",
    "_export_all": "gives a file",
    "_edition_pdf": "gives a file",
    "_campaign_file": "gives a file",
    "_campaign_report": "shows what the public will read",
    "_call_sheet": "is printed",
    "_nobody_to_ask": "is a list",
    "_hours_line": "reads hours while they are typed",
    "_import_list": "is a list",
    "-try": "tries words or answers",
    "admin:danger-rules": "tries words",
    "admin:finder-picture": "is a picture",
    **dict.fromkeys(("admin:index", "admin:app_list", "admin:search"), "lists what there is"),
    **dict.fromkeys(("admin:manual", "admin:manual-page"), "is read"),
    "admin:view_on_site": "leads to a public page",
    **dict.fromkeys(("admin:password_change", "admin:password_change_done"), "leads elsewhere"),
    "admin:auth_user_password_change": "leads elsewhere: nobody sets another's password",
    "admin:platform_members_user_add": "leads to the invitation",
    "admin:platform_members_outgoingmail_change": "is read only",
    "admin:platform_members_membershipapplication_change": "is read only",
    "admin:platform_members_verificationrequest_change": "is read only",
    "admin:directory_window_delete": "says that windows are retired",
}


@pytest.fixture
def world(transactional_db, administrator, at):
    at("2027-04-01 10:00")
    return make_world(administrator)


@committed
def test_forms_that_need_something_before_are_undone(world, administrator):
    """Each chain begins with the rows as they were; its last press is taken back."""
    member, staff = logged_in(world.rows["membership"].user), logged_in(administrator)
    known = addresses(world)
    became = []
    with kept_rows() as put_back:
        for name, each in chains(world).items():
            own = each.prepare(world) or {}
            walk = Walk(member if each.by_member else staff, known | own)
            *before, last = each.presses
            for press in before:
                walk.send(press)()
            home = "/desk/" if each.by_member else "/admin/"
            became.append(tried(walk.client, name, walk.send(last), home) or f"{name}: nothing")
            put_back()
    assert [each for each in became if not each.endswith(": undone")] == []


@committed
def test_every_address_that_takes_a_form_is_pressed_or_named(world, administrator):
    """A new address with a form fails here until it is said how it is taken back."""
    known = {name for name in addresses(world) if name not in ("admin:login", "admin:logout")}
    pressed = set(chains(world)).union(*SWEPT.values())
    accounted = pressed | set(OTHERWISE)
    assert accounted - known == set()
    with transaction.atomic():  # whatever empty forms write is rolled back
        found = taking_forms(world, administrator)
        transaction.set_rollback(True)
    unnamed = {name for name in found - accounted if not name.endswith(tuple(READING))}
    assert unnamed == set()


def taking_forms(world, administrator) -> set[str]:
    """Names of the addresses that do not refuse a form to a person who works there."""
    staff, member = logged_in(administrator), logged_in(world.rows["membership"].user)
    found = set()
    for name, address in addresses(world).items():
        if name in ("admin:login", "admin:logout") or not address.startswith(("/admin/", "/desk/")):
            continue
        readers = [staff, member] if address.startswith("/desk/") else [staff]
        if any(client.post(address).status_code not in (403, 405) for client in readers):
            found.add(name)
    return found
