"""The answer to a resident's question, as the page of results gives it."""

from dataclasses import dataclass
from datetime import datetime
from functools import partial

from django.http import QueryDict

from directory.models import Category, Window
from directory.open_now.rows import open_patterns
from directory.public.filters import SearchFilter
from directory.search.find import find
from directory.search.found import Found
from directory.search.sql import MOST_WEIGHED
from directory.search.text.fallbacks import Fallback
from directory.search.text.query import parse
from directory.search.text.wishes import Wishes, wishes_in

# In the query string: the filters are what the form says, not what the question says.
AS_CHOSEN = "chosen"


@dataclass(frozen=True)
class Answer:
    """What was found, and how the question itself narrowed the search.

    `filter` is the form as it was applied. `wishes` are how and when the person wants to talk;
    `widened` tells that no window meets them, so that others are shown.
    """

    found: Found
    filter: SearchFilter
    wishes: Wishes | None = None
    widened: bool = False


def answer(text: str, params: QueryDict, moment: datetime, categories: list[Category]) -> Answer:
    """Search the published windows for a question, within the filters of a query string.

    A question that speaks of danger is never narrowed by how and when. Raises
    `matching.SearchTookTooLong`.
    """
    narrow = partial(
        SearchFilter,
        queryset=Window.objects.published(),
        moment=moment,
        categories=categories,
    )
    chosen = narrow(params)
    found = find(text, chosen.qs, open_patterns(moment))
    wishes = wishes_in(text)
    if found.dangers or not wishes.filters or AS_CHOSEN in params:
        return Answer(found, chosen)
    wished = narrow(_with(params, wishes.filters))
    trouble = parse(wishes.rest)
    if trouble.words or trouble.stems:
        narrower = find(wishes.rest, wished.qs, open_patterns(moment))
    else:
        keys = dict.fromkeys(wished.keys(MOST_WEIGHED))
        meant = [key for key in found.windows if key in keys]  # by staff, for these very words
        narrower = Found(list(dict.fromkeys([*meant, *keys])), fallback=Fallback.WISH)
    if narrower.windows:
        return Answer(narrower, wished, wishes)
    return Answer(found, chosen, wishes, widened=True)


def _with(params: QueryDict, filters: dict[str, str]) -> QueryDict:
    """The query string with these filters where it does not set them itself."""
    both = params.copy()
    for name, value in filters.items():
        both.setdefault(name, value)
    return both
