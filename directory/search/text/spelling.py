"""Forgiving one slip of the finger, the ear or the input method in a word."""

import re
from collections.abc import Iterable
from functools import lru_cache

from directory.search.text.ngrams import pairs
from directory.text.normalise import KANA

# In a shorter word one wrong character makes another word. Inside a text four kana are too few:
# ラーメン would be found in ハラスメント.
SHORTEST = 4
SHORTEST_KANA_IN_A_TEXT = 5
# So many pairs of neighbours one slip can spoil.
SPOILT = 3
# Texts that share a smaller part of their pairs do not look alike.
LEAST_ALIKE = 0.2


@lru_cache(maxsize=8192)
def pattern(word: str) -> re.Pattern[str]:
    """Return what matches a word with one character wrong, missing, added or swapped.

    The first character is taken to be right: who mistypes that one, notices.

    >>> bool(pattern("はろーわく").search("はろーわーく伊勢"))
    True
    >>> bool(pattern("はろーわく").search("はろー伊勢"))
    False
    """
    forms = {word}
    for i in range(1, len(word)):
        forms.add(f"{word[:i]}[^ ]{word[i + 1 :]}")  # wrong
        forms.add(word[:i] + word[i + 1 :])  # one too many
        forms.add(f"{word[:i]}[^ ]{word[i:]}")  # one missing
        forms.add(word[:i] + word[i + 1 : i + 2] + word[i] + word[i + 2 :])  # swapped
    return re.compile("|".join(sorted(forms, key=len, reverse=True)))


def is_telling(word: str) -> bool:
    """Whether a word with one slip can still be told from others inside a text."""
    return len(word) >= (SHORTEST_KANA_IN_A_TEXT if _only_kana(word) else SHORTEST)


def _only_kana(word: str) -> bool:
    return all(map(KANA.match, word))


def alike(slips: Iterable[re.Pattern[str]], candidates: Iterable[str]) -> bool:
    """Whether any candidate is, but for one slip, the word of one of these `pattern`s."""
    telling = [text for text in candidates if len(text) >= SHORTEST]
    return any(slip.fullmatch(text) for slip in slips for text in telling)


def begun(word: str, candidates: Iterable[str]) -> list[str]:
    """The candidates that a word is the beginning of, when it is long enough to tell."""
    if not tells_a_beginning(word):
        return []
    return [text for text in candidates if text.startswith(word)]


def tells_a_beginning(word: str) -> bool:
    """Whether a word is long enough to tell which phrases begin with it."""
    return is_telling(word) or (len(word) > 1 and not _only_kana(word))


def nearly_in(text: str, candidates: Iterable[str]) -> list[str]:
    """The candidates that stand in a longer text with one slip (電気止められた)."""
    own = set(pairs(text))
    return [
        candidate
        for candidate in candidates
        if len(candidate) > SHORTEST
        and not candidate.isdecimal()
        and len(set(pairs(candidate)) - own) <= SPOILT
        and pattern(candidate).search(text)
    ]


def nearest(text: str, candidates: Iterable[str], count: int) -> list[int]:
    """The indexes of up to `count` candidates that share most pairs of characters with a text."""
    own = set(pairs(text))
    scored = []
    for index, candidate in enumerate(candidates):
        other = set(pairs(candidate))
        likeness = len(own & other) / len(own | other)
        if likeness >= LEAST_ALIKE:
            scored.append((-likeness, index))
    return [index for _score, index in sorted(scored)[:count]]
