"""The golden tables of questions in `tests/data`, asked as the page of results asks.

queries_cases.csv and queries_own.csv: `query`; `any_of`, pieces of the names or subjects of right
windows, parted by bars, empty where no window is right; `category`, the kind of question;
`danger_expected`: y (the notice must stand), n (must not), e (either).
names_searched.csv: a window's name, what is typed, and whether it is found.
"""

import csv
from datetime import datetime
from pathlib import Path

from django.http import QueryDict

from directory.models import Category, Window
from directory.public.answer import Answer, answer

DATA = Path(__file__).parents[2] / "data"
TOP = 3


def rows(name: str) -> list[dict[str, str]]:
    """The rows of one golden table."""
    with (DATA / name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def asked(query: str, moment: datetime) -> Answer:
    """The answer that a resident gets at a moment."""
    return answer(query, QueryDict(), moment, list(Category.objects.all()))


def top_windows(answered: Answer) -> list[Window]:
    """The windows that stand first."""
    return list(Window.objects.in_this_order(answered.found.windows[:TOP]))


def is_right(row: dict[str, str], windows: list[Window]) -> bool:
    """Whether one of these windows answers a row; where none is right, whether there is none."""
    wanted = [piece for piece in row["any_of"].split("|") if piece]
    if not wanted:
        return not windows
    shown = [f"{window.name}｜{window.subject}" for window in windows]
    return any(piece in text for piece in wanted for text in shown)
