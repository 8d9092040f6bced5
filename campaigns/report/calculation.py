"""Calculation of a report from counts: ratios, totals, ranks, checks of reported figures.

Plain values in, plain values out; no Django, no database. Counts are whole numbers, money is
whole yen, ratios are Decimal. What cannot be computed (a division by zero) is None, never 0.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

# The ratio whose lowest value is the best: what one click, one view or 1,000 impressions cost.
LOWEST_FIRST = frozenset({"cpc", "cpm", "cpv"})


def ratio(part: int, whole: int, times: int = 1) -> Decimal | None:
    """Ratio of `part` to `whole`, times 1, 100 (per cent) or 1,000; None if `whole` is 0."""
    return Decimal(part) * times / Decimal(whole) if whole else None


@dataclass(frozen=True)
class Figures:
    """Counts of one medium or of all, and the ratios that follow."""

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
    """Check of a reported figure against the computed one, at the reported precision.

    `reported` is the text as it was reported: 1.30 is more precise than 1.3.
    """

    computed: Decimal | int | None
    reported: str

    @property
    def _value(self) -> Decimal | None:
        return Decimal(self.reported) if self.reported else None

    @property
    def difference(self) -> Decimal | None:
        """Reported minus computed, the computed rounded half up to the reported decimals."""
        if self._value is None or self.computed is None:
            return None
        return self._value - Decimal(self.computed).quantize(self._value, ROUND_HALF_UP)

    @property
    def agrees(self) -> bool | None:
        """Whether both are equal; None if nothing was reported or nothing follows."""
        return None if self.difference is None else not self.difference


@dataclass(frozen=True)
class Medium:
    """Medium: its counts, and its ratios as reported."""

    name: str
    figures: Figures
    ctr_reported: str = ""
    cpc_reported: str = ""
    kind: str = ""
    explanation: str = ""


@dataclass(frozen=True)
class ReportedTotals:
    """Reported total row: each figure a text, empty if none was reported."""

    impressions: str = ""
    clicks: str = ""
    cost: str = ""
    ctr: str = ""
    cpc: str = ""
    explanation: str = ""


@dataclass(frozen=True)
class ResultRow:
    """Row of the report: a medium, or the total."""

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
    """Medium with its place by one measure; equal values share a place."""

    place: int
    row: ResultRow
    value: Decimal | int


@dataclass(frozen=True)
class Report:
    """Report: rows of the media, total row, checks of the reported sums."""

    rows: tuple[ResultRow, ...]
    total: ResultRow
    sums: dict[str, FigureCheck]

    @property
    def lines(self) -> tuple[ResultRow, ...]:
        """Rows of the media, then the total."""
        return (*self.rows, self.total)

    def disagreeing(self, ratio_name: str) -> list[ResultRow]:
        """Rows (the total included) whose reported `ctr` or `cpc` is wrong."""
        return [line for line in self.lines if getattr(line, ratio_name).agrees is False]

    def checked(self, ratio_name: str) -> int:
        """Number of rows whose reported `ctr` or `cpc` can be compared."""
        return sum(getattr(line, ratio_name).agrees is not None for line in self.lines)

    def ranking(self, measure: str) -> list[RankedMedium]:
        """Media by one measure, best first, without those that have no value."""
        known = [
            (value, row)
            for row in self.rows
            if (value := getattr(row.figures, measure)) is not None
        ]
        known.sort(key=lambda pair: pair[0], reverse=measure not in LOWEST_FIRST)
        values = [value for value, _row in known]
        return [RankedMedium(values.index(value) + 1, row, value) for value, row in known]


def report(media: Sequence[Medium], totals: ReportedTotals) -> Report:
    """Report of these media; totals are sums, and their ratios follow from sums."""
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
    """Sum of all counts; views are those of the media that have them."""
    views = [each.views for each in figures if each.views is not None]
    return Figures(
        impressions=sum(each.impressions for each in figures),
        clicks=sum(each.clicks for each in figures),
        cost=sum(each.cost for each in figures),
        views=sum(views) if views else None,
    )


@dataclass(frozen=True)
class MediumPair:
    """Rows of the same medium in two campaigns; None if one did not use it."""

    name: str
    one: ResultRow | None
    other: ResultRow | None

    def values(self, measure: str) -> dict[str, str | Decimal | None]:
        """One measure of both, and the other's minus the first's; None if one is missing."""
        one, other = (
            None if row is None else getattr(row.figures, measure) for row in (self.one, self.other)
        )
        change = None if one is None or other is None else other - one
        return {"name": self.name, "one": one, "other": other, "change": change}


def compare(one: Report, other: Report, key: Callable[[str], str]) -> list[MediumPair]:
    """Pairs of the rows of two reports by medium, the total last.

    `key` says when two names mean the same medium.
    """
    firsts = {key(row.name): row for row in one.rows}
    seconds = {key(row.name): row for row in other.rows}
    names = {key(row.name): row.name for row in (*other.rows, *one.rows)}
    order = dict.fromkeys([*firsts, *seconds])
    pairs = [MediumPair(names[each], firsts.get(each), seconds.get(each)) for each in order]
    return [*pairs, MediumPair("", one.total, other.total)]
