"""The columns of the table, in the order of the form and with its headings."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext as _

from directory import hours
from directory.exchange import lists
from directory.facts.apply import schedule_of
from directory.facts.diff import label_of
from directory.facts.schema import NAMED
from directory.fields import column_of
from directory.models import Category, Window
from directory.models.reservation import reservation_of
from directory.spreadsheets import cells

KEY = "公開ID"
# To read by: an import moves no window from one status to another, and confirms none.
STATUS, CHECKED = "状態", "最終確認日"
REQUIRED = ("subject", "name")


def checked_text(window: Window) -> str:
    """Day of the last confirmation, as the table has days."""
    return str(window.verified_on or "")


@dataclass(frozen=True)
class Column:
    """Column of the table: its heading, writer and reader of its cells."""

    name: str
    heading: str
    show: Callable
    read: Callable
    may_be_empty: bool = True

    def text(self, facts: Mapping) -> str:
        """Text of the exported cell."""
        return cells.guarded(str(self.show(facts)))


def columns(categories: dict[str, str]) -> list[Column]:
    """All columns but the key; `categories` gives the name of each slug, in their order."""
    return [_column(name, categories) for name in NAMED]


def all_columns() -> list[Column]:
    """All columns, with the categories as they are called now."""
    return columns(dict(Category.objects.values_list("slug", "name")))


def _column(name: str, categories: dict[str, str]) -> Column:
    if name == "categories":
        return Column(
            name,
            label_of(name),
            lambda facts: "\n".join(categories.get(slug, slug) for slug in facts[name]),
            partial(cells.read_choices, labels=categories),
            may_be_empty=False,
        )
    if name in _LISTS:
        show, read = _LISTS[name]
        return Column(name, label_of(name), show, read)
    return _field_column(name, column_of(Window, name))


def _field_column(name: str, field: models.Field) -> Column:
    """The column of an ordinary field, read and shown by the field's own type."""
    heading = str(field.verbose_name)
    if name == "shifted_closing_days":
        return Column(
            name,
            heading,
            lambda facts: "・".join(hours.WEEKDAYS[day] for day in facts[name]),
            lists.read_weekdays,
        )
    if isinstance(field, models.BooleanField):
        read = partial(cells.read_truth, unknown=field.null)
        return Column(name, heading, lambda facts: cells.truth(facts[name]), read, False)
    each = field.base_field if isinstance(field, ArrayField) else field
    if choices := each.flatchoices:
        return _choice_column(name, heading, dict(choices), several=each is not field)
    optional = field.null or field.blank
    return Column(name, heading, lambda facts: _blank(facts[name]), _reader(field), optional)


def _choice_column(name: str, heading: str, labels: dict, several: bool) -> Column:
    if several:
        return Column(
            name,
            heading,
            lambda facts: "、".join(str(labels[value]) for value in facts[name]),
            partial(cells.read_choices, labels=labels),
        )
    is_seldom_known = NAMED[name].is_asked_before  # an empty cell says that it is not
    return Column(
        name,
        heading,
        lambda facts: labels[_choice(name, facts)],
        lambda cell: _single(cells.read_choices(cell, labels) or [""] * is_seldom_known),
        may_be_empty=is_seldom_known,
    )


def _choice(name: str, facts: dict) -> str:
    """Chosen value; of the appointment the answer for residents, which hours may decide."""
    if name == "reservation":
        return reservation_of(facts[name], schedule_of(facts), facts["hours_override"])
    return facts[name]


def _single(values: list):
    if len(values) != 1:
        raise cells.CellFault(_("一つだけ書いてください。"))
    return values[0]


def _reader(field: models.Field) -> Callable:
    if isinstance(field, models.DateField):
        return cells.read_day
    if isinstance(field, models.DecimalField):
        return cells.read_decimal
    if isinstance(field, models.IntegerField):
        return cells.read_number
    return cells.text_of if isinstance(field, models.TextField) else cells.one_line_of


def _blank(value):
    return "" if value is None else value


_LISTS: dict[str, tuple[Callable, Callable]] = {
    "phones": (lambda facts: lists.phones_text(facts["phones"]), lists.read_phones),
    "hours": (lambda facts: hours.in_full(schedule_of(facts)), lists.read_hours),
    "exceptions": (lambda facts: lists.exceptions_text(facts["exceptions"]), lists.read_exceptions),
}
