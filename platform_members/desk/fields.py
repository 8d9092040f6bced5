"""Data of the desk's forms: numbers of hidden fields, tidied text."""

from django.http import QueryDict

from directory.text.tidy import tidy

LARGEST_NUMBER = 2**31 - 1


def number_in(data: QueryDict, name: str) -> int | None:
    """Number of a hidden field; None where it is none."""
    text = data.get(name, "")
    if not (text.isascii() and text.isdigit() and len(text) <= len(str(LARGEST_NUMBER))):
        return None
    return min(int(text), LARGEST_NUMBER)


def tidied(data: QueryDict) -> QueryDict:
    """Data with plain spaces and line ends in every field."""
    data = data.copy()
    for key, values in list(data.lists()):
        data.setlist(key, [tidy(value) for value in values])
    return data
