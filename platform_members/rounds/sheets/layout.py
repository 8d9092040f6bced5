"""Layout of the sharing sheet: the two tables of the city's report, and its notes. Pure."""

import re
from dataclasses import dataclass

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from directory.text.folding import lookup_key
from platform_members.models import Programme

TITLE = _("情報交換・共有シート")
COLLATED = _("情報整理後")
# Beside a department that was asked and has not answered.
UNANSWERED = _("（未回答）")
DEVELOPMENT = "【想定できる事業発展】"
# Rows to fill in on a blank sheet.
BLANK_ROWS = 10


@dataclass(frozen=True)
class Column:
    """One column: its name in code, its heading, its width in letters, and other spellings."""

    name: str
    heading: str
    width: int
    also: tuple[str, ...] = ()


@dataclass(frozen=True)
class SheetTable:
    """One of the sheet's two tables."""

    name: str
    columns: tuple[Column, ...]
    required: tuple[str, ...]
    notes: tuple[str | Promise, ...]

    def headings(self) -> dict[str, str]:
        """The name of the column that each way of writing a heading stands for."""
        return {
            lookup_key(text): column.name
            for column in self.columns
            for text in (column.heading, *column.also)
        }


_DEPARTMENT = Column("department", "担当課", 14, ("担当", "所管課", "担当部署", "課名"))
_DELIVERY = Column("delivery", "形態", 9, ("実施形態", "事業形態"))
_CONTENT = Column("content", "事業内容", 46, ("内容", "事業の内容", "取組内容"))

PROGRAMMES = SheetTable(
    name="programmes",
    columns=(
        Column("name", "事業名等", 24, ("事業名", "事業の名称", "事業名称", "取組名")),
        _DEPARTMENT,
        Column("status", "新・既", 8, ("新規・既存", "新規既存", "新規または既存", "新規か既存か")),
        Column("kind", "種別", 12, ("種類", "事業種別")),
        Column("target", "対象者", 14, ("対象",)),
        _DELIVERY,
        Column("contractor", "委託先", 16, ("委託先等", "委託先名")),
        _CONTENT,
    ),
    required=("name", "kind"),
    notes=(
        _(
            "※「働きづらさを抱えた人」に対して、「周知・啓発」「社会参加」「就労支援」「その他」で、"
            "既存事業の活用や新規事業として実施できそうな取組みを記載してください。"
        ),
        _("※直接的なもの以外（間接的だが結果的に支援につながるもの等）も記載してください。"),
        _("※既存事業の場合、チラシや資料等があれば添付してください。"),
        _(
            "※準備会メンバー以外の課等で、該当しそうな事業等があれば記載してください。（※情報元は言いません）"
        ),
    ),
)
NPOS = SheetTable(
    name="npos",
    columns=(
        Column("npo_name", "NPO法人名", 24, ("法人名", "NPO名", "NPO法人の名称")),
        Column("npo_about", "NPO法人の概要", 30, ("法人の概要", "NPOの概要", "概要")),
        _DEPARTMENT,
        _DELIVERY,
        Column("name", "事業名", 16, ("事業名等", "事業の名称")),
        _CONTENT,
    ),
    required=("npo_name",),
    notes=(
        _("※各課で事業委託等で関わりのあるNPO法人を記載してください。"),
        _("※事業でない場合でも、NPO法人と関わりがある場合はその内容を記載してください。"),
        _(
            "※準備会メンバー以外の課等で、NPO法人と関わりがあるものがあれば記載してください。（情報元は言いません）"
        ),
    ),
)
TABLES = (PROGRAMMES, NPOS)
# Some departments give what the figure writes into 事業内容 a column of its own.
SEPARATE_DEVELOPMENT = "想定できる事業発展"

CHOICES: dict[str, type[models.TextChoices]] = {
    "status": Programme.Status,
    "kind": Programme.Kind,
    "delivery": Programme.Delivery,
}


# Columns that number the rows.
NUMBER_HEADINGS = {lookup_key(text) for text in ("No", "No.", "番号", "通番", "#")}


def is_printed(text: str) -> bool:
    """Whether a line is the sheet's own: its title or one of its notes, as `writing` makes them."""
    notes = {lookup_key(note) for table in TABLES for note in table.notes}
    title = rf"(?:「.*」)?{lookup_key(TITLE)}(?:{lookup_key(COLLATED)}[\d令和元年度]*)?"
    return lookup_key(text) in notes or bool(re.fullmatch(title, lookup_key(text)))


def department_line(name: str) -> str:
    """The line above the tables in which a department names itself."""
    return f"【課名：{name or '　　　　　　　　'}】"


def short_name(name: str, city: str) -> str:
    """A department's name as people in the city hall write it, without the city's.

    >>> short_name("伊勢市健康福祉部 福祉生活相談センター", "伊勢市")
    '福祉生活相談センター'
    """
    rest = name.removeprefix(city)
    return rest.split()[-1] if rest != name and rest.split() else name
