"""A report computed from counts: ratios, totals, ranks, and where reported figures disagree.

Plain values in, plain values out; no Django, no database. Counts are whole numbers, money is
whole yen, ratios are Decimal. What cannot be computed (a division by zero) is None, never 0.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

# The ratio whose lowest value is the best: what one click, one view or 1,000 impressions cost.
LOWEST_FIRST = frozenset({"cpc", "cpm", "cpv"})


def ratio(part: int, whole: int, times: int = 1) -> Decimal | None:
    """`part` of `whole`, times 1, 100 (per cent) or 1,000; None where there is no whole."""
    return Decimal(part) * times / Decimal(whole) if whole else None


@dataclass(frozen=True)
class Figures:
    """The counts of one medium or of all, and what follows from them."""

    impressions: int
    clicks: int
    cost: int
    views: int | None = None

    @property
    def ctr(self) -> Decimal | None:
        """Click-through rate: clicks per 100 impressions."""
        return ratio(self.clicks, self.impressions, 100)

    @property
    def cpc(self) -> Decimal | None:
        """Yen per click."""
        return ratio(self.cost, self.clicks)

    @property
    def cpm(self) -> Decimal | None:
        """Yen per 1,000 impressions."""
        return ratio(self.cost, self.impressions, 1000)

    @property
    def cpv(self) -> Decimal | None:
        """Yen per view of a video; None where no views are known."""
        return ratio(self.cost, self.views or 0)


@dataclass(frozen=True)
class FigureCheck:
    """A reported figure beside the computed one, compared at the reported precision.

    `reported` is the text as it was reported: 1.30 is more precise than 1.3.
    """

    computed: Decimal | int | None
    reported: str

    @property
    def _value(self) -> Decimal | None:
        return Decimal(self.reported) if self.reported else None

    @property
    def difference(self) -> Decimal | None:
        """Reported minus computed, the latter rounded half up to as many decimals as reported."""
        if self._value is None or self.computed is None:
            return None
        return self._value - Decimal(self.computed).quantize(self._value, ROUND_HALF_UP)

    @property
    def agrees(self) -> bool | None:
        """Whether both are the same; None where nothing was reported or nothing follows."""
        return None if self.difference is None else not self.difference


@dataclass(frozen=True)
class Medium:
    """One medium as it was counted and as it was reported."""

    name: str
    figures: Figures
    ctr_reported: str = ""
    cpc_reported: str = ""
    kind: str = ""
    explanation: str = ""


@dataclass(frozen=True)
class ReportedTotals:
    """The total row as it was reported, each figure a text; empty where it says nothing."""

    impressions: str = ""
    clicks: str = ""
    cost: str = ""
    ctr: str = ""
    cpc: str = ""
    explanation: str = ""


@dataclass(frozen=True)
class ResultRow:
    """One line of the report: a medium, or all of them together."""

    name: str
    figures: Figures
    ctr: FigureCheck
    cpc: FigureCheck
    cost_share: Decimal | None
    click_share: Decimal | None
    kind: str = ""
    explanation: str = ""


@dataclass(frozen=True)
class RankedMedium:
    """A medium's place in one measure; equal values share a place."""

    place: int
    row: ResultRow
    value: Decimal | int


@dataclass(frozen=True)
class Report:
    """All media of a campaign, their total, and whether the reported sums are right."""

    rows: tuple[ResultRow, ...]
    total: ResultRow
    sums: dict[str, FigureCheck]

    @property
    def lines(self) -> tuple[ResultRow, ...]:
        """The media and the total, as a reported table has them."""
        return (*self.rows, self.total)

    def disagreeing(self, ratio_name: str) -> list[ResultRow]:
        """The lines (the total included) whose reported `ctr` or `cpc` is not what follows."""
        return [line for line in self.lines if getattr(line, ratio_name).agrees is False]

    def checked(self, ratio_name: str) -> int:
        """How many lines have a reported `ctr` or `cpc` that can be compared."""
        return sum(getattr(line, ratio_name).agrees is not None for line in self.lines)

    def ranking(self, measure: str) -> list[RankedMedium]:
        """The media in order of one measure, best first; those without a value are left out."""
        known = [
            (value, row)
            for row in self.rows
            if (value := getattr(row.figures, measure)) is not None
        ]
        known.sort(key=lambda pair: pair[0], reverse=measure not in LOWEST_FIRST)
        values = [value for value, _row in known]
        return [RankedMedium(values.index(value) + 1, row, value) for value, row in known]


def report(media: Sequence[Medium], totals: ReportedTotals) -> Report:
    """Compute the report of these media; totals come from sums, never from ratios."""
    total = add_up([medium.figures for medium in media])
    rows = tuple(
        ResultRow(
            medium.name,
            medium.figures,
            FigureCheck(medium.figures.ctr, medium.ctr_reported),
            FigureCheck(medium.figures.cpc, medium.cpc_reported),
            ratio(medium.figures.cost, total.cost, 100),
            ratio(medium.figures.clicks, total.clicks, 100),
            medium.kind,
            medium.explanation,
        )
        for medium in media
    )
    last = ResultRow(
        "",
        total,
        FigureCheck(total.ctr, totals.ctr),
        FigureCheck(total.cpc, totals.cpc),
        ratio(total.cost, total.cost, 100),
        ratio(total.clicks, total.clicks, 100),
        explanation=totals.explanation,
    )
    sums = {
        name: FigureCheck(getattr(total, name), getattr(totals, name))
        for name in ("impressions", "clicks", "cost")
    }
    return Report(rows, last, sums)


def add_up(figures: Sequence[Figures]) -> Figures:
    """The sum of all counts; views are those of the media that have them."""
    views = [each.views for each in figures if each.views is not None]
    return Figures(
        impressions=sum(each.impressions for each in figures),
        clicks=sum(each.clicks for each in figures),
        cost=sum(each.cost for each in figures),
        views=sum(views) if views else None,
    )


@dataclass(frozen=True)
class MediumPair:
    """The same medium in two campaigns; None where one of them did not use it."""

    name: str
    one: ResultRow | None
    other: ResultRow | None

    def values(self, measure: str) -> dict[str, str | Decimal | None]:
        """One measure of both, and the other's minus the first's; None where one is missing."""
        one, other = (
            None if row is None else getattr(row.figures, measure) for row in (self.one, self.other)
        )
        change = None if one is None or other is None else other - one
        return {"name": self.name, "one": one, "other": other, "change": change}


def compare(one: Report, other: Report, key: Callable[[str], str]) -> list[MediumPair]:
    """Put two reports side by side, medium by medium, the total last.

    `key` says when two names mean the same medium.
    """
    firsts = {key(row.name): row for row in one.rows}
    seconds = {key(row.name): row for row in other.rows}
    names = {key(row.name): row.name for row in (*other.rows, *one.rows)}
    order = dict.fromkeys([*firsts, *seconds])
    pairs = [MediumPair(names[each], firsts.get(each), seconds.get(each)) for each in order]
    return [*pairs, MediumPair("", one.total, other.total)]
