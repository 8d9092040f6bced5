"""Home page of the desk: organisations, windows, tasks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from directory.models import Window, WindowVersion
from directory.open_now.page_state import show_states
from directory.text.days import day_words
from platform_members.listings.actions.listings import own_confirmations
from platform_members.models import Listing, ListingUpdate, Meeting, Organisation, RoundAnswer


@dataclass
class DeskListing:
    """One window on the desk, with the open update, if any."""

    listing: Listing
    update: ListingUpdate | None
    is_due: bool
    # The newest version, which a confirmation from here is about.
    seen: int | None
    # Whether this person confirmed it today, which a press takes back.
    is_confirmed: bool

    @property
    def window(self) -> Window:
        """The window itself, with its `now`."""
        return self.listing.window

    @property
    def may_be_confirmed(self) -> bool:
        """Whether 「変更ありません」 is allowed now."""
        return may_be_confirmed(self.window, self.update)


@dataclass
class DeskOrganisation:
    """One organisation on the desk: its windows, and those that it proposes."""

    organisation: Organisation
    may_edit: bool
    listings: list[DeskListing]
    proposals: list[ListingUpdate]

    def updates(self, status: ListingUpdate.Status) -> list[ListingUpdate]:
        """Open updates with a status: those of its windows, then those of new ones."""
        updates = [*(each.update for each in self.listings if each.update), *self.proposals]
        return [each for each in updates if each.status == status]


@dataclass(frozen=True)
class Task:
    """Task of a person: text, page on which it is done, due date, a reviewer's reason."""

    text: str
    url: str
    due: str = ""
    is_late: bool = False
    note: str = ""
    # The window that one press confirms as it is.
    confirms: DeskListing | None = None


def desk_of(user, moment: datetime) -> list[DeskOrganisation]:
    """Organisations of a person with their windows, in a constant number of queries."""
    organisations = list(Organisation.objects.viewable_by(user))
    editable = set(Organisation.objects.editable_by(user).values_list("pk", flat=True))
    listings = list(Listing.objects.viewable_by(user).for_desk())
    show_states([listing.window for listing in listings], moment)
    updates = list(ListingUpdate.objects.viewable_by(user).open().for_lists())
    versions = WindowVersion.objects.latest_of([listing.window for listing in listings])
    own = own_confirmations([listing.window for listing in listings], user)
    open_by_listing = {(each.organisation_id, each.window_id): each for each in updates}
    today = timezone.localdate(moment)
    return [
        DeskOrganisation(
            organisation=organisation,
            may_edit=organisation.pk in editable,
            listings=[
                DeskListing(
                    listing=listing,
                    update=open_by_listing.get((organisation.pk, listing.window_id)),
                    is_due=needs_confirmation(listing.window, today),
                    seen=versions[listing.window_id].pk if listing.window_id in versions else None,
                    is_confirmed=listing.window_id in own
                    and timezone.localdate(own[listing.window_id].made_at) == today,
                )
                for listing in listings
                if listing.organisation_id == organisation.pk
            ],
            proposals=[
                each
                for each in updates
                if each.organisation_id == organisation.pk and each.window is None
            ],
        )
        for organisation in organisations
    ]


def may_be_confirmed(window: Window, update: ListingUpdate | None) -> bool:
    """Whether 「変更ありません」 is allowed: not while the open update, if any, is undecided."""
    is_settled = update is None or update.status == ListingUpdate.Status.DRAFT
    return is_settled and window.status != Window.Status.RETIRED


def needs_confirmation(window: Window, today) -> bool:
    """Whether the window's facts are due for confirmation."""
    return window.status == Window.Status.PUBLISHED and window.is_overdue_on(today)


def tasks_of(user, desks: list[DeskOrganisation], moment: datetime) -> list[Task]:
    """Tasks of a person, those with a date first; two queries beside the desk's."""
    today = timezone.localdate(moment)
    return [
        *_rounds(user, today),
        *_meetings(user, today),
        *(task for desk in desks if desk.may_edit for task in _windows(desk)),
    ]


def _rounds(user, today: date) -> Iterator[Task]:
    for answer in RoundAnswer.objects.editable_by(user).waiting().for_lists():
        text = _("照会「%(title)s」に回答する（%(organisation)s）")
        yield Task(
            text % {"title": answer.round.title, "organisation": answer.organisation},
            answer.round.get_absolute_url(),
            _("回答期限 %s") % day_words(answer.round.due_on, "weekday"),
            answer.round.is_late_on(today),
        )


def _meetings(user, today: date) -> Iterator[Task]:
    for meeting in Meeting.objects.unanswered_by(user).upcoming_on(today):
        yield Task(
            _("%s の出欠を答える") % meeting.get_kind_display(),
            meeting.get_absolute_url(),
            day_words(meeting.date, "weekday"),
        )


def _windows(desk: DeskOrganisation) -> Iterator[Task]:
    for update in desk.updates(ListingUpdate.Status.RETURNED):
        text = _("返ってきた変更案を直して、もう一度出す：%s") % update.subject
        yield Task(text, _page(update), note=update.comment)
    for update in desk.updates(ListingUpdate.Status.DRAFT):
        yield Task(
            _("下書きの続きを書いて、出す：%s") % update.subject,
            _page(update),
            _("%s に保存") % day_words(timezone.localdate(update.saved_at), "weekday"),
        )
    for each in desk.listings:
        if each.is_due and each.may_be_confirmed:
            text = _("いまも正しいかを確認する：%s") % each.window.subject
            address = reverse("platform_members:listing-view", args=[each.listing.pk])
            yield Task(text, address, confirms=each)


def _page(update: ListingUpdate) -> str:
    return reverse("platform_members:update-view", args=[update.pk])
