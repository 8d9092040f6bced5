"""Every action of staff and members is taken back with one click, and the database is as it was.

The sweep opens every page of admin and of the desk, sends each form by each of its buttons, and
presses 元に戻す on the page that follows. Whatever writes without such a button is named below with
the reason. Each request runs in transactions of its own, as in production.
"""

from functools import partial

import pytest
from django.test import Client
from django.urls import resolve

from campaigns.charts.store import draw_missing
from directory.models import Holiday, Window
from tests.factories import CategoryFactory
from tests.helpers.addresses import addresses
from tests.helpers.deeds import UNDOING, content, undo
from tests.helpers.page_forms import SentForm, posting_forms, sendings
from tests.helpers.sweeping import list_actions
from tests.helpers.transactions import committed
from tests.helpers.world import make_world

# Actions of lists that have something to do only after another one.
AFTER = {
    "campaign publish": "campaign withdraw",
    "verificationrequest handled": "verificationrequest bounced",
    "window publish": "window retire",
    "window unverify": "window verify",
}
# Actions of lists that are not taken back by the button, and why.
OTHER_ACTIONS = {
    **dict.fromkeys(("window export_excel", "window export_csv"), "gives a file"),
    "window make_leaflet": "gives a file",
    "window delete_selected": "windows are retired, not deleted",
    "group delete_selected": "every upgrade says anew what the roles may do",
    "user delete_selected": "only who has done nothing goes, and is invited anew",
    "user remove_second_factor": "the person sets up another one",
    **dict.fromkeys(("outgoingmail send_again", "verificationrequest send_again"), "a mail leaves"),
    "outgoingmail delete_selected": "mails are history",
    **dict.fromkeys(
        (
            "category delete_selected",
            "finderquestion delete_selected",
            "organisation delete_selected",
            "kpi delete_selected",
            "subscription delete_selected",
        ),
        "refused while others point there; a free row's own page is pressed",
    ),
}
# Forms that write and are not taken back by the button, and why.
OTHERWISE = {
    "platform_members:feed-renew": "a person's own address of a calendar, renewed as easily",
    "platform_members:feed-revoke": "the same",
    "platform_members:meeting-import-view": "undone on its own page",
    "platform_members:meeting-import": "keeps a preview, which nobody else sees",
    "platform_members:sheet-upload": "the same",
    "platform_members:undo": "is the button itself",
    "admin:undo": "is the button itself",
    "admin:undo-list": "lists the buttons",
    "admin:directory_window_import": "keeps a preview",
    "admin:directory_window_import_view": "undone on its own page",
    "admin:directory_window_calls": "takes a window in hand, until it is laid down",
    "admin:platform_members_outgoingmail_delete": "mails are history",
    **dict.fromkeys(
        ("admin:auth_group_add", "admin:auth_group_change", "admin:auth_group_delete"),
        "every upgrade says anew what the roles may do",
    ),
    "admin:directory_edition_add": "withdrawn instead, as it may be in print",
    "admin:directory_linkcheck_delete": "found anew every night",
    "admin:platform_members_user_invite": "the mail is on its way; an account is disabled instead",
    "admin:platform_members_user_delete": "only who has done nothing goes, and is invited anew",
    "admin:platform_members_user_change": "rights come back knowingly, by no click",
}


def names(start: str, ends: str) -> set[str]:
    """Names of addresses that begin alike."""
    return {f"{start}{end}" for end in ends.split()}


# What the sweeps undo at least, by the name of the address to which the form is sent.
SWEPT = {
    "administrator": {
        *names("admin:campaigns_campaign_", "change delete"),
        *names("admin:campaigns_kpi_", "add change"),
        *names("admin:directory_category_", "change"),
        *names("admin:directory_dangerline_", "delete"),
        *names("admin:directory_edition_", "withdrawal"),
        *names("admin:directory_finderanswer_", "add change delete"),
        *names("admin:directory_finderquestion_", "add change"),
        *names("admin:directory_holiday_", "change delete"),
        *names("admin:directory_searchterm_", "add change delete"),
        *names("admin:directory_window_", "add call change"),
        *names("admin:platform_members_meeting_", "change delete"),
        *names("admin:platform_members_membershipapplication_", "delete"),
        *names("admin:platform_members_organisation_", "change invitation people"),
        *names("admin:platform_members_programme_", "change delete"),
        *names("platform_members:meeting-", "view"),
        *names("platform_members:gap-", "unpublish"),
        *names("platform_members:programme-", "edit remove"),
        *names("platform_members:review-", "view correct"),
        *names("platform_members:round-", "answer close edit remind withdraw"),
    },
    "member": {
        *names("campaigns:", "consultations-edit"),
        *names("platform_members:listing-", "confirm edit part suspend"),
        *names("platform_members:organisation-", "edit"),
        *names("platform_members:programme-", "edit remove"),
        *names("platform_members:update-", "add edit part withdraw"),
        *names("platform_members:", "meeting-view round-answer"),
    },
}


@pytest.fixture(autouse=True)
def no_drawings(monkeypatch):
    """Draw no charts: they are derived of figures, and each takes a process of its own."""
    draw_nothing = partial(draw_missing, draw=lambda charts: ["<svg></svg>" for _each in charts])
    monkeypatch.setattr("campaigns.charts.store.draw_missing", draw_nothing)


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


def with_button(client, page, home: str):
    """The page that offers to undo: what asks further says it on the page after the next."""
    return page if 'class="undo"' in page.content.decode() else client.get(home)


def tried(client, name: str, send, home: str = "/admin/") -> str:
    """Send something; "" where nothing is written, else what became of it."""
    before = content()
    page = send()
    if content() == before:
        return ""
    page = with_button(client, page, home)
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
    """Those that undo another action are pressed after it, and that is undone as well."""
    other = CategoryFactory()  # no window is left without one
    for window in Window.objects.all():
        window.categories.add(other)
    Holiday.objects.update(date="2027-04-29")  # New Year's Day stays
    actions = {name: (address, sent) for name, address, sent in list_actions(administrator)}
    assert OTHER_ACTIONS.keys() - actions.keys() == set()

    def pressed(name: str):
        address, sent = actions[name]
        every = "?in_use=all" if f"{name.split()[0]} use_again" in actions else ""
        return browser.post(address + every, sent, follow=True)

    became = []
    for name in sorted(actions.keys() - OTHER_ACTIONS.keys()):
        model, action = name.split()
        first = f"{model} take_out_of_use" if action == "use_again" else AFTER.get(name)
        page = with_button(browser, pressed(first), "/admin/") if first else None
        became.append(tried(browser, name, lambda n=name: pressed(n)) or f"{name}: nothing")
        if page:
            undo(browser, page)
    assert [each for each in became if not each.endswith(": undone")] == []


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
    assert undone(world, browser, "/admin/") >= SWEPT["administrator"]


# What people who are no administrators are sure to undo; clerks do more.
OTHERS = {
    "clerk": names("admin:directory_window_", "add call change"),
    "publicist": {"admin:campaigns_campaign_change"},
    "member": SWEPT["member"],
}


@committed
@pytest.mark.parametrize("who", OTHERS)
def test_every_form_of_other_people_is_undone(world, who, request):
    """Roles of the staff in admin; at the desk a member of an organisation that a round asks."""
    is_member = who == "member"
    person = world.rows["membership"].user if is_member else request.getfixturevalue(who)
    home = "/desk/" if is_member else "/admin/"
    every_button = is_member  # a clerk's buttons are the administrator's
    assert undone(world, logged_in(person), home, home, every_button=every_button) >= OTHERS[who]


def undone(world, browser, home: str, *places: str, every_button: bool = True) -> set[str]:
    """Send every form of a person's pages by its buttons; the addresses of those undone."""
    places = places or ("/admin/", "/desk/")
    browser.raise_request_exception = False
    found = []
    for name, address in addresses(world).items():
        if not address.startswith(places) or address.startswith(("/admin/undo", "/desk/undo")):
            continue
        for number, form in enumerate(forms_of(browser, address)):
            target = resolve(form.address.split("?")[0]).view_name
            buttons = form.buttons or [("", "")]
            saving = [each for each in buttons if each[0] == "_save"] or buttons[:1]
            for again, (button, value) in enumerate(buttons):
                if not every_button and (button, value) not in saving:
                    continue
                fresh = forms_of(browser, address)
                if len(fresh) <= number:
                    found.append(f"{target} {number} of {name}: {len(fresh)} forms left")
                    continue
                sent = list(sendings(fresh[number]))[again]
                found.append(
                    tried(
                        browser,
                        f"{target} {button}",
                        lambda a=fresh[number].address, s=sent: browser.post(a, s, follow=True),
                        home,
                    )
                )
    became = [each for each in found if each and each.split()[0] not in OTHERWISE]
    assert [each for each in became if not each.endswith(": undone")] == []
    return {each.split()[0] for each in became}
