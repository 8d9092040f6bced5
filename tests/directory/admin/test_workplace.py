"""The clerk's day around the form: the look before saving, moves, what residents read of them."""

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.html import strip_tags

from directory import changes
from directory.models import Window
from tests.directory.admin.test_window_form import ADD, form, rows, rule
from tests.factories import CategoryFactory, WindowFactory
from tests.helpers.page_forms import filled_form
from tests.helpers.page_forms import sent as sent_form
from tests.helpers.transactions import committed
from tests.helpers.windows_for_clerks import LIST, sound

# The look before saving


def test_a_draft_is_seen_as_residents_would(clerk_client, at):
    """The public page, made from what was typed: phones, hours, categories; nothing is saved."""
    at("2026-11-24 10:00")
    category = CategoryFactory(name="くらしの分野")
    sent = form(
        categories=[category.pk],
        description="一行目\r\n二行目",
        confidential_location="on",
        address="秘密の町1-1",
        **rows("hours_rules", rule("8:30", "17:15")),
        **rows("hours_exceptions", {"first_day": "2026-12-28", "last_day": "2026-12-28"}),
        _preview="1",
    )
    answer = clerk_client.post(ADD, sent)
    page = answer.content.decode()
    article = page.split("<article")[1].split("</article>")[0]
    for words in (
        "(0596)21-5556",
        "月曜日～金曜日 8:30～17:15",
        "12月28日",
        "くらしの分野",
        "二行目",
    ):
        assert words in strip_tags(article)
    assert "受付中" in article
    assert "秘密の町" not in article
    assert "まだ保存していません" in page
    assert not Window.objects.exists()

    back = clerk_client.post(ADD, filled_form(answer, "subject") | {"_back": "1"})
    assert "errornote" not in back.content.decode()
    kept = filled_form(back, "subject")
    assert kept["address"] == ["秘密の町1-1"]
    assert kept["description"] == ["一行目\r\n二行目"]
    assert kept["hours_rules-0-opens"] == ["8:30"]
    clerk_client.post(ADD, filled_form(answer, "subject") | {"_publish": "1"})
    assert Window.objects.get().description == "一行目\n二行目"
    assert Window.objects.get().status == "published"


def test_a_saved_window_is_seen_with_its_changes(clerk_client, at):
    """Rows marked for deletion are gone from the look, and still there afterwards."""
    at("2026-11-24 10:00")
    window = sound(phones=["0596-21-5556", "0596-63-5224"])
    address = f"{LIST}{window.pk}/change/"
    sent = filled_form(clerk_client.get(address), "subject")
    sent |= {"phones-0-DELETE": "on", "subject": "変えた題", "_preview": "1"}
    page = clerk_client.post(address, sent).content.decode().split("<article")[1]
    assert "変えた題" in page
    assert "0596-63-5224" in page
    assert "0596-21-5556" not in page.split("</article>")[0]
    assert window.phones.count() == 2


def test_the_look_at_a_hidden_window_says_that_it_is_hidden(clerk_client, clerk, at):
    """Status and confirmation are those of the window, whatever was typed."""
    at("2026-11-24 10:00")
    window = sound()
    address = f"{LIST}{window.pk}/change/"
    sent = filled_form(clerk_client.get(address), "subject") | {"_preview": "1"}
    page = clerk_client.post(address, sent).content.decode()
    assert "保存すると、住民にはこう見えます。" in page
    assert "2026年11月20日" in page
    assert "最終確認の日は、わかっていません" not in page
    changes.retire_windows(windows=Window.objects.all(), by=clerk)
    page = clerk_client.post(address, sent).content.decode()
    assert "この窓口は「廃止」なので、住民には見えません。公開すると、こう見えます。" in page
    assert "保存すると、住民にはこう見えます。" not in page


def test_days_off_of_hidden_windows_are_not_told_to_residents(clerk_client, clerk, at):
    """The page that asks and the answer name the status of each window that is hidden."""
    at("2026-11-24 10:00")
    window = sound()
    changes.retire_windows(windows=Window.objects.all(), by=clerk)
    sent = {"action": "add_exception", "_selected_action": [window.pk]}
    assert f"<li>{window}【廃止】</li>" in clerk_client.post(LIST, sent).content.decode()
    sent |= {"apply": "1", "first_day": "2026-12-28", "last_day": "2026-12-28"}
    page = clerk_client.post(LIST, sent, follow=True).content.decode()
    assert f"公開していない窓口は、住民には見えません：「{window}【廃止】」" in page


@pytest.mark.parametrize(
    ("action", "done", "already"),
    [
        ("publish", "選んだ2件のうち1件を公開しました。", "もう公開"),
        ("retire", "選んだ2件のうち1件を廃止しました。", "もう廃止"),
    ],
)
def test_only_what_was_moved_is_counted(clerk_client, at, action, done, already):
    """A window that was there already is named, and its history says nothing new."""
    at("2026-11-24 10:00")
    windows = [sound(subject="下書き", status="draft", published_at=None), sound(subject="公開")]
    sent = {"action": action, "_selected_action": [each.pk for each in windows], "apply": "1"}
    if action == "retire":
        clerk_client.post(LIST, sent | {"_selected_action": [windows[1].pk]})
    page = clerk_client.post(LIST, sent, follow=True).content.decode()
    assert done in page
    assert f"「公開（{windows[1].name}）" in page
    assert already in page
    assert windows[1].versions.count() == (action == "retire")


def test_what_is_chosen_in_a_form_shows_its_status(clerk_client, at):
    """A retired window among the choices is not taken for a living one."""
    at("2026-11-24 10:00")
    window = sound(status="retired", retired_at=timezone.now())
    choices = {
        "app_label": "directory",
        "model_name": "searchtermwindow",
        "field_name": "window",
        "term": "",
    }
    results = clerk_client.get("/admin/autocomplete/", choices).json()["results"]
    assert [each["text"] for each in results] == [f"{window}【廃止】"]


# Moves


def test_saving_and_publishing_is_one_click(clerk_client, at):
    """A new window is public at once when the clerk says so, and history tells both."""
    at("2026-11-24 10:00")
    CategoryFactory()
    clerk_client.post(ADD, form(_publish="1"))
    window = Window.objects.get()
    assert window.status == "published"
    assert [version.how for version in window.versions.all()] == ["published", "created"]


def test_only_the_explicit_button_confirms(clerk_client, clerk, at):
    """Saving leaves the date of confirmation alone; the button sets it, with the person."""
    at("2026-11-24 10:00")
    window = WindowFactory()
    address = f"{LIST}{window.pk}/change/"
    sent = filled_form(clerk_client.get(address), "subject")
    clerk_client.post(address, sent | {"cost": "無料"})
    window.refresh_from_db()
    assert window.verified_on is None
    clerk_client.post(address, sent | {"cost": "無料", "_verify": "1"})
    window.refresh_from_db()
    assert (str(window.verified_on), window.verified_by) == ("2026-11-24", clerk)


@committed
@pytest.mark.parametrize("button", ["_suspend", "_retire"])
def test_suspending_and_retiring_keep_what_was_typed(clerk, button):
    """The buttons stand in the form itself: what was edited is saved before the window moves."""
    client, window = Client(), WindowFactory()
    client.force_login(clerk)
    address = f"{LIST}{window.pk}/change/"
    page = client.get(address)
    sent = filled_form(page, "subject") | {"cost": "ここまでに入力した費用", button: "1"}
    assert f'name="{button}"' in page.content.decode().split('id="window_form"')[1]
    answer = client.post(address, sent, follow=True)
    window.refresh_from_db()
    assert window.cost == "ここまでに入力した費用"
    assert "入力した内容を保存しました。" in answer.content.decode()
    assert window.status == "published"
    asked = {"_suspend": "休止の理由", "_retire": "次の1件の窓口を廃止します。"}[button]
    assert asked in answer.content.decode()


@pytest.mark.parametrize("reason", ["", "   ", "長" * 101, "ゼロ\x00文字"])
def test_a_suspension_needs_a_reason(clerk_client, reason):
    """Without words that residents can read, nothing is suspended."""
    window = WindowFactory()
    sent = {"action": "suspend", "_selected_action": [window.pk], "apply": "1", "reason": reason}
    assert "＊" in clerk_client.post(LIST, sent).content.decode()
    window.refresh_from_db()
    assert window.status == "published"


def test_deleting_needs_its_own_permission(clerk_client):
    """Without it the clerk retires; with it the record can be removed."""
    window = WindowFactory()
    delete = f"{LIST}{window.pk}/delete/"
    assert clerk_client.post(delete, {"post": "yes"}).status_code == 403
    change = clerk_client.get(f"{LIST}{window.pk}/change/").content.decode()
    assert "deletelink" not in change
    assert "廃止する" in change


def test_whoever_may_only_look_moves_nothing(client, reader):
    """The right to see windows publishes, suspends and previews none."""
    window = WindowFactory(status="suspended", suspended_at=timezone.now())
    client.force_login(reader)
    page = client.get(f"{LIST}{window.pk}/change/").content.decode()
    assert "_publish" not in page
    assert "_preview" not in page
    for button in ("_publish", "_verify", "_preview"):
        assert client.post(f"{LIST}{window.pk}/change/", {button: "1"}).status_code == 403
    client.post(LIST, {"action": "publish", "_selected_action": [window.pk]})
    window.refresh_from_db()
    assert window.status == "suspended"


def test_whoever_may_only_look_saves_no_window(client, reader, administrator):
    """Not even with a form that an administrator's page has made."""
    window = WindowFactory(cost="無料")
    client.force_login(administrator)
    page = client.get(f"{LIST}{window.pk}/change/")
    client.force_login(reader)
    assert (
        client.post(f"{LIST}{window.pk}/change/", sent_form(page, cost="500円")).status_code == 403
    )
    assert client.post(f"{LIST}add/", sent_form(page, cost="500円")).status_code == 403
    assert Window.objects.get().cost == "無料"


# What residents read of it


def test_residents_read_why_a_window_is_suspended(client, clerk, city):
    """404 with the reason and ways on; nothing of the place or the numbers."""
    window = Window.objects.filter(name="伊勢市生活支援課").first()
    Window.objects.filter(pk=window.pk).update(
        confidential_location=True, address="秘密の町1-1", place_note="秘密の建物"
    )
    changes.suspend_windows(
        windows=Window.objects.filter(pk=window.pk), by=clerk, reason="改修のため、3月まで"
    )
    answer = client.get(window.get_absolute_url())
    page = answer.content.decode()
    assert answer.status_code == 404
    assert "この窓口は、いま休止しています" in page
    assert "改修のため、3月まで" in page
    assert window.main_category.get_absolute_url() in page
    assert "どこに相談したらよいか迷ったら" in page
    assert "秘密" not in page
    assert "max-age=30" in answer["Cache-Control"]
    assert not answer.cookies


@pytest.mark.parametrize(
    "facts",
    [
        {"status": "draft", "published_at": None},
        {"status": "retired", "retired_at": "2026-11-24T10:00+09:00"},
    ],
)
def test_drafts_and_retired_windows_do_not_tell_that_they_exist(client, db, facts):
    """For anything but a suspended window the 404 is the plain one."""
    window = WindowFactory(subject="見えない相談", **facts)
    answer = client.get(window.get_absolute_url())
    assert answer.status_code == 404
    assert "見えない相談" not in answer.content.decode()
    assert "休止" not in answer.content.decode()


# The manual


def test_every_page_of_the_manual_is_in_the_contents(clerk_client):
    """The contents lead to every page, and the header of admin to the contents."""
    assert "/admin/manual/" in clerk_client.get("/admin/").content.decode()
    pages = clerk_client.get("/admin/manual/").context["pages"]
    assert "窓口を追加する" in [heading for _name, heading in pages]
    for name, heading in pages:
        page = clerk_client.get(f"/admin/manual/{name}/").content.decode()
        assert f"<h1>{heading}</h1>" in page
    assert clerk_client.get("/admin/manual/nothing/").status_code == 404
