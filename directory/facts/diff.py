"""Differences between two states of a window, field by field, in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from directory import hours
from directory.facts.apply import schedule_of, unsaved_row
from directory.facts.schema import NAMED
from directory.fields import ChoicesField, column_of
from directory.models import Category, Window

# What the words of regular hours need; versions kept long ago do not have it.
_ABOUT_HOURS = {"opens_on_holidays", "closes_at_year_end", "shifted_closing_days"}


@dataclass(frozen=True)
class Change:
    """One field that differs: its name in code, its name in Japanese, both values in words."""

    name: str
    label: str
    old: str
    new: str


def changes(
    old: Mapping, new: Mapping, category_names: dict[str, str] | None = None
) -> list[Change]:
    """Differences between two windows' facts, in the order of the form.

    Fields that either side does not have (facts kept before there was such a field, a proposal
    that leaves it alone) count as unchanged. A page with many comparisons passes the names of
    the categories by their slugs, read once.
    """
    return [
        Change(
            name,
            label_of(name),
            display_value(name, old, category_names),
            display_value(name, new, category_names),
        )
        for name in changed_names(old, new)
    ]


def changed_names(old: Mapping, new: Mapping) -> list[str]:
    """Names of the facts that differ, as `changes` finds them."""
    return [name for name in NAMED if name in old and name in new and old[name] != new[name]]


def label_of(name: str) -> str:
    """Label of a field in forms."""
    if name == "phones":
        return _("電話番号")
    if name == "hours":
        return _("受付日時")
    if name == "exceptions":
        return _("臨時の休み・臨時の受付")
    return str(column_of(Window, name).verbose_name)


def display_value(name: str, facts: Mapping, category_names: dict[str, str] | None = None) -> str:
    """Display value of one of a window's facts; "" for none.

    Where there are several rows, each is a line. `facts` are all of the window's, because what
    its hours mean depends on what it says of holidays and the year end.
    """
    value = facts[name]
    if name == "categories":
        names = Category.objects.names_by_slug() if category_names is None else category_names
        return _("、").join(names.get(slug, slug) for slug in value)
    if name == "hours":
        return _hours_text(facts)
    if name in _ROW_TEXTS:
        return "\n".join(map(_ROW_TEXTS[name], value))
    if value is None:
        return _("不明") if name == "closes_at_year_end" else ""
    if isinstance(value, bool):
        return _("はい") if value else _("いいえ")
    field = column_of(Window, name)
    if isinstance(field, ChoicesField):
        return field.display_value(value)
    return str(dict(field.choices or []).get(value, value))


def _phone_text(row: dict) -> str:
    phone = unsaved_row("phones", row)
    return f"{phone.get_kind_display()} {phone}"


def _hours_text(facts: Mapping) -> str:
    """Regular hours in full; row by row for former facts without fields about holidays."""
    if facts.keys() >= _ABOUT_HOURS:
        return hours.in_full(schedule_of(facts))
    return "\n".join(str(unsaved_row("hours", row)) for row in facts["hours"])


def _exception_text(row: dict) -> str:
    each = unsaved_row("exceptions", row).as_exception()
    days = f"{each.first_day}"
    if each.last_day != each.first_day:
        days += f"～{each.last_day}"
    return f"{days} {hours.times_text(each.stretches) or _('休み')} {each.note}".strip()


_ROW_TEXTS = {"phones": _phone_text, "exceptions": _exception_text}
