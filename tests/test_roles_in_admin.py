"""Every role opens every page of admin: no error, and no code where words belong."""

import pytest
from django.test import Client

from tests.helpers.addresses import addresses
from tests.helpers.admin_words import fixed_texts, is_code
from tests.helpers.world import make_world


@pytest.mark.parametrize("role", ["publicist", "administrator"])  # reading, and changing
def test_every_role_opens_every_page_of_admin(role, administrator, request):
    """A page or a plain refusal, with a row of everything in it; words, never codes."""
    places = addresses(make_world(administrator))
    client = Client(raise_request_exception=False)
    client.force_login(request.getfixturevalue(role))
    pages = {
        address: client.get(address)
        for name, address in places.items()
        if name.startswith("admin:")
    }
    assert {address for address, page in pages.items() if page.status_code >= 500} == set()
    opened = {
        address: page
        for address, page in pages.items()
        if page.status_code == 200 and page["Content-Type"].startswith("text/html")
    }
    assert len(opened) > 20
    codes = [
        (address, field, text)
        for address, page in opened.items()
        for field, text in fixed_texts(page)
        if is_code(field, text)
    ]
    assert codes == []
    titles = {address: page.content.decode().count("<h1") for address, page in opened.items()}
    assert {address: number for address, number in titles.items() if number > 1} == {}
