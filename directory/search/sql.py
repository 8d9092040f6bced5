"""Asking PostgreSQL for the windows that hold given words: the index first, then the text."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.contrib.postgres.search import SearchQueryField, SearchRank
from django.db import OperationalError, connections, models, transaction
from django.db.models.functions import Cast, Left
from psycopg.errors import QueryCanceled

from directory.database.standby import reading_from_one
from directory.django_internals import parameters_apart
from directory.search.text import ngrams, spelling
from directory.search.text.fallbacks import Candidate
from directory.search.text.query import is_number
from directory.text.normalise import KANA

# What a resident may wait for, in milliseconds; a search takes a hundredth of it.
MILLISECONDS = 2_000
# More windows than this are not weighed: no reader goes on so far, and reading them would cost more
# than all else where a word stands in very many.
MOST_WEIGHED = 500
MOST_WITH_A_SLIP = 300
# A title with its reading fits into so many characters of a search text.
TITLE_LENGTH = 300


class SearchTookTooLong(Exception):
    """The database was stopped before it had an answer. The text tells nothing of the question."""


class Matches(models.Func):
    """Whether a `tsvector` satisfies a `tsquery`."""

    template = "(%(expressions)s)"
    arg_joiner = " @@ "
    output_field = models.BooleanField()


def satisfies(tsquery: str) -> Matches:
    """Whether a window's search document satisfies a query of `directory.search.text.ngrams`."""
    return Matches(models.F("search__vector"), _typed(tsquery))


def _typed(tsquery: str) -> Cast:
    return Cast(models.Value(tsquery), SearchQueryField())


def holds(word: str) -> models.Q:
    """Whether a window holds a folded word, in a telephone number or in its text."""
    in_text = models.Q(satisfies(ngrams.query(word)))
    if len(word) == 2 and all(map(KANA.match, word)):
        # パン is not in ジャパン: two kana begin a run of kana.
        in_text &= models.Q(search__text__regex=f"(^|[^ぁ-ゖー]){word}")
    if len(word) > 3:
        in_text &= models.Q(search__text__contains=word)
    if is_number(word):
        return models.Q(satisfies(ngrams.number_query(word))) | in_text
    return in_text


def holds_all(words: list[str]) -> models.Q:
    """Whether a window holds every one of some folded words.

    A single character beside longer words is looked for in the text: the index would put together
    the windows of all pairs that it begins.
    """
    has_longer = any(len(word) > 1 for word in words)
    condition = models.Q()
    for word in words:
        in_text = has_longer and len(word) == 1 and not word.isdecimal()
        condition &= models.Q(search__text__contains=word) if in_text else holds(word)
    return condition


def holds_any(groups: list[list[str]]) -> models.Q:
    """Whether a window holds every word of one of the groups."""
    condition = models.Q()
    for words in groups:
        condition |= holds_all(words)
    return condition


def candidates(queryset: models.QuerySet, condition: models.Q, words: list[str]) -> list[Candidate]:
    """Return windows that meet a condition, weighed by these words; no particular order.

    One more than `MOST_WEIGHED` tells that there are still more.
    """
    all_words = " & ".join(ngrams.weighted_query(word, "A") for word in words)
    any_word = " | ".join(f"({ngrams.weighted_query(word)})" for word in words)
    rows = (
        queryset.filter(condition)
        .order_by()
        .annotate(
            titled=satisfies(all_words),
            rank=SearchRank(models.F("search__vector"), _typed(any_word)),
        )
        .values_list("pk", "titled", "rank", "order", "reachable", "hours_pattern_id")
    )
    return [Candidate(*row) for row in rows[: MOST_WEIGHED + 1]]


def candidates_with_a_slip(queryset: models.QuerySet, word: str) -> list[Candidate]:
    """Return windows whose title, reading or provider holds a word with one slip in it."""
    slip = spelling.pattern(word)
    rows = (
        queryset.filter(satisfies(ngrams.slip_query(word)))
        .order_by()
        .annotate(title=Left("search__text", TITLE_LENGTH))
        .values_list("title", "pk", "order", "reachable", "hours_pattern_id")
    )
    return [
        Candidate(pk, False, 0.0, *rest)
        for title, pk, *rest in rows[:MOST_WITH_A_SLIP]
        if slip.search(title)
    ]


@contextmanager
def in_time(milliseconds: int = MILLISECONDS) -> Iterator[None]:
    """Stop whatever the database does inside when it takes too long.

    What a resident typed is sent beside the SQL, so that no log of PostgreSQL's has it.
    Scans also start at the beginning and in one process, so that the next page of a long list
    goes on where the last one ended. Raises SearchTookTooLong.
    """
    try:
        with (
            reading_from_one() as alias,
            transaction.atomic(using=alias),
            parameters_apart(connections[alias]),
        ):
            with connections[alias].cursor() as cursor:
                cursor.execute(
                    "SELECT set_config('statement_timeout', %s, true),"
                    " set_config('synchronize_seqscans', 'off', true),"
                    " set_config('max_parallel_workers_per_gather', '0', true)",
                    [str(milliseconds)],
                )
            yield
    except OperationalError as error:
        if not isinstance(error.__cause__, QueryCanceled):
            raise
        # "from None": the error quotes the question, and errors are written down.
        raise SearchTookTooLong from None
