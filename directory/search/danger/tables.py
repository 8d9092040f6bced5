"""The tables of rules, read from the files in `tables/`."""

import re
import tomllib
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any

from directory.search.danger.text import spell

FOLDER = Path(__file__).parent / "tables"
CHOICE = re.compile(r"\[([^\]]*)\]")
NAMED = re.compile(r"\{(\w+)\}")


@cache
def table(name: str) -> dict[str, Any]:
    """Return what stands in one of the files."""
    return tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))


def written_out(cell: str) -> str:
    """Return a cell with the shared words in place of their name: {partner}."""
    while NAMED.search(cell):
        cell = NAMED.sub(lambda named: table("words")[named[1]], cell)
    return " ".join(cell.split())


@cache
def words(cell: str) -> tuple[str, ...]:
    """Return the words of a cell in the one spelling; 首[を|]吊 stands for 首を吊 and 首吊."""
    found = []
    for word in written_out(cell).split():
        parts = CHOICE.split(word)
        choices = [part.split("|") if i % 2 else [part] for i, part in enumerate(parts)]
        found += ["".join(some) for some in product(*choices)]
    return tuple(dict.fromkeys(spell(word).text for word in found))
