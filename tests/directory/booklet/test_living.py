"""The living booklet in the reader's language: words, names, cache, mirror."""

import pikepdf
import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone, translation

from directory.booklet import living, pdf_cache
from directory.booklet.printed import LONGEST_DESCRIPTION, shortened
from directory.models import Window
from directory.models.translation import Translation
from directory.typesetting.jobs import Print
from tests.factories import WindowFactory
from tests.helpers.paper import Paper, plain

NAME = "いせ若者就業サポートステーション"
MADE = Print(pages=4, too_many=0, density=3, room={})
OWN = {
    "en": ["How to use this list", "Topic", "Hours", "Place", "Index", "Monday", "Published by"],
    "easy": ["この本（ほん）の使（つか）い方（かた）", "場所（ばしょ）", "月曜日（げつようび）"],
    "pt": ["Como usar esta lista", "Assunto", "Índice", "Publicado por", "segunda"],
    "vi": ["Cách dùng danh sách này", "Danh mục tên", "Cảnh sát", "Tính đến"],
}


def paper_of(code: str, output: str = "screen") -> Paper:
    """The booklet of what is public now, in a language."""
    with translation.override(code):
        return Paper(living.fetch(output, living.living(timezone.localdate())).pdf)


def data_of(code: str) -> dict:
    """What is given to the typesetter in a language."""
    with translation.override(code):
        return living.living(timezone.localdate())


@pytest.mark.parametrize("code", OWN)
def test_the_booklet_speaks_the_readers_language(city, code):
    """Heads, guide, hours and marks are in it; names, numbers and places stay Japanese."""
    paper = paper_of(code)
    window = Window.objects.get(name=NAME)
    number = window.telephones[0]
    japanese = [NAME, window.subject, number.printed, window.address]
    assert [each for each in [*OWN[code], *japanese] if plain(each) not in paper.text] == []
    assert [each for each in ("《", "〓", "%(", "リストの使い方") if each in paper.text] == []
    assert number.href in {link for page in paper.pages for link in page.links}


@pytest.mark.parametrize("code", OWN)
def test_its_pages_are_whole_sheets_in_letters_large_enough(city, code):
    """Cover and guide take a page each, no page is blank, nothing is under 10.5 pt."""
    pages = paper_of(code).pages
    assert len(pages) % 4 == 0
    assert len(pages) <= 32
    assert all(page.text for page in pages)
    assert plain(OWN[code][0]) in pages[1].text
    assert min(size for page in pages for size in page.sizes) >= 10.5


@pytest.mark.parametrize(("code", "lang"), [("en", "en"), ("easy", "ja"), ("vi", "vi")])
def test_it_is_tagged_with_its_language(city, code, lang):
    """A screen reader gets language, title and bookmarks in it, and what in it is Japanese."""
    paper = paper_of(code)
    assert str(paper.pdf.Root.Lang).startswith(lang)
    with translation.override(code), paper.pdf.open_metadata() as about:
        assert about["dc:title"] == living.plain(living.name_of("screen"))
        assert about["pdfuaid:part"] == "1"
    title = {"en": "Money and housing", "easy": "お金（かね）・家（いえ）"}.get(code)
    assert title is None or title in paper.bookmarks()
    parts = [each for each in paper.pdf.objects if isinstance(each, pikepdf.Dictionary)]
    assert any(str(part.get("/Lang", "")).startswith("ja") for part in parts)


def test_a_translation_stands_above_its_japanese(db):
    """A subject that people have translated is read in both; one that has changed in Japanese."""
    window = WindowFactory(subject="家賃の相談")
    Translation.objects.create(
        window=window, language="en", fact="subject", source="家賃の相談", text="Rent"
    )
    row = data_of("en")["windows"][str(window.uid)]
    assert (row["subject"], row["japanese"]) == ("Rent", "家賃の相談")
    Window.objects.filter(pk=window.pk).update(subject="家賃と住まい")
    row = data_of("en")["windows"][str(window.uid)]
    assert (row["subject"], row["japanese"]) == ("家賃と住まい", "")


def test_easy_japanese_reads_a_name_as_it_was_entered(db):
    """Kana of the name stand below it; none are guessed."""
    known, other = WindowFactory(name="伊勢", kana="いせ"), WindowFactory(name="小俣", kana="")
    rows = data_of("easy")["windows"]
    assert (rows[str(known.uid)]["reading"], rows[str(other.uid)]["reading"]) == ("いせ", "")
    assert "reading" not in data_of("ja")["windows"][str(known.uid)]


def test_no_reading_is_cut_in_two():
    """A description that is too long ends before a word whose reading is not whole."""
    text = "相談《そうだん》" * 40
    with translation.override("easy"):
        said = shortened(text)
    assert len(said) <= 2 * LONGEST_DESCRIPTION
    assert said.removesuffix("…") == "相談《そうだん》" * said.count("相談")


@pytest.mark.parametrize("address", ["booklet.pdf", "booklet-large.pdf"])
@pytest.mark.parametrize("prefix", ["en/", "easy/"])
def test_a_resident_fetches_it_by_its_address(client, city, prefix, address):
    """It has a name in its language and a tag of its own, and is not sent twice."""
    answer = client.get(f"/{prefix}{address}")
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    assert "%E3%80%8A" not in answer["Content-Disposition"]  # 《
    assert answer["ETag"] != client.get(f"/{address}")["ETag"]
    again = client.get(f"/{prefix}{address}", headers={"if-none-match": answer["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_its_record_is_read_in_as_many_queries_as_in_japanese(
    client, city, django_assert_num_queries
):
    """Translations come with the windows."""
    with django_assert_num_queries(6):
        client.get("/en/booklet.pdf")


def test_a_language_that_is_off_has_no_booklet(client, city):
    """As for its pages."""
    assert client.get("/vi/booklet.pdf").status_code == 404


def test_languages_keep_their_files_apart(db, settings, tmp_path):
    """One language's booklets drive none of another's out, nor serve in its place."""
    settings.BOOKLET_FOLDER = tmp_path
    kinds = []
    for code in ("ja", "en", "easy"):
        with translation.override(code):
            kinds.append(pdf_cache.kind_here("screen"))
        for number in range(4):
            data = {"windows": {}, "state": f"{code}{number}"}
            pdf_cache.fetch(kinds[-1], data, lambda: (MADE, b"%PDF"))
    assert kinds == ["screen", "en.screen", "easy.screen"]
    assert [len(list(tmp_path.glob(f"{kind}-*.pdf"))) for kind in kinds] == [3, 3, 3]


@pytest.mark.parametrize("prefix", ["en", "easy"])
def test_pages_lead_to_the_booklet_of_their_language(city, prefix):
    """Foot and first page; English no more says that it is in Japanese."""
    page = Client().get(f"/{prefix}/").content.decode()
    assert page.count(f'href="/{prefix}/booklet.pdf"') == 2
    assert f'href="/{prefix}/booklet-large.pdf"' in page
    assert "Booklet (PDF, in Japanese)" not in page


def test_its_title_is_that_of_the_japanese_one(city):
    """Who holds both knows that they are the same."""
    assert plain(settings.BOOKLET_TITLE) in paper_of("en").pages[0].text


@pytest.mark.parametrize("code", OWN)
def test_the_large_cover_stays_one_page(city, code):
    """Its guide begins on the second."""
    assert plain(OWN[code][0]) in paper_of(code, "large").pages[1].text
