"""Taking back what was done: whole, once, in time, by people with the right, or not at all."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from directory.models import Deed, DeedRow, SearchTerm, Window, WindowVersion
from tests.factories import CategoryFactory, ListingFactory, WindowFactory
from tests.helpers.deeds import OURS, content, undo, undo_button
from tests.helpers.page_forms import filled_form, sent
from tests.helpers.transactions import committed

LIST = "/admin/directory/window/"
# Tables of which no deed keeps rows, and why.
NOT_KEPT = {
    "directory.AuditEntry": "stays as it is by law of the database",
    "directory.Call": "a note of one ring; its page takes a confirmation back",
    "directory.CatalogueVersion": "a count",
    "directory.Deed": "a deed itself",
    "directory.DeedRow": "a deed itself",
    "directory.EditionFile": "made once with its edition, which is withdrawn",
    "directory.HoursInterval": "derived",
    "directory.HoursPattern": "derived",
    "directory.ImportRun": "has an undoing of its own",
    "directory.LinkCheck": "the night's finding",
    "directory.NightlyJob": "the night's",
    "directory.Task": "what was asked for; what it writes is kept",
    "directory.WindowSearch": "derived",
    "directory.WindowTally": "derived",
    "directory.WindowVersion": "history",
    "campaigns.Drawing": "derived",
    "platform_members.Attempt": "a count",
    "platform_members.CalendarFeed": "a person's own secret",
    "platform_members.MeetingImport": "has an undoing of its own",
    "platform_members.OutgoingMail": "sent; counted",
    "platform_members.SheetUpload": "a person's own preview",
    "platform_members.User": "an account is changed knowingly; passwords come not back",
    "platform_members.User_groups": "as the account",
    "platform_members.User_user_permissions": "as the account",
}


def log_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def act(client, action, *windows, **sent):
    """Choose windows in the list and press an action; the page afterwards."""
    keys = [window.pk for window in windows]
    sent = {"action": action, "_selected_action": keys, "apply": "1", **sent}
    return client.post(LIST, sent, follow=True)


def kept_tables() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname = 'keep_row'")
        return {table for (table,) in cursor.fetchall()}


def test_every_table_is_kept_or_known_not_to_be(db):
    """A new model says which it is, so that no action is forgotten."""
    models = [m for app in OURS for m in apps.get_app_config(app).get_models(True)]
    assert {m._meta.label for m in models if m._meta.db_table not in kept_tables()} == set(NOT_KEPT)


@committed
def test_the_list_names_what_each_deed_was_done_to(clerk):
    """「1件を休止しました」 alone names no window; the words of a link are no part of it."""
    window = ListingFactory(window__subject="家計の相談").window
    client = log_in(clerk)
    act(client, "suspend", window, reason="工事")
    address = reverse("admin:directory_window_change", args=[window.pk])
    client.post(address, sent(client.get(address), cost="無料", _save="1"))
    saved, suspended = Deed.objects.order_by("-made_at")
    assert suspended.what == f"1件を休止しました。（相談窓口「{window}」）"
    assert saved.what.count(str(window)) == 1
    assert "住民のページを見る" not in saved.what


@committed
def test_what_was_done_is_taken_back_whole(clerk):
    """Several windows at once; the message says what is as before, and history says who."""
    windows = [ListingFactory(window__subject=f"相談{n}").window for n in range(3)]
    before = content()
    client = log_in(clerk)
    page = act(client, "suspend", *windows, reason="工事")
    assert "元に戻せます" in page.content.decode()
    assert Window.objects.published().count() == 0
    told = undo(client, page).content.decode()
    assert "元に戻しました：相談窓口「相談0" in told
    assert "休止の理由" in told
    assert content() == before
    newest = WindowVersion.objects.of_window(windows[0].pk).first()
    assert (newest.how, newest.made_by) == ("undone", clerk)
    assert Client().get(windows[0].get_absolute_url()).status_code == 200


@committed
def test_undoing_can_itself_be_undone(clerk):
    """It is a deed like any other; the first button works no more."""
    window = ListingFactory().window
    client = log_in(clerk)
    page = act(client, "retire", window)
    retired = content()
    button = undo_button(page)
    again = undo(client, page)
    assert Window.objects.published().contains(window)
    assert "もう元に戻してあります" in client.post(button, follow=True).content.decode()
    assert Window.objects.published().contains(window)
    undo(client, again)
    assert content() == retired


@committed
def test_what_was_changed_since_is_named_and_kept(clerk, colleague):
    """Neither window is taken back, as one would lose what another person has written."""
    kept, changed = (ListingFactory(window__subject=name).window for name in ("甲", "乙"))
    client, other = log_in(clerk), log_in(colleague)
    page = act(client, "suspend", kept, changed, reason="工事")
    act(other, "publish", changed)
    now = content()
    answer = undo(client, page).content.decode()
    assert "元に戻していません" in answer
    assert "乙（試しの窓口）」：そのあとで変わっています（状態" in answer
    assert "甲（試しの窓口）」：そのあと" not in answer
    assert content() == now


@committed
def test_what_others_do_beside_it_stays(clerk, colleague):
    """A number that a colleague corrects meanwhile is no change of the status."""
    window = ListingFactory().window
    client, other = log_in(clerk), log_in(colleague)
    page = act(client, "suspend", window, reason="工事")
    change = f"{LIST}{window.pk}/change/"
    sent = filled_form(other.get(change), "subject") | {"phones-0-printed": ["0596-22-2222"]}
    assert other.post(change, sent).status_code == 302
    undo(client, page)
    window.refresh_from_db()
    assert window.status == "published"
    assert window.phones.get().printed == "0596-22-2222"


@committed
def test_people_without_the_right_undo_nothing(clerk, colleague, publicist, member):
    """Those with the same right do; for others there is no such page."""
    window = ListingFactory().window
    page = act(log_in(clerk), "retire", window)
    address = undo_button(page)
    assert log_in(publicist).post(address).status_code == 404
    assert log_in(member).post(address).status_code in (302, 403)
    assert Client().post(address).status_code == 302
    assert not Window.objects.published().contains(window)
    assert log_in(colleague).post(address).status_code == 302
    assert Window.objects.published().contains(window)


@committed
def test_nothing_is_undone_by_looking(clerk):
    """GET shows what was done, by whom, until when; the button needs the secret of the form."""
    window = ListingFactory().window
    address = undo_button(act(log_in(clerk), "retire", window))
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(clerk)
    page = strict.get(address).content.decode()
    assert "1件を廃止しました" in page
    assert clerk.name in page
    assert strict.post(address).status_code == 403
    assert not Window.objects.published().contains(window)
    assert "廃止しました" in strict.get(reverse("admin:undo-list")).content.decode()


@committed
def test_it_expires_when_it_was_said_to(clerk):
    """After seven days it is refused, and gone in the night; the page says so."""
    window = ListingFactory().window
    client = log_in(clerk)
    address = undo_button(act(client, "retire", window))
    Deed.objects.update(made_at=timezone.now() - timedelta(days=7, minutes=1))
    DeedRow.objects.update(at=timezone.now() - timedelta(days=7, minutes=1))
    assert "期限が過ぎた" in client.post(address, follow=True).content.decode()
    call_command("prune", verbosity=0)
    assert not Deed.objects.exists()
    assert "期限が過ぎた" in client.post(address, follow=True).content.decode()


@committed
def test_a_window_made_by_mistake_goes_unless_something_points_at_it(clerk):
    """As if never made, search document and history with it; a phrase that leads to it is named."""
    category = CategoryFactory()
    client = log_in(clerk)
    before = content()
    sent = filled_form(client.get(f"{LIST}add/"), "subject")
    sent |= {"subject": "まちがい", "name": "窓口", "categories": [category.pk]}
    page = client.post(f"{LIST}add/", sent, follow=True)
    term = SearchTerm.objects.create(phrase="こまった", words=["こまった"])
    pointing = term.searchtermwindow_set.create(window=Window.objects.get())
    address = undo_button(page)
    answer = client.post(address).content.decode()
    assert "もう使われています" in answer
    assert "こまった" in answer
    assert Window.objects.exists()
    pointing.delete()
    term.delete()
    assert client.post(address).status_code == 302
    assert content() == before


@committed
def test_undoing_gives_no_window_a_category_out_of_use(clerk):
    """The former category was put away meanwhile: it is named, and the window stays in its new."""
    old, new = CategoryFactory(name="前の分野"), CategoryFactory(name="次の分野")
    window = WindowFactory(categories=[old])
    client = log_in(clerk)
    change = f"{LIST}{window.pk}/change/"
    sent = filled_form(client.get(change), "subject") | {"categories": [new.pk]}
    page = client.post(change, sent, follow=True)
    old.retired_at = timezone.now()
    old.save()
    assert "分野「前の分野」は、いまは使っていません" in undo(client, page).content.decode()
    assert list(window.categories.all()) == [new]


@committed
def test_a_confirmation_that_was_undone_cannot_be_taken_back_again(clerk):
    """The former day holds, in history as well."""
    window = ListingFactory().window
    client = log_in(clerk)
    page = act(client, "verify", window)
    window.refresh_from_db()
    assert window.verified_on is not None
    undo(client, page)
    window.refresh_from_db()
    assert window.verified_on is None
    assert WindowVersion.objects.of_window(window.pk).first().how == "unverified"


@committed
def test_deeds_of_members_are_offered_to_nobody(member, listing):
    """What a member confirms is taken back at the desk, as before."""
    client = log_in(member)
    address = reverse("platform_members:listing-confirm", args=[listing.pk])
    page = client.post(address, follow=True).content.decode()
    assert "元に戻せます" not in page


@committed
@pytest.mark.parametrize("code", [302, 500])
def test_the_next_form_of_the_connection_is_recorded_apart(clerk, monkeypatch, code):
    """However a form ends, PostgreSQL keeps no rows for it afterwards."""
    window = ListingFactory().window
    client = Client(raise_request_exception=False)
    client.force_login(clerk)
    if code == 500:
        monkeypatch.setattr("directory.changes.index_windows", lambda *_a, **_k: 1 / 0)
    change = f"{LIST}{window.pk}/change/"
    sent = filled_form(client.get(change), "subject") | {"cost": ["無料"]}
    assert client.post(change, sent).status_code == code
    number = DeedRow.objects.count()
    window.note = "夜の仕事"
    window.save()
    assert DeedRow.objects.count() == number
