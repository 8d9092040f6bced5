"""The booklet as it is compiled, opened and read."""

import re
from collections import Counter
from datetime import date

import pytest
from django.conf import settings

from directory.booklet import content, documents, pdf_cache, styles
from directory.models import Category, Phone, Window
from directory.text.readings import read_aloud
from tests.factories import CategoryFactory, WindowFactory
from tests.helpers.paper import COLOURS_WITHOUT_INK, Page, Paper, plain

DAY = date(2026, 11, 24)
MM = 72 / 25.4
SECRET = "小木町9876-5"


def city_data() -> dict:
    """What would be printed now."""
    windows = Window.objects.published().for_reading()
    return content.booklet(windows, Category.objects.all(), DAY, "令和8年度版")


def made_booklet(kind: str) -> pdf_cache.Kept:
    """The booklet of what is public now; equal data are set only once in a run."""
    data = city_data()
    return pdf_cache.fetch(kind, data, lambda: documents.typeset_booklet(data, kind))


@pytest.fixture
def paper(city):
    """Return a function that opens the city's booklet of a kind."""
    return lambda kind="screen": Paper(made_booklet(kind).pdf)


def sections_of(paper: Paper) -> str:
    """The text of the categories' pages: after the guide, before the index."""
    marks = paper.bookmarks()
    first, last = marks["お金・住まい"], marks["さくいん"]
    return "".join(page.text for page in paper.pages[first - 1 : last - 1])


def stands_on(page: Page, window: Window) -> bool:
    """Whether a page has the row of a window."""
    printed = [window.subject, window.name, *(phone.printed for phone in window.telephones)]
    return all(plain(text) in page.text for text in printed)


def test_the_booklet_fills_whole_sheets(paper):
    """It has at most 32 pages, in multiples of four, and no page is blank."""
    pages = paper().pages
    assert len(pages) % 4 == 0
    assert len(pages) <= 32
    assert all(page.text for page in pages)


def test_the_screen_version_is_tagged_japanese_and_claims_both_standards(paper):
    """A screen reader gets language, title, structure; archives get PDF/A-2a."""
    pdf = paper().pdf
    assert str(pdf.Root.Lang).startswith("ja")
    assert pdf.Root.MarkInfo.Marked
    assert "/StructTreeRoot" in pdf.Root
    assert pdf.Root.ViewerPreferences.DisplayDocTitle
    with pdf.open_metadata() as about:
        assert about["dc:title"] == settings.BOOKLET_TITLE
        assert about["pdfuaid:part"] == "1"
        assert (about["pdfaid:part"], about["pdfaid:conformance"]) == ("2", "A")


@pytest.mark.parametrize("kind", ["screen", "print", "large"])
def test_every_font_is_embedded(paper, kind):
    """No machine on the way to paper needs our fonts."""
    paper = paper(kind)
    fonts = paper.fonts()
    assert fonts
    assert all("/FontFile3" in font or "/FontFile2" in font for font in fonts)


def test_the_printing_house_gets_four_inks_and_nothing_else(paper):
    """No RGB, no grey, no picture, no link: only CMYK strokes, fills and text."""
    printed = paper("print")
    for page in printed.pages:
        assert page.operators & {"k", "K"}
        assert not page.operators & COLOURS_WITHOUT_INK
        assert not page.links + page.leads_to
    objects = "".join(map(repr, printed.pdf.objects))
    assert "/TrimBox" in objects
    assert not re.search(r"RGB|/Image|/ICCBased|/Indexed|/Annots", objects)


def test_the_printing_house_gets_a4_with_three_millimetres_to_cut_off(paper):
    """The TrimBox is A4; the page reaches 3 mm beyond it on every side, which is the bleed."""
    for page in paper("print").pdf.pages:
        trim, media = list(page.trimbox), list(page.mediabox)
        assert float(trim[2] - trim[0]) == pytest.approx(210 * MM, abs=0.1)
        assert float(trim[3] - trim[1]) == pytest.approx(297 * MM, abs=0.1)
        beyond = [trim[0] - media[0], trim[1] - media[1], media[2] - trim[2], media[3] - trim[3]]
        assert [float(edge) for edge in beyond] == pytest.approx([3 * MM] * 4, abs=0.1)
        assert list(page.get("/BleedBox", page.mediabox)) == media


def test_screen_and_print_lay_out_the_same_words(paper):
    """What was looked at on screen is what is printed."""
    assert [page.text for page in paper().pages] == [page.text for page in paper("print").pages]


def test_nothing_is_too_small_for_old_eyes(paper):
    """No text is under 10.5 pt; the large version says its facts in 18 pt."""
    for kind in ("screen", "print"):
        assert min(size for page in paper(kind).pages for size in page.sizes) >= 10.5
    assert all(density["phone"] >= 12 for density in styles.DENSITIES)
    assert all(density["text"] >= 10.5 for density in styles.DENSITIES)
    assert 18 in paper("large").pages[4].sizes


def test_every_number_can_be_tapped(paper):
    """Each number of each window is a link that dials it, and each category leads to the web."""
    links = {link for page in paper().pages for link in page.links}
    for window in Window.objects.published().for_reading():
        assert {phone.href for phone in window.telephones} <= links
    for category in Category.objects.all():
        assert settings.PORTAL_URL + category.get_absolute_url() in links


def test_every_window_stands_once_in_each_of_its_categories(paper):
    """No window is forgotten, none is printed twice."""
    paper = paper()
    windows = list(Window.objects.published().for_reading())
    text = sections_of(paper)
    numbers = Counter(
        plain(phone.printed)
        for window in windows
        for phone in window.telephones
        for _category in window.categories.all()
        if "-" in phone.printed
    )
    found = {number: text.count(number) for number in numbers}
    assert found == numbers
    rows = sum(window.categories.count() for window in windows)
    # One header a category, and the lines for danger to life in a table of their own.
    urgent = 2 + sum(len(window.telephones) for window in windows if window.urgent)
    assert paper.rows() == rows + Category.objects.count() + urgent


def test_what_is_printed_is_what_the_record_says(paper):
    """Every fact of a window's row reads as it was entered."""
    text = sections_of(paper())
    for window in Window.objects.published().for_reading():
        facts = [window.subject, window.name, window.eligibility, window.printed_hours]
        facts += [window.public_address, window.public_place_note, window.description[:60]]
        facts += [phone.label for phone in window.telephones]
        assert [fact for fact in facts if plain(fact) not in text] == []


def test_the_contents_name_the_pages_on_which_the_categories_begin(paper):
    """Bookmark, printed number and link of each category lead to its heading."""
    paper = paper()
    guide = paper.pages[1]
    bookmarks = paper.bookmarks()
    names = list(Category.objects.values_list("name", flat=True))
    for name in names:
        number = bookmarks[name]
        assert re.search(rf"{plain(name)}[・･]*{number}ページ", guide.text)
        assert plain(name) in paper.pages[number - 1].text
    assert guide.leads_to == [bookmarks[name] for name in names]


def test_the_index_leads_to_the_pages_of_every_window_and_organisation(paper):
    """Each name's page numbers are those of the pages on which its windows stand."""
    paper = paper()
    bookmarks = paper.bookmarks()
    first, last = bookmarks["お金・住まい"], bookmarks["さくいん"]
    windows = {str(window.uid): window for window in Window.objects.published()}
    index = content.with_index(city_data(), read_aloud)["index"]
    expected = [
        number
        for group in index
        for entry in group["entries"]
        for number in range(first, last)
        if any(stands_on(paper.pages[number - 1], windows[key]) for key in entry["windows"])
    ]
    # The index may run on to the page after its first.
    led = [number for page in paper.pages[last - 1 : last + 1] for number in page.leads_to]
    assert led == expected


def test_the_index_follows_the_syllabary(city):
    """あ before か, katakana among hiragana, voiced among unvoiced, and each name once."""
    index = content.with_index(city_data(), read_aloud)["index"]
    assert [group["row"] for group in index] == ["あ", "か", "さ", "た", "な", "は", "ま", "や"]
    names = [entry["name"] for group in index for entry in group["entries"]]
    assert len(names) == len(set(names))
    assert names.index("ハローワーク伊勢（伊勢公共職業安定所）") < names.index("法務省")


def test_a_confidential_place_is_on_no_page(city):
    """What must stay secret is in none of the three versions."""
    window = Window.objects.first()
    window.address, window.place_note, window.confidential_location = SECRET, SECRET, True
    window.save()
    for kind in ("screen", "print", "large"):
        text = Paper(made_booklet(kind).pdf).text
        assert plain(SECRET) not in text
        assert "安全のため、所在地は公開していません。" in text


def test_only_published_windows_are_printed(city):
    """Suspended, retired and draft windows are not in it."""
    window = Window.objects.get(name="ハローワーク伊勢（伊勢公共職業安定所）")
    window.suspend(at=window.published_at, reason="工事のため")
    window.save()
    assert "ハローワーク伊勢(伊勢公共職業安定所)" not in Paper(made_booklet("screen").pdf).text


HOSTILE = [
    '#panic("x") #import "/etc/passwd"',
    "*強い* _弱い_ $x^2$ = 見出し @who <label> // 注",
    "\\ ` ``` [[]] {{}} #{} \" '",
    "あ" * 100,
    "W" * 100,
    "𠮷野家の髙橋さん 﨑",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_any_text_stays_text(db, text):
    """Markup of the typesetter, endless words and rare letters are printed as they were typed."""
    WindowFactory(subject=text, name=text, provider=text, address=text, place_note=text)
    assert plain(text) in Paper(made_booklet("screen").pdf).text


def test_the_longest_facts_that_fit_the_record_fit_the_paper(db):
    """A window with every field full is printed whole, over two pages if need be."""
    window = WindowFactory(
        subject="あ" * 100,
        name="い" * 100,
        provider="う" * 100,
        eligibility="え" * 200,
        cost="お" * 200,
        description="か" * 2000,
        address="き" * 200,
        place_note="く" * 199 + "け",
        hours_override="こ" * 299 + "さ",
        phones=[f"0596-21-55{number}" for number in range(10, 40)],
    )
    made = made_booklet("screen")
    text = Paper(made.pdf).text
    for letter, count in (
        ("え", 200),
        ("お", 200),
        ("か", 79),
        ("き", 200),
        ("け", 1),
        ("こ", 299),
    ):
        assert text.count(letter) >= count
    assert text.count("0596-21-55") == len(window.telephones) == 30


def test_a_letter_that_no_font_has_is_set_as_the_printers_mark(db):
    """An old record with an emoji does not stop the residents' booklet: 〓 stands in its place."""
    WindowFactory(subject="相談😀窓口")
    assert "相談〓窓口" in Paper(made_booklet("screen").pdf).text


def test_a_category_without_windows_says_so(db):
    """An empty category keeps its place and its QR code."""
    CategoryFactory(name="空の分野")
    WindowFactory()
    text = Paper(made_booklet("screen").pdf).text
    assert "この分野の窓口は、準備しているところです。" in text


def test_a_booklet_of_nothing_is_still_a_booklet(db):
    """Before anything is published there are covers, the guide, and no fault."""
    assert "リストの使い方" in Paper(made_booklet("screen").pdf).text


def test_more_windows_are_set_more_densely_until_nothing_helps(db):
    """A hundred windows fit; of far more it says how many are too many and what takes the room."""
    category = CategoryFactory(name="分野")
    for number in range(100):
        WindowFactory(
            subject=f"相談その{number}", categories=[category], address="伊勢市岩渕1-7-29"
        )
    hundred = made_booklet("screen").made
    assert (hundred.pages % 4, hundred.too_many) == (0, 0)
    for number in range(100, 400):
        WindowFactory(subject=f"相談その{number}", categories=[category], description="長い" * 40)
    many = made_booklet("screen").made
    assert many.too_many > 0
    assert many.density == 0
    assert many.room == {category.slug: pytest.approx(many.too_many + 32 - 6, abs=6)}


def test_equal_data_give_an_equal_file(city):
    """Two processes that set the same booklet give the same bytes."""
    data = city_data()
    assert documents.typeset_booklet(data)[1] == documents.typeset_booklet(data)[1]


def test_the_imprint_of_the_large_print_stands_with_the_rest_of_its_page(city):
    """The last page says which number to ring in danger and when unsure, and who has printed it."""
    general = Window.objects.get(uid=settings.GENERAL_WINDOW_UID)
    for number in ("0596-21-5700", "0596-21-5701", "0596-21-5702"):
        row = Phone(window=general, label="相談", printed=number)
        row.full_clean(exclude=["dialled"])
        row.save()
    last = Paper(made_booklet("large").pdf).pages[-1].text
    for words in (
        "命に危険があるとき",
        "どこに相談したらよいか迷ったら",
        "0596-21-5702",
        "発行伊勢市",
    ):
        assert plain(words) in last
