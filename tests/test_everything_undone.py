"""Every action of staff and members is taken back with one click, and the database is as it was.

The sweep opens every page of admin and of the desk, sends each form by each of its buttons, and
presses 元に戻す on the page that follows. Whatever writes without such a button is named below with
the reason. Each request runs in transactions of its own, as in production.
"""

import pytest
from django.test import Client
from django.urls import resolve

from tests.helpers.deeds import UNDOING, content, undo
from tests.helpers.page_forms import SentForm, posting_forms, sendings
from tests.helpers.sweeping import list_actions
from tests.helpers.transactions import committed
from tests.helpers.world import addresses, make_world

# Actions of lists that the world lets happen: each is undone.
OF_LISTS = {
    *("campaign delete_selected", "campaign take_out_of_use", "campaign withdraw"),
    *("dangerline delete_selected", "holiday delete_selected"),
    *("finderanswer delete_selected", "finderanswer take_out_of_use"),
    "finderquestion take_out_of_use",
    *("meeting delete_selected", "meeting take_out_of_use"),
    *("membershipapplication delete_selected", "verificationrequest bounced"),
    "programme take_out_of_use",
    "subscription take_out_of_use",
    *("searchterm delete_selected", "searchterm take_out_of_use"),
    *("window add_exception", "window retire", "window suspend", "window verify"),
}
# Forms that write and are not taken back by the button, and why.
OTHERWISE = {
    "platform_members:meeting-list": "a person's own address of a calendar, renewed as easily",
    "platform_members:feed-renew": "the same",
    "platform_members:feed-revoke": "the same",
    "platform_members:meeting-import-view": "undone on its own page",
    "admin:directory_edition_add": "withdrawn instead, as it may be in print",
    "admin:directory_linkcheck_delete": "found anew every night",
    "admin:platform_members_user_invite": "the mail is on its way; an account is disabled instead",
    "admin:platform_members_user_change": "rights come back knowingly, by no click",
}


@pytest.fixture
def world(transactional_db, administrator):
    return make_world(administrator)


@pytest.fixture
def browser(administrator):
    return logged_in(administrator)


def logged_in(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def tried(client, name: str, send, home: str = "/admin/") -> str:
    """Send something; "" where nothing is written, else what became of it."""
    before = content()
    page = send()
    if content() == before:
        return ""
    if 'class="undo"' not in page.content.decode():
        page = client.get(home)  # what asks further says it on the page after the next
    if 'class="undo"' not in page.content.decode():
        return f"{name}: no button ({page.status_code})"
    told = undo(client, page).content.decode()
    if "元に戻しました" not in told:
        return f"{name}: refused {told[told.find('errornote') :][:400]}"
    now = content()
    left = {table for table in before if now[table] != before[table]}
    return f"{name}: not equal {left}" if left else f"{name}: undone"


@committed
def test_every_action_of_a_list_is_undone(world, browser, administrator):
    found = [
        tried(browser, name, lambda a=address, s=sent: browser.post(a, s, follow=True))
        for name, address, sent in list_actions(administrator)
    ]
    assert set(filter(None, found)) == {f"{name}: undone" for name in OF_LISTS}


def forms_of(client, address: str) -> list[SentForm]:
    """The forms of a page that write content, but for the buttons of its messages."""
    page = client.get(address, follow=True)
    if page.status_code != 200 or not page["Content-Type"].startswith("text/html"):
        return []
    return [
        form
        for form in posting_forms(page, address)
        if not form.files
        and not form.address.startswith(UNDOING)
        and not resolve(form.address.split("?")[0]).view_name.startswith(("account", "mfa"))
    ]


@committed
def test_every_form_is_undone(world, browser):
    assert len(undone(world, browser, "/admin/")) >= 60


# People who are no administrators, where they work, and how many of their forms write at least.
OTHERS = {"clerk": ("/admin/", 30), "publicist": ("/admin/", 4), "member": ("/desk/", 8)}


@committed
@pytest.mark.parametrize("who", OTHERS)
def test_every_form_of_other_people_is_undone(world, who, request):
    """Roles of the staff in admin; at the desk a member of an organisation that a round asks."""
    is_member = who == "member"
    person = world.rows["membership"].user if is_member else request.getfixturevalue(who)
    home, least = OTHERS[who]
    became = undone(world, logged_in(person), home, "/desk/" if is_member else "/admin/")
    assert len(became) >= least


def undone(world, browser, home: str, *places: str) -> list[str]:
    """Send every form of a person's pages by each button; what became of those that wrote."""
    places = places or ("/admin/", "/desk/")
    browser.raise_request_exception = False
    found = []
    for name, address in addresses(world).items():
        if not address.startswith(places) or address.startswith(("/admin/undo", "/desk/undo")):
            continue
        for number, form in enumerate(forms_of(browser, address)):
            for again, (button, _value) in enumerate(form.buttons or [("", "")]):
                fresh = forms_of(browser, address)
                if len(fresh) <= number:
                    found.append(f"{name} {number}: {len(fresh)} forms left")
                    continue
                sent = list(sendings(fresh[number]))[again]
                found.append(
                    tried(
                        browser,
                        f"{name} {button}",
                        lambda a=fresh[number].address, s=sent: browser.post(a, s, follow=True),
                        home,
                    )
                )
    became = [each for each in found if each and each.split()[0] not in OTHERWISE]
    assert [each for each in became if not each.endswith(": undone")] == []
    return became
