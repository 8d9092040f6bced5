"""Readings of Japanese words: 生活保護 is せいかつほご.

The dictionary takes 70 MB of memory, so it is loaded at write time only: in commands by
`read_aloud`, in web workers by `read_aloud_elsewhere`, which asks a process that ends at once.
"""

import json
import sys
from typing import TYPE_CHECKING

from directory import worker_process
from directory.text.dictionary import tokenizer

if TYPE_CHECKING:
    from sudachipy import Morpheme

# Spaces, brackets and the like: read as 「キゴウ」 by the dictionary.
SYMBOLS = {"空白", "記号", "補助記号"}


def read_aloud(texts: list[str]) -> list[str]:
    """Return the reading of each text in katakana; what has no reading stays as it is."""
    return ["".join(map(_spoken, tokenizer().tokenize(text))) for text in texts]


def _spoken(morpheme: "Morpheme") -> str:
    silent = morpheme.part_of_speech()[0] in SYMBOLS
    spoken: str = morpheme.surface() if silent else morpheme.reading_form()
    return spoken


def read_aloud_elsewhere(texts: list[str]) -> list[str]:
    """Do the same in a process of its own, which costs about a quarter of a second.

    Raises subprocess.SubprocessError when that process fails.
    """
    readings: list[str] = json.loads(worker_process.ask("directory.text.readings", texts))
    return readings


if __name__ == "__main__":
    json.dump(read_aloud(json.load(sys.stdin)), sys.stdout)
