"""A member's telephone: a number, a closure, a slip, with few taps and on few screens."""

import pytest

from directory.models import Window
from platform_members.listings.actions import updates
from platform_members.listings.parts import PARTS
from platform_members.models import Listing, ListingUpdate
from tests.browser.test_accessibility import assert_accessible, assert_accessible_at
from tests.helpers.proposals import save

TALLEST = 1_200  # pixels of a part's form on a telephone
MOST_TAPS = 5
PHONE = {"width": 390, "height": 844}


class Hand:
    """A hand on a telephone: it taps, and the screens that it sees are counted."""

    def __init__(self, page):
        self.page, self.taps, self.screens = page, 0, 1

    def tap(self, locator) -> None:
        """Tap something that is there to be tapped."""
        before = self.page.url
        locator.click()
        self.page.wait_for_load_state()
        self.taps += 1
        self.screens += self.page.url != before

    def type(self, locator, text: str) -> None:
        """Tap a field and type into it."""
        self.tap(locator)
        locator.fill(text)


@pytest.fixture(params=[True, False], ids=["script", "no script"])
def hand(request, open_as, live_city, listing, member):
    """A member's hand at the desk, where the organisation looks after several windows."""
    for window in Window.objects.published().exclude(pk=listing.window_id)[:3]:
        Listing.objects.create(window=window, organisation=listing.organisation)
    return Hand(open_as(member, "/desk/", java_script_enabled=request.param, **PHONE))


def own(hand, listing):
    """The listing's place on the desk."""
    return hand.page.locator(".desk-listing").filter(has_text=listing.window.subject)


def assert_sent(hand) -> ListingUpdate:
    """The proposal waits, after five taps and two screens at most; the third says so."""
    hand.page.get_by_text("変更案を出しました").wait_for()
    assert hand.taps <= MOST_TAPS
    assert hand.screens - 1 <= 2
    return ListingUpdate.objects.get(status="waiting")


def test_a_number_is_corrected(hand, listing):
    """From the desk to the proposal sent."""
    hand.tap(own(hand, listing).get_by_text("変えたいのはどれですか"))
    hand.tap(own(hand, listing).get_by_role("link", name="電話"))
    hand.type(hand.page.get_by_label("番号 ※必須"), "０５９６－６３－５２２４")
    hand.tap(hand.page.get_by_role("button", name="変更案を出す"))
    update = assert_sent(hand)
    assert update.facts["phones"][0]["printed"] == "0596-63-5224"
    assert update.changed_names == ["phones"]


def test_a_closure_is_proposed(hand, listing):
    """One day, as it is said: the field for it stands ready."""
    hand.tap(own(hand, listing).get_by_text("変えたいのはどれですか"))
    hand.tap(own(hand, listing).get_by_role("link", name="臨時の休み"))
    hand.type(hand.page.get_by_label("この日から ※必須").last, "12/30")
    hand.tap(hand.page.get_by_role("button", name="変更案を出す"))
    hand.page.get_by_text("と読みました").first.wait_for()
    hand.tap(hand.page.get_by_role("button", name="変更案を出す"))
    update = assert_sent(hand)
    [closure] = update.facts["exceptions"]
    assert (closure["first_day"][5:], closure["first_day"]) == ("12-30", closure["last_day"])


@pytest.fixture
def longest(live_city, organisation):
    """The listings of the city's windows with most rows, in the member's hands."""
    windows = Window.objects.published().prefetch_related("phones", "hours_rules")
    longest = {
        max(windows, key=lambda each: len(each.phones.all())),
        max(windows, key=lambda each: len(each.hours_rules.all())),
        max(windows, key=lambda each: len(each.description)),
    }
    return [Listing.objects.create(window=each, organisation=organisation) for each in longest]


@pytest.mark.parametrize("part", PARTS)
def test_a_part_fits_a_screen_and_a_bit(open_as, live_city, listing, member, part):
    """At most 1,200 pixels on a telephone, also with a fax number, and what sends it in sight."""
    fax = {"kind": "fax", "printed": "0596-21-5557", "dialled": "0596215557", "order": 1}
    listing.window.phones.create(**fax)
    page = open_as(member, f"/desk/listings/{listing.pk}/edit/{part}/", **PHONE)
    height = page.evaluate("document.documentElement.scrollHeight")
    assert height <= TALLEST
    assert_in_sight(page, page.get_by_role("button", name="変更案を出す"))


def test_what_sends_it_stays_in_sight(open_as, longest, member):
    """However long the form is and wherever it is read."""
    for listing in longest:
        page = open_as(member, f"/desk/listings/{listing.pk}/edit/", **PHONE)
        for place in (0, 0.5, 1):
            page.evaluate(f"scrollTo(0, document.body.scrollHeight * {place} - 844)")
            if place < 1:
                assert_in_sight(page, page.get_by_role("button", name="変更案を出す"))


def assert_in_sight(page, locator) -> None:
    """The whole of it is within the window."""
    box = locator.bounding_box()
    assert box["y"] >= 0
    assert box["y"] + box["height"] <= page.viewport_size["height"]


def test_what_has_the_focus_is_not_beneath_the_bar(open_as, longest, member):
    """Tab by Tab through the beginning of the whole form."""
    page = open_as(member, f"/desk/listings/{longest[0].pk}/edit/", **PHONE)
    page.get_by_label("相談内容 ※必須").focus()
    for _press in range(25):
        page.keyboard.press("Tab")
        hidden = page.evaluate(
            "(() => { const e = document.activeElement, b = document.querySelector('.form-bar');"
            "return !b.contains(e) && !e.matches('textarea')"
            " && e.getBoundingClientRect().bottom > b.getBoundingClientRect().top + 1})()"
        )
        assert not hidden


@pytest.mark.parametrize("script", [True, False])
def test_a_new_row_is_where_the_page_opens(open_as, live_city, listing, member, script):
    """In a part, too: in view, what was typed is there, and the next Tab leads into it."""
    path = f"/desk/listings/{listing.pk}/edit/phones/"
    page = open_as(member, path, java_script_enabled=script, **PHONE)
    page.get_by_label("番号 ※必須").fill("0596-63-5224")
    page.get_by_role("button", name="電話番号の行を追加").click()
    row = page.get_by_role("group", name="電話番号 2", exact=True)
    row.wait_for()
    assert 0 <= row.bounding_box()["y"] < 500
    assert page.get_by_label("番号 ※必須").first.input_value() == "0596-63-5224"
    page.keyboard.press("Tab")
    assert row.locator(":focus").count() == 1


@pytest.mark.parametrize("script", [True, False])
def test_enter_saves_the_draft_and_stays(open_as, live_city, listing, member, script):
    """The keyboard's key sends nothing to the reviewers and leads nowhere else."""
    path = f"/desk/listings/{listing.pk}/edit/phones/"
    page = open_as(member, path, java_script_enabled=script, **PHONE)
    field = page.get_by_label("番号 ※必須")
    field.fill("5224")
    field.press("Enter")
    page.get_by_text("下書きを保存しました").wait_for()
    assert page.url.endswith(path)
    assert page.get_by_label("番号 ※必須").input_value() == "5224"
    assert ListingUpdate.objects.get().status == "draft"


def test_confirming_is_one_tap_with_a_way_back(hand, listing):
    """On the desk, where the window's number and hours stand beside it."""
    task = hand.page.locator(".tasks li").filter(has_text=listing.window.subject)
    assert "0596-21-5556" in task.inner_text()
    hand.tap(task.get_by_role("button", name="変更ありません"))
    hand.page.get_by_text("きょう確認したと記録しました").wait_for()
    assert hand.taps == 1
    hand.tap(hand.page.get_by_role("button", name="確認を取り消す"))
    hand.page.get_by_text("の確認を取り消しました").wait_for()
    assert Window.objects.get(pk=listing.window_id).verified_on is None


PAGES = {part: f"/desk/listings/{{listing}}/edit/{part}/" for part in PARTS}
PAGES |= {"draft": "/desk/updates/{update}/", "desk": "/desk/"}


@pytest.mark.parametrize("name", PAGES)
def test_page_has_no_barrier(open_as, live_city, listing, member, name):
    """axe finds nothing, with all that is folded open as well, and nothing scrolls sideways.

    The screen is as high as the form: what is just under the bar is reached by scrolling.
    """
    update = save(listing, member, updates.save_draft, cost="無料")
    path = PAGES[name].format(listing=listing.pk, update=update.pk)
    page = open_as(member, path, height=9000)
    assert_accessible_at(page)
    page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")
    assert_accessible_at(page)


def test_a_slip_has_no_barrier(open_as, live_city, listing, member):
    """The list of what is to be mended leads to the fields, folded ones too."""
    page = open_as(member, f"/desk/listings/{listing.pk}/edit/rest/", **PHONE)
    page.get_by_text("ホームページ・メール").click()
    page.get_by_label("メールアドレス").fill("asama")
    page.get_by_role("button", name="下書き保存").click()
    page.get_by_role("heading", name="まだ足りないところ").wait_for()
    assert_accessible(page)
    page.get_by_role("link", name="そのほかを直す").click()
    page.get_by_role("alert").get_by_role("link").click()
    assert page.get_by_label("メールアドレス").input_value() == "asama"
    assert page.get_by_label("メールアドレス").is_visible()
    assert_accessible(page)
