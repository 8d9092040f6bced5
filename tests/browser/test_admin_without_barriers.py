"""Every page of admin in the four roles in a real browser: axe finds nothing, nothing overflows.

Each page is opened once, and looked at again at the other width and in the dark. A page that has no
part which was not looked at already (on another role's page, mostly) is not opened.
"""

import re
from html.parser import HTMLParser

from axe_playwright_python.base import AXE_SCRIPT
from django.contrib import admin
from django.test import Client
from django.urls import reverse

from tests.browser.test_accessibility import RULES, overflow
from tests.helpers.addresses import addresses
from tests.helpers.world import make_world

ROLES = ["administrator", "clerk", "publicist", "reader"]
COLOURS = ["color-contrast", "link-in-text-block"]
CONTRAST = {"runOnly": {"type": "rule", "values": COLOURS}, "resultTypes": ["violations"]}
AT_A_WIDTH = ["target-size", "scrollable-region-focusable", "label", "button-name", "link-name"]
# What depends on the width is asked at both, colours in both schemes.
LOOKS = [
    (1280, "light", RULES),
    (1280, "dark", CONTRAST),
    (390, "light", CONTRAST),
    (390, "dark", CONTRAST | {"runOnly": {"type": "rule", "values": [*COLOURS, *AT_A_WIDTH]}}),
]
# Classes that Django gives by the name of a model or field: what they mark is the same everywhere.
NAMES = re.compile(r"\b(?:field|model|app|column|dynamic|change|add|related-widget)-\S+|[0-9]+")
RUN = """async (rules) => {
  document.getAnimations().forEach((each) => each.finish());
  return (await axe.run(document, rules)).violations;
}"""


class Parts(HTMLParser):
    """What a page is built of: each element with its class and the two elements around it."""

    VOID = frozenset({"input", "br", "img", "link", "meta", "hr", "use", "path"})

    def __init__(self, page: str):
        super().__init__()
        self.around: list[str] = []
        self.found: set[tuple[str, ...]] = set()
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        kinds = " ".join(NAMES.sub("", given.get("class") or "").split())
        shape = f"{tag}.{kinds}[{given.get('type', '')} {'href' in given}]"
        self.found.add((*self.around[-2:], shape))
        if tag not in self.VOID:
            self.around.append(shape)

    def handle_endtag(self, tag):
        if tag not in self.VOID and self.around:
            self.around.pop()


def pages_with_new_parts(world, user, seen: set) -> list[str]:
    """Addresses of admin that open for a person, of pages with a part that is not in `seen`."""
    client = Client(raise_request_exception=False)
    client.force_login(user)
    found = []
    for name, address in addresses(world).items():
        page = client.get(address) if name.startswith("admin:") else None
        if page and page.status_code == 200 and page["Content-Type"].startswith("text/html"):
            parts = Parts(page.content.decode()).found
            if parts - seen:
                found.append(address)
            seen |= parts
    return found


def barriers(page) -> list[tuple]:
    """What axe finds on a page at both widths, in the light and in the dark."""
    page.evaluate(AXE_SCRIPT)
    found = []
    for width, scheme, rules in LOOKS:
        page.set_viewport_size({"width": width, "height": 844})
        page.emulate_media(color_scheme=scheme)
        for violation in page.evaluate(RUN, rules):
            targets = [node["target"] for node in violation["nodes"]]
            found.append((width, scheme, violation["id"], targets))
        if overflow(page) > 0:
            found.append((width, scheme, "wider than the window", overflow(page)))
    return found


def test_no_page_of_admin_has_a_barrier(open_as, live_server, transactional_db, request):
    """People who read with ears, by keyboard, in the dark or on a telephone can work in admin."""
    world = make_world(request.getfixturevalue("administrator"))
    seen: set = set()
    found, opened = {}, 0
    for role in ROLES:
        user = request.getfixturevalue(role)
        page = open_as(user, "/about/", width=1280)
        for address in pages_with_new_parts(world, user, seen):
            page.goto(live_server.url + address)
            opened += 1
            if here := barriers(page):
                found[f"{role} {address}"] = here
    assert found == {}
    assert opened > 25


CARDS = """() => {
  const cells = [...document.querySelectorAll("#result_list tbody td:not(.action-checkbox)")];
  const shown = cells.filter((each) => each.checkVisibility());
  const results = document.querySelector(".results");
  return {
    sideways: results.scrollWidth - results.clientWidth,
    unnamed: shown.filter((each) => !each.dataset.label).map((each) => each.className),
    roles: new Set([...document.querySelectorAll("#result_list [role]")].map((e) => e.role)).size,
  };
}"""


def test_no_list_is_moved_sideways_on_a_telephone(open_as, live_server, administrator):
    """A row is a card with its facts by name, and still a row for people who read with ears."""
    make_world(administrator)
    page = open_as(administrator, "/about/", width=390)
    looked_at = 0
    for model in admin.site._registry:
        meta = model._meta
        page.goto(live_server.url + reverse(f"admin:{meta.app_label}_{meta.model_name}_changelist"))
        if page.locator("#result_list").count():
            found = page.evaluate(CARDS)
            assert (found["sideways"], found["unnamed"]) == (0, []), meta.label
            assert found["roles"] >= 4, meta.label
            looked_at += 1
    assert looked_at > 15
