"""What the audit tells of attempts and refusals; changes, and who reads it: the files beside it."""

import logging
import re
import socket
from datetime import timedelta

import pytest
from django.conf import settings as django_settings
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.db import ProgrammingError, connection, transaction
from django.test import Client
from django.urls import path, resolve
from django.utils import timezone

from directory.models import AuditEntry, Window
from ise_portal.urls import urlpatterns
from platform_members.models import User
from tests.factories import WindowFactory
from tests.helpers import city as shared_city
from tests.helpers.transactions import committed, post_as
from tests.helpers.world import make_world
from tests.ise_portal.test_settings import PRODUCTION, start
from tests.platform_members.accounts.test_second_factor import CODE, code, log_in, with_factor
from tests.test_access import RESIDENTS

Kind = AuditEntry.Kind
LOGIN = "/accounts/login/"
PAGE = "/admin/directory/auditentry/"
WINDOWS = "/admin/directory/window/"
PASSWORD = "correct horse"


@transaction.atomic
def refusing(request):
    """A page that writes something and then refuses."""
    User.objects.filter(pk=request.user.pk).update(name="x")
    raise PermissionDenied


@login_not_required
def rolling_back(request):
    """The page for log-ins in a transaction that comes to nothing."""
    with transaction.atomic():
        answer = resolve(LOGIN).func(request)
        transaction.set_rollback(True)
    return answer


class WithRefusal:
    """The portal's addresses, and two whose transaction ends badly."""

    urlpatterns = [
        path("refusing/", refusing, name="refusing"),
        path("rolling-back/", rolling_back, name="rolling-back"),
        *urlpatterns,
    ]


def guess(email, password="guess", client=None):  # noqa: S107
    """Send the log-in form."""
    return (client or Client()).post(LOGIN, {"login": email, "password": password})


def told(kind) -> list[tuple[str, str]]:
    """Who has done what about what, of one kind."""
    rows = AuditEntry.objects.filter(kind=kind).order_by("pk")
    return list(rows.values_list("who", "about"))


def refused() -> list[tuple[str, str]]:
    """Who was refused which page."""
    rows = AuditEntry.objects.filter(kind=Kind.REFUSED).order_by("pk")
    return [(entry.who, entry.what.partition("：")[2]) for entry in rows]


@committed
def test_a_failed_log_in_is_told_of_the_account_and_of_no_stranger(clerk):
    """Neither what was typed for a password, nor an address that has no account."""
    User.objects.create_user("gone@example.jp", PASSWORD, name="去", is_active=False)
    for email, password in (
        ("CLERK@example.jp", "secret guess"),
        ("resident@example.jp", "secret guess"),
        ("gone@example.jp", PASSWORD),
    ):
        guess(email, password)
    assert told(Kind.LOGIN_FAILED) == [
        ("", "伊勢 花子（clerk@example.jp）"),
        ("", "登録のないメールアドレス"),
        ("", "去（gone@example.jp）"),
    ]
    assert told(Kind.LOGIN) == []
    written = str(list(AuditEntry.objects.values()))
    assert not any(word in written for word in ("secret", "resident", "127.0.0.1", "CLERK"))


@committed
def test_a_wrong_code_is_told_and_the_log_in_after_the_right_one(clerk, settings):
    """The password alone is no log-in of an account that has a second factor."""
    settings.MFA_REQUIRED = True
    secret, client = with_factor(clerk), Client()
    log_in(client, clerk)
    client.post(CODE, {"code": "000000"})
    assert told(Kind.LOGIN_FAILED) == [("", "伊勢 花子（clerk@example.jp）")]
    assert told(Kind.LOGIN) == []
    client.post(CODE, {"code": code(secret)})
    assert told(Kind.LOGIN) == [("clerk@example.jp", "伊勢 花子（clerk@example.jp）")]


@committed
def test_a_device_that_was_used_before_is_told_from_a_new_one(clerk):
    """The first log-in in a browser is what its owner should know of."""
    client = Client()
    for _time in range(2):
        guess(clerk.email, PASSWORD, client)
        client.post("/accounts/logout/")
    what = AuditEntry.objects.filter(kind=Kind.LOGIN).order_by("pk").values_list("what", flat=True)
    assert list(what) == ["新しい端末から入りました。", "前にもログインした端末から入りました。"]


@committed
def test_attempts_that_were_stopped_are_told_once_a_minute(clerk):
    """Log-ins, codes, and mails for a new password; however often they are tried again."""
    for _time in range(9):
        guess(clerk.email)
    assert told(Kind.THROTTLED) == [("", "伊勢 花子（clerk@example.jp）")]
    for _time in range(6):
        Client().post("/accounts/password/reset/", {"email": "x@example.jp"})
    assert "account_reset_password" in AuditEntry.objects.get(kind=Kind.THROTTLED, about="").what
    with_factor(clerk)
    client = Client()
    sent = {"login": clerk.email, "password": PASSWORD}
    client.post(LOGIN, sent, REMOTE_ADDR="192.0.2.9")
    for _time in range(8):
        client.post(CODE, {"code": "000000"}, REMOTE_ADDR="192.0.2.9")
    assert told(Kind.THROTTLED)[2:] == [("", "伊勢 花子（clerk@example.jp）")]
    assert len(told(Kind.LOGIN_FAILED)) == 5 + 5


@committed
def test_a_refusal_is_told_by_the_name_of_the_page(reader, member):
    """Of staff and members, once a minute for a page; what was sent and asked is not written."""
    window = WindowFactory()
    address = f"/admin/directory/window/{window.pk}/change/?q=secret"
    for _time in range(3):
        post_as(reader, address, subject="secret")
    client = Client()
    client.force_login(member)
    client.get("/admin/", follow=True)
    client.get("/desk/review/")
    assert refused() == [
        ("reader@example.jp", "admin:directory_window_change"),
        ("member@example.jp", "admin:login"),
        ("member@example.jp", "platform_members:review-list"),
    ]
    assert "secret" not in str(list(AuditEntry.objects.values()))


@committed
def test_a_form_from_elsewhere_is_told_as_a_refusal(clerk):
    """A form without the portal's token, sent in a clerk's browser."""
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(clerk)
    assert strict.post("/desk/meetings/import/", {"text": "x"}).status_code == 403
    assert refused() == [("clerk@example.jp", "platform_members:meeting-import")]


@committed
def test_a_refusal_outlives_the_transaction_that_it_ends(reader, settings):
    """What the page had written is gone; that it was refused stays."""
    settings.ROOT_URLCONF = WithRefusal
    assert post_as(reader, "/refusing/").status_code == 403
    assert User.objects.get(pk=reader.pk).name == reader.name
    assert refused() == [("reader@example.jp", "refusing")]


@committed
@pytest.mark.parametrize("event", ["UPDATE", "DELETE"])
def test_a_log_in_or_out_that_does_not_come_about_is_not_told(clerk, event):
    """Where the session cannot be written, or not be ended."""
    client = Client(raise_request_exception=False)
    if event == "DELETE":
        client.force_login(clerk)
    before = AuditEntry.objects.count()
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE FUNCTION no_session() RETURNS trigger LANGUAGE plpgsql AS"
            " 'BEGIN RAISE EXCEPTION ''No session.''; END';"
            f"CREATE TRIGGER no_session BEFORE {event} ON django_session"
            " EXECUTE FUNCTION no_session()"
        )
    try:
        if event == "DELETE":
            client.post("/accounts/logout/")
        else:
            guess(clerk.email, PASSWORD, client)
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DROP FUNCTION no_session CASCADE")
    assert AuditEntry.objects.count() == before


@committed
def test_of_residents_nothing_is_told(city):
    """Whatever they open, ask, send or are refused."""
    client = Client()
    for address in RESIDENTS:
        client.get(address)
    client.post("/members/apply/", {"name": "x"})
    client.post("/windows/", {"q": "家賃"})
    client.get("/admin/")
    Client(enforce_csrf_checks=True).post(LOGIN, {"login": "x", "password": "x"})
    assert list(AuditEntry.objects.values_list("kind", "what")) == []


@committed
def test_the_city_that_tests_share_has_no_entry_of_the_test_that_read_it_first(clerk, monkeypatch):
    """The clerk's account is told in that test; not in those that follow."""
    monkeypatch.setattr(shared_city, "_rows", {})
    shared_city.load_city()
    assert AuditEntry.objects.exists()
    call_command("flush", interactive=False)
    shared_city.load_city()
    assert not AuditEntry.objects.exists()


@committed
def test_a_new_hash_of_the_same_password_is_no_change(clerk, settings):
    """Django makes one at a log-in when the way of hashing has changed."""
    settings.PASSWORD_HASHERS = [
        "django.contrib.auth.hashers.PBKDF2PasswordHasher",
        *settings.PASSWORD_HASHERS,
    ]
    guess(clerk.email, PASSWORD)
    clerk.refresh_from_db()
    assert clerk.password.startswith("pbkdf2")
    assert told(Kind.PASSWORD) == []


@pytest.mark.django_db
def test_what_was_told_stays_as_it_is_for_as_long_as_was_promised(administrator, settings):
    """PostgreSQL refuses to change it, or to let it go earlier, whatever the rule is by then."""
    settings.AUDIT_DAYS = 100
    entry = AuditEntry.objects.exported("表", by=administrator, rows=1)
    assert entry.kept_until - entry.at == timedelta(days=100)
    settings.AUDIT_DAYS = 30
    for change in (
        lambda: AuditEntry.objects.update(who="x"),
        lambda: AuditEntry.objects.update(kept_until=timezone.now() - timedelta(days=1)),
        lambda: AuditEntry.objects.filter(pk=entry.pk).delete(),
    ):
        with pytest.raises(ProgrammingError, match="stay as they are"), transaction.atomic():
            change()


# --- Lines of the log ---------------------------------------------------------------------------


@committed
def test_each_entry_is_a_line_of_the_log_that_names_numbers_only(clerk, administrator, caplog):
    """The account and the row by their numbers; no line of what was rolled back."""
    window = WindowFactory(status=Window.Status.DRAFT, published_at=None, subject="秘密の窓口")
    caplog.set_level(logging.INFO, "portal.audit")
    form = {"action": "publish", "_selected_action": [window.pk]}
    post_as(clerk, "/admin/directory/window/", **form)
    with transaction.atomic():
        AuditEntry.objects.exported("x", by=clerk, rows=1)
        transaction.set_rollback(True)
    logged_in, published = (record.getMessage() for record in caplog.records)
    own = f"account {clerk.pk} platform_members.User {clerk.pk}"
    assert logged_in == f"login by {own}: 新しい端末から入りました。"
    row = f"account {clerk.pk} directory.Window {window.pk}"
    assert published == f"publication by {row}: 公開しました。"


def test_the_lines_go_to_the_machines_syslog_where_it_is_named(tmp_path):
    """In the log's own format, as one message each, in UTF-8."""
    address = str(tmp_path / "log")
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as syslog:
        syslog.bind(address)
        syslog.settimeout(30)
        sending = (
            "import logging, logging.config; from django.conf import settings;"
            "logging.config.dictConfig(settings.LOGGING);"
            "logging.getLogger('portal.audit').info('%s', 'login by account 3: 入りました。')"
        )
        outcome = start(sending, **PRODUCTION | {"AUDIT_SYSLOG": address})
        assert outcome.returncode == 0, outcome.stderr
        message = syslog.recv(4096).decode()
    found = re.fullmatch(r"<86>ise-portal: \[[-\d: ,]+\] \[INFO\] portal.audit: (.*)", message)
    assert found[1] == "login by account 3: 入りました。"
    assert django_settings.LOGGING["loggers"]["portal.audit"]["handlers"] == []


def test_every_export_is_noted_with_who_what_and_how_many(reader, clerk, administrator):
    """From the list, by an action, and of the year's programmes; the administrator reads it."""
    make_world(administrator)
    client = Client()
    client.force_login(reader)
    client.get(f"{WINDOWS}export/csv/")
    client.get("/desk/programmes/export/")
    client.force_login(clerk)
    chosen = list(Window.objects.values_list("pk", flat=True)[:2])
    client.post(WINDOWS, {"action": "export_excel", "_selected_action": chosen})
    exports = AuditEntry.objects.filter(kind=AuditEntry.Kind.EXPORT)
    noted = list(exports.order_by("pk").values_list("who", "rows"))[1:]
    assert [who for who, _rows in noted] == ["reader@example.jp"] * 2 + ["clerk@example.jp"]
    assert noted[2][1] == 2
    assert client.get(PAGE).status_code == 403
    client.force_login(administrator)
    assert "clerk@example.jp" in client.get(PAGE).content.decode()
    assert client.post(f"{PAGE}add/").status_code == 403


@committed
def test_a_failed_log_in_outlives_the_transaction_in_which_it_failed(clerk, settings):
    """Its entry is written when the visitor has the answer, whatever became of all else."""
    settings.ROOT_URLCONF = WithRefusal
    Client().post("/rolling-back/", {"login": clerk.email, "password": "guess"})
    assert told(Kind.LOGIN_FAILED) == [("", "伊勢 花子（clerk@example.jp）")]
