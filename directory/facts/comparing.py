"""What differs between two states of a window, field by field, in the clerk's words."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from directory import hours
from directory.facts.reading import FIELDS
from directory.facts.writing import blank_window, exception_row, phone_row, rule_row
from directory.models import Category, Window

ORDER = (*FIELDS[:7], "categories", "phones", *FIELDS[7:17], "hours", "exceptions", *FIELDS[17:])


@dataclass(frozen=True)
class Change:
    """One field that differs: its name in code, its name in Japanese, both values in words."""

    name: str
    label: str
    old: str
    new: str


def changes(old: dict, new: dict, category_names: dict[str, str] | None = None) -> list[Change]:
    """Return what differs between two windows' facts, in the order of the form.

    Fields that either side does not have (facts kept before there was such a field, a proposal
    that leaves it alone) count as unchanged. A page with many comparisons passes the names of
    the categories by their slugs, read once.
    """
    return [
        Change(
            name,
            label_of(name),
            in_words(name, old[name], category_names),
            in_words(name, new[name], category_names),
        )
        for name in changed_names(old, new)
    ]


def changed_names(old: dict, new: dict) -> list[str]:
    """Return which facts differ, as `changes` does, without putting them into words."""
    return [name for name in ORDER if name in old and name in new and old[name] != new[name]]


def label_of(name: str) -> str:
    """Return how forms call a field."""
    if name == "phones":
        return _("電話番号")
    if name == "hours":
        return _("受付日時")
    if name == "exceptions":
        return _("臨時の休み・臨時の受付")
    return str(Window._meta.get_field(name).verbose_name)


def in_words(name: str, value, category_names: dict[str, str] | None = None) -> str:
    """Return one fact as a person reads it: a line a row where there are several; "" for none."""
    if name == "categories":
        names = Category.objects.names_by_slug() if category_names is None else category_names
        return "、".join(names.get(slug, slug) for slug in value)
    if name in _LIST_IN_WORDS:
        return "\n".join(filter(None, _LIST_IN_WORDS[name](value)))
    if value is None:
        return _("不明") if name == "closes_at_year_end" else ""
    if isinstance(value, bool):
        return _("はい") if value else _("いいえ")
    field = Window._meta.get_field(name)
    if isinstance(value, list):
        labels = dict(field.base_field.choices)
        return "、".join(str(labels.get(each, each)) for each in value)
    return str(dict(field.choices or []).get(value, value))


def _phone_in_words(row: dict) -> str:
    phone = phone_row(blank_window(), row)
    return f"{phone.get_kind_display()} {phone}"


def _rule_in_words(row: dict) -> str:
    """One row of hours in the booklet's words, with what the booklet does not print."""
    rule = rule_row(blank_window(), row)
    words = [str(rule)]
    if rule.by_reservation:
        words.append(_("要予約"))
    if rule.on_holidays == "also":
        words.append(_("祝日も"))
    if rule.valid_from or rule.valid_until:
        words.append(f"（{rule.valid_from or ''}～{rule.valid_until or ''}）")
    return " ".join(words)


def _exception_in_words(row: dict) -> str:
    each = exception_row(blank_window(), row).as_exception()
    days = f"{each.first_day}"
    if each.last_day != each.first_day:
        days += f"～{each.last_day}"
    return f"{days} {hours.times_text(each.stretches) or _('休み')} {each.note}".strip()


_LIST_IN_WORDS = {
    "phones": lambda rows: map(_phone_in_words, rows),
    "hours": lambda rows: map(_rule_in_words, rows),
    "exceptions": lambda rows: map(_exception_in_words, rows),
}
