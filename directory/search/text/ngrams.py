"""Text for PostgreSQL's text search, cut into neighbouring characters: pairs and triples.

A pair is the shortest thing that people search for in Japanese (家賃, 借金), and no dictionary is
needed to cut it. Triples find longer words (不登校): two pairs that stand in very many windows say
little about the word, and PostgreSQL takes them for independent. Every function takes text that
`normalise.fold` has returned, which holds letters, digits and single spaces only, so that nothing
needs escaping.
"""

from collections.abc import Iterable
from itertools import chain

# Stands before a triple in the index, so that a single character, searched as a prefix, meets only
# the pairs that it begins.
TRIPLE = "~"
# Parts of a telephone number that are searched: from any digit on, at least this many.
SHORTEST_PART_OF_A_NUMBER = 4


def pairs(word: str) -> list[str]:
    """The pairs of neighbouring characters of one word; a single character stands for itself.

    >>> pairs("生活保護")
    ['生活', '活保', '保護']
    """
    return [word[i : i + 2] for i in range(len(word) - 1)] or [word]


def triples(word: str) -> list[str]:
    """The lexemes of the runs of three characters of one word.

    >>> triples("生活保護")
    ['~生活保', '~活保護']
    """
    return [TRIPLE + word[i : i + 3] for i in range(len(word) - 2)]


def lexemes(text: str) -> list[str]:
    """What to index of a text: the pairs of each word, and its last character by itself.

    With the last character every character begins some lexeme, so that one typed character can
    be searched as a prefix.
    """
    found = []
    for word in text.split():
        found += [word[i : i + 2] for i in range(len(word))]
    return found


def vector(*, weighted: dict[str, str], rest: str, numbers: Iterable[str]) -> str:
    """Return the `tsvector` of a window, as PostgreSQL reads it.

    `weighted` gives the texts whose place and weight count, by weight (A, B, C). `rest` is only
    found, not weighed, and so are triples. `numbers` are digits as dialled: each can be found from
    any digit on.
    """
    places: dict[str, list[str]] = {}
    position = 0
    for weight, text in weighted.items():
        for lexeme in lexemes(text):
            position += 1
            places.setdefault(lexeme, []).append(f"{position}{weight}")
    words = " ".join([*weighted.values(), rest]).split()
    for lexeme in chain(lexemes(rest), *map(triples, words)):
        places.setdefault(lexeme, [])
    for number in numbers:
        last = max(1, len(number) - SHORTEST_PART_OF_A_NUMBER + 1)
        for start in range(last):
            places.setdefault(number[start:], [])
    return " ".join(
        f"'{lexeme}':{','.join(found)}" if found else f"'{lexeme}'"
        for lexeme, found in places.items()
    )


def query(word: str) -> str:
    """Return the `tsquery` that finds one word.

    It finds too much (all triples, in any order): a word of four characters or more is to be
    checked again in the text. Triples that share no character are enough.

    >>> query("不登校")
    "'~不登校'"
    >>> query("生活困窮者")
    "'~生活困' & '~困窮者'"
    """
    if len(word) < 3:
        return weighted_query(word)
    starts = [*range(0, len(word) - 3, 3), len(word) - 3]
    found = triples(word)
    return _all(found[start] for start in starts)


def weighted_query(word: str, weights: str = "") -> str:
    """Return the `tsquery` by which a window that holds a word is weighed: by its pairs.

    `weights`: only where they have one of these weights.

    >>> weighted_query("生活保護", "A")
    "'生活':A & '活保':A & '保護':A"
    >>> weighted_query("母")
    "'母':*"
    """
    if len(word) == 1:
        return f"'{word}':*{weights}"
    return _all(pairs(word), f":{weights}" if weights else "")


def _all(lexemes: Iterable[str], suffix: str = "") -> str:
    return " & ".join(f"'{lexeme}'{suffix}" for lexeme in dict.fromkeys(lexemes))


def number_query(number: str) -> str:
    """Return the `tsquery` that finds a telephone number, or a part of it.

    Up to four digits are a whole short number or the last four; more may stand anywhere.
    """
    return f"'{number}'" if len(number) <= SHORTEST_PART_OF_A_NUMBER else f"'{number}':*"


def slip_query(word: str) -> str:
    """Return the `tsquery` that finds a word of four characters or more with one slip in it.

    One wrong, missing or added character spoils two neighbouring pairs, two swapped ones spoil
    three: whatever keeps the others is a candidate, to be checked by `spelling.pattern`.
    """
    found = pairs(word)
    spoilt = 3 if len(found) > 3 else 2
    choices = [found[:i] + found[i + spoilt :] for i in range(len(found) - spoilt + 1)]
    return " | ".join(f"({_all(choice)})" for choice in choices)
