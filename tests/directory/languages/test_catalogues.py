"""Catalogues of translations: whole, with equal placeholders, compiled."""

import json
import re

import polib
import pytest

from directory.languages import WRITTEN
from ise_portal.dev.catalogues import LOCALE, msgids
from tests.helpers.city import FIXTURES

JAPANESE = re.compile(r"[ぁ-ゖァ-ヺ一-鿿]")
CODES = [code for code in WRITTEN if code != "ja"]
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|</?\w+[^>]*>")
# Names, which are never translated, and words quoted as they are printed.
NAMES = re.compile(
    r"「[^」]*」|（[^）]*）|\([^)]*\)|DV相談ナビ|DV相談＋|#いのちSOS|よりそいホットライン"
)


def catalogue(code: str) -> dict[str, str]:
    """Texts of a language by msgid."""
    file = LOCALE / code / "LC_MESSAGES" / "django.po"
    return {entry.msgid: entry.msgstr for entry in polib.pofile(str(file)) if not entry.fuzzy}


@pytest.fixture(scope="module")
def found(django_db_setup) -> dict[str, str]:
    """All msgids of translated pages, read from the sources."""
    return msgids()


@pytest.mark.parametrize("code", CODES)
def test_every_text_of_public_pages_is_translated(code, found):
    """What is new: `python -m ise_portal.dev.catalogues` adds it, its text is written by hand."""
    known = catalogue(code)
    assert [f"{place}: {msgid}" for msgid, place in found.items() if not known.get(msgid)] == []


@pytest.mark.parametrize("code", CODES)
def test_no_translation_is_left_of_a_text_that_is_gone(code, found):
    """A catalogue holds the texts of the sources, and Django's own and names without a place."""
    file = LOCALE / code / "LC_MESSAGES" / "django.po"
    assert [
        entry.msgid
        for entry in polib.pofile(str(file))
        if entry.occurrences and entry.msgid not in found
    ] == []


@pytest.mark.parametrize("code", CODES)
def test_placeholders_and_markup_are_those_of_the_japanese(code):
    """A number, a name or a line break that the sentence speaks of is in every language."""
    assert [
        msgid
        for msgid, text in catalogue(code).items()
        if sorted(PLACEHOLDER.findall(text)) != sorted(PLACEHOLDER.findall(msgid))
    ] == []


@pytest.mark.parametrize("code", CODES)
def test_numbers_to_ring_are_those_of_the_japanese(code):
    """110, 119 and whatever else a sentence tells to ring."""
    ring = re.compile(r"11[09]|#?\d{3,4}-\d{3}|#\d{4}")
    assert [
        msgid
        for msgid, text in catalogue(code).items()
        if set(ring.findall(text)) != set(ring.findall(msgid))
    ] == []


@pytest.mark.parametrize("code", [code for code in CODES if WRITTEN[code].is_foreign])
def test_a_sentence_is_in_one_language(code):
    """Japanese stands in a foreign text only as a name."""
    assert [text for text in catalogue(code).values() if JAPANESE.search(NAMES.sub("", text))] == []


@pytest.mark.parametrize("code", CODES)
def test_every_category_has_a_name(code):
    """The categories of the city's directory."""
    rows = json.loads((FIXTURES / "categories.json").read_text())
    assert [row["name"] for row in rows if not catalogue(code).get(row["name"])] == []


@pytest.mark.parametrize("code", CODES)
def test_every_question_of_the_finder_and_every_answer_has_a_text(code):
    """Those that the city's directory is loaded with; what staff write anew stays Japanese."""
    known = catalogue(code)
    texts = set()
    for question in json.loads((FIXTURES / "finder.json").read_text()):
        texts |= {question["text"], question.get("hint")}
        for answer in question["answers"]:
            texts.add(answer["text"])
            texts |= {window.get("reason") for window in answer.get("windows", [])}
    assert [text for text in texts - {None, ""} if not known.get(text)] == []


@pytest.mark.parametrize("code", CODES)
def test_what_is_compiled_is_what_is_written(code):
    """Servers read the `.mo`, which is committed beside the `.po`."""
    file = LOCALE / code / "LC_MESSAGES" / "django.mo"
    compiled = {entry.msgid: entry.msgstr for entry in polib.mofile(str(file))}
    assert compiled == {msgid: text for msgid, text in catalogue(code).items() if text}
