"""Rows of the page on which staff choose: what a portal offers, and what it is here."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from django.utils.translation import gettext as _

from directory.facts.diff import changed_names, label_of
from directory.facts.snapshot import facts_of
from directory.models import Window
from directory.open_data.hsds.origins import own_address
from directory.text.days import day_words
from platform_members.models import ListingUpdate, SubscribedWindow, Subscription

MAX_ALIKE = 5


@dataclass
class OfferedRow:
    """A window of the other portal: what it is called there, and how it stands with it here."""

    uid: str
    subject: str
    name: str
    provider: str
    origin: str = ""
    numbers: list[str] = field(default_factory=list)
    ended: bool = False
    shared: SubscribedWindow | None = None
    window: Window | None = None
    alike: list[Window] = field(default_factory=list)
    state: str = ""
    changed_here: str = ""

    @property
    def title(self) -> str:
        """What it is called there: what it is about, and the window's name."""
        name = self.name or self.uid
        return f"{self.subject}（{name}）" if self.subject else name

    @property
    def is_chosen(self) -> bool:
        """Whether it is taken."""
        return self.shared is not None and self.shared.chosen

    @property
    def why_not(self) -> str:
        """Reason why it cannot be chosen; "" where it can."""
        if self.is_chosen:
            return ""
        if self.origin == own_address():
            return _("このポータルの窓口です。")
        if self.origin:
            return _("元のポータルは %s です。そこから受け取ってください。") % self.origin
        return _("先方で終わっています。") if self.ended else ""


def all_rows(subscription: Subscription) -> list[OfferedRow]:
    """Every window that is offered or taken, those that are taken first."""
    known = {str(each.uid): each for each in SubscribedWindow.objects.of(subscription).chosen()}
    rows = [
        OfferedRow(**each, shared=known.pop(each["uid"], None)) for each in subscription.offered
    ]
    rows += [OfferedRow(uid, "", each.name, "", shared=each) for uid, each in known.items()]
    return sorted(rows, key=lambda row: not row.is_chosen)


def look_up(rows: Iterable[OfferedRow]) -> None:
    """Fill in what the rows of a page are here, in a constant number of queries."""
    rows = list(rows)
    keys = [row.shared.window_id for row in rows if row.shared and row.shared.window_id]
    here = {each.pk: each for each in Window.objects.filter(pk__in=keys).for_reading()}
    of_uid = {each.uid: each for each in Window.objects.with_uids(row.uid for row in rows)}
    taken = [row.shared.pk for row in rows if row.shared]
    asked = ListingUpdate.objects.waiting_of(taken)
    for row in rows:
        if row.shared:
            row.window = here.get(row.shared.window_id or 0)
            row.state = _state(row.shared, row.window, row.shared.pk in asked)
            row.changed_here = _changed_here(row.shared, row.window)
        else:
            row.window = of_uid.get(UUID(row.uid))
    _find_alike([row for row in rows if row.window is None and not row.shared])


def _state(shared: SubscribedWindow, window: Window | None, is_waiting: bool) -> str:
    if shared.fault:
        return shared.fault
    if shared.ended_at:
        return _("%s に、先方で終わったか休止しました。") % day_words(shared.ended_at)
    if shared.answered_at is None:
        return _("次の夜に受け取ります。")
    if is_waiting:
        return _("変更案が、職員の確認を待っています。")
    if window is None:
        return _("新しい窓口の変更案は、見送られました。")
    if window.status != Window.Status.PUBLISHED:
        status = window.get_status_display()
        return _("先方では公開中、ここでは「%s」です。確かめて公開してください。") % status
    return _("%s に返事がありました。") % day_words(shared.answered_at)


def _changed_here(shared: SubscribedWindow, window: Window | None) -> str:
    """Facts of a window that are not its owner's any more, or not yet."""
    if window is None:
        return ""
    return "、".join(map(label_of, changed_names(shared.facts, facts_of(window))))


def _find_alike(rows: list[OfferedRow]) -> None:
    """Windows that a new one might be: of the same name, or with the same number."""
    names = {row.name for row in rows}
    numbers = {number for row in rows for number in row.numbers if number}
    found: dict[str, list[Window]] = defaultdict(list)
    windows = Window.objects.kept().called_or_rung(names, numbers).filter(subscribed=None)
    for window in windows.prefetch_related("phones"):
        for sign in {window.name, *(phone.dialled for phone in window.phones.all())}:
            found[sign].append(window)
    for row in rows:
        alike = [window for sign in (row.name, *row.numbers) for window in found.get(sign, [])]
        row.alike = list(dict.fromkeys(alike))[:MAX_ALIKE]
