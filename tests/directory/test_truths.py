"""What the database holds of windows whatever code forgets: constraints, history, moments."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.utils import timezone

from directory.changes import keep_first_versions, retire_windows, suspend_windows
from directory.models import (
    CatalogueVersion,
    Category,
    Holiday,
    HoursException,
    HoursInterval,
    HoursRule,
    Phone,
    Window,
    WindowVersion,
    YearEnd,
)
from directory.models.window_queryset import RETIRED_LAST
from platform_members.models import Organisation
from tests.factories import CategoryFactory, OrganisationFactory, WindowFactory, give_hours
from tests.helpers.page_forms import sent


@pytest.fixture
def window(db):
    """A published window with hours and a history."""
    categories = [CategoryFactory(), CategoryFactory()]
    window = give_hours(WindowFactory(categories=categories), "月火水木金 8:30-17:15")
    keep_first_versions(Window.objects.all())
    return window


@pytest.fixture
def admin(administrator):
    """The administrator's browser."""
    client = Client()
    client.force_login(administrator)
    return client


@pytest.mark.parametrize(
    ("model", "broken", "constraint"),
    [
        (
            HoursRule,
            {"valid_from": date(2026, 4, 2), "valid_until": date(2026, 4, 1)},
            "hours_rule_ends_after_it_begins",
        ),
        (Phone, {"kind": "telex"}, "phone_is_of_a_known_kind"),
        (Window, {"suspension_reason": "改修"}, "window_gives_a_reason_only_while_suspended"),
        (Organisation, {"kind": "club"}, "organisation_is_of_a_known_kind"),
        (Organisation, {"role": ""}, "organisation_has_a_known_role"),
    ],
)
def test_the_database_refuses_by_whatever_way(window, model, broken, constraint):
    """Also what goes past every form."""
    OrganisationFactory()
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        model.objects.update(**broken)


def test_the_database_knows_every_kind_of_the_models(window):
    """A kind that is added to the choices is added to the constraint."""
    OrganisationFactory()
    for model, field in ((Phone, "kind"), (Organisation, "kind"), (Organisation, "role")):
        for value, _label in model._meta.get_field(field).choices:
            model.objects.update(**{field: value})


def test_a_clerk_reads_that_the_last_day_is_before_the_first(admin, window):
    """Beside the dates, with what was typed."""
    address = f"/admin/directory/window/{window.pk}/change/"
    dates = {"valid_from": "2026-04-02", "valid_until": "2026-04-01"}
    form = sent(admin.get(address)) | {f"hours_rules-0-{k}": v for k, v in dates.items()}
    page = admin.post(address, form | {"_save": "1"})
    assert page.status_code == 200
    for words in ("終わりの日が始まりの日より前です", "2026-04-02"):
        assert words in page.content.decode()


@pytest.mark.parametrize(("field", "value"), [("kind", "club"), ("role", "chief")])
def test_an_unknown_kind_of_organisation_is_refused_in_words(admin, db, field, value):
    """The form comes back; nothing is written."""
    organisation = OrganisationFactory()
    address = f"/admin/platform_members/organisation/{organisation.pk}/change/"
    page = admin.post(address, sent(admin.get(address)) | {field: value, "_save": "1"})
    assert f"{value} は候補にありません" in page.content.decode()
    assert not Organisation.objects.filter(**{field: value}).exists()


def test_an_unknown_kind_of_number_is_refused_in_words(admin, window):
    """The form comes back; nothing is written."""
    address = f"/admin/directory/window/{window.pk}/change/"
    form = sent(admin.get(address)) | {"phones-0-kind": "telex", "_save": "1"}
    assert "telex は候補にありません" in admin.post(address, form).content.decode()


def test_a_retired_window_gives_no_reason_of_a_suspension(window, clerk):
    """Why it was suspended stays in its history."""
    suspend_windows(windows=Window.objects.all(), by=clerk, reason="改修のため")
    retire_windows(windows=Window.objects.all(), by=clerk)
    assert Window.objects.get().suspension_reason == ""
    assert [each.comment for each in window.versions.all()] == ["", "改修のため", ""]


def test_a_window_that_has_a_history_is_not_deleted(admin, window):
    """Admin says what keeps it; the history stays."""
    address = f"/admin/directory/window/{window.pk}/delete/"
    assert "窓口の履歴" in admin.get(address).content.decode()
    admin.post(address, {"post": "yes"})
    assert WindowVersion.objects.filter(window=window).exists()


@pytest.mark.parametrize(
    ("query", "index"),
    [
        (lambda: WindowVersion.objects.of_window(1)[:1], "version_newest_of_a_window"),
        (lambda: WindowVersion.objects.latest_of([Window(pk=1)]), "version_newest_of_a_window"),
        (lambda: Window.objects.modified_after(timezone.now()), "window_by_change"),
        (lambda: Window.objects.order_by(RETIRED_LAST, "order", "pk"), "window_in_staffs_order"),
        (
            lambda: Window.objects.published().with_shifted_closing().order_by(),
            "window_with_shifted_closing",
        ),
        (lambda: Window.objects.published().urgent().in_list_order(), "window_urgent"),
        (
            lambda: HoursInterval.objects.filter(during__startswith__gt=timezone.now()).order_by(
                "during__startswith"
            ),
            "hours_interval_start",
        ),
    ],
)
def test_indexes_serve_what_is_asked(db, query, index, django_assert_max_num_queries):
    """Versions, changes, orders and marks of windows: by the index made for each.

    Among many windows without a mark or a change: of an empty table, any index will do.
    """
    of_now = {"status": Window.Status.PUBLISHED, "published_at": timezone.now()}
    Window.objects.bulk_create(Window(subject=f"相談{n}", **of_now) for n in range(300))
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("ANALYZE directory_window")
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_sort = off")
        with django_assert_max_num_queries(2) as asked:
            list(query())
        cursor.execute(f"EXPLAIN {asked[-1]['sql']}")
        assert index in "\n".join(line for (line,) in cursor.fetchall())


OTHER_DAY = {"first_day": date(2026, 12, 1), "last_day": date(2026, 12, 1), "spans": []}


@pytest.mark.parametrize(
    "change",
    [
        lambda window: Window.objects.filter(pk=window.pk).update(cost="無料"),
        lambda window: window.phones.update(label="代表"),
        lambda window: window.phones.all().delete(),
        lambda window: window.hours_rules.update(label="予約のみ"),
        lambda window: HoursException.objects.create(window=window, **OTHER_DAY),
        lambda window: window.categories.add(CategoryFactory()),
        lambda window: window.categories.remove(window.categories.last()),
        lambda window: Category.objects.filter(pk=window.categories.first().pk).update(name="職"),
        lambda window: Holiday.objects.create(date=date(2027, 1, 1), name="元日"),
        lambda window: YearEnd.objects.update_or_create(pk=1, defaults={"first_day": 28}),
    ],
)
def test_whatever_residents_read_moves_the_moment(window, change):
    """By whatever way it is written, also what is written past the models."""
    YearEnd.objects.get_or_create(pk=1)
    _end_of_transaction()
    CatalogueVersion.objects.update(calendar_changed_at=None)
    other = WindowFactory()
    before = max(Window.objects.values_list("changed_at", flat=True))
    assert not Window.objects.modified_after(before).exists()
    change(window)
    _end_of_transaction()
    modified = Window.objects.modified_after(before)
    assert window in modified
    assert (other in modified) is CatalogueVersion.objects.has_new_calendar(before)


def _end_of_transaction() -> None:
    """Let deferred triggers do now what they do when a transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS note_calendar_changed IMMEDIATE")
        cursor.execute("SET CONSTRAINTS note_calendar_changed DEFERRED")


def test_what_is_derived_moves_no_moment(window):
    """The night and a row saved as it was are no change; a stale row takes no moment back."""
    stale = Window.objects.get(pk=window.pk)
    window.phones.update(label="代表")
    before = Window.objects.get(pk=window.pk).changed_at
    Window.objects.update(hours_pattern=None, reachable=False)
    stale.reachable, stale.hours_pattern = False, None
    stale.save()
    assert Window.objects.get(pk=window.pk).changed_at == before
    assert before - stale.changed_at > timedelta()
