"""Subscriptions: other portals, and those of their windows that are kept true here."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from directory.concurrency import Revised
from directory.facts.schema import NAMED, PROPOSABLE, Section
from directory.fields import ChoicesField, FactsField, WebAddressField, person_field
from directory.models import Window
from directory.out_of_use import Retirable, RetirableQuerySet
from platform_members.models.organisation import Organisation

# Each portal sorts windows into its own categories.
SHARED_FACTS = tuple(name for name in PROPOSABLE if name != "categories")


class SubscriptionQuerySet(RetirableQuerySet["Subscription"]):
    """Subscriptions, asked for in the words of the domain."""

    def with_faults(self) -> Self:
        """Those in use that did not answer last, or answered what cannot be taken."""
        of_windows = SubscribedWindow.objects.chosen().exclude(fault="").values("subscription")
        return self.in_use().filter(~Q(fault="") | Q(pk__in=of_windows))

    def with_counts(self) -> Self:
        """With `chosen_count`, and `faulty_count`: of these, those that could not be taken last.

        Counted beside the rows, so that the rows themselves can be locked.
        """
        chosen = SubscribedWindow.objects.filter(subscription=OuterRef("pk"), chosen=True)
        return self.annotate(
            chosen_count=_number_of(chosen), faulty_count=_number_of(chosen.exclude(fault=""))
        )


def _number_of(rows: models.QuerySet) -> Coalesce:
    numbers = rows.order_by().values("subscription").values(number=models.Count("pk"))
    return Coalesce(Subquery(numbers), 0)


class Subscription(Retirable, Revised):
    """Another portal whose windows staff choose, and what is taken from it without review."""

    class Trusted(models.TextChoices):
        """A part of a window's form whose changes there become public here without review."""

        TROUBLE = Section.TROUBLE.value, Section.TROUBLE.label
        CONTACT = Section.CONTACT.value, Section.CONTACT.label
        HOURS = Section.HOURS.value, Section.HOURS.label
        PLACE = Section.PLACE.value, Section.PLACE.label

    name = models.CharField(
        _("ポータルの名前"),
        max_length=60,
        unique=True,
        help_text=_("例：三重県の相談窓口。窓口が休止されたとき、住民もこの名前を読みます。"),
    )
    address = WebAddressField(
        _("HSDSのアドレス"),
        max_length=300,
        unique=True,
        help_text=_("「/hsds/」で終わるアドレスです。"),
    )
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        related_name="subscriptions",
        verbose_name=_("窓口を受け持つ団体"),
        help_text=_("受け取った窓口は、この団体の窓口になります。"),
    )
    trusted = ChoicesField(
        models.CharField(max_length=10, choices=Trusted),
        verbose_name=_("確認なしで公開する項目"),
        default=list,
        blank=True,
        help_text=_(
            "付けた項目が先方で変わると、職員の確認なしで、ここでもすぐに変わります。"
            "新しい窓口、ここで直した項目、先方が空にした項目は、いつも職員が確認します。"
        ),
    )
    # What its list of windows said when staff last asked for it: `OFFERED` of each.
    offered = models.JSONField(_("先方の窓口"), default=list, db_default=[], editable=False)
    offered_at = models.DateTimeField(_("一覧を取り寄せた日時"), null=True, editable=False)
    answered_at = models.DateTimeField(_("最後に返事があった日時"), null=True, editable=False)
    fault = models.CharField(_("困ったこと"), max_length=200, default="", editable=False)

    OFFERED = ("uid", "subject", "name", "provider", "origin", "numbers", "ended")

    objects = SubscriptionQuerySet.as_manager()

    class Meta:
        verbose_name = _("ほかのポータル")
        verbose_name_plural = _("ほかのポータル")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def trusts(self, name: str) -> bool:
        """Whether a change of this fact becomes public without review."""
        return NAMED[name].section.value in self.trusted

    def what_follows(self) -> list[str | Promise]:
        """Consequence: what was taken stays, and is kept true by hand."""
        return [_("受け取った窓口はそのまま残ります。先方で変わっても、ここには届きません。")]


class SubscribedWindowQuerySet(models.QuerySet["SubscribedWindow"]):
    """Windows of other portals, asked for in the words of the domain."""

    def chosen(self) -> Self:
        """Those that the night asks for."""
        return self.filter(chosen=True, subscription__retired_at=None)

    def of(self, subscription: Subscription) -> Self:
        """Those of a portal."""
        return self.filter(subscription=subscription)

    def of_window(self, window: Window) -> Self:
        """Those that are a window here, of whichever portal."""
        return self.filter(window=window, chosen=True).select_related("subscription")

    def not_asked_since(self, moment: datetime) -> Self:
        """Those that were not asked for since a moment."""
        return self.exclude(asked_at__gte=moment)

    def longest_waiting_first(self) -> Self:
        """In the order in which they are asked: a night that ends early begins there next."""
        return self.order_by(F("asked_at").asc(nulls_first=True), "pk")

    def get_for_update(self, key: int) -> SubscribedWindow:
        """One of them, locked until the transaction ends."""
        return self.select_for_update(of=("self",)).select_related("subscription").get(pk=key)


class SubscribedWindow(models.Model):
    """A window of another portal that staff have chosen, and the window that it is here."""

    subscription = models.ForeignKey(
        Subscription, models.PROTECT, related_name="windows", verbose_name=_("ほかのポータル")
    )
    uid = models.UUIDField(_("先方の公開ID"), editable=False)
    name = models.CharField(_("先方の名称"), max_length=200, editable=False)
    # None until a reviewer has approved it as a new window.
    window = models.ForeignKey(
        Window,
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="subscribed",
        verbose_name=_("ここの窓口"),
    )
    chosen = models.BooleanField(_("受け取る"), default=True, editable=False)
    chosen_at = models.DateTimeField(_("選んだ日時"), editable=False)
    chosen_by = person_field(_("選んだ人"), editable=False)
    # Of its owner's facts those that were last taken or proposed; a change is a change of these.
    facts = FactsField(_("最後に受け取った内容"), default=dict, editable=False)
    etag = models.CharField(max_length=200, default="", editable=False)
    asked_at = models.DateTimeField(_("最後に尋ねた日時"), null=True, editable=False)
    answered_at = models.DateTimeField(_("最後に返事があった日時"), null=True, editable=False)
    # Since when its owner does not show it any more.
    ended_at = models.DateTimeField(_("先方で終わった日時"), null=True, editable=False)
    fault = models.CharField(_("困ったこと"), max_length=300, default="", editable=False)

    objects = SubscribedWindowQuerySet.as_manager()

    class Meta:
        verbose_name = _("受け取る窓口")
        verbose_name_plural = _("受け取る窓口")
        ordering = ["pk"]
        default_permissions = ()  # they are part of a portal's page
        constraints = [
            models.UniqueConstraint(
                fields=["subscription", "uid"], name="subscribed_window_once_a_portal"
            ),
            models.UniqueConstraint(
                fields=["window"],
                condition=Q(chosen=True),
                name="window_is_kept_true_by_one_portal",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def origin(self) -> str:
        """Who owns it, as its window says it to other portals."""
        return self.subscription.address

    def take(self, facts: dict, *, etag: str, name: str, at: datetime) -> None:
        """Note what its owner says now. Not saved."""
        self.facts, self.etag, self.name = self.facts | facts, etag, name or self.name
        self.asked_at = self.answered_at = at
        self.ended_at, self.fault = None, ""

    def forget(self, names: Iterable[str]) -> None:
        """Note that these facts were not taken, so that they are proposed anew. Not saved."""
        gone = set(names)
        self.facts = {name: each for name, each in self.facts.items() if name not in gone}
