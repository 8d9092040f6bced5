"""The booklet as residents fetch it, and what happens when it cannot be made."""

import re
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from directory.booklet import documents, pdf_cache
from directory.booklet.drawings import pictograms, qr
from directory.booklet.index_order import kana_key, kana_row
from directory.models import Category, Window
from directory.text.printable import made_printable, missing
from directory.typesetting.jobs import Print
from directory.typesetting.process import TypesettingFailed
from tests.factories import CategoryFactory, WindowFactory
from tests.helpers.paper import Paper, plain

MADE = Print(pages=4, too_many=0, density=3, room={})
EMPTY = {"windows": {}}


@pytest.fixture
def own_folder(settings, tmp_path):
    """An empty cache of PDFs."""
    settings.BOOKLET_FOLDER = tmp_path / "booklet"
    return settings.BOOKLET_FOLDER


@pytest.fixture
def broken_compiler(monkeypatch):
    """A Typst worker that fails, and counts how often it was asked."""
    asked = []

    def fail(*job):
        asked.append(job)
        raise TypesettingFailed("no paper")

    monkeypatch.setattr(documents, "typeset", fail)
    return asked


@pytest.mark.parametrize("address", ["/booklet.pdf", "/booklet-large.pdf"])
def test_a_resident_fetches_the_booklet(client, city, address):
    """It opens in the browser, keeps its Japanese name, and may be kept for a minute."""
    response = client.get(address)
    assert response.status_code == 200
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"].startswith("inline; filename*=UTF-8''%E4%BC%8A")
    assert "max-age=30" in response["Cache-Control"]
    assert "リストの使い方" in Paper(response.content).text


def test_a_booklet_that_a_browser_has_is_not_sent_again(client, city, monkeypatch):
    """With the same ETag nothing is sent or set; a changed number makes another booklet."""
    etag = client.get("/booklet.pdf")["ETag"]
    monkeypatch.setattr(documents, "typeset", None)
    again = client.get("/booklet.pdf", headers={"if-none-match": etag})
    assert (again.status_code, again.content) == (304, b"")
    monkeypatch.undo()
    Window.objects.filter(name="ハローワーク伊勢（伊勢公共職業安定所）").update(address="別の所")
    assert client.get("/booklet.pdf", headers={"if-none-match": etag}).status_code == 200


def test_the_booklet_costs_few_queries(client, city, django_assert_num_queries):
    """However much is printed, the record is read in six queries."""
    with django_assert_num_queries(6):
        client.get("/booklet.pdf")


def test_the_first_page_says_how_long_and_large_the_booklet_is(client, city, own_folder):
    """Before the first fetch there is only the link; then pages and size."""
    assert "冊子（PDF）</a>" in client.get("/").content.decode()
    client.get("/booklet.pdf")
    assert re.search(r"\d+ページ・\d+\.\d", client.get("/").content.decode())


def test_a_broken_press_leaves_the_last_good_booklet(client, city, own_folder, broken_compiler):
    """What could be made before is given, and the worker is not asked again for a while."""
    data_before = pdf_cache.fetch("screen", EMPTY, lambda: (MADE, b"%PDF-old"))
    assert client.get("/booklet.pdf").content == b"%PDF-old" == data_before.pdf
    client.get("/booklet.pdf")
    assert len(broken_compiler) == 1


def test_without_any_good_booklet_residents_are_led_on(client, city, own_folder, broken_compiler):
    """The answer says so and leads to the windows; it is no blank fault."""
    for address in ("/booklet.pdf", "/booklet-large.pdf", "/windows/{}/memo.pdf"):
        response = client.get(address.format(Window.objects.first().pk))
        assert response.status_code == 503
        assert "いまはPDFを作れません" in response.content.decode()


@pytest.mark.parametrize("change", ["suspended", "confidential"])
def test_an_old_booklet_never_shows_what_was_hidden_since(
    client, db, own_folder, monkeypatch, change
):
    """The booklet of before is not given when the new one fails after a withdrawal or secret."""
    window = WindowFactory(address="伊勢市小木町1")
    WindowFactory()
    assert client.get("/booklet.pdf").status_code == 200
    if change == "suspended":
        window.suspend(at=window.published_at, reason="点検")
    else:
        window.confidential_location = True
    window.save()
    monkeypatch.setattr(
        documents, "typeset_booklet", lambda *job: (_ for _ in ()).throw(TypesettingFailed())
    )
    assert client.get("/booklet.pdf").status_code == 503


@pytest.mark.parametrize("address", ["/booklet.pdf", "/booklet-large.pdf"])
def test_the_booklet_is_made_of_published_windows_only(
    client, db, own_folder, monkeypatch, address
):
    """Nothing of a draft, suspended or retired window is handed to what sets the pages."""
    now = timezone.now()
    shown = WindowFactory()
    WindowFactory(status="draft", published_at=None)
    WindowFactory(status="suspended", suspended_at=now)
    WindowFactory(status="retired", retired_at=now)
    given = []
    monkeypatch.setattr(
        documents, "typeset_booklet", lambda data, _kind: given.append(data) or (MADE, b"%PDF")
    )
    assert client.get(address).content == b"%PDF"
    assert [list(data["windows"]) for data in given] == [[str(shown.uid)]]


def test_two_who_want_the_same_wait_for_one_build(own_folder):
    """The second finds what the first has made."""
    builds = []

    def make():
        builds.append(1)
        time.sleep(0.2)
        return MADE, b"%PDF"

    with ThreadPoolExecutor() as pool:
        both = list(pool.map(lambda _n: pdf_cache.fetch("screen", EMPTY, make).pdf, range(2)))
    assert both == [b"%PDF", b"%PDF"]
    assert len(builds) == 1


def test_the_cache_keeps_only_the_newest(own_folder):
    """States of the data that are gone do not fill the disk."""
    for number in range(10):
        pdf_cache.fetch("screen", EMPTY | {"state": number}, lambda: (MADE, b"%PDF"))
    assert len(list(own_folder.glob("screen-*.pdf"))) == 3


def test_a_folder_that_cannot_be_written_only_costs_time(settings, tmp_path):
    """The booklet is given all the same."""
    (tmp_path / "file").write_text("")
    settings.BOOKLET_FOLDER = tmp_path / "file" / "booklet"
    assert pdf_cache.fetch("screen", EMPTY, lambda: (MADE, b"%PDF")).pdf == b"%PDF"


def test_a_damaged_file_of_the_cache_is_made_anew(own_folder):
    """Half a file is no booklet."""
    pdf_cache.fetch("screen", EMPTY, lambda: (MADE, b"%PDF"))
    next(own_folder.glob("*.pdf")).write_bytes(b"{half")
    assert pdf_cache.fetch("screen", EMPTY, lambda: (MADE, b"%PDF-new")).pdf == b"%PDF-new"


def test_a_resident_prints_a_memo_of_a_window(client, city):
    """One sheet: the window's facts, a link to dial, and lines to write on."""
    window = Window.objects.get(name="いせ若者就業サポートステーション")
    page = client.get(window.get_absolute_url()).content.decode()
    address = f"/windows/{window.pk}/memo.pdf"
    assert address in page
    paper = Paper(client.get(address).content)
    assert len(paper.pages) == 1
    facts = ["相談したいこと", window.subject, window.name, window.address, window.printed_hours]
    assert [fact for fact in facts if plain(fact) not in paper.text] == []
    assert window.telephones[0].href in paper.pages[0].links


def test_a_memo_is_kept_in_no_file(client, city, own_folder):
    """Nothing on the disk tells that one was printed."""
    client.get(f"/windows/{Window.objects.first().pk}/memo.pdf")
    assert not own_folder.exists()


def test_a_memo_tells_no_confidential_place(client, db):
    """Nor does it exist for a window that is not public."""
    window = WindowFactory(address="伊勢市小木町9876", confidential_location=True)
    assert "小木町" not in Paper(client.get(f"/windows/{window.pk}/memo.pdf").content).text
    window.suspend(at=window.published_at, reason="点検")
    window.save()
    assert client.get(f"/windows/{window.pk}/memo.pdf").status_code == 404


# Letters


@pytest.mark.parametrize(
    ("text", "letters"),
    [
        ("相談窓口 0596-21-5556（月～金）", []),
        ("𠮷野家の髙橋さん、山﨑さん、①㈱☎〒", []),
        ("か\u3099 と ☎\ufe0f", []),  # a voicing mark of its own, a picture variant
        ("相談😀窓口🏠😀", ["😀", "🏠"]),
        ("ส", ["ส"]),
        ("\x07", ["\x07"]),
    ],
)
def test_letters_that_no_font_has_are_named(text, letters):
    """Rare kanji can be printed; emoji and far scripts are named, each once."""
    assert missing(text) == letters


def test_a_long_word_may_break_and_reads_the_same(db):
    """A word without spaces gets places to break at, and a number none."""
    word = made_printable("https://www.example.lg.jp/soudan")
    assert word.replace("\u200b", "") == "https://www.example.lg.jp/soudan"
    assert max(map(len, word.split("\u200b"))) <= 10
    assert made_printable("0120-279-338") == "0120-279-338"


@pytest.mark.parametrize("field", ["subject", "name", "description", "address", "place_note"])
def test_an_unprintable_letter_is_refused_when_it_is_saved(db, field):
    """The clerk learns which letter, beside the field."""
    window = WindowFactory(**{field: "相談😀"})
    with pytest.raises(ValidationError) as refused:
        window.full_clean(exclude=["hours_pattern"])
    assert "😀" in refused.value.message_dict[field][0]


# Order, pictograms, codes


def test_the_syllabary_orders_readings():
    """Katakana, voicing, small letters and long vowels do not part what belongs together."""
    readings = ["ハローワーク", "ばす", "いせし", "がっこう", "かぞく", "きょうと", "あゆみ"]
    assert sorted(readings, key=kana_key) == [
        "あゆみ", "いせし", "かぞく", "がっこう", "きょうと", "ばす", "ハローワーク",
    ]  # fmt: skip
    assert [kana_row(r) for r in ("パパ", "ヴァ", "ｶﾅ", "っと", "#1", "NPO", "", "ん")] == [
        "は", "あ", "か", "た", "英数", "英数", "英数", "わ",
    ]  # fmt: skip


def test_every_category_has_a_pictogram_on_paper():
    """The paper's marks are those of the web."""
    assert {mark for mark, _label in Category.Mark.choices} | {"phone"} <= pictograms().keys()
    assert all(path[0][0] == "M" for paths in pictograms().values() for path in paths)


def test_paper_and_web_show_the_same_colours():
    """Each category's colour is the style sheet's, and white letters on it are readable."""
    web = dict(
        re.findall(
            r"\.mark-(\w+) \{ --mark: (#\w+); --mark-ground", read("static/css/portal/portal.css")
        )
    )
    paper = dict(re.findall(r'(\w+): colour\("(#\w+)"', read("templates/booklet/common.typ")))
    assert paper == web
    assert all(contrast_with_white(colour) >= 4.5 for colour in paper.values())


def read(path: str) -> str:
    """The text of a file of the portal."""
    from django.conf import settings

    return (settings.BASE_DIR / path).read_text()


def contrast_with_white(colour: str) -> float:
    """WCAG's contrast of a colour with white."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    parts = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 1.05 / (0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2] + 0.05)


def test_a_code_keeps_its_quiet_zone():
    """Four empty modules stand around every QR code, or a telephone does not find it."""
    code = qr("https://soudan.example.lg.jp/categories/work/")
    columns = [column for _row, start, end in code["runs"] for column in (start, end)]
    rows = [row for row, _start, _end in code["runs"]]
    assert (min(columns), max(columns)) == (4, code["modules"] - 4)
    assert (min(rows), max(rows)) == (4, code["modules"] - 5)


def test_a_citys_own_font_comes_first(settings, db):
    """With a folder and a family's name set, that font is asked before ours."""
    from importlib.resources import files

    from directory.text import fonts

    settings.BOOKLET_FONT_FOLDER = str(files("noto_cjk_sans_jp_bold"))
    settings.BOOKLET_FONT = "City UD"
    CategoryFactory()
    assert fonts.families() == ["City UD", "Noto Sans CJK JP"]
    assert fonts.folders()[0] == settings.BOOKLET_FONT_FOLDER
    assert missing("相談") == []
