"""Finding windows in residents' words: the ways, tried one after the other."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable
from dataclasses import replace
from functools import cached_property
from itertools import product

from django.db.models import QuerySet

from directory.models import Category, DangerLine, SearchTerm, SearchTermWindow
from directory.models.window_queryset import WindowQuerySet
from directory.search import danger, sql
from directory.search.found import Found
from directory.search.known import danger_lines, search_terms
from directory.search.text import phrases, spelling
from directory.search.text.fallbacks import (
    Candidate,
    Fallback,
    arrange,
    is_lone_kanji,
    most_of,
    take_turns,
)
from directory.search.text.query import Query, is_amount, parse
from directory.search.text.romaji import as_hiragana
from directory.search.text.wishes import says_trouble
from directory.text.normalise import fold

# The beginning of more phrases than this (学校) says too little to stand for any of them.
MOST_BEGUN = 3
# With more words than this every pair of troubles would be asked for one by one.
MOST_PAIRS = 9


def find(text: str, queryset: WindowQuerySet, open_patterns: Collection[str] = ()) -> Found:
    """Search these windows for what a resident typed; any text will do.

    Danger is read in the whole of it, windows are searched by its beginning. `open_patterns`:
    the patterns of hours that answer now. Raises `sql.SearchTookTooLong`.
    """
    query = parse(text)
    if query.is_empty:
        return Found(dangers=danger.kinds(text))
    terms, lines = search_terms(), danger_lines()
    with sql.in_time():
        search = _Search(text, query, queryset, open_patterns, terms, lines)
        found = search.run()
        spoken = "" if found.windows else as_hiragana(query.folded.text)
        if spoken:
            search = _Search(text, parse(spoken), queryset, open_patterns, terms, lines)
            found = replace(search.run(), heard=[query.typed])
        return found.reachable_first(search.unreachable)


class _Search:
    """One question on its way through the fallbacks."""

    def __init__(
        self,
        text: str,
        query: Query,
        queryset: WindowQuerySet,
        open_patterns: Collection[str],
        terms: list[SearchTerm],
        lines: list[DangerLine],
    ):
        self.text, self.query, self.queryset, self.open_patterns = (
            text,
            query,
            queryset,
            open_patterns,
        )
        self.all_terms, self.lines = terms, lines
        self.unreachable: set[int] = set()
        self.terms = {term.pk: term for term in terms if term.may_occur_in(query)}
        occurring = phrases.occurring(
            query.folded, [term.as_phrase() for term in self.terms.values()]
        )
        self.dangers = self._dangers(occurring)
        self.matches = [
            match for match in phrases.telling(occurring) if not self._is_misread(match)
        ]
        self.telling = [self.terms[match.phrase.key] for match in self.matches]
        self.elsewhere = [term.elsewhere for term in self.telling if term.elsewhere]

    def _dangers(self, occurring: Iterable[phrases.Match]) -> set[str]:
        """Kinds of danger by the rules and by staff.

        A longer, harmless phrase outweighs neither; only one that staff have called harmless
        silences what stands inside it.
        """
        terms = [self.terms[match.phrase.key] for match in occurring]
        quiet = [
            wording
            for term in terms
            if term.danger == SearchTerm.Danger.QUIET
            for wording in (term.phrase, *term.variants)
        ]
        read: set[str] = set(danger.kinds(self.text, quiet))
        for term in terms:
            if term.warns(self.query):
                read |= term.dangers or {danger.Kind.HELP}
        return read

    def _is_misread(self, match: phrases.Match) -> bool:
        """Whether a phrase is of the wish to die, but not the question (消えた年金)."""
        return not self.dangers and danger.Kind.SUICIDE in self.terms[match.phrase.key].dangers

    def run(self) -> Found:
        """Try each way until one finds something."""
        ways: tuple[Callable[[], Found | None], ...] = (
            self.whole,
            self.synonyms,
            self.danger_lines,
            self.all_nouns,
            self.one_slip,
            self.begun,
            self.most_words,
            self.category,
        )
        if self.elsewhere and all(term.elsewhere for term in self.telling):
            ways = (self.whole,)
        for way in ways:
            if found := way():
                return found
        return self._put_together(Fallback.NOTHING, [])

    def whole(self) -> Found | None:
        """Every word as it was typed, or every word that carries weight where no verb is lost."""
        for words in self._readings_of_the_question():
            candidates = self._candidates([words])
            if candidates:
                meant = self._meant(self.telling)
                # Staff who named a window for fewer words knew more than its title tells.
                titles_first = words == self.query.parts
                return self._found(
                    Fallback.WHOLE, candidates, meant, titles_first=titles_first, words=words
                )
        return None

    def _readings_of_the_question(self) -> list[list[str]]:
        parts, words = self.query.parts, self.query.words
        says_all = not (self.query.stems or all(map(is_lone_kanji, words)))
        return [parts, words] if says_all and words != parts else [parts]

    def synonyms(self) -> Found | None:
        """What staff have said that these words mean."""
        heard = [self.query.piece(match.covered) for match in self.matches]
        return self._what_terms_mean(Fallback.SYNONYM, self.telling, heard=heard)

    def danger_lines(self) -> Found | None:
        """The windows that staff have chosen for the kinds of danger that were read."""
        kinds = danger.by_urgency(self.dangers)
        keys = [line.window_id for line in self.lines if line.kind in kinds]
        allowed = set(self._keys(self.queryset.order_by().filter(pk__in=keys)))
        return self._found(Fallback.DANGER, [], [key for key in keys if key in allowed])

    def all_nouns(self) -> Found | None:
        """Every noun, where a verb that no window holds stands beside them."""
        words = self.query.words
        if all(map(is_lone_kanji, words)) or not self.query.stems:
            return None
        return self._found(Fallback.PARTIAL, self._candidates([words]), words=words, heard=words)

    def one_slip(self) -> Found | None:
        """One wrong character forgiven, in what staff have described and in what windows say."""
        parts, words = self.query.parts, self.query.words
        typed = [word for word in dict.fromkeys([*parts, *words]) if not word.isdecimal()]
        slips = [spelling.pattern(word) for word in typed if len(word) >= spelling.SHORTEST]
        alike, begun = [], []
        for term in self._near_terms:
            nearly = spelling.nearly_in(self.query.joined, term.needles)
            if nearly or spelling.alike(slips, term.needles):
                alike.append(term)
            elif spelling.begun(self.query.joined, term.needles):
                begun.append(term)
        if len(begun) <= MOST_BEGUN:
            alike += begun
        windows = [
            candidate
            for word in typed
            if spelling.is_telling(word)
            for candidate in self._noted(sql.candidates_with_a_slip(self.queryset, word))
        ]
        self.telling = self.telling or alike
        return self._what_terms_mean(Fallback.SPELLING, alike, windows)

    def begun(self) -> Found | None:
        """The windows that most of the phrases lead to that begin with a noun of the question.

        So 家賃が三か月遅れている is answered as 家賃が払えない and 家賃の補助 are.
        """
        nouns = [word for word in self.query.words if spelling.tells_a_beginning(word)]
        begun = {
            noun: [term for term in self._near_terms if term.begins_with(noun)] for noun in nouns
        }
        terms = list(dict.fromkeys(term for found in begun.values() for term in found))
        heard = [noun for noun, found in begun.items() if found]
        other = [word for word in self.query.words if word not in heard and not is_amount(word)]
        if len(other) >= len(heard):
            return None
        return self._found(
            Fallback.BEGUN, [], self._named_most(terms), words=self.query.words, heard=heard
        )

    def most_words(self) -> Found | None:
        """As many of the words as any window holds, at least half."""
        for groups in most_of(self.query.words):
            candidates = self._candidates(groups)
            if candidates:
                return self._found(Fallback.PARTIAL, candidates, words=self.query.words)
        return None

    def category(self) -> Found | None:
        """The windows of the categories that the words point to."""
        named = {
            category
            for term in self.telling
            for category in term.categories.all()
            if category.is_in_use
        }
        if not named:
            words = [*self.query.parts, *self.query.words]
            named = {
                category
                for category in Category.objects.in_use()
                if any(len(word) > 1 and word in fold(category.name) for word in words)
            }
        if not named:
            return None
        windows = self.queryset.in_categories(named)
        return self._found(
            Fallback.CATEGORY,
            [],
            self._keys(windows[: sql.MOST_WEIGHED]),
            categories=[category.public_name for category in sorted(named, key=lambda c: c.order)],
        )

    @cached_property
    def _near_terms(self) -> list[SearchTerm]:
        """Terms that a slip or a beginning may lead to; those of danger only in danger.

        One slip makes 消えたい of 消えた, and 手首 begins 手首を切る.
        """
        return [term for term in self.all_terms if self.dangers or not term.dangers]

    def _what_terms_mean(
        self,
        fallback: Fallback,
        terms: list[SearchTerm],
        candidates: Iterable[Candidate] = (),
        heard: Iterable[str] = (),
    ) -> Found | None:
        """The windows that staff have named, then those that hold the words that staff named."""
        words = [fold(word) for term in terms for word in term.words]
        by_words = self._candidates([word.split() for word in words]) if words else []
        found = [*candidates, *by_words]
        meant = [*self._answering_two(terms), *self._meant(terms)]
        marked = [*self.query.parts, *self.query.words, *words]
        return self._found(
            fallback,
            found,
            meant,
            words=marked,
            heard=list(dict.fromkeys(heard)),
            phrases=[term.phrase for term in terms],
        )

    def _answering_two(self, terms: list[SearchTerm]) -> list[int]:
        """Windows that hold words of both of the first two troubles (障がい and 働きたい)."""
        special = [term for term in terms if not term.general and term.words]
        if len(special) < 2:
            return []
        pairs = product(*([fold(word).split() for word in term.words] for term in special[:2]))
        groups = [one + other for one, other in pairs if one != other]
        return (
            arrange(self._candidates(groups[:MOST_PAIRS]), (), self.open_patterns) if groups else []
        )

    def _candidates(self, groups: list[list[str]]) -> list[Candidate]:
        words = list(dict.fromkeys(word for group in groups for word in group))
        return self._noted(sql.candidates(self.queryset, sql.holds_any(groups), words))

    def _noted(self, candidates: list[Candidate]) -> list[Candidate]:
        """These candidates; those that can't be reached are noted."""
        self.unreachable |= {each.pk for each in candidates if not each.reachable}
        return candidates

    def _keys(self, windows: QuerySet, key: str = "pk", reachable: str = "reachable") -> list[int]:
        """The keys of these windows in their order; those that can't be reached are noted."""
        rows = list(windows.values_list(key, reachable))
        self.unreachable |= {pk for pk, is_reachable in rows if not is_reachable}
        return [pk for pk, _is_reachable in rows]

    def _meant(self, terms: list[SearchTerm]) -> list[int]:
        """The windows that staff have named for these terms, the general terms' last."""
        links = SearchTermWindow.objects.filter(term__in=terms, window__in=self.queryset.order_by())
        rows = list(links.values_list("term", "window", "window__reachable")) if terms else []
        self.unreachable |= {window for _term, window, is_reachable in rows if not is_reachable}
        by_term: dict[int, list[int]] = {term.pk: [] for term in terms}
        for term, window, _is_reachable in rows:
            by_term[term].append(window)
        special = [by_term[term.pk] for term in terms if not term.general]
        times = Counter(window for named in special for window in named)
        shared = [window for window, count in times.most_common() if count > 1]
        general = [by_term[term.pk] for term in terms if term.general]
        return list(dict.fromkeys([*shared, *take_turns(special), *take_turns(general)]))

    def _named_most(self, terms: list[SearchTerm]) -> list[int]:
        """The windows that staff have named for these terms, the one named most often first."""
        links = SearchTermWindow.objects.filter(term__in=terms, window__in=self.queryset.order_by())
        ordered = links.order_by("order", "pk")
        named = self._keys(ordered, "window", "window__reachable") if terms else ()
        return [window for window, _times in Counter(named).most_common()]

    def _found(
        self, fallback: Fallback, candidates: list[Candidate], meant: Iterable[int] = (), **rest
    ) -> Found | None:
        """What one way has found; nothing at all lets the next way try."""
        found = self._put_together(fallback, candidates, meant, **rest)
        return found if found.windows else None

    def _put_together(
        self,
        fallback: Fallback,
        candidates: list[Candidate],
        meant: Iterable[int] = (),
        *,
        titles_first: bool = False,
        **rest,
    ) -> Found:
        """Result of one way; `titles_first` ranks words in a title above windows named by staff."""
        if not titles_first:
            candidates = [Candidate(c.pk, False, c.rank, c.order) for c in candidates]
        windows = arrange(candidates, meant, self.open_patterns)
        return Found(
            windows=windows[: sql.MOST_WEIGHED],
            more=len(candidates) > sql.MOST_WEIGHED,
            fallback=fallback,
            elsewhere=list(dict.fromkeys(self.elsewhere)),
            dangers=danger.by_urgency(self.dangers or self._raised_by(windows[:1])),
            **rest,
        )

    def _raised_by(self, first: list[int]) -> set[str]:
        """Kinds of danger of which the first window found is a line, where a trouble is told."""
        kinds = {line.kind for line in self.lines if line.raises and line.window_id in first}
        is_harmless = kinds and (danger.dismisses(self.text) or not says_trouble(self.text))
        return set() if is_harmless else kinds
