"""Audit entries of accounts: log-ins, attempts, refusals, passwords, addresses, factors, rights.

Receivers of signals, so that no way of changing an account is forgotten: pages of libraries,
admin, commands. What fails or is refused is written when the visitor has the answer: no
transaction that ends badly takes it along, and no answer waits for it.
"""

from functools import partial

from allauth.core import context
from allauth.core.internal import ratelimit
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authentication_failed
from django.contrib.auth import signals as auth
from django.contrib.auth.models import Group
from django.core.cache import cache
from django.db.models import signals as rows
from django.http import HttpRequest
from django.utils.translation import gettext as _

from directory.models import AuditEntry
from platform_members.accounts.devices import known_device
from platform_members.models import Membership, User

Kind = AuditEntry.Kind
# Of the same thing, again and again, one entry in so many seconds: no flood fills the table.
SECONDS_APART = 60
# Rights of an account before it is made.
BORN = {"is_active": None, "is_staff": False, "is_superuser": False}
# What an account is watched for, besides its groups and factors.
WATCHED = ("email", "password", "is_active", "is_staff", "is_superuser")


def listen() -> None:
    """Connect the receivers; called once, when the apps are loaded."""
    auth.user_logged_in.connect(_logged_in)
    auth.user_logged_out.connect(_logged_out)
    auth.user_login_failed.connect(_login_failed)
    authentication_failed.connect(_code_failed)
    rows.pre_save.connect(_about_to_save_account, sender=User)
    rows.post_save.connect(_saved_account, sender=User)
    rows.post_delete.connect(_deleted_account, sender=User)
    rows.m2m_changed.connect(_changed_groups, sender=User.groups.through)
    rows.m2m_changed.connect(_changed_permissions, sender=User.user_permissions.through)
    rows.m2m_changed.connect(_changed_permissions, sender=Group.permissions.through)
    rows.post_save.connect(_saved_factor, sender=Authenticator)
    rows.post_delete.connect(_deleted_factor, sender=Authenticator)
    rows.pre_save.connect(_about_to_save_membership, sender=Membership)
    rows.post_save.connect(_saved_membership, sender=Membership)
    rows.post_delete.connect(_deleted_membership, sender=Membership)


def note_refused(request: HttpRequest, user: User) -> None:
    """Record that a person was refused a page, named as its view is; not its address."""
    view = request.resolver_match.view_name if request.resolver_match else ""
    what = _("権限がないか、送り先が違うため、断りました：%s") % view
    if _is_first(f"refused {user.pk} {view}"):
        _later(request, partial(AuditEntry.objects.record, Kind.REFUSED, what, by=user))


def note_throttled(request: HttpRequest, *, key: str, email: str = "") -> None:
    """Record that attempts were stopped: on an account, or at a page, which is the `key` then."""
    what = _("短い時間に何度も試したため、止めました。")
    if not _is_first(f"throttled {key} {ratelimit.get_ip(request)}"):
        return
    if email:
        _later(request, partial(_record_attempt, Kind.THROTTLED, what, email))
    else:
        what = f"{what}（{key}）"
        _later(request, partial(AuditEntry.objects.record, Kind.THROTTLED, what, by=_person()))


def _login_failed(*, credentials, request, **signal) -> None:
    what = _("パスワードが違うか、使えないアカウントです。")
    _later(request, partial(_record_attempt, Kind.LOGIN_FAILED, what, credentials.get("email", "")))


def _code_failed(*, request, user, **signal) -> None:
    what = _("二段階認証のコードが違います。")
    _later(request, partial(_record_attempt, Kind.LOGIN_FAILED, what, user.email))


def note_passkey_failed(request: HttpRequest, user: User) -> None:
    """Record that a passkey did not prove who the person is; `user` is the account tried."""
    what = _("パスキーで確かめられませんでした。")
    _later(request, partial(_record_attempt, Kind.LOGIN_FAILED, what, user.email))


def _record_attempt(kind: str, what: str, email: str) -> None:
    """Write an attempt on an account; of an address that has none, nothing of the address.

    Who has tried is not known: the account is what it is about.
    """
    user = User.objects.with_address(email).first()
    _record(kind, what, None, user, _name(user) if user else _("登録のないメールアドレス"))


def _is_first(key: str) -> bool:
    return cache.add(f"audit {key}", True, timeout=SECONDS_APART)


def _later(request: HttpRequest | None, work) -> None:
    """Do it when the visitor has the answer; at once where there is no request."""
    if request is None:
        work()
    else:
        request.left_for_later.append(work)  # type: ignore[attr-defined]  # by our middleware


def _logged_in(*, request, user, **signal) -> None:
    known = known_device(request, user.email)
    what = _("前にもログインした端末から入りました。") if known else _("新しい端末から入りました。")
    _record(Kind.LOGIN, what, user, user)


def _logged_out(*, user, **signal) -> None:
    if user is not None:
        _record(Kind.LOGOUT, _("出ました。"), user, user)


def _about_to_save_account(*, instance, update_fields, **signal) -> None:
    """Read what the account was.

    A new hash of the same password, made at a log-in, is no change: Django saves it by itself.
    """
    watched = set(WATCHED) if update_fields is None else set(WATCHED) & set(update_fields)
    is_same_password = update_fields is not None and set(update_fields) == {"password"}
    instance.was = None
    if watched and not is_same_password:
        instance.was = User.objects.filter(pk=instance.pk).values(*watched).first()


def _saved_account(*, instance, created, **signal) -> None:
    was = BORN if created else instance.was or {}
    changed = {name for name in was if was[name] != getattr(instance, name)}
    told = [
        (Kind.PASSWORD, {"password": _("変えました。")}),
        (Kind.ADDRESS, {"email": _("変えました。")}),
        (Kind.RIGHTS, _rights_of(instance, created)),
    ]
    for kind, sentences in told:
        if what := "".join(text for name, text in sentences.items() if name in changed):
            _record(kind, what, _person(), instance)


def _rights_of(user: User, created: bool) -> dict[str, str]:
    """Sentence of each mark of an account that gives rights, as it is now."""
    disabled = _("使えないアカウントを作りました。") if created else _("使えなくしました。")
    enabled = _("アカウントを作りました。") if created else _("使えるようにしました。")
    return {
        "is_active": enabled if user.is_active else disabled,
        "is_staff": _("職員にしました。") if user.is_staff else _("職員から外しました。"),
        "is_superuser": _("管理者にしました。")
        if user.is_superuser
        else _("管理者から外しました。"),
    }


def _deleted_account(*, instance, **signal) -> None:
    _record(Kind.RIGHTS, _("アカウントを消しました。"), _person(), instance)


def _changed_groups(*, instance, action, reverse, pk_set, **signal) -> None:
    """Record roles of an account that were given or taken, from either side."""
    sentences = {
        "post_add": _("役割を付けました：%s"),
        "post_remove": _("役割を外しました：%s"),
        "pre_clear": _("役割をすべて外しました：%s"),
    }
    if action not in sentences or pk_set == set():
        return
    if pk_set is None:
        pk_set = {row.pk for row in (instance.user_set if reverse else instance.groups).all()}
    groups = [instance] if reverse else list(Group.objects.filter(pk__in=pk_set))
    what = sentences[action] % "、".join(sorted(group.name for group in groups))
    for user in User.objects.filter(pk__in=pk_set) if reverse else [instance]:
        _record(Kind.RIGHTS, what, _person(), user)


def _changed_permissions(*, instance, action, pk_set, **signal) -> None:
    """Record permissions that a person gives to an account or a role; `migrate` keeps roles."""
    sentences = {
        "post_add": _("権限を付けました。"),
        "post_remove": _("権限を外しました。"),
        "pre_clear": _("権限をすべて外しました。"),
    }
    person = _person()
    if action in sentences and pk_set != set() and person:
        number = len(pk_set) if pk_set else None
        kind, what = Kind.RIGHTS, sentences[action]
        AuditEntry.objects.record(kind, what, by=person, about=instance, rows=number)


def _saved_factor(*, instance, created, **signal) -> None:
    if created:
        sentences = {
            Authenticator.Type.TOTP: _("認証アプリを設定しました。"),
            Authenticator.Type.RECOVERY_CODES: _("予備のコードを作りました。"),
            Authenticator.Type.WEBAUTHN: _("パスキーを追加しました。"),
        }
        _record(Kind.FACTOR, sentences[instance.type], _person(), instance.user)


def _deleted_factor(*, instance, **signal) -> None:
    sentences = {
        Authenticator.Type.TOTP: _("認証アプリを解除しました。"),
        Authenticator.Type.RECOVERY_CODES: _("予備のコードを消しました。"),
        Authenticator.Type.WEBAUTHN: _("パスキーを消しました。"),
    }
    _record(Kind.FACTOR, sentences[instance.type], _person(), instance.user)


def _about_to_save_membership(*, instance, **signal) -> None:
    instance.was = Membership.objects.filter(pk=instance.pk).values_list("role", flat=True).first()


def _saved_membership(*, instance, created, **signal) -> None:
    if created or instance.was != instance.role:
        text = _("団体の担当者にしました：%s") if created else _("できることを変えました：%s")
        _record_membership(instance, text % instance.get_role_display())


def _deleted_membership(*, instance, **signal) -> None:
    _record_membership(instance, _("団体の担当者から外しました。"))


def _record_membership(membership: Membership, what: str) -> None:
    words = f"{membership.organisation}：{_name(membership.user)}"
    _record(Kind.RIGHTS, what, _person(), membership, words)


def _record(kind: str, what: str, by: User | None, about, words: str = "") -> None:
    words = words or _name(about)
    AuditEntry.objects.record(kind, what, by=by, about=about, words=words)


def _name(user: User) -> str:
    return f"{user}（{user.email}）"


def _person() -> User | None:
    """The person of the request that is being answered; None for commands and visitors."""
    request = context.request
    user = getattr(request, "user", None)
    return user if user is not None and user.is_authenticated else None
