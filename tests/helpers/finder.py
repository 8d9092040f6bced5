"""Ways through the finder, in the words of its answers."""

from directory.finder.guide import written
from directory.finder.read import read_guide

GUIDE = "/guide/"


def keys_of(*texts: str) -> str:
    """The address's answers for a way in words, question by question."""
    guide, given = read_guide(), []
    for text in texts:
        question = guide.walk(given).question
        given.append(next(each.key for each in question.answers if each.text == text))
    return written(given)
