"""What may be meant: while a resident is still typing, and where nothing was found."""

from dataclasses import dataclass

from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet
from django.db.models.functions import Left
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from directory.models import SearchTerm, Window
from directory.search import danger, sql
from directory.search.known import danger_lines, search_terms
from directory.search.text import ngrams, spelling
from directory.search.text.query import parse

SHORTEST = 2  # characters; fewer say nothing and cost a request for every key
MOST = 8
MOST_PHRASES = 4
MOST_ORGANISATIONS = 2
MOST_SIMILAR = 6
MOST_READ = 1_000  # of the windows that hold what has been typed


@dataclass(frozen=True)
class Suggestion:
    """One line to choose: its words, what it is, and the address it leads to."""

    text: str
    kind: str
    url: str


def suggest(typed: str, queryset: QuerySet) -> list[Suggestion]:
    """Return what residents may mean: phrases, then titles of these windows, then organisations.

    When what has been typed speaks of danger, these are the windows of its notice and nothing
    else. Raises `sql.SearchTookTooLong`.
    """
    query = parse(typed)
    if len(query.joined) < SHORTEST:
        return []
    if dangers := danger.kinds(typed):
        return _lines(dangers)
    phrases = _phrases(query.joined, search_terms())
    with sql.in_time():
        matches = _matches(query.joined, queryset)
        windows = _windows(matches, queryset)
    organisations = _organisations(matches)
    room = MOST - len(phrases) - len(organisations)
    return [*phrases, *windows[:room], *organisations]


def search_address(text: str) -> str:
    """The address of the results for a text."""
    return f"{reverse('directory:window-list')}?{urlencode({'q': text})}"


def similar_phrases(text: str) -> list[str]:
    """Words that residents have used and that look most like a text that found nothing."""
    terms = [term for term in search_terms() if term.is_harmless]
    written = (term.needles[0] for term in terms)
    nearest = spelling.nearest(parse(text).joined, written, MOST_SIMILAR)
    return [terms[index].phrase for index in nearest]


def _lines(kinds: list[danger.Kind]) -> list[Suggestion]:
    """The windows of the notice for these kinds of danger, the most urgent first."""
    lines = [line for line in danger_lines() if line.kind in kinds]
    rows = sorted(lines, key=lambda row: kinds.index(danger.Kind(row.kind)))
    windows = list(dict.fromkeys(row.window for row in rows))[:MOST]
    return [_window(window) for window in windows]


def _phrases(typed: str, terms: list[SearchTerm]) -> list[Suggestion]:
    """Phrases with a wording that begins so, those first that begin so themselves.

    Words that tell of danger are never suggested.
    """
    found = [term for term in terms if term.is_harmless and term.begins_with(typed)]
    found.sort(key=lambda term: not term.needles[0].startswith(typed))
    return [
        Suggestion(term.phrase, _("ことば"), search_address(term.phrase))
        for term in found[:MOST_PHRASES]
    ]


@dataclass(frozen=True)
class _Match:
    """A window that holds what was typed.

    `begins`: whether a word of its title or reading begins so. `provider`: who runs it, where that
    name holds what was typed; else "".
    """

    key: int
    begins: bool
    provider: str


def _matches(typed: str, queryset: QuerySet) -> list[_Match]:
    """The first windows that hold what was typed: more of them are not read."""
    begins = Q(sql.satisfies(ngrams.weighted_query(typed, "AC"))) & (
        Q(title__startswith=typed) | Q(title__contains=f" {typed}")
    )
    rows = (
        queryset.filter(sql.holds(typed))
        .order_by()
        .alias(title=Left("search__text", sql.TITLE_LENGTH))
        .annotate(
            begins=ExpressionWrapper(begins, BooleanField()),
            is_provided=sql.satisfies(ngrams.weighted_query(typed, "B")),
        )
        .values_list("pk", "begins", "is_provided", "provider")
    )
    return [
        _Match(key, begins, provider if is_provided else "")
        for key, begins, is_provided, provider in rows[:MOST_READ]
    ]


def _windows(matches: list[_Match], queryset: QuerySet) -> list[Suggestion]:
    """Windows with a word of title or reading that begins so, in the booklet's order."""
    keys = [match.key for match in matches if match.begins][:MOST]
    return [_window(window) for window in queryset.filter(pk__in=keys).order_by("order", "pk")]


def _window(window: Window) -> Suggestion:
    return Suggestion(f"{window.subject}（{window.name}）", _("窓口"), window.get_absolute_url())


def _organisations(matches: list[_Match]) -> list[Suggestion]:
    names = dict.fromkeys(match.provider for match in matches if match.provider)
    return [
        Suggestion(name, _("団体"), search_address(name))
        for name in list(names)[:MOST_ORGANISATIONS]
    ]
