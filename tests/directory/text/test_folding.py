"""Letters in one form, as every reader of typed text begins."""

from directory.text.folding import compatible, letter_by_letter, lookup_key


def test_widths_become_one():
    """Half-width kana and full-width digits are what people type."""
    assert compatible("ﾌｧｸｽ　０５９６") == "ファクス 0596"


def test_places_in_a_text_stay_the_same():
    """A letter that would become several stays as it is."""
    assert letter_by_letter("㍻８年ｶﾞ") == "㍻8年カ゛".replace("゛", letter_by_letter("ﾞ"))


def test_headings_are_found_however_they_are_typed():
    """Spaces, dots, strokes, brackets, width and case make no difference."""
    assert {lookup_key(text) for text in ("Ｎｏ．", "No.", " no")} == {"no"}
    assert lookup_key("打合せ　相手／団体（名）") == lookup_key("打合せ相手・団体名")
