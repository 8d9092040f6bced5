"""Phrases of reception hours in the language of this request."""

from directory.hours.words import HoursWords, easy, en, ja, pt, vi
from directory.languages import current

_WORDS: dict[str, HoursWords] = {
    "ja": ja,
    "easy": easy.WORDS,
    "en": en.WORDS,
    "pt": pt.WORDS,
    "vi": vi.WORDS,
}


def hours_words() -> HoursWords:
    """The words for `directory.hours`."""
    return _WORDS[current().code]
