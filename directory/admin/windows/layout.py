"""Layout of a window's form: its parts in the order in which a clerk asks a window for them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.contrib.admin.helpers import AdminForm, Fieldset, InlineAdminFormSet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from directory.forms import holds_something


@dataclass(frozen=True)
class Part:
    """Part of the form: fields, or a table of rows by its prefix; what is less usual is folded."""

    title: str | Promise
    fields: tuple[str, ...] = ()
    rows: str = ""
    help: str | Promise = ""
    is_folded: bool = False


PARTS = (
    Part(_("何の相談か"), ("subject", "name", "categories")),
    Part(_("電話番号"), rows="phones"),
    Part(
        _("受付日時"),
        rows="hours_rules",
        help=_("行の順番はそのままでかまいません。曜日の早い順に並べて表示します。"),
    ),
    Part(_("予約・相談のしかた"), ("reservation", "channels")),
    Part(_("場所"), ("address", "place_note", "confidential_location")),
    Part(_("説明・対象・費用"), ("description", "eligibility", "cost", "kana"), is_folded=True),
    Part(_("ふりがな"), ("furigana",), is_folded=True),
    Part(
        _("相談する前に知りたいこと"),
        ("anonymity", "asked_first", "duration", "by_others"),
        is_folded=True,
    ),
    Part(_("臨時の休み・臨時の受付"), rows="hours_exceptions", is_folded=True),
    Part(
        _("祝日・年末年始・特別な文"),
        (
            "opens_on_holidays",
            "closes_at_year_end",
            "shifted_closing_days",
            "urgent",
            "hours_override",
        ),
        is_folded=True,
    ),
    Part(
        _("運営・ウェブサイト・メール・言語"),
        ("provider", "website", "email", "languages"),
        is_folded=True,
    ),
    Part(_("地図の位置"), ("latitude", "longitude"), is_folded=True),
    Part(
        _("確認・見せ方・並び順"),
        ("verification_months", "verification_email", "discreet", "order"),
        is_folded=True,
    ),
    Part(
        _("出典・職員のための記録"),
        ("source", "source_date", "doubt", "origin", "note"),
        is_folded=True,
    ),
)


def fieldsets() -> list[tuple]:
    """The headings and fields of the form, as admin wants them."""
    return [(part.title, {"fields": list(part.fields)}) for part in PARTS if part.fields]


@dataclass(frozen=True)
class ShownPart:
    """Part of a form that is shown: a part with its fields or its rows."""

    part: Part
    fieldset: Fieldset | None = None
    rows: InlineAdminFormSet | None = None

    @property
    def is_open(self) -> bool:
        """Whether a folded part is open: it holds something, or an error."""
        if self.rows is not None:
            formset = self.rows.formset
            errors = any(formset.errors) or formset.non_form_errors()
            return bool(errors or formset.initial_form_count() or formset.has_changed())
        return holds_something(self.fieldset.form, self.fieldset.fields)  # type: ignore[union-attr]


def shown_parts(form: AdminForm, inlines: Iterable[InlineAdminFormSet]) -> Iterator[ShownPart]:
    """The parts of a form; those of which a person may see nothing are left out."""
    fieldsets = {fieldset.name: fieldset for fieldset in form}  # type: ignore[attr-defined]
    tables = {inline.formset.prefix: inline for inline in inlines}
    for part in PARTS:
        if part.title in fieldsets:
            yield ShownPart(part, fieldset=fieldsets[part.title])
        elif part.rows in tables:
            yield ShownPart(part, rows=tables[part.rows])
