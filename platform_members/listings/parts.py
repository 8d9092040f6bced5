"""Parts of a window's form: what a member changes on one screen, and all of it at once."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from directory.facts.schema import PROPOSABLE, Section, of_section


@dataclass(frozen=True)
class Group:
    """Facts that stand together, under a heading or folded away beneath it."""

    label: str | Promise
    names: tuple[str, ...]
    is_folded: bool = False


@dataclass(frozen=True)
class Part:
    """One screen of the form; `key` stands in its address, "" for the whole form.

    `blank_row` names the rows of which a further one stands ready, because most who come add one.
    """

    key: str
    label: str | Promise
    groups: tuple[Group, ...]
    blank_row: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """The facts that it asks for, from top to bottom."""
        return tuple(name for group in self.groups for name in group.names)


WHOLE = Part(
    "",
    _("全部"),
    tuple(
        Group(section.label, names)
        for section in Section
        if (names := tuple(fact.name for fact in of_section(section) if fact.name in PROPOSABLE))
    ),
)
_PARTS = (
    Part("phones", _("電話"), (Group("", ("phones",)),)),
    Part(
        "hours",
        _("受付日時"),
        (
            Group("", ("hours",)),
            Group(
                _("祝日・年末年始"),
                ("opens_on_holidays", "closes_at_year_end", "shifted_closing_days"),
                is_folded=True,
            ),
            Group(_("予約・緊急"), ("reservation", "urgent"), is_folded=True),
            Group(_("曜日と時刻では表せないとき"), ("hours_override",), is_folded=True),
        ),
    ),
    Part("closures", _("臨時の休み"), (Group("", ("exceptions",)),), blank_row="exceptions"),
    Part(
        "text",
        _("説明"),
        (
            Group("", ("subject", "name", "description")),
            Group(_("対象・費用"), ("eligibility", "cost"), is_folded=True),
            Group(
                _("相談する前に知りたいこと"),
                ("anonymity", "asked_first", "duration", "by_others"),
                is_folded=True,
            ),
        ),
    ),
    Part(
        "rest",
        _("そのほか"),
        (
            Group(_("場所"), ("address", "place_note", "confidential_location"), is_folded=True),
            Group(_("地図の位置"), ("latitude", "longitude"), is_folded=True),
            Group(_("ホームページ・メール"), ("website", "email"), is_folded=True),
            Group(_("相談の方法・ことば"), ("channels", "languages"), is_folded=True),
            Group(_("分野"), ("categories",), is_folded=True),
            Group(_("よみがな・運営する団体"), ("kana", "provider"), is_folded=True),
        ),
    ),
)
PARTS = {part.key: part for part in _PARTS}
PART_OF = {name: part for part in _PARTS for name in part.names}
