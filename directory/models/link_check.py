"""Link checks: the last night's findings for each window."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _


class Status(models.TextChoices):
    """Result of a check: only a broken link is certainly wrong.

    Unreachable: the other side gave no good answer. Not checked: the portal itself had no way to
    ask, so that nothing is known of the link.
    """

    OK = "ok", _("正常")
    BROKEN = "broken", _("リンク切れ")
    UNREACHABLE = "unreachable", _("相手の返事が得られない")
    NOT_CHECKED = "not-checked", _("こちらの通信の都合で、確かめていない")
    NOT_ALLOWED = "not-allowed", _("確認の対象外")


@dataclass(frozen=True)
class Outcome:
    """A status, and why, in words for a clerk (empty where there is nothing to say)."""

    status: Status
    detail: str = ""


def not_checked() -> Outcome:
    """Outcome where the portal's own network gives no answer."""
    return Outcome(
        Status.NOT_CHECKED, gettext("インターネットにつながらず、調べられませんでした。")
    )


class LinkCheckQuerySet(models.QuerySet["LinkCheck"]):
    """Findings, asked for in the words of the domain."""

    def broken(self) -> Self:
        """Broken ones, which staff must correct."""
        return self.filter(status=Status.BROKEN)

    def not_checked(self) -> Self:
        """Those of which nothing is known, because the portal could not ask."""
        return self.filter(status=Status.NOT_CHECKED)

    def of_windows(self, windows: Iterable) -> dict[tuple[int, str], LinkCheck]:
        """The findings for some windows, by window and kind."""
        return {(row.window_id, row.kind): row for row in self.filter(window__in=windows)}

    def left_over(self, *, now: datetime) -> Self:
        """Those of links that a round begun at `now` did not find any more."""
        return self.filter(checked_at__lt=now)


class LinkCheck(models.Model):
    """One link of one window, and what came of following it."""

    class Kind(models.TextChoices):
        """Kind of link."""

        WEBSITE = "website", _("ウェブサイト")
        EMAIL = "email", _("メール")

    Status = Status

    window = models.ForeignKey(
        "directory.Window", models.CASCADE, related_name="link_checks", verbose_name=_("窓口")
    )
    kind = models.CharField(_("種類"), max_length=10, choices=Kind)
    address = models.CharField(_("アドレス"), max_length=500)
    status = models.CharField(_("結果"), max_length=20, choices=Status)
    detail = models.CharField(_("くわしく"), max_length=200, blank=True)
    checked_at = models.DateTimeField(_("確かめた日時"))
    broken_since = models.DateTimeField(_("切れたのがわかった日時"), null=True, blank=True)

    objects = LinkCheckQuerySet.as_manager()

    class Meta:
        verbose_name = _("リンクの確認")
        verbose_name_plural = _("リンクの確認")
        ordering = ["window", "kind"]
        constraints = [
            models.UniqueConstraint(fields=["window", "kind"], name="link_check_one_a_kind"),
            models.CheckConstraint(
                condition=Q(status=Status.BROKEN, broken_since__isnull=False)
                | Q(status=Status.NOT_CHECKED)
                | (~Q(status=Status.BROKEN) & Q(broken_since__isnull=True)),
                name="link_check_broken_since_some_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.window}：{self.address}"

    @property
    def question(self) -> tuple[str, str]:
        """Kind and target of the request: a page's address, or a mail domain."""
        is_page = self.kind == self.Kind.WEBSITE
        return self.kind, self.address if is_page else self.address.rpartition("@")[2].lower()

    def take(self, outcome: Outcome, *, before: LinkCheck | None, now: datetime) -> None:
        """Take over an outcome; a link that stays broken keeps its first date.

        A night without a check keeps the date as well.
        """
        self.status, self.detail, self.checked_at = outcome.status, outcome.detail, now
        same = before if before and before.address == self.address else None
        was_broken_since = same.broken_since if same else None
        self.broken_since = None
        if outcome.status == Status.BROKEN:
            self.broken_since = was_broken_since or now
        elif outcome.status == Status.NOT_CHECKED:
            self.broken_since = was_broken_since

    def save_over(self) -> None:
        """Put this finding in the place of the window's last one of its kind."""
        type(self).objects.bulk_create(
            [self],
            update_conflicts=True,
            unique_fields=["window", "kind"],
            update_fields=["address", "status", "detail", "checked_at", "broken_since"],
        )
