"""Record of what people have done: append-only, kept for as long as AUDIT_DAYS says."""

import logging
from datetime import datetime, timedelta
from functools import partial
from typing import ClassVar, Self

from django.conf import settings
from django.db import models, transaction
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

log = logging.getLogger("portal.audit")


class AuditQuerySet(models.QuerySet["AuditEntry"]):
    """Entries, newest first."""

    def record(
        self,
        kind: str,
        what: str,
        *,
        by,
        about: models.Model | None = None,
        words: str = "",
        rows: int | None = None,
    ) -> "AuditEntry":
        """Write an entry, in the transaction of what it tells of, and its line into the log.

        `what` is a sentence without a person, an address or anything that was typed: the log, which
        more people read, repeats it. `about` is the row concerned and `words` its name, if not
        `str(about)`; the log names it by its number, as it does the account of `by` (None: a
        command, or a visitor without log-in).
        """
        now = timezone.now()
        account = f"account {by.pk}" if by else "no account"
        row = f" {about._meta.label} {about.pk}" if about else ""
        number = f" ({rows} rows)" if rows is not None else ""
        line = f"{kind} by {account}{row}: {what}{number}"
        transaction.on_commit(partial(log.info, "%s", line), robust=True)
        return self.create(
            at=now,
            kept_until=now + timedelta(days=settings.AUDIT_DAYS),
            kind=kind,
            who=by.email if by else "",
            about=(words or str(about or ""))[:200],
            what=what[:200],
            rows=rows,
        )

    def exported(self, name: str, *, by, rows: int) -> "AuditEntry":
        """Write that a file of this name, made by the portal, was given to a person."""
        kind, what = AuditEntry.Kind.EXPORT, gettext("「%s」を書き出しました。") % name
        return self.record(kind, what, by=by, rows=rows)

    def over(self, now: datetime) -> Self:
        """Those that have been kept for as long as was promised when they were written."""
        return self.filter(kept_until__lt=now)

    def newest_first(self) -> Self:
        """The list of the administrator's page."""
        return self.order_by("-at", "-pk")


class AuditEntry(models.Model):
    """One thing that a person did. PostgreSQL refuses to change it, and to delete it too early.

    Person and thing stand in words: an account that is gone leaves its entries as they are.
    """

    class Kind(models.TextChoices):
        """What was done."""

        LOGIN = "login", _("ログイン")
        LOGOUT = "logout", _("ログアウト")
        LOGIN_FAILED = "login_failed", _("ログインの失敗")
        THROTTLED = "throttled", _("試しすぎによる停止")
        REFUSED = "refused", _("権限のない操作")
        PASSWORD = "password", _("パスワード")
        ADDRESS = "address", _("メールアドレス")
        FACTOR = "factor", _("二段階認証")
        RIGHTS = "rights", _("権限")
        INVITATION = "invitation", _("招待")
        APPLICATION = "application", _("加入の申し込み")
        REVIEW = "review", _("変更案の決定")
        PUBLICATION = "publication", _("公開と取り下げ")
        IMPORT = "import", _("取り込み")
        EXPORT = "export", _("書き出し")

    at = models.DateTimeField(_("日時"), db_index=True)
    # The default is for workers of a version that did not know the column.
    kept_until = models.DateTimeField(_("残す期限"), db_default=Now() + timedelta(days=731))
    kind = models.CharField(_("種類"), max_length=20, choices=Kind)
    who = models.CharField(_("だれが"), max_length=254, blank=True)
    about = models.CharField(_("なにを"), max_length=200, blank=True, db_default="")
    what = models.CharField(_("どうした"), max_length=200)
    rows = models.PositiveIntegerField(_("件数"), null=True)

    objects: ClassVar = AuditQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("操作の記録")
        default_permissions = ()  # no role reads them

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.who}"
