"""Updates (変更案): changes proposed by organisations, public once a reviewer approves."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from directory.facts.diff import changed_names, label_of
from directory.fields import FactsField, both_or_neither, person_field
from directory.models import Window, WindowVersion
from platform_members.models.listing import Listing
from platform_members.models.organisation import Organisation
from platform_members.models.subscription import SubscribedWindow
from platform_members.proposals import conflicting_names, nothing


class ListingUpdateQuerySet(models.QuerySet["ListingUpdate"]):
    """Updates, asked for in the words of the domain."""

    def viewable_by(self, user) -> Self:
        """Those of organisations whose desk a person may look at."""
        return self.filter(organisation__in=Organisation.objects.viewable_by(user))

    def editable_by(self, user) -> Self:
        """Those of organisations for which a person may propose changes."""
        return self.filter(organisation__in=Organisation.objects.editable_by(user))

    def of_listing(self, listing: Listing) -> Self:
        """Those by which an organisation wants, or wanted, to change one of its windows."""
        return self.filter(window=listing.window_id, organisation=listing.organisation_id)

    def of_organisation(self, organisation: Organisation) -> Self:
        """All that an organisation has proposed."""
        return self.filter(organisation=organisation)

    def of_window(self, window: Window | None) -> Self:
        """Those that change a window; with None those that propose a new one."""
        return self.filter(window=window)

    def open(self) -> Self:
        """Those not decided or withdrawn."""
        return self.filter(status__in=ListingUpdate.OPEN)

    def of_shared(self, shared: SubscribedWindow) -> Self:
        """Those that another portal's change of one of its windows has made."""
        return self.filter(shared=shared)

    def waiting_of(self, keys: Iterable[int]) -> set[int]:
        """Those among windows of other portals, by primary key, of which a change waits."""
        return {*self.waiting().filter(shared__in=keys).values_list("shared", flat=True)}

    def open_again(
        self, update: ListingUpdate | None, organisation: Organisation, window: Window | None
    ) -> ListingUpdate | None:
        """The open update with which an editor goes on after a refusal, read anew; None for none.

        For a new window it is the same one still; for another whichever is open now.
        """
        now_open = self.open().for_lists().filter(organisation=organisation, window=window)
        if window is None:
            now_open = now_open.filter(pk=update.pk if update else None)
        return now_open.first()

    def sent_in(self) -> Self:
        """Those that reviewers may see: all but drafts."""
        return self.exclude(submitted_at=None)

    def waiting(self) -> Self:
        """Those that a reviewer has to decide, the oldest first."""
        return self.filter(status=ListingUpdate.Status.WAITING).order_by("submitted_at", "pk")

    def submitted_before(self, moment: datetime) -> Self:
        """Those sent in before a moment."""
        return self.filter(submitted_at__lt=moment)

    def unsettled(self) -> Self:
        """Those that a reviewer or the organisation of a window has to see to.

        While there is one, what the window says is in question and cannot be confirmed.
        """
        statuses = [ListingUpdate.Status.WAITING, ListingUpdate.Status.RETURNED]
        return self.filter(status__in=statuses, window__listing__organisation=F("organisation"))

    def of_windows(self, keys: Iterable[int]) -> Self:
        """Those that change the windows with these primary keys."""
        return self.filter(window__in=keys)

    def closed(self) -> Self:
        """Those decided or withdrawn, the latest first."""
        return self.exclude(status__in=ListingUpdate.OPEN).order_by("-decided_at", "-pk")

    def without_review(self) -> Self:
        """Those that became public without a reviewer, the latest first."""
        return self.filter(auto_approved=True).order_by("-decided_at", "-pk")

    def for_lists(self) -> Self:
        """With all that a line in a list says, in the same query."""
        return self.select_related(
            "organisation",
            "window",
            "base_version",
            "submitted_by",
            "decided_by",
            "shared__subscription",
        )


# What another portal says is sent, and where staff trust it decided, by the portal itself.
_OF_A_PORTAL = Q(shared__isnull=False, submitted_by=None)


def _version(name) -> models.ForeignKey:
    return models.ForeignKey(
        WindowVersion,
        models.RESTRICT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=name,
    )


class ListingUpdate(models.Model):
    """Update: facts that an organisation proposes for a window, and the decision."""

    class Status(models.TextChoices):
        """State of an update; the public sees nothing of it before it is approved."""

        DRAFT = "draft", _("下書き")
        WAITING = "waiting", _("確認待ち")
        RETURNED = "returned", _("差し戻し")
        APPROVED = "approved", _("承認")
        DECLINED = "declined", _("見送り")
        WITHDRAWN = "withdrawn", _("取り下げ")

    OPEN = (Status.DRAFT, Status.WAITING, Status.RETURNED)

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="updates", verbose_name=_("団体")
    )
    # None while the update proposes a window that is not there yet.
    window = models.ForeignKey(
        Window, models.CASCADE, null=True, related_name="updates", verbose_name=_("相談窓口")
    )
    # The window of another portal whose change it is: no person has sent it.
    shared = models.ForeignKey(
        SubscribedWindow,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="updates",
        verbose_name=_("ほかのポータルの窓口"),
    )
    base_version = _version(_("もとの内容"))
    result = _version(_("承認して公開した内容"))
    facts = FactsField(_("変更案"))
    # Facts of a draft that cannot become public yet, by name: `typed`, as their fields had them,
    # and `why`; `facts` has their last sound value.
    unfinished = models.JSONField(
        _("直している途中の内容"), default=dict, db_default={}, editable=False
    )
    # Counts up with every change, so that an action on an older one is refused.
    revision = models.PositiveIntegerField(_("版"), default=1, editable=False)

    status = models.CharField(
        _("状態"), max_length=10, choices=Status, default=Status.DRAFT, editable=False
    )
    saved_at = models.DateTimeField(_("保存した日時"), editable=False)
    saved_by = person_field(_("保存した人"), null=True, editable=False)
    submitted_at = models.DateTimeField(_("出した日時"), null=True, editable=False)
    submitted_by = person_field(_("出した人"), null=True, editable=False)
    decided_at = models.DateTimeField(_("決めた日時"), null=True, editable=False)
    decided_by = person_field(_("決めた人"), null=True, editable=False)
    comment = models.TextField(_("コメント"), max_length=1000, blank=True, editable=False)
    # When its sender said that every other fact of the window had been checked as well.
    checked_on = models.DateField(_("すべての内容を確かめた日"), null=True, editable=False)
    auto_approved = models.BooleanField(_("確認なしで公開"), default=False, editable=False)

    objects = ListingUpdateQuerySet.as_manager()

    class Meta:
        verbose_name = _("掲載内容の変更案")
        verbose_name_plural = _("掲載内容の変更案")
        ordering = ["-saved_at", "-pk"]
        indexes = [
            models.Index(
                fields=["submitted_at", "id"], condition=Q(status="waiting"), name="update_in_queue"
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["window", "organisation"],
                condition=Q(status__in=["draft", "waiting", "returned"]),
                name="update_one_open_a_listing",
                violation_error_message=_("この窓口には、まだ終わっていない変更案があります。"),
            ),
            models.CheckConstraint(
                name="update_status_agrees_with_its_dates",
                condition=(
                    Q(status="draft", submitted_at=None, decided_at=None)
                    | Q(status="waiting", submitted_at__isnull=False, decided_at=None)
                    | Q(
                        status__in=["returned", "approved", "declined"],
                        submitted_at__isnull=False,
                        decided_at__isnull=False,
                    )
                    | Q(status="withdrawn", decided_at__isnull=False)
                ),
            ),
            models.CheckConstraint(
                name="update_is_finished_when_it_waits",
                condition=Q(unfinished={}) | Q(status__in=["draft", "returned", "withdrawn"]),
            ),
            models.CheckConstraint(
                name="update_is_submitted_by_somebody",
                condition=both_or_neither("submitted") | _OF_A_PORTAL,
            ),
            models.CheckConstraint(
                name="update_is_checked_by_its_sender",
                condition=Q(checked_on=None) | Q(submitted_at__isnull=False),
            ),
            models.CheckConstraint(
                name="update_is_decided_by_somebody",
                condition=both_or_neither("decided") | _OF_A_PORTAL,
            ),
            models.CheckConstraint(
                name="update_is_turned_down_with_a_reason",
                condition=~Q(status__in=["returned", "declined"]) | ~Q(comment=""),
            ),
            models.CheckConstraint(
                name="update_has_a_result_once_approved",
                condition=Q(status="approved", window__isnull=False, result__isnull=False)
                | (~Q(status="approved") & Q(result=None, auto_approved=False)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject}／{self.organisation}"

    @property
    def subject(self) -> str:
        """What the window is about; a new one is called as it is proposed."""
        return self.window.subject if self.window else self.facts["subject"] or str(_("新しい窓口"))

    @property
    def sender(self) -> str:
        """Who has sent it: a person, or another portal."""
        return str(self.submitted_by or (self.shared and self.shared.subscription) or "")

    @property
    def decider(self) -> str:
        """Who has decided it: a person, or the portal itself."""
        return str(self.decided_by or _("自動"))

    @property
    def is_new(self) -> bool:
        """Whether it proposes, or proposed, a window that was not there."""
        return self.base_version is None

    @property
    def publishes(self) -> bool:
        """Whether residents can see at once what a reviewer approves."""
        return self.window is None or self.window.status == Window.Status.PUBLISHED

    @property
    def is_open(self) -> bool:
        """Whether it is neither decided nor withdrawn."""
        return self.status in self.OPEN

    @property
    def is_waiting(self) -> bool:
        """Whether a reviewer has to decide it."""
        return self.status == self.Status.WAITING

    @property
    def base_facts(self) -> dict:
        """What the window said when the member began; nothing for a new one."""
        return self.base_version.facts if self.base_version else nothing()

    @property
    def changed_names(self) -> list[str]:
        """The facts that it changes, in the order of the form."""
        return changed_names(self.base_facts, self.facts)

    @property
    def changed_labels(self) -> list[str]:
        """What forms call the facts that it changes."""
        return [label_of(name) for name in self.changed_names]

    def said(self, names: Iterable[str]) -> dict:
        """What it says of some facts, as typed where they are unfinished."""
        return {name: self.unfinished.get(name, self.facts.get(name)) for name in names}

    @property
    def confirms_its_result(self) -> bool:
        """Whether its sender has checked everything that the window says since it was approved.

        Not where a reviewer took part of it only, or something else was changed meanwhile.
        """
        return (
            self.checked_on is not None
            and self.result is not None
            and not changed_names(self.facts, self.result.facts)
        )

    @property
    def has_confirmed(self) -> bool:
        """Whether the day on which its sender checked all facts is the window's last one."""
        return (
            self.window is not None
            and self.confirms_its_result
            and self.window.verified_on == self.checked_on
        )

    def conflicts_with(self, current: Mapping) -> list[str]:
        """Facts that it changes and that staff have changed to another value meanwhile."""
        return conflicting_names(self.base_facts, current, self.facts)

    # What happens to it; nothing here is saved

    def write(self, *, facts: dict, unfinished: dict, at: datetime, by) -> None:
        """Set typed facts beside those that stay; a waiting update stays waiting. Not saved."""
        kept = {name: each for name, each in self.unfinished.items() if name not in facts}
        self.facts, self.unfinished = self.facts | facts, kept | unfinished
        self.saved_at, self.saved_by = at, by

    def submit(self, *, at: datetime, by: models.Model | None, checked: bool = False) -> None:
        """Put it before the reviewers; in the queue it keeps the place that it had.

        `checked`: its sender has checked all other facts too.
        """
        self.checked_on = timezone.localdate(at) if checked else None
        if self.status != self.Status.WAITING:
            self.submitted_at = at
        self.status, self.submitted_by = self.Status.WAITING, by
        self.decided_at = self.decided_by = None

    def decide(self, status: Status, *, at: datetime, by, comment: str = "") -> None:
        """Set the decision with its author and reason. Not saved."""
        self.status, self.comment = status, comment
        self.decided_at, self.decided_by = at, by
