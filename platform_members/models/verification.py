"""Verification requests: links by which contacts confirm a window's facts."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Self

from dateutil.relativedelta import relativedelta
from django.db import models
from django.db.models import Case, Q, Value, When
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from directory.fields import DayField, given, missing, person_field
from directory.models import Window
from platform_members.models.mail import OutgoingMail
from platform_members.secret_links import SecretLinkQuerySet, new_secret

VALID_FOR = timedelta(days=30)
ASKED_AT_MOST_EVERY = relativedelta(months=1)
LONGEST_MESSAGE = 2000

WAITS_FOR_STAFF = Q(status__in=["changes", "bounced"], handled_at=None)


def _lately_or_open(now: datetime) -> Q:
    lately = Q(asked_at__gt=timezone.localtime(now) - ASKED_AT_MOST_EVERY)
    return lately | Q(status="sent", expires_at__gt=now)


class VerificationRequestQuerySet(SecretLinkQuerySet["VerificationRequest"]):
    """Requests, asked for in the words of the domain."""

    def with_window(self) -> Self:
        """With everything that a page shows of each window, in a constant number of queries."""
        listing = "window__listing__organisation"
        return self.select_related("window", listing).prefetch_related(
            "window__categories",
            "window__phones",
            "window__hours_rules",
            "window__hours_exceptions",
        )

    def waiting_at(self, now: datetime) -> Self:
        """Those that may still be answered."""
        return self.filter(status=VerificationRequest.Status.SENT, expires_at__gt=now)

    def unanswered_at(self, now: datetime) -> Self:
        """Those that have expired without an answer, closed by the night or not yet."""
        over = Q(status=VerificationRequest.Status.SENT, expires_at__lte=now)
        return self.filter(over | Q(status=VerificationRequest.Status.UNANSWERED))

    def over_before(self, moment: datetime) -> Self:
        """Those sent before a moment that wait for no answer and no clerk."""
        return self.filter(asked_at__lt=moment, expires_at__lt=moment).exclude(WAITS_FOR_STAFF)

    def needing_staff(self) -> Self:
        """Those about which a clerk must do something: told of changes, or came back."""
        return self.filter(WAITS_FOR_STAFF)

    def of_mail(self, key: int | None) -> Self:
        """Those whose links stand in the mail with this primary key."""
        return self.filter(mail=key)

    def in_status(self, status: str) -> Self:
        """Those with a `VerificationRequest.Status` value."""
        return self.filter(status=status)

    def leaving_their_window_alone(self, now: datetime) -> Self:
        """Those that keep the night from asking about their window: a clerk handles it."""
        return self.filter(WAITS_FOR_STAFF | (_lately_or_open(now) & Q(asked_by__isnull=False)))

    def leaving_their_person_alone(self, now: datetime) -> Self:
        """Those that keep the night from writing to their person again yet."""
        return self.filter(_lately_or_open(now), asked_by=None)

    def to(self, email: str) -> Self:
        """Those sent to an address, however it is capitalised."""
        return self.filter(email__iexact=email)

    def small_addresses(self) -> models.QuerySet:
        """The addresses to which they were sent, in small letters."""
        return self.values_list(Lower("email"), flat=True)

    def refused_by_a_server(self) -> Self:
        """Open ones whose address a mail server has refused for good."""
        refusal = r"^SMTPRecipientsRefused: .*\(5\d\d,"
        return self.filter(
            status=VerificationRequest.Status.SENT,
            mail__sent_at=None,
            mail__last_error__regex=refusal,
        )


class VerificationRequest(models.Model):
    """Verification request: a link for one person to confirm a window's facts or report changes.

    A mail holds a link for each window about which its reader is asked. Where several people are
    asked about a window, the first answer counts.
    """

    class Status(models.TextChoices):
        """What became of it. One that was sent expires by itself; the night closes it."""

        SENT = "sent", _("返事待ち")
        CONFIRMED = "confirmed", _("変更なし")
        CHANGES = "changes", _("変更あり")
        UNANSWERED = "unanswered", _("返事なし")
        WITHDRAWN = "withdrawn", _("取り消し")
        BOUNCED = "bounced", _("届かない")
        ELSEWHERE = "elsewhere", _("ほかの担当者が回答")

    CLERKS_ORDER = (Case(When(WAITS_FOR_STAFF, then=Value(0)), default=Value(1)), "-asked_at")

    window = models.ForeignKey(
        Window, models.CASCADE, related_name="verification_requests", verbose_name=_("相談窓口")
    )
    email = models.EmailField(_("宛先"))
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    status = models.CharField(_("状態"), max_length=10, choices=Status, default=Status.SENT)
    asked_at = models.DateTimeField(_("依頼した日時"), default=timezone.now)
    asked_by = person_field(_("送り直した人"), null=True, blank=True)
    # Of those that the night sends, so that the database refuses a second mail in a month.
    month = DayField(null=True, editable=False)
    expires_at = models.DateTimeField(_("期限"))
    mail = models.ForeignKey(
        OutgoingMail,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="verification_requests",
        verbose_name=_("送信メール"),
    )

    answered_at = models.DateTimeField(_("返事の日時"), null=True, blank=True)
    message = models.TextField(_("変更の内容"), max_length=LONGEST_MESSAGE, blank=True)
    closed_at = models.DateTimeField(_("打ち切った日時"), null=True, blank=True)
    closed_by = person_field(_("打ち切った人"), null=True, blank=True)
    handled_at = models.DateTimeField(_("対応した日時"), null=True, blank=True)
    handled_by = person_field(_("対応した人"), null=True, blank=True)

    objects = VerificationRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("確認の依頼")
        verbose_name_plural = _("確認の依頼")
        ordering = ["-asked_at", "-pk"]
        indexes = [
            models.Index(
                fields=["status"], condition=WAITS_FOR_STAFF, name="verification_for_staff"
            )
        ]
        constraints = [
            models.UniqueConstraint(
                "window",
                Lower("email"),
                condition=Q(status="sent"),
                name="verification_one_open_a_window_and_person",
            ),
            models.UniqueConstraint(
                "window",
                Lower("email"),
                "month",
                name="verification_one_link_a_window_person_and_month",
            ),
            models.CheckConstraint(
                name="verification_asked_by_the_night_or_by_somebody",
                condition=Q(asked_by=None, month__isnull=False)
                | Q(asked_by__isnull=False, month=None),
            ),
            models.CheckConstraint(
                name="verification_status_agrees_with_its_dates",
                condition=(
                    Q(status="sent", answered_at=None, **missing("closed"))
                    | Q(
                        status__in=["confirmed", "changes"],
                        answered_at__isnull=False,
                        **missing("closed"),
                    )
                    | Q(
                        status__in=["unanswered", "elsewhere"],
                        answered_at=None,
                        closed_at__isnull=False,
                        closed_by=None,
                    )
                    | Q(status="withdrawn", answered_at=None, **given("closed"))
                    | Q(status="bounced", answered_at=None, closed_at__isnull=False)
                ),
            ),
            models.CheckConstraint(
                name="verification_changes_say_which",
                condition=(Q(status="changes") & ~Q(message=""))
                | (~Q(status="changes") & Q(message="")),
            ),
            models.CheckConstraint(
                name="verification_handled_by_somebody",
                condition=Q(**missing("handled"))
                | Q(status__in=["changes", "bounced"], **given("handled")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.window}／{self.email}"

    @classmethod
    def new(
        cls, *, window: Window, email: str, at: datetime, by
    ) -> tuple[VerificationRequest, str]:
        """Return an unsaved request and its link's secret, which is kept nowhere.

        `by` is the clerk who sends it again, None for the night's work.
        """
        token, token_hash = new_secret()
        request = cls(
            window=window,
            email=email,
            token_hash=token_hash,
            asked_at=at,
            asked_by=by,
            month=timezone.localdate(at).replace(day=1) if by is None else None,
            expires_at=at + VALID_FOR,
        )
        return request, token

    def is_expired(self, now: datetime) -> bool:
        """Whether its thirty days are over without an answer."""
        over = self.status == self.Status.SENT and self.expires_at <= now
        return over or self.status == self.Status.UNANSWERED

    def is_usable(self, now: datetime) -> bool:
        """Whether it may still be answered."""
        return (
            self.status == self.Status.SENT
            and not self.is_expired(now)
            and self.window.status == Window.Status.PUBLISHED
        )

    @property
    def is_settled(self) -> bool:
        """Whether this person, or another who was asked about the window, has answered."""
        return self.is_answered or self.status == self.Status.ELSEWHERE

    @property
    def is_answered(self) -> bool:
        """Whether the contact has answered, one way or the other."""
        return self.answered_at is not None

    def confirm(self, *, at: datetime) -> None:
        """Set the answer "nothing has changed". Not saved."""
        self.status, self.answered_at = self.Status.CONFIRMED, at

    def tell_changes(self, *, message: str, at: datetime) -> None:
        """Set the answer with a message of changes. Not saved."""
        self.status, self.answered_at, self.message = self.Status.CHANGES, at, message

    def answered_elsewhere(self, *, at: datetime) -> None:
        """Close it, because another person has answered about the window. Not saved."""
        self.status, self.closed_at = self.Status.ELSEWHERE, at

    def withdraw(self, *, at: datetime, by) -> None:
        """Make the link useless. Not saved."""
        self.status, self.closed_at, self.closed_by = self.Status.WITHDRAWN, at, by

    def bounce(self, *, at: datetime, by) -> None:
        """Set the bounced state; `by` is None where a server refused the address. Not saved."""
        self.status, self.closed_at, self.closed_by = self.Status.BOUNCED, at, by
