"""What is shown when nothing satisfies a question whole, and in which order."""

import enum
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations, zip_longest

# Ranks nearer than this are the same to a resident.
RANK_STEPS = 50


class Fallback(enum.StrEnum):
    """How the windows shown were found, in the order in which the ways are tried."""

    WHOLE = "whole"  # every word occurs
    SYNONYM = "synonym"  # staff have said what these words mean
    SPELLING = "spelling"  # with one slip forgiven
    BEGUN = "begun"  # phrases of the staff begin with one of the words
    DANGER = "danger"  # the windows that staff have chosen for the kind of danger
    PARTIAL = "partial"  # most words occur
    CATEGORY = "category"  # the category that the words point to
    WISH = "wish"  # nothing was asked but how and when to talk
    NOTHING = "nothing"


@dataclass(frozen=True)
class Candidate:
    """A window that matches, as the database weighs it.

    `titled`: all words stand in its subject or name. `rank`: PostgreSQL's `ts_rank`.
    `order`: its place in the booklet. `hours`: the key of its pattern of hours.
    """

    pk: int
    titled: bool
    rank: float
    order: int
    reachable: bool = True
    hours: str | None = None


def arrange(
    candidates: Iterable[Candidate],
    meant: Iterable[int],
    open_patterns: Collection[str],
) -> list[int]:
    """Return the windows to show, the most fitting first, each once.

    Words in the title come first, then windows that staff have named for these words (`meant`,
    in their order), then words anywhere else. Among equally fitting ones those come first whose
    hours are one of the `open_patterns`, then those that stand first in the booklet.
    """

    def fitting(candidate: Candidate) -> tuple[int, bool, int, int]:
        rank = round(candidate.rank * RANK_STEPS)
        return (-rank, candidate.hours not in open_patterns, candidate.order, candidate.pk)

    candidates = sorted(candidates, key=fitting)
    titled = [candidate.pk for candidate in candidates if candidate.titled]
    others = [candidate.pk for candidate in candidates if not candidate.titled]
    return list(dict.fromkeys([*titled, *meant, *others]))


def take_turns(lists: Iterable[Iterable[int]]) -> list[int]:
    """Merge lists by turns, each number once: who has two troubles sees help for both on top.

    >>> take_turns([[1, 2, 3], [4, 1]])
    [1, 4, 2, 3]
    """
    turns = zip_longest(*lists)
    return list(dict.fromkeys(number for turn in turns for number in turn if number is not None))


def is_lone_kanji(word: str) -> bool:
    """Whether a word is a single kanji."""
    return len(word) == 1 and "一" <= word <= "鿿"


def most_of(words: list[str]) -> Iterator[list[list[str]]]:
    """Give, the larger first, the ways to leave out some of the words but never half or more.

    Of two words one is enough, but no lone kanji: 母 of 母の骨折 tells nothing of the trouble.

    >>> list(most_of(["家賃", "猫"]))
    [[['家賃'], ['猫']]]
    """
    words = words[:6]
    for size in range(len(words) - 1, max(0, (len(words) - 1) // 2), -1):
        groups = [list(some) for some in combinations(words, size)]
        yield [some for some in groups if not all(map(is_lone_kanji, some))]
