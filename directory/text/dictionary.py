"""Dictionary of Japanese words, loaded at its first use: it takes 70 MB of memory. Pure."""

import functools
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sudachipy import Tokenizer


@functools.cache
def tokenizer() -> "Tokenizer":
    """Reader of a text as the longest words of the dictionary."""
    from sudachipy import Dictionary, SplitMode

    return Dictionary(dict="small").tokenizer(mode=SplitMode.C)
