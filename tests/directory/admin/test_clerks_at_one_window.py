"""Two clerks open one window, a clerk clicks twice: nothing is overwritten, nothing twice."""

import threading

import pytest
from django.test import Client

from directory import changes
from directory.models import Window, WindowVersion
from tests.directory.admin.test_window_form import ADD, form
from tests.factories import CategoryFactory, WindowFactory, give_hours
from tests.helpers.page_forms import filled_form


@pytest.fixture
def first(clerk):
    """The clerk who saves first."""
    client = Client()
    client.force_login(clerk)
    return client


@pytest.fixture
def second(colleague):
    """The clerk who had opened the window before that, and saves afterwards."""
    client = Client()
    client.force_login(colleague)
    return client


@pytest.fixture
def window(db):
    """A window with hours, two numbers and a version in its history."""
    window = WindowFactory(
        description="前の説明", cost="前の費用", phones=["0596-21-5556", "0596-21-5557"]
    )
    give_hours(window, "月火水木金 8:30-17:15")
    saved(window)
    return window


def saved(window):
    """Keep a version of what the window says now."""
    changes.windows_saved(windows=[window], by=None, how=WindowVersion.How.LOADED)


def address(window) -> str:
    return f"/admin/directory/window/{window.pk}/change/"


def opened(client, window) -> dict:
    """What a clerk's browser would send if nothing were typed."""
    return filled_form(client.get(address(window)), "subject")


def now(window) -> Window:
    return Window.objects.for_reading().get(pk=window.pk)


def test_the_second_clerk_sees_three_texts_and_chooses(first, second, window):
    """Where both have typed, before, theirs and mine stand side by side, and nothing is saved."""
    mine, theirs = opened(second, window), opened(first, window)
    first.post(address(window), theirs | {"description": "花子の説明", "cost": "花子の費用"})
    answer = second.post(
        address(window), mine | {"description": "次郎の説明", "eligibility": "誰でも"}
    )
    page = answer.content.decode()
    for words in ("伊勢 花子", "前の説明", "花子の説明", "次郎の説明", "花子の費用", "前の費用"):
        assert words in page
    assert "誰でも" not in page.split("submit-row")[0].split("<fieldset")[1]
    assert (now(window).description, now(window).eligibility) == ("花子の説明", "")

    again = filled_form(answer, "seen")
    assert again["choose-cost"] == ["theirs"]  # typed nothing there: the colleague's is proposed
    assert "choose-description" not in again  # typed both: not reading overwrites nothing
    unread = second.post(address(window), again)
    assert "すべての欄で選んでください" in unread.content.decode()
    chosen = filled_form(unread, "seen") | {"choose-description": "mine"}
    told = second.post(address(window), chosen, follow=True)
    assert "選んだ内容で保存しました。" in told.content.decode()
    kept = now(window)
    assert (kept.description, kept.cost) == ("次郎の説明", "花子の費用")
    assert kept.eligibility == "誰でも"
    descriptions = [version.facts["description"] for version in window.versions.all()]
    assert descriptions == ["次郎の説明", "花子の説明", "前の説明"]


def test_rows_that_the_first_clerk_removed_come_back_only_when_chosen(first, second, window):
    """A number and hours that the colleague changed are put before the second clerk, whole."""
    mine, theirs = opened(second, window), opened(first, window)
    first.post(
        address(window),
        theirs | {"phones-1-DELETE": "on", "phones-0-printed": "0596-63-5224"},
    )
    answer = second.post(address(window), mine | {"name": "次郎の窓口"})
    page = answer.content.decode()
    assert "0596-63-5224" in page
    assert "0596-21-5557" in page
    second.post(address(window), filled_form(answer, "seen"))
    kept = now(window)
    assert kept.name == "次郎の窓口"
    assert [phone.printed for phone in kept.phones.all()] == ["0596-63-5224"]
    assert kept.printed_hours == window.printed_hours


def test_a_third_save_meanwhile_is_put_before_the_clerk_again(first, second, window):
    """A choice holds for the version that the clerk saw, not for a newer one."""
    mine, theirs = opened(second, window), opened(first, window)
    first.post(address(window), theirs | {"description": "花子の説明"})
    asked = second.post(address(window), mine | {"description": "次郎の説明"})
    once_more = opened(first, window)
    first.post(address(window), once_more | {"description": "花子のもっとよい説明"})
    chosen = filled_form(asked, "seen") | {"choose-description": "mine"}
    answer = second.post(address(window), chosen)
    assert "花子のもっとよい説明" in answer.content.decode()
    assert now(window).description == "花子のもっとよい説明"


def test_faults_are_mended_before_anybody_chooses(first, second, window):
    """What cannot be saved is said first, as always, with everything kept as typed."""
    mine, theirs = opened(second, window), opened(first, window)
    first.post(address(window), theirs | {"description": "花子の説明"})
    page = second.post(address(window), mine | {"name": "", "cost": "次郎の費用"}).content.decode()
    assert "errornote" in page
    assert 'value="次郎の費用"' in page


def test_confirming_and_publishing_are_no_conflict(first, second, window, colleague):
    """Only facts collide: what a colleague published or confirmed meanwhile stays so."""
    mine = opened(second, window)
    changes.verify_windows(windows=Window.objects.all(), by=colleague)
    assert second.post(address(window), mine | {"cost": "無料"}).status_code == 302
    assert now(window).cost == "無料"
    assert now(window).verified_by == colleague


def test_saving_twice_changes_once(first, window):
    """A double click on save leaves one version and no second number."""
    sent = opened(first, window) | {"phones-2-printed": "0596-63-5224"}
    for _click in range(2):
        assert first.post(address(window), sent).status_code == 302
    assert now(window).phones.count() == 3
    assert window.versions.count() == 2


def test_adding_twice_makes_one_window(first, db):
    """A double click on a new window's save makes one window; the second click leads to it."""
    CategoryFactory()
    sent = form(new_uid=filled_form(first.get(ADD), "subject")["new_uid"])
    assert first.post(ADD, sent).status_code == 302
    again = first.post(ADD, sent, follow=True)
    assert "もう登録されています" in again.content.decode()
    assert Window.objects.count() == 1


def test_save_as_new_makes_a_second_window_once(first, window):
    """A copy is a draft with an ID of its own, however often the button is pressed."""
    sent = opened(first, window) | {"_saveasnew": "1", "subject": "写し"}
    for _click in range(2):
        first.post(address(window), sent)
    copy = Window.objects.exclude(pk=window.pk).get()
    assert copy.status == "draft"
    assert copy.phones.count() == 2


@pytest.mark.parametrize("nonsense", ["", "x", "９９９", "9" * 5000, "-1"])
def test_a_damaged_version_number_is_no_error(first, window, nonsense):
    """A form whose hidden number is damaged is saved like one without."""
    sent = opened(first, window) | {"opened_from": nonsense, "new_uid": nonsense, "cost": "無料"}
    assert first.post(address(window), sent).status_code == 302
    assert now(window).cost == "無料"


@pytest.mark.django_db(transaction=True)
def test_two_saves_at_the_same_moment_do_not_overwrite(first, second, window):
    """However the two meet, one is saved and the other is asked."""
    sent = [
        (first, opened(first, window) | {"description": "花子の説明"}),
        (second, opened(second, window) | {"description": "次郎の説明"}),
    ]
    codes = []

    def save(client, fields):
        from django.db import connection

        try:
            codes.append(client.post(address(window), fields).status_code)
        finally:
            connection.close()

    threads = [threading.Thread(target=save, args=each) for each in sent]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(codes) == [200, 302]
    assert window.versions.count() == 2


def test_a_choice_that_cannot_be_saved_is_asked_again(first, second, window):
    """Half of the colleague's place and half of one's own is refused in words, nothing saved."""
    mine, theirs = opened(second, window), opened(first, window)
    first.post(address(window), theirs | {"latitude": "34.5", "longitude": "136.7"})
    asked = second.post(address(window), mine | {"cost": "無料"})
    halves = filled_form(asked, "seen") | {"choose-longitude": "mine"}
    again = second.post(address(window), halves)
    assert "緯度と経度は、両方とも入力してください。" in again.content.decode()
    assert filled_form(again, "seen")["choose-longitude"] == ["mine"]
    assert now(window).cost == "前の費用"
    both = filled_form(again, "seen") | {"choose-longitude": "theirs"}
    second.post(address(window), both)
    assert (now(window).cost, str(now(window).longitude)) == ("無料", "136.700000")
