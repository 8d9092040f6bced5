"""Hours in words, pasted into a form whose rows they become; nothing is saved.

Admin and the members' desk have the same box above the rows of hours. What is read takes the place
of the rows, which stay on the page, marked to be removed.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from directory import hours
from directory.facts.schema import NAMED
from directory.forms import HoursRuleForm, HoursRuleFormSet, PlainTextField
from directory.models import HoursRule, Window
from directory.text.tidy import tidy

LONGEST_TEXT = 2000
MOST_ROWS = 200
RULES = forms.inlineformset_factory(
    Window,
    HoursRule,
    form=HoursRuleForm,
    formset=HoursRuleFormSet,
    fields=NAMED["hours"].row_fields,
    extra=0,
    max_num=MOST_ROWS,
    absolute_max=MOST_ROWS + 1,
)
OF_WINDOW = forms.modelform_factory(
    Window, fields=["opens_on_holidays", "closes_at_year_end", "shifted_closing_days"]
)
# A choice of True, False and None, and a box to tick, take the same words.
_SENT: dict[object, list[str]] = {True: ["true"], False: ["false"], None: ["unknown"]}


class HoursTextForm(forms.Form):
    """Box for hours in words; `hours_text_read` is the text that the rows below came from."""

    hours_text = PlainTextField(
        label=gettext_lazy("受付日時の文"),
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy(
            "お知らせや看板の文を、そのまま貼り付けられます。"
            "例：平日 9時～17時（祝日・年末年始を除く）、第2土曜 9:00～12:00"
        ),
    )
    hours_text_read = PlainTextField(required=False, widget=forms.HiddenInput)


@dataclass(frozen=True)
class HoursText:
    """The box as the page shows it, with what was understood, or why it was not."""

    text: str = ""
    read: str = ""
    understood: str = ""
    refusal: str = ""
    # How many rows stood there before and are marked to be removed.
    replaced: int = 0

    @property
    def is_new(self) -> bool:
        """Whether it was read just now: the form is shown again, and nothing saved."""
        return bool(self.understood or self.refusal)

    @property
    def form(self) -> HoursTextForm:
        """The box."""
        return HoursTextForm(initial={"hours_text": self.text, "hours_text_read": self.read})


def in_form(
    data: QueryDict, prefix: str, *, pressed: bool, is_new: bool, most_rows: int = MOST_ROWS
) -> tuple[HoursText, QueryDict]:
    """The box of a form that was sent, and the form's data with the rows that were read.

    A text that stands there and was not read yet is read whichever button was `pressed`: it is
    not lost. Of a new window nothing is known of the year end but what its text says.
    """
    text, read = (tidy(data.get(name, "")).strip() for name in HoursTextForm.base_fields)
    if not text or (text == read and not pressed):
        return HoursText(text, read), data
    try:
        reading = _read(text)
        data, replaced = _with_rows(data.copy(), prefix, reading, most_rows)
    except hours.Unreadable as error:
        return HoursText(text, refusal=str(error)), data
    if is_new and "closes_at_year_end" not in reading.said:
        data["closes_at_year_end"] = "unknown"
    return HoursText(text, text, _understood(reading, data), replaced=replaced), data


def as_new_rows(data: QueryDict, *prefixes: str) -> QueryDict:
    """Data of a form whose rows are all new: what is typed counts, not what it once was."""
    found = data.copy()
    for name in data:
        if name.startswith(tuple(f"{prefix}-" for prefix in prefixes)):
            if name.endswith(("-id", "-window")):
                del found[name]
            elif name.endswith("-INITIAL_FORMS"):
                found[name] = "0"
    return found


def _read(text: str) -> hours.Reading:
    """The text as rows that can be kept. Raises hours.Unreadable."""
    reading = hours.read(text)
    if problems := hours.problems(reading.rules):
        row = hours.row_text(reading.rules[problems[0].index])
        raise hours.Unreadable(f"「{row}」：{problems[0].message}")
    return reading


def _with_rows(
    data: QueryDict, prefix: str, reading: hours.Reading, most_rows: int
) -> tuple[QueryDict, int]:
    """The data with the rows of a reading; other rows are marked to be removed, and counted."""
    table = RULES(as_new_rows(data, prefix), instance=Window(), prefix=prefix)
    left, free, replaced = list(reading.rules), [], 0
    for number, row in enumerate(table.forms):
        place = f"{prefix}-{number}"
        if not row.has_changed() and not data.get(f"{place}-id"):
            free.append(number)
        elif row.is_valid() and (rule := row.instance.as_rule()) in left:
            left.remove(rule)
            data.pop(f"{place}-DELETE", None)
        elif f"{place}-DELETE" not in data:
            data[f"{place}-DELETE"] = "on"
            replaced += 1
    total = len(table.forms)
    more = max(0, len(left) - len(free))
    if total + more > most_rows:
        raise hours.Unreadable(_("行が多すぎます。いらない行を消してから、読み取ってください。"))
    for number, rule in zip([*free, *range(total, total + more)], left, strict=False):
        for name, values in _row(rule).items():
            data.setlist(f"{prefix}-{number}-{name}", values)
    data[f"{prefix}-TOTAL_FORMS"] = str(total + more)
    for name, value in reading.said.items():
        days = [str(day) for day in sorted(value)] if isinstance(value, frozenset) else None
        data.setlist(name, _SENT[value] if days is None else days)
    return data, replaced


def _row(rule: hours.Rule) -> dict[str, list[str]]:
    """A row as a browser sends it."""
    days = {"valid_from": rule.valid_from, "valid_until": rule.valid_until}
    ticks = {"by_reservation": rule.by_reservation, "tentative": rule.tentative}
    return {
        "weekdays": [*map(str, sorted(rule.weekdays))],
        "nth_weeks": [*map(str, sorted(rule.nth_weeks))],
        "opens": [hours.clock(rule.opens)],
        "closes": [hours.end_text(rule.opens, rule.closes)],
        "on_holidays": [rule.on_holidays.value],
        "label": [rule.label],
        **{name: [day.isoformat() if day else ""] for name, day in days.items()},
        **{name: ["on"] if ticked else [] for name, ticked in ticks.items()},
    }


def _understood(reading: hours.Reading, data: QueryDict) -> str:
    """The sentence that will hold once the form is saved, with what the form says of holidays."""
    form = OF_WINDOW(data)
    form.is_valid()
    schedule = replace(
        hours.Schedule(reading.rules),
        opens_on_holidays=form.instance.opens_on_holidays,
        closes_at_year_end=form.instance.closes_at_year_end,
        shifted_closing_days=frozenset(form.instance.shifted_closing_days),
    )
    return hours.in_sentences(schedule)
