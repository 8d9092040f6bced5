"""Finding again, in a text as printed, the words that led to it."""

from collections.abc import Iterable

from directory.text.normalise import CLUSTER, trace


def spans(text: str, words: Iterable[str]) -> list[tuple[int, int]]:
    """Return where folded words stand in a text: (start, end), in order, none overlapping.

    >>> spans("ハローワーク伊勢", ["はろー", "わーく"])
    [(0, 6)]
    """
    folded = trace(text)
    marked = set()
    for word in words:
        start = folded.text.find(word)
        while word and start >= 0:
            first, last = folded.origin[start], folded.origin[start + len(word) - 1]
            cluster = CLUSTER.match(text, last)
            marked |= set(range(first, cluster.end() if cluster else last + 1))
            start = folded.text.find(word, start + 1)
    found: list[tuple[int, int]] = []
    for index in sorted(marked):
        if found and found[-1][1] == index:
            found[-1] = (found[-1][0], index + 1)
        else:
            found.append((index, index + 1))
    return found
