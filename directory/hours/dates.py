"""Dates as clerks write them: 2026年4月1日, 2026/4/1, 2026-04-01, 令和8年4月1日, R8.4.1."""

import re
import unicodedata
from datetime import date

# The first year of each era less one; older eras are in no source of ours.
ERAS = {"令和": 2018, "R": 2018, "平成": 1988, "H": 1988, "昭和": 1925, "S": 1925}
DATE = r"(?:(?:令和|平成|昭和|[RHS])(?:\d{1,2}|元)|\d{4})(?:年|[-/.])\d{1,2}(?:月|[-/.])\d{1,2}日?"
_PARTS = re.compile(
    r"(?P<era>令和|平成|昭和|[RHS])?(?P<year>\d{1,4}|元)(?:年|[-/.])"
    r"(?P<month>\d{1,2})(?:月|[-/.])(?P<day>\d{1,2})日?"
)


def read_date(text: str) -> date:
    """Read one date. Raises ValueError, in words for a clerk, for anything else."""
    plain = re.sub(r"\s", "", unicodedata.normalize("NFKC", text)).upper()
    found = _PARTS.fullmatch(plain)
    if not found or (not found["era"] and len(found["year"]) != 4):
        raise ValueError(
            f"「{text[:30]}」は日付として読み取れません。"
            "「2026年4月1日」か「令和8年4月1日」のように書いてください。"
        )
    year = 1 if found["year"] == "元" else int(found["year"])
    try:
        return date(ERAS.get(found["era"], 0) + year, int(found["month"]), int(found["day"]))
    except ValueError:
        raise ValueError(f"「{text[:30]}」という日はありません。") from None
