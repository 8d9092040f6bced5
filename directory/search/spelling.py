"""Forgiving one slip of the finger, the ear or the input method in a word."""

import re
from collections.abc import Iterable

from directory.search.bigrams import pairs
from directory.search.normalise import KANA

# In a shorter word one wrong character makes another word. Inside a text four kana are too few:
# ラーメン would be found in ハラスメント.
SHORTEST = 4
SHORTEST_KANA_IN_A_TEXT = 5


def pattern(word: str) -> re.Pattern:
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
    only_kana = all(map(KANA.match, word))
    return len(word) >= (SHORTEST_KANA_IN_A_TEXT if only_kana else SHORTEST)


def alike(word: str, candidates: Iterable[str]) -> list[str]:
    """The candidates that are this word with one slip, or of which it is the beginning."""
    slip = pattern(word)
    return [
        candidate
        for candidate in candidates
        if len(candidate) >= SHORTEST and (candidate.startswith(word) or slip.fullmatch(candidate))
    ]


def nearest(text: str, candidates: Iterable[str], count: int) -> list[int]:
    """The indexes of up to `count` candidates that share most pairs of characters with a text."""
    own = set(pairs(text))
    scored = []
    for index, candidate in enumerate(candidates):
        other = set(pairs(candidate))
        shared = len(own & other)
        if shared:
            scored.append((-shared / len(own | other), index))
    return [index for _score, index in sorted(scored)[:count]]
