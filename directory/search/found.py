"""The result of a search: what was found, and by which way."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import takewhile
from typing import Self

from directory.search.text.fallbacks import Fallback


@dataclass(frozen=True)
class Found:
    """What a search found.

    `windows` are keys, the most fitting first, at most `sql.MOST_WEIGHED`; `more` tells
    that others match too. `words` are folded, to be marked; `heard` are the pieces of the
    question, as typed, that were followed, `phrases` the staff's wordings and `categories` the
    categories that led there. `elsewhere` are `SearchTerm.Elsewhere` values; `dangers` kinds of
    danger, the most urgent first. `unlisted`: no window that can be reached takes the trouble.
    `awaited` are keys of windows that fit best but cannot be reached yet, and so stand behind.
    """

    windows: list[int] = field(default_factory=list)
    more: bool = False
    fallback: Fallback = Fallback.NOTHING
    words: list[str] = field(default_factory=list)
    heard: list[str] = field(default_factory=list)
    phrases: list[str] = field(default_factory=list)
    categories: list[str] = field(default_factory=list)
    elsewhere: list[str] = field(default_factory=list)
    dangers: Sequence[str] = field(default_factory=list)
    unlisted: bool = False
    awaited: list[int] = field(default_factory=list)

    @property
    def other_phrases(self) -> list[str]:
        """The staff's wordings that were not typed themselves."""
        return [phrase for phrase in self.phrases if phrase not in self.heard]

    def reachable_first(self, unreachable: set[int]) -> Self:
        """The same with no window that can't be reached above one that can."""
        unreachable = unreachable.intersection(self.windows)
        if not unreachable:
            return self
        windows = sorted(self.windows, key=unreachable.__contains__)
        by_name = self.fallback is Fallback.WHOLE
        unlisted = not by_name and len(unreachable) == len(windows)
        awaited = [] if unlisted else list(takewhile(unreachable.__contains__, self.windows))
        return replace(self, windows=windows, unlisted=unlisted, awaited=awaited)
