"""A clerk reads who changed what in a window, and brings an earlier version back."""

import pytest
from django.utils import timezone

from directory import changes
from directory.facts.apply import write_facts
from directory.facts.snapshot import facts_of
from directory.models import Category, Window, WindowVersion
from tests.factories import WindowFactory, give_hours

HOW = WindowVersion.How


@pytest.fixture
def window(clerk):
    """A window whose number, hours and category a clerk has changed once."""
    window = give_hours(WindowFactory(cost="無料"), "月火水木金 8:30-17:15")
    changes.windows_saved(windows=[window], by=None, how=HOW.LOADED)
    change(window, clerk, cost="500円", phones=[phone("0596-63-5224")])
    return window


def phone(printed: str) -> dict:
    return {"kind": "voice", "label": "", "printed": printed}


def change(window, by, **facts):
    """Save changed facts, as the form does."""
    fresh = Window.objects.get(pk=window.pk)
    write_facts(fresh, facts)
    changes.windows_saved(windows=[fresh], by=by, how=HOW.EDITED)


def facts(window) -> dict:
    return facts_of(Window.objects.for_reading().get(pk=window.pk))


def history(window) -> str:
    return f"/admin/directory/window/{window.pk}/history/"


def restore(version) -> str:
    return f"{history(version.window)}{version.pk}/restore/"


def test_history_says_who_changed_what(clerk_client, clerk, window):
    """Fields, numbers and status: before and after, by whom, and why."""
    changes.suspend_windows(windows=Window.objects.all(), by=clerk, reason="改修のため")
    page = clerk_client.get(history(window)).content.decode()
    for words in ("伊勢 花子", "500円", "無料", "0596-21-5556", "0596-63-5224", "改修のため"):
        assert words in page
    assert "公開中 → <strong>休止中</strong>" in page
    assert "最初のデータ" in page


def test_a_line_round_the_clock_is_not_said_to_close(clerk_client, clerk, window):
    """History and the page that restores tell hours from the whole of the facts."""
    whole_day = {"weekdays": list(range(7)), "opens": 0, "closes": 1440, "on_holidays": "inherit"}
    never = {"opens_on_holidays": True, "closes_at_year_end": False, "hours_override": ""}
    change(window, clerk, hours=[whole_day], **never)
    for page in (history(window), restore(window.versions.last())):
        text = clerk_client.get(page).content.decode()
        assert "24時間・年中無休" in text
        assert "毎日" not in text
    form = clerk_client.get(f"/admin/directory/window/{window.pk}/change/").content.decode()
    assert "<strong>24時間・年中無休</strong>" in form
    assert "と年末年始は休み" not in form


@pytest.mark.parametrize(("status", "label"), [("retired", "廃止"), ("draft", "下書き")])
def test_the_history_of_a_hidden_window_says_so(clerk_client, window, status, label):
    """What is restored there, residents do not see."""
    Window.objects.update(
        status=status, published_at=None, retired_at=timezone.now() if status == "retired" else None
    )
    oldest = window.versions.last()
    for page in (history(window), restore(oldest)):
        assert f"{window}【{label}】" in clerk_client.get(page).content.decode()
    seen = window.versions.first().pk
    page = clerk_client.post(restore(oldest), {"seen": seen}, follow=True).content.decode()
    assert f"前の内容に戻しました。この窓口は「{label}」なので、住民には見えません。" in page


def test_an_earlier_version_is_restored(clerk_client, clerk, window):
    """What would change is shown first; then everything is as it was, and the status stays."""
    changes.suspend_windows(windows=Window.objects.all(), by=clerk, reason="改修のため")
    first = window.versions.last()
    asked = clerk_client.get(restore(first))
    assert "500円" in asked.content.decode()
    assert facts(window)["cost"] == "500円"
    seen = window.versions.first().pk
    answer = clerk_client.post(restore(first), {"seen": seen}, follow=True)
    assert "前の内容に戻しました" in answer.content.decode()
    assert facts(window) == first.facts
    newest = window.versions.first()
    assert (newest.how, newest.made_by, newest.status) == ("restored", clerk, "suspended")
    again = clerk_client.get(restore(first)).content.decode()
    assert "いまの内容と同じです" in again


def test_news_meanwhile_is_shown_before_restoring(clerk_client, clerk, window):
    """A change made after the page was opened is not overwritten unseen."""
    first, seen = window.versions.last(), window.versions.first().pk
    change(window, clerk, eligibility="市民")
    page = clerk_client.post(restore(first), {"seen": seen}).content.decode()
    assert "この画面を開いたあとに、内容が変わりました" in page
    assert "市民" in page
    assert facts(window)["eligibility"] == "市民"


def test_a_version_whose_category_is_gone_is_refused_in_words(clerk_client, clerk, window):
    """What is no longer allowed is said; nothing is half restored."""
    first, category = window.versions.last(), window.categories.get()
    other = Category.objects.create(slug="other", name="ほか", order=1, mark="people")
    change(window, clerk, categories=[other.slug])
    category.delete()
    seen = window.versions.first().pk
    page = clerk_client.post(restore(first), {"seen": seen}).content.decode()
    assert "登録されていないもの" in page
    assert facts(window)["cost"] == "500円"


def test_a_retired_window_is_public_again(clerk_client, window):
    """Retiring undoes nothing for ever: publishing brings the window back as it was."""
    chosen = {"_selected_action": [window.pk]}
    clerk_client.post("/admin/directory/window/", {"action": "retire", "apply": "1", **chosen})
    assert clerk_client.get(window.get_absolute_url()).status_code == 404
    clerk_client.post("/admin/directory/window/", {"action": "publish", **chosen})
    assert "0596-63-5224" in clerk_client.get(window.get_absolute_url()).content.decode()


def test_history_is_paged_at_a_constant_cost(
    clerk_client, clerk, window, django_assert_max_num_queries
):
    """However long the history, a page costs the same, and every version is on some page."""
    slugs = [WindowFactory().categories.get().slug for _number in range(2)]
    for number in range(43):
        change(window, clerk, categories=[slugs[number % 2]], cost=f"{number}円")
    pages = []
    for number in (1, 2, 3):
        with django_assert_max_num_queries(16):
            pages.append(clerk_client.get(history(window), {"p": number}).content.decode())
    assert [page.count('class="module"') for page in pages] == [20, 20, 5]
    assert "42円" in pages[0]
    assert "最初のデータ" in pages[2]
    assert "このときの内容に戻す" in pages[2]


def test_only_who_may_change_windows_restores(client, outsider, reader, window):
    """A stranger gets nothing; who may only look reads the history and restores nothing."""
    first = window.versions.last()
    client.force_login(outsider)
    for address in (history(window), restore(first)):
        assert client.get(address).status_code in (302, 403)
    client.force_login(reader)
    assert client.get(history(window)).status_code == 200
    seen = {"seen": window.versions.first().pk}
    assert client.post(restore(first), seen).status_code == 403
    assert facts(window)["cost"] == "500円"


def test_the_history_is_for_who_may_see_windows(client, reader, window):
    """Being on the staff is no permission."""
    reader.groups.clear()
    client.force_login(reader)
    assert client.get(history(window)).status_code == 403


def test_versions_of_another_window_are_not_found(clerk_client, window):
    """An address put together from two windows leads nowhere; looking writes nothing."""
    other = WindowFactory()
    version = window.versions.last()
    address = f"/admin/directory/window/{other.pk}/history/{version.pk}/restore/"
    assert clerk_client.get(address).status_code == 404
    for key in (0, 10**18, 10**30, "x"):
        assert clerk_client.get(f"/admin/directory/window/{key}/history/").status_code == 404
    clerk_client.get(restore(version))
    assert window.versions.count() == 2
