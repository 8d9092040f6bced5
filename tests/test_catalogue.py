"""The catalogue's version is raised by whatever changes what residents read, by any way."""

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from directory.catalogue import PUBLIC, catalogue_changed
from directory.changes import restore_version
from directory.exchange.run import read_import, undo_import, write_import
from directory.models import CatalogueVersion, Holiday, ImportRun, SearchTerm, Window
from platform_members.models import Organisation
from tests.helpers.at_once import at_once
from tests.helpers.city import FIXTURES
from tests.helpers.exchange_files import edited, exported
from tests.helpers.page_forms import filled_form, sent
from tests.helpers.transactions import committed, post_as
from tests.helpers.world import make_world

# Tables that no page of residents reads, and why.
PRIVATE = {
    "directory.AuditEntry": "the administrator's own",
    "directory.CatalogueVersion": "the version itself",
    "directory.Call": "staff's own",
    "directory.Deed": "staff's own",
    "directory.DeedRow": "staff's own",
    "directory.HoursPattern": "derived of the rows of hours, which are watched",
    "directory.HoursInterval": "derived of the rows of hours; the night only looks further ahead",
    "directory.ImportRun": "staff's own; what it writes is watched",
    "directory.LinkCheck": "staff's own",
    "directory.NightlyJob": "read by whoever watches the machine",
    "directory.Task": "staff's own; what it writes is watched",
    "directory.WindowTally": "derived of windows and their categories, which are watched",
    "directory.WindowVersion": "history, read by staff",
    "platform_members.Attempt": "counts of log-ins, under hashes",
    "platform_members.Attendance": "behind the log-in",
    "platform_members.CalendarFeed": "a person's own",
    "platform_members.Invitation": "one person's page",
    "platform_members.ListingUpdate": "nothing is public before it is approved",
    "platform_members.Meeting": "behind the log-in",
    "platform_members.Meeting_organisations": "behind the log-in",
    "platform_members.MeetingImport": "staff's own",
    "platform_members.Membership": "no page of residents names people",
    "platform_members.MembershipApplication": "staff's own",
    "platform_members.OutgoingMail": "staff's own",
    "platform_members.SheetUpload": "behind the log-in",
    "platform_members.SubscribedWindow": "staff's own; what it changes is watched",
    "platform_members.Subscription": "staff's own",
    "platform_members.User": "no page of residents names people",
    "platform_members.User_groups": "no page of residents names people",
    "platform_members.User_user_permissions": "no page of residents names people",
    "platform_members.VerificationRequest": "one contact's page",
}
OURS = ("directory", "platform_members", "campaigns")


@pytest.fixture
def world(administrator):
    """One row of everything."""
    return make_world(administrator)


@pytest.fixture
def news():
    """A list that grows by one whenever the change of the catalogue is announced."""
    heard = []

    def hear(**_kwargs):
        heard.append(CatalogueVersion.objects.current())

    catalogue_changed.connect(hear)
    yield heard
    catalogue_changed.disconnect(hear)


def watched() -> set[str]:
    """The tables that PostgreSQL watches."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname = %s",
            ["raise_catalogue_version"],
        )
        return {table for (table,) in cursor.fetchall()}


def test_every_table_is_watched_or_known_to_be_private(db):
    """A new model says which it is; what apps name and what PostgreSQL watches is the same."""
    models = [m for app in OURS for m in apps.get_app_config(app).get_models(True)]
    assert {model._meta.db_table for model in PUBLIC} == watched()
    assert {m._meta.label for m in models if m not in PUBLIC} == set(PRIVATE)


@committed
def test_any_change_of_a_public_row_raises_it_once(world):
    """Updated in bulk, saved twice: each transaction raises it by one."""
    call_command("rebuild_search", verbosity=0)
    for model in sorted(PUBLIC, key=lambda model: model._meta.label):
        row = model._base_manager.order_by("pk").first()
        assert row is not None, model
        before = CatalogueVersion.objects.current()
        key = model._meta.pk.attname
        model._base_manager.filter(pk=row.pk).update(**{key: row.pk})
        assert CatalogueVersion.objects.current() == before + 1, model
        with transaction.atomic():
            row.save()
            row.save()
        assert CatalogueVersion.objects.current() == before + 2, model


@committed
def test_what_is_taken_back_raises_nothing(world):
    """A transaction that fails leaves the number as it was."""
    before = CatalogueVersion.objects.current()
    with transaction.atomic():
        world.rows["category"].save()
        transaction.set_rollback(True)
    assert CatalogueVersion.objects.current() == before


@committed
def test_what_residents_do_not_read_raises_nothing(world, clerk):
    """Drafts of members, mails and log-ins leave copies of the pages as they are."""
    before = CatalogueVersion.objects.current()
    world.rows["update"].save()
    world.rows["mail"].save()
    clerk.save()
    assert CatalogueVersion.objects.current() == before


@committed
def test_between_tests_the_number_goes_on_by_every_connection(world):
    """Django has one of its own in each thread, and beside the browser's event loop."""
    before = CatalogueVersion.objects.current()
    at_once([lambda: call_command("flush", interactive=False)])
    assert CatalogueVersion.objects.current() == before + 1


def admin_form(user, model: str, row, **changes) -> None:
    """Open a row's page in admin, change some fields and save."""
    address = reverse(f"admin:{model}_change", args=[row.pk])
    client = Client()
    client.force_login(user)
    answer = client.post(address, sent(client.get(address), **changes))
    assert answer.status_code == 302, answer.content.decode()


def write_a_table(world, person) -> ImportRun:
    """Take a table from Excel over."""
    run = ImportRun.objects.create(file_name="窓口.xlsx", made_by=person)
    read_import(run=run, content=edited(exported(), 費用="500円"))
    assert write_import(run=run, by=person)
    return run


def undo_a_table(world, person) -> None:
    """Give every window back what it said before the table."""
    assert undo_import(run=write_a_table(world, person), by=person)


def approve_a_change(world, person) -> None:
    """Press the reviewers' button."""
    address = reverse("platform_members:review-view", args=[world.rows["update"].pk])
    client = Client()
    client.force_login(person)
    form = sent(client.get(address)) | {"decision": ["approve"]}
    assert client.post(address, form).status_code == 302


def confirm_by_link(world, person) -> None:
    """Open the link of the mail and say that all is as it stands there."""
    address = reverse("platform_members:verification-answer", args=[world.tokens["request"]])
    client = Client()
    form = filled_form(client.get(address), "shown")
    assert client.post(address, form).status_code == 302


WAYS = {
    "a clerk saves a window": lambda w, p: admin_form(
        p, "directory_window", w.rows["window"], cost="500円"
    ),
    "a clerk renames a category": lambda w, p: admin_form(
        p, "directory_category", w.rows["category"], name="はたらく"
    ),
    "a clerk corrects a holiday": lambda w, p: admin_form(
        p, "directory_holiday", Holiday.objects.first(), name="振替休日"
    ),
    "a clerk teaches a phrase": lambda w, p: admin_form(
        p, "directory_searchterm", w.rows["term"], general="on"
    ),
    "a clerk corrects an organisation": lambda w, p: admin_form(
        p, "platform_members_organisation", w.rows["organisation"], activities="居場所"
    ),
    "a clerk puts a phrase away": lambda w, p: post_as(
        p,
        reverse("admin:directory_searchterm_changelist"),
        action="take_out_of_use",
        _selected_action=w.rows["term"].pk,
        apply="yes",
    ),
    "a clerk suspends a window": lambda w, p: post_as(
        p,
        reverse("admin:directory_window_changelist"),
        action="suspend",
        _selected_action=w.rows["window"].pk,
        reason="改修のため",
        apply="yes",
    ),
    "a member suspends a window": lambda w, p: post_as(
        w.rows["membership"].user,
        reverse("platform_members:listing-suspend", args=[w.rows["listing"].pk]),
        reason="改修のため",
    ),
    "a table is taken over": write_a_table,
    "a table is undone": undo_a_table,
    "a reviewer approves a change": approve_a_change,
    "a contact confirms by the link in a mail": confirm_by_link,
    "a version is restored": lambda w, p: (
        Window.objects.filter(pk=w.rows["window"].pk).update(cost="1円"),
        restore_version(version=w.rows["version"], by=p, seen=w.rows["version"].pk),
    ),
    "a campaign is withdrawn": lambda w, p: post_as(
        p,
        reverse("admin:campaigns_campaign_changelist"),
        action="withdraw",
        _selected_action=w.rows["campaign"].pk,
        apply="yes",
    ),
    "data are loaded": lambda w, p: call_command("load_directory", str(FIXTURES), verbosity=0),
    "the search is written anew": lambda w, p: call_command("rebuild_search", verbosity=0),
    "a row goes and takes others along": lambda w, p: w.rows["campaign"].delete(),
    "rows are changed in bulk": lambda w, p: Organisation.objects.update(kana="べつのなまえ"),
    "rows are written in bulk": lambda w, p: SearchTerm.objects.bulk_create(
        [SearchTerm(phrase="かね", needles=["かね"], starts=["か"])]
    ),
}
# Bulk writes that go by no operation of ours: PostgreSQL counts them, code cannot hear of them.
UNHEARD = {"rows are changed in bulk", "rows are written in bulk"}


@committed
@pytest.mark.parametrize("way", WAYS)
def test_every_way_of_changing_public_content_raises_it(world, administrator, news, way, settings):
    """Subscribers are told after the commit, when the new number can be read."""
    settings.MFA_REQUIRED = False
    before = CatalogueVersion.objects.current()
    WAYS[way](world, administrator)
    after = CatalogueVersion.objects.current()
    assert after > before
    assert way in UNHEARD or (news and max(news) > before)
