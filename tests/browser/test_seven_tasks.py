"""Tasks of residents with a stop-watch: at most three taps, and the answer in two screens.

Or the page says honestly what is not known. A tap is a finger on the glass: into the search field,
on a button, on a link. A screen is the height of a telephone.
"""

from math import ceil

import pytest

WIDTH, SCREEN = 390, 844
MAX_TAPS, MAX_SCREENS = 3, 2


class Journey:
    """A resident at the home page, with the taps counted."""

    def __init__(self, page):
        self.page, self.taps = page, 0

    def tap(self, locator):
        """Tap on something that is there."""
        locator.click()
        self.taps += 1
        self.page.wait_for_load_state("networkidle")

    def ask(self, question: str):
        """Tap into the search field, type, and tap on さがす."""
        field = self.page.locator("#search-input")
        self.tap(field)
        field.fill(question)
        self.tap(self.page.locator(".search-row button"))
        self.page.locator("h1", has_text="検索結果").wait_for()

    def assert_answered(self, answer, screens: int = MAX_SCREENS):
        """The answer can be read within so many screens of the page, after at most three taps."""
        box = answer.first.bounding_box()
        assert answer.first.is_visible()
        assert ceil((box["y"] + box["height"]) / SCREEN) <= screens, box
        assert self.taps <= MAX_TAPS


@pytest.fixture
def journey(open_page, live_city, at):
    """Return a function that begins a journey at a time of the clock."""

    def journey(moment: str = "2026-11-27 10:00") -> Journey:
        at(moment)
        return Journey(open_page("/", width=WIDTH, height=SCREEN))

    return journey


def test_the_rent_is_unpaid_and_the_person_cannot_telephone(journey):
    """A window with a way in writing, and no sentence that sends to the telephone."""
    way = journey()
    way.ask("家賃が払えない 電話できない")
    way.assert_answered(way.page.locator("article.window", has_text="あゆみ").locator(".ways"))
    assert "メール" in way.page.locator(".ways").first.inner_text()
    assert "先に電話で" not in way.page.locator("main").inner_text()


def test_saturday_night_a_person_wants_to_die(journey):
    """A line that answers at this hour, in the first screen, with a sentence before it."""
    way = journey("2026-11-28 22:00")
    way.ask("死にたい")
    notice = way.page.locator('[data-danger~="suicide"]')
    way.assert_answered(notice.locator('a[href="tel:0120279338"]'), screens=1)
    open_now = way.page.locator("article.window", has_text="よりそいホットライン")
    assert "24時間受付" in open_now.first.inner_text()


def test_the_mother_needs_care_and_a_counter_at_the_city_hall(journey):
    """No source names its number or counter: the page says so, and names who can be asked."""
    way = journey()
    way.ask("母の介護 市役所の窓口")
    unknown = way.page.get_by_text("電話番号と場所は、市が確認しているところです。")
    way.assert_answered(unknown, screens=1)
    assert "伊勢市福祉生活相談センター" in unknown.first.inner_text()
    way.assert_answered(way.page.locator("article.window a.phone"))


def test_a_person_who_is_watched_finds_help_without_a_trace(journey, live_server):
    """By three taps without a word typed: title, address and storage tell nothing."""
    way = journey()
    way.tap(way.page.locator('a[href="/guide/"]').first)
    way.tap(way.page.get_by_role("link", name="自分のこと"))
    way.page.locator(".finder-steps").wait_for()
    way.tap(way.page.get_by_role("link", name="暴力をふるわれる、行動を見はられる"))
    notice = way.page.locator('[data-danger~="violence"]')
    notice.wait_for()
    way.assert_answered(notice.locator("a.phone"), screens=1)
    way.assert_answered(notice.get_by_text("声を出さずに相談する"))
    assert way.page.locator(".exit").bounding_box()["y"] < SCREEN
    assert way.page.url == f"{live_server.url}/guide/"
    assert way.page.title().startswith("ご案内｜")
    assert way.page.context.cookies() == []
    assert way.page.evaluate("localStorage.length + sessionStorage.length") == 0


def test_the_paper_booklet(journey):
    """The PDF that prints as the booklet, and the one in large letters."""
    way = journey()
    way.ask("紙の冊子がほしい")
    way.assert_answered(way.page.locator('main a[href$="/booklet.pdf"]'), screens=1)


def test_is_the_job_centre_open_on_the_29th_of_december(journey):
    """The turn of the year stands in dates among the hours, unfolded, on the first screen."""
    way = journey()
    way.ask("ハローワーク")
    way.tap(way.page.locator("article.window h2 a", has_text="仕事探し").first)
    turn = way.page.locator(".turn-of-year")
    way.assert_answered(turn, screens=1)
    assert turn.inner_text() == "12月29日（火）～1月3日（日） 休み（年末年始）"


def test_a_person_reads_little_japanese(journey):
    """The switch in the language's own name, then a card: 110, and who answers in Portuguese."""
    way = journey()
    way.tap(way.page.get_by_role("link", name="English", exact=True).first)
    way.page.locator("html[lang=en]").wait_for()
    way.tap(way.page.locator('.languages a[href$="/cards/"]').first)
    way.tap(way.page.locator('main a[href*="/cards/pt"]').first)
    way.assert_answered(way.page.locator(".card-danger a[href='tel:110']"), screens=1)
    answers = way.page.locator(".card-window", has_text="みえ外国人相談サポートセンター")
    way.assert_answered(answers.locator('a[href="tel:08033008077"]'), screens=1)
    assert way.page.locator("h2", has_text="Falam português.").is_visible()
