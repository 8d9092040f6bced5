"""Users: staff of the welfare centre, and members of organisations."""

from collections.abc import Iterator

from allauth.account.models import EmailAddress
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models, transaction
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from directory.concurrency import Revised


class UserManager(BaseUserManager["User"]):
    """Manager of users; accounts are made by invitation only."""

    def create_user(self, email: str, password: str | None = None, **fields) -> "User":
        """Make a person who logs in by e-mail; without a password they must set one by mail."""
        if not email:
            raise ValueError("A user needs an e-mail address.")
        user = self.model(email=self.normalize_email(email), **fields)
        user.set_password(password)
        user.save()
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields) -> "User":
        """Make an administrator, who may do everything."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def with_address(self, email: str) -> models.QuerySet:
        """The person, if any, with this address, however it is capitalised."""
        return self.filter(email__iexact=email)

    def administrators(self) -> models.QuerySet:
        """Those who may do everything, and may log in."""
        return self.filter(is_superuser=True, is_active=True)

    def get_by_natural_key(self, username: str | None) -> "User":
        """Find a person however the address is capitalised."""
        return self.get(email__iexact=username)


class User(Revised, AbstractBaseUser, PermissionsMixin):
    """User with an account, known by e-mail address. Residents have none."""

    email = models.EmailField(
        _("メールアドレス"),
        unique=True,
        error_messages={"unique": _("このメールアドレスはすでに登録されています。")},
    )
    name = models.CharField(_("氏名"), max_length=100)
    is_staff = models.BooleanField(
        _("職員"),
        default=False,
        help_text=_("管理画面に入れる人です。団体の担当者には付けません。"),
    )
    is_active = models.BooleanField(
        _("有効"),
        default=True,
        help_text=_("退職・異動のときは、削除せずにチェックを外してください。"),
    )
    session_epoch = models.PositiveIntegerField(
        _("ログインの世代"),
        default=0,
        db_default=0,
        editable=False,
        help_text=_("増えると、それまでのログインがすべて終わります。"),
    )
    date_joined = models.DateTimeField(_("登録日時"), default=timezone.now, editable=False)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name = _("利用者")
        verbose_name_plural = _("利用者")
        ordering = ["name", "email"]
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="user_email_unique_whatever_the_case",
                violation_error_message=_("このメールアドレスはすでに登録されています。"),
            )
        ]

    def __str__(self) -> str:
        return self.name or self.email

    @transaction.atomic
    def save(self, *args, **kwargs) -> None:
        """Save it together with what the audit says of the change (`accounts.audit`)."""
        super().save(*args, **kwargs)

    def get_session_auth_hash(self) -> str:
        """What a session must bear; no session outlives a change of password or a disabling.

        The database itself counts up `session_epoch` when an account is disabled, whatever
        disables it, and never counts down: an account that is enabled again starts without any.
        """
        return self._of_this_epoch(super().get_session_auth_hash())

    def get_session_auth_fallback_hash(self) -> Iterator[str]:
        """What sessions bear that were made under an older SECRET_KEY."""
        return map(self._of_this_epoch, super().get_session_auth_fallback_hash())

    def _of_this_epoch(self, text: str) -> str:
        return f"{text}/{self.session_epoch}" if self.session_epoch else text

    def may_look_after(self, other: "User") -> bool:
        """Whether this person may change the other's account.

        Who can change an account's address or password can log in with it: an account with more
        rights is out of reach.
        """
        if self.is_superuser:
            return True
        return not other.is_superuser and other.get_all_permissions() <= self.get_all_permissions()

    @property
    def has_proved_address(self) -> bool:
        """Whether the person has shown that they read the mail of their address."""
        proved = EmailAddress.objects.filter(user=self, verified=True)
        return proved.filter(email__iexact=self.email).exists()

    def standing(self) -> list[str]:
        """Where the person stands: organisations with role, and whether their hours need review."""
        return [
            f"{place.organisation_id} {place.role} {place.organisation.hours_need_no_review}"
            for place in self.memberships.select_related("organisation").order_by("organisation")
        ]

    def get_short_name(self) -> str:
        """How the portal greets the person."""
        return str(self)
