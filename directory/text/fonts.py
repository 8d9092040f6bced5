"""The letters that the booklet can print: the city's own font first, then the one that comes along.

The machine's own fonts are never used, so that every machine prints the same.
"""

from __future__ import annotations

import functools
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings

if TYPE_CHECKING:
    from fontTools.ttLib import TTFont

BUNDLED = "Noto Sans CJK JP"
PACKAGES = ("noto_cjk_sans_jp_regular", "noto_cjk_sans_jp_bold")


def folders() -> list[str]:
    """Where the fonts are."""
    own = [settings.BOOKLET_FONT_FOLDER] if settings.BOOKLET_FONT_FOLDER else []
    return [*own, *(str(files(package)) for package in PACKAGES)]


def families() -> list[str]:
    """Their names, the preferred one first; what it lacks is taken from the next."""
    return [*([settings.BOOKLET_FONT] if settings.BOOKLET_FONT else []), BUNDLED]


def letters() -> frozenset[int]:
    """Every code point that can be printed."""
    return _letters(tuple(folders()))


@functools.lru_cache(maxsize=2)
def _letters(places: tuple[str, ...]) -> frozenset[int]:
    # A family has the same letters in every weight: one file of the bundled one will do.
    found: set[int] = set()
    for place in places[:-1]:
        for path in sorted(Path(place).iterdir()):
            if path.suffix.lower() in {".otf", ".ttf", ".ttc"}:
                for font in _fonts(path):
                    found.update(font.getBestCmap() or {})
                    font.close()
    return frozenset(found)


def _fonts(path: Path) -> list[TTFont]:
    from fontTools.ttLib import TTCollection, TTFont

    if path.suffix.lower() == ".ttc":
        return list(TTCollection(path, lazy=True).fonts)
    return [TTFont(path, lazy=True)]
