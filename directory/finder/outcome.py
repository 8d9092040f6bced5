"""The windows of a way through the finder, each with the reasons why it is named."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from directory import hours
from directory.finder.guide import Walk
from directory.models import FinderAnswer, Window
from directory.open_now.rows import read_rows
from directory.search import danger
from directory.search.known import danger_lines

MAX_WINDOWS = 5
# With fewer windows than this of staff's own choice, windows of the same categories fill up.
FEW = 3
# So many are looked at to put those first that answer now.
MAX_LOOKED_AT = 20
Way = FinderAnswer.Way


@dataclass(frozen=True)
class Suggestion:
    """A window with the reasons why it is named; `now` holds for the moment, and not on paper."""

    window: Window
    reasons: list[str]
    now: str = ""


@dataclass(frozen=True)
class Outcome:
    """Where a way ends.

    `dangers` are kinds of danger, the most urgent first. `is_widened`: no window is reached in the
    way that was asked for, so that others are named. `until`: when the answer may change.
    """

    suggestions: list[Suggestion]
    dangers: tuple[str, ...] = ()
    is_widened: bool = False
    until: datetime | None = None


def outcome_of(walk: Walk, now: datetime) -> Outcome:
    """The windows at the end of a way, at most five; none where no window fits in any way."""
    dangers = tuple(danger.by_urgency(walk.dangers))
    keys, is_widened = _keys(walk, dangers), False
    if not keys and walk.way:
        keys, is_widened = _keys(walk, dangers, Way.ANY), True
    windows, until = read_rows(keys[:MAX_LOOKED_AT], now)
    if walk.is_pressing:
        windows = sorted(windows, key=lambda each: not _is_open(each))
    way = "" if is_widened or dangers else walk.way
    found = [
        Suggestion(window, _reasons(window, walk, dangers, way), _now(window))
        for window in windows[:MAX_WINDOWS]
    ]
    return Outcome(found, dangers, is_widened, until)


def _keys(walk: Walk, dangers: tuple[str, ...], way: str | None = None) -> list[int]:
    """Windows by primary key: lines of the dangers, those that answers name, then others."""
    way = "" if dangers else walk.way if way is None else way
    lines = [line.window_id for kind in dangers for line in danger_lines() if line.kind == kind]
    named = dict.fromkeys(
        [*lines, *(each.window for step in walk.steps for each in step.answer.windows)]
    )
    able = Window.objects.published().that_can_be_reached().reached_in_way(way)
    kept = set(able.filter(pk__in=named).order_by().values_list("pk", flat=True)) if named else ()
    keys = [key for key in named if key in kept]
    categories = {key for step in walk.steps for key in step.answer.categories}
    if len(keys) < FEW and categories and not dangers:
        others = able.in_categories(categories).without_general().in_list_order()
        found = others.values_list("pk", flat=True)[: FEW + len(keys)]
        keys += [key for key in found if key not in keys][: FEW - len(keys)]
    return keys


def _is_open(window: Window) -> bool:
    return window.now.state.status == hours.Status.OPEN  # type: ignore[attr-defined]


def _reasons(window: Window, walk: Walk, dangers: Iterable[str], way: str) -> list[str]:
    """Why a window is named, in sentences that are true of it."""
    always = _("24時間・年中無休です。") if window.urgent else ""
    return [each for each in (_why(window, walk, dangers), _how(window, way), always) if each]


def _why(window: Window, walk: Walk, dangers: Iterable[str]) -> str:
    """Staff's own reason, or what of the answers it fits."""
    for step in walk.steps:
        for each in step.answer.windows:
            if each.window == window.pk:
                return _(each.reason) or _("「%(answer)s」のときに案内している窓口です。") % {
                    "answer": _(step.answer.text)
                }
    if any(line.window_id == window.pk for line in danger_lines() if line.kind in dangers):
        return _("急ぐときに案内している窓口です。")
    asked = {key for step in walk.steps for key in step.answer.categories}
    names = [each.public_name for each in window.categories_in_use if each.pk in asked]
    return _("「%(category)s」の分野の窓口です。") % {"category": names[0]} if names else ""


def _how(window: Window, way: str) -> str:
    """In which of the ways that were asked for one can talk there."""
    if way == Way.WITHOUT_TELEPHONE:
        text = _("電話をしなくてよい窓口です（%(channels)s）。")
        return text % {"channels": _("・").join(window.channel_names_without_telephone)}
    if way == Way.WRITING:
        text = _("話さずに、文字で相談できます（%(channels)s）。")
        return text % {"channels": _("・").join(window.channel_names_in_writing)}
    if way == Way.VISIT:
        return _("会って相談できます。")
    return _("電話で相談できます。") if way == Way.TELEPHONE else ""


def _now(window: Window) -> str:
    """That it answers at this moment, where that is sure and not always so."""
    is_sure = window.now.mark == "open"  # type: ignore[attr-defined]
    return _("いま受付中です。") if is_sure and not window.urgent else ""
