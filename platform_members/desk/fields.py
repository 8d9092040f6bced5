"""Data of the desk's forms, tidied."""

from django.http import QueryDict

from directory.text.tidy import tidy


def tidied(data: QueryDict) -> QueryDict:
    """Data with plain spaces and line ends in every field."""
    data = data.copy()
    for key, values in list(data.lists()):
        data.setlist(key, [tidy(value) for value in values])
    return data
