"""Figures in words, the same on the page, on paper and in descriptions of charts."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from campaigns.report.calculation import FigureCheck
from campaigns.report.periods import Span
from directory.text.days import day_words

UNKNOWN = "―"
PERCENT, MONEY, COUNT, YEN = "percent", "money", "count", "yen"
DECIMALS = {PERCENT: Decimal("0.01"), MONEY: Decimal("0.1"), COUNT: Decimal(1), YEN: Decimal(1)}


@dataclass(frozen=True)
class Measure:
    """Measure by which media are compared: attribute of `Figures`, words, unit."""

    name: str
    label: str | Promise
    unit: str
    order: str | Promise
    plain: str | Promise  # in a resident's words


MEASURES = [
    Measure("clicks", _("クリック"), COUNT, _("多い順"), _("広告を押した回数")),
    Measure("ctr", _("クリック率"), PERCENT, _("高い順"), _("表示100回あたりのクリック")),
    Measure("cpc", _("クリック単価"), MONEY, _("安い順"), _("1クリックあたりの費用")),
    Measure("impressions", _("表示回数"), COUNT, _("多い順"), _("広告が表示された回数")),
    Measure("cpm", _("表示単価"), MONEY, _("安い順"), _("表示1,000回あたりの費用")),
    Measure("cost", _("費用"), YEN, _("多い順"), _("支払った金額")),
    Measure("views", _("動画視聴"), COUNT, _("多い順"), _("動画が視聴された回数")),
    Measure("cpv", _("視聴単価"), MONEY, _("安い順"), _("1視聴あたりの費用")),
]
BY_NAME = {measure.name: measure for measure in MEASURES}


def rounded(value: Decimal | int | None, step: Decimal) -> Decimal | None:
    """Figure rounded half up to a step like 0.1; None stays None."""
    return None if value is None else Decimal(value).quantize(step, ROUND_HALF_UP)


def amount(value: Decimal | int | None, unit: str) -> str:
    """Figure with its unit: 4,287,161, 0.49%, ¥38.6, ¥805,927; ― for None."""
    number = rounded(value, DECIMALS[unit])
    if number is None:
        return UNKNOWN
    return _dressed(f"{abs(number):,}", unit, "−" if number < 0 else "")


def counted(value: int | None, unit: str) -> str:
    """Number of a series with its own unit: 1,204件; ― for None."""
    if value is None:
        return UNKNOWN
    return gettext("%(number)s%(unit)s") % {"number": f"{value:,}", "unit": gettext(unit)}


def change(value: Decimal | int | None, unit: str) -> str:
    """Difference with its sign: +1,204, −0.05ポイント, ±0."""
    number = rounded(value, DECIMALS[unit])
    if number is None:
        return UNKNOWN
    if unit == PERCENT:
        return gettext("%(number)sポイント") % {"number": _signed(number, COUNT)}
    return _signed(number, unit)


def _signed(number: Decimal, unit: str) -> str:
    sign = "±" if not number else "+" if number > 0 else "−"
    return _dressed(f"{abs(number):,}", unit, sign)


def _dressed(digits: str, unit: str, sign: str) -> str:
    if unit == PERCENT:
        return f"{sign}{digits}%"
    return f"{sign}¥{digits}" if unit in (MONEY, YEN) else f"{sign}{digits}"


def reported(check: FigureCheck, unit: str) -> str:
    """Reported figure with its own decimals."""
    if not check.reported:
        return UNKNOWN
    return _dressed(f"{Decimal(check.reported):,}", unit, "")


def verdict(check: FigureCheck, unit: str) -> str:
    """Result of a check in words."""
    if not check.reported:
        return gettext("報告なし")
    if check.agrees is None:
        return gettext("確かめられません")
    if check.agrees:
        return gettext("一致")
    return gettext("不一致（%(difference)s）") % {"difference": difference(check, unit)}


def difference(check: FigureCheck, unit: str) -> str:
    """Difference of a reported figure at its own precision."""
    if check.difference is None:
        return UNKNOWN
    number = _signed(check.difference, COUNT if unit == PERCENT else unit)
    return gettext("差 %(number)s") % {"number": number}


def share(value: Decimal | None) -> str:
    """Share of the whole, to a tenth of a per cent."""
    return UNKNOWN if value is None else f"{rounded(value, Decimal('0.1'))}%"


def span(each: Span, *, by_month: bool) -> str:
    """Period in words; a single day (or month) once."""
    first, last = (day_words(end, "month" if by_month else "") for end in (each.first, each.last))
    return (
        first if first == last else gettext("%(first)s～%(last)s") % {"first": first, "last": last}
    )
