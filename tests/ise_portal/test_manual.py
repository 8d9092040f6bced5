"""The staff's manual: what it quotes is what the pages say."""

import re
from pathlib import Path

import pytest

from ise_portal.manual import PAGES, names
from tests.helpers.source import MODULES, ROOT

QUOTED = re.compile("「([^「」]+)」")
# What a person types, or sees elsewhere; Django's own words.
EXAMPLES = {
    "…を直す",
    "12/30",
    "実行",
    "必須",
    "第3木曜日",
    "設備の点検のため",
    "翌8:30",
}
FULL_OF_EXAMPLES = {"55-excel", "57-words"}


def sources() -> str:
    """All that pages are made of, without the manual."""
    files = [*MODULES, *(ROOT / "static" / "js").glob("*.js")]
    files += [file for file in (ROOT / "templates").rglob("*.html") if PAGES not in file.parents]
    return "\n".join(Path(file).read_text() for file in files)


@pytest.fixture(scope="module")
def begins():
    """Return a function that tells whether a sentence or label of a page begins with some words."""
    text = sources()
    return lambda words: any(mark + words in text for mark in "\"'>")


@pytest.mark.parametrize("name", [name for name in names() if name not in FULL_OF_EXAMPLES])
def test_the_manual_quotes_what_the_pages_say(name, begins):
    """Each quoted button, box and heading is there; one that adds a row is named after its table.

    A quotation of the manual's own, as in a picture's description, is no exception.
    """
    quoted = set(QUOTED.findall((PAGES / f"{name}.html").read_text())) - EXAMPLES
    rows = {words: re.sub("(の行)?を追加$", "", words) for words in quoted}
    assert [words for words, row in rows.items() if not (begins(words) or begins(row))] == []
