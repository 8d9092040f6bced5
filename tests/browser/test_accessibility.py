"""Every public page in a real browser: axe, reflow, keyboard, without style, on paper."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from directory.models import Category, Window
from tests.helpers.finder import GUIDE, keys_of

RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}
PAGES = {
    "home": "/",
    "guide": "/guide/",
    "guide in danger": ("自分のこと", "死にたい、消えたい"),
    "guide's windows": ("自分のこと", "お金・家賃・借金", "急がない", "会って"),
    "category": "/categories/money-housing/",
    "list": "/windows/?channel=telephone",
    "nothing found": "/categories/disability/?urgent=on",
    "window": "仕事探しに関する相談",
    "unknown window": "どこに相談したらよいか迷ったとき",
    "results": "/windows/?q=家賃が払えない",
    "results in danger": "/windows/?q=もう死にたい",
    "no results": "/windows/?q=ラーメン",
    "about": "/about/",
    "accessibility": "/accessibility/",
    "offline": "/offline/",
    "list for offline use": "/offline/list/",
    "report of a barrier": "/accessibility/report/",
    "not found": "/nothing-here/",
    "log-in": "/accounts/login/",
    "password reset": "/accounts/password/reset/",
    "sign-up closed": "/accounts/signup/",
}


@pytest.fixture(autouse=True)
def office(settings):
    """A mailbox that takes reports of barriers, so that their form is there."""
    settings.STAFF_EMAIL = "office@example.lg.jp"


def address(page: str) -> str:
    """The address of a named page; a window is named by its subject, the finder by answers."""
    if isinstance(PAGES[page], tuple):
        return f"{GUIDE}?answers={keys_of(*PAGES[page])}"
    if PAGES[page].startswith("/"):
        return PAGES[page]
    return Window.objects.filter(subject=PAGES[page]).last().get_absolute_url()


def overflow(page) -> int:
    """By how many pixels a page is wider than its window."""
    return page.evaluate("document.documentElement.scrollWidth - window.innerWidth")


# Lower screens have a layout of their own.
LOW = 480


def assert_accessible(page) -> None:
    """Nothing that axe knows to be a barrier, and no scrolling sideways.

    axe sees the page as a whole: what a bar covers comes into sight as the page is scrolled.
    """
    page.wait_for_load_state()
    page.evaluate("document.getAnimations().forEach((each) => each.finish())")
    screen = page.viewport_size
    if screen["height"] > LOW:
        whole = page.evaluate("document.documentElement?.scrollHeight ?? 0")
        page.set_viewport_size(screen | {"height": max(whole, screen["height"])})
    violations = Axe().run(page, options=RULES).response["violations"]
    page.set_viewport_size(screen)
    found = [(v["id"], [node["target"] for node in v["nodes"]]) for v in violations]
    assert found == [], (page.url, screen)
    assert overflow(page) <= 0


WIDTHS = (320, 390, 1280)


def assert_accessible_at(page, widths=WIDTHS) -> None:
    """The same of a page as it stands: at each width, and once in the colours of the dark."""
    looks = [*((width, "light") for width in widths), (widths[0], "dark")]
    for width, scheme in looks:
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size(page.viewport_size | {"width": width})
        assert_accessible(page)
    page.emulate_media(color_scheme="light")


@pytest.mark.parametrize("name", PAGES)
def test_page_has_no_barrier(open_page, live_city, name):
    """axe finds nothing on any page at any width, and nothing scrolls sideways."""
    assert_accessible_at(open_page(address(name)))


def test_a_wrong_log_in_has_no_barrier(open_page, live_city):
    """The form with its errors is as accessible as without."""
    page = open_page("/accounts/login/")
    page.get_by_role("button", name="ログイン", exact=True).click()
    page.get_by_role("alert").wait_for()
    assert_accessible(page)


def test_a_resident_reaches_a_telephone_by_keyboard_alone(open_page, live_city):
    """Tab and Enter lead from the first page through a category to a number to ring."""
    page = open_page("/", width=1280)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip-link"
    page.keyboard.press("Enter")
    press_until(page, lambda focus: "お金・住まい" in focus["text"])
    page.keyboard.press("Enter")
    page.wait_for_url("**/categories/money-housing/")
    press_until(page, lambda focus: focus["href"] == "tel:0596635224")


def press_until(page, reached, presses: int = 40) -> None:
    """Press Tab until the focused link is the one; every stop on the way is visible."""
    for _press in range(presses):
        page.keyboard.press("Tab")
        focus = page.evaluate(
            "(() => { const e = document.activeElement, r = e.getBoundingClientRect();"
            "return {text: e.innerText, href: e.getAttribute('href'), top: r.top,"
            "bottom: r.bottom, header: document.querySelector('.site-header').offsetHeight,"
            "inHeader: !!e.closest('.site-header, .skip-link'), height: window.innerHeight}; })()"
        )
        assert focus["inHeader"] or focus["header"] <= focus["top"] < focus["height"]
        if reached(focus):
            return
    pytest.fail("Tab did not reach it.")


@pytest.mark.parametrize("name", ["home", "category", "window", "results", "about", "log-in"])
def test_everything_to_tap_is_large_enough(open_page, live_city, name):
    """Links and buttons that stand by themselves are at least 44 pixels high or wide as text."""
    page = open_page(address(name))
    small = page.evaluate(
        "[...document.querySelectorAll('a, button, select, summary, input:not([type=hidden])')]"
        ".filter(e => e.checkVisibility() && !e.matches('.skip-link, p a, li > a, input'))"
        ".filter(e => e.getBoundingClientRect().height < 44).map(e => e.outerHTML)"
    )
    assert small == []


def test_a_page_without_style_reads_in_order(open_page, live_city):
    """Without the style sheet the page is still a page: danger, categories, whom to ask."""
    page = open_page("/", java_script_enabled=True)
    page.evaluate("document.querySelector('link[rel=stylesheet]').remove()")
    text = page.inner_text("body")
    order = ["110", "24時間の電話相談", "困っていますか", "お金・住まい", "迷ったら"]
    assert [text.index(words) for words in order] == sorted(text.index(w) for w in order)
    assert overflow(page) <= 0


def test_pages_work_without_script(open_page, live_city):
    """Filtering is a plain form: it works with scripts switched off."""
    page = open_page("/windows/", java_script_enabled=False)
    page.get_by_text("しぼりこむ").first.click()
    page.get_by_role("combobox", name="分野").select_option("disability")
    page.get_by_role("button", name="しぼりこむ").click()
    disability = Category.objects.get(slug="disability")
    found = Window.objects.published().in_category(disability).count()
    assert 0 < page.locator("article").count() == found < 30


def test_paper_shows_the_four_columns_and_nothing_to_tap(open_page, live_city):
    """On paper a category has the booklet's columns, side by side, without menus."""
    page = open_page("/categories/money-housing/", width=794)
    page.emulate_media(media="print")
    columns = page.locator("article").first.locator(
        ".window-subject, .window-contact, .window-hours, .window-place"
    )
    tops = {round(columns.nth(n).bounding_box()["y"]) for n in range(4)}
    assert len(tops) == 1
    assert not page.locator(".exit").is_visible()
    assert not page.locator(".site-footer").is_visible()


def test_paper_claims_nothing_about_now(open_page, live_city):
    """A sheet is read tomorrow too: it has the hours, and no state of the moment of printing."""
    window = Window.objects.get(name="よりそいホットライン")
    for path in ("/", "/categories/health/", window.get_absolute_url()):
        page = open_page(path, width=794)
        states = page.locator("main .state")
        assert states.first.is_visible()
        page.emulate_media(media="print")
        assert not any(state.is_visible() for state in states.all())
    assert page.get_by_text("24時間・年中無休").first.is_visible()


def test_a_visit_asks_no_other_site_and_leaves_no_cookie(open_page, live_city, live_server):
    """Everything that a category page loads comes from the portal itself."""
    page = open_page("/about/")
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(live_server.url + "/categories/money-housing/")
    assert asked
    assert all(url.startswith(live_server.url) for url in asked)
    assert page.context.cookies() == []


def test_the_csp_blocks_nothing_of_ours(open_page, live_city, live_server):
    """No page needs what the policy forbids."""
    page = open_page("/about/")
    complaints = []
    page.on("console", lambda message: complaints.append(message.text))
    for name in PAGES:
        page.goto(live_server.url + address(name))
    assert [text for text in complaints if "Content Security Policy" in text] == []
