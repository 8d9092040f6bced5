"""Fiscal years (年度), which begin in April. Pure."""

import unicodedata
from datetime import date

from django.utils.translation import gettext as _

from directory.hours import read_date

_FIRST_MONTH = 4
_BEFORE_REIWA = 2018
FIRST, LAST = 2000, 2100


def fiscal_year_of(day: date) -> int:
    """Fiscal year of a day."""
    return day.year if day.month >= _FIRST_MONTH else day.year - 1


def label(year: int) -> str:
    """Label of a fiscal year: 令和4年度（2022年度）."""
    western = _("%(year)d年度") % {"year": year}
    if year <= _BEFORE_REIWA:
        return western
    return _("令和%(reiwa)s年度（%(western)s）") % {
        "reiwa": _("元") if year == _BEFORE_REIWA + 1 else year - _BEFORE_REIWA,
        "western": western,
    }


def read(text: str) -> int:
    """Read 2026, ２０２６年度, 令和8年度 or R8. Raises ValueError, with a sentence."""
    plain = "".join(unicodedata.normalize("NFKC", text).split())
    year = plain.removesuffix("度").removesuffix("年")
    try:
        found = read_date(f"{year}年{_FIRST_MONTH}月1日").year
    except ValueError as error:
        raise ValueError(_("年度を「2026」か「令和8年度」のように入力してください。")) from error
    if FIRST <= found <= LAST:
        return found
    raise ValueError(
        _("%(first)d年度から%(last)d年度までを入力してください。") % {"first": FIRST, "last": LAST}
    )


def date_in(year: int, month: int, day: int) -> date:
    """Return the day of a month within a fiscal year. Raises ValueError where there is none."""
    return date(year if month >= _FIRST_MONTH else year + 1, month, day)
