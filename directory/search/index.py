"""Writing what search knows of windows; every change of a window ends here."""

from collections.abc import Callable, Iterable
from itertools import islice

from directory.facts.schema import FACTS, Searched
from directory.models import Window, WindowSearch
from directory.search.text import ngrams
from directory.text.normalise import fold
from directory.text.readings import read_aloud

# A window's own text is far shorter; this bounds what a mistake can cost.
LONGEST = 6000
BATCH = 1000


def index_windows(
    windows: Iterable[Window], read: Callable[[list[str]], list[str]] = read_aloud
) -> int:
    """Write the search documents of these windows, replacing older ones; return how many.

    `read` returns the readings of texts: web workers pass `readings.read_aloud_elsewhere`.
    """
    count = 0
    for some in _batches(windows):
        readings = read([f"{window.subject} {window.provider}" for window in some])
        WindowSearch.objects.bulk_create(
            [
                document(window, reading, [phone.dialled for phone in window.phones.all()])
                for window, reading in zip(some, readings, strict=True)
            ],
            update_conflicts=True,
            update_fields=["vector", "text"],
            unique_fields=["window"],
        )
        count += len(some)
    return count


def document(window: Window, reading: str, numbers: list[str]) -> WindowSearch:
    """Return what residents can find a window by. A confidential location is no part of it."""
    title, provider, spoken, rest = (fold(_text(window, part)) for part in Searched)
    spoken = f"{spoken} {fold(reading)}"
    digits = ["".join(c for c in number if c.isdecimal()) for number in numbers]
    return WindowSearch(
        window=window,
        vector=ngrams.vector(
            weighted={"A": title, "B": provider, "C": spoken}, rest=rest, numbers=digits
        ),
        text=" ".join([title, spoken, provider, rest])[:LONGEST],
    )


def _text(window: Window, part: Searched) -> str:
    """What a window says in one part of its document."""
    said = {
        "address": window.public_address,
        "place_note": window.public_place_note,
        "languages": " ".join(map(str, window.language_names)),
    }
    names = [fact.name for fact in FACTS if fact.searched is part]
    return " ".join(said.get(name, getattr(window, name)) for name in names)


def _batches(windows: Iterable[Window]):
    remaining = iter(windows)
    while some := list(islice(remaining, BATCH)):
        yield some
