"""A clerk teaches the search, and what is changed counts at once."""

import pytest
from django.utils import timezone

from directory.models import SearchTerm, Window
from directory.search.find import find
from tests.directory.admin import test_window_form as test_admin
from tests.directory.search.golden import asked, top_windows
from tests.factories import CategoryFactory, WindowFactory

ADD = "/admin/directory/searchterm/add/"
TRY = "/admin/directory/searchterm/try/"


def found(text):
    """The windows that a resident finds."""
    return top_windows(asked(text, timezone.now()))


def form(*windows, **changes) -> dict:
    """What a clerk's browser sends for a search term that leads to these windows."""
    rows = {
        f"searchtermwindow_set-{number}-{name}": value
        for number, window in enumerate(windows)
        for name, value in (("window", window.pk), ("order", number))
    }
    return {
        "phrase": "ふところがさみしい",
        "variants": "財布がからっぽ\r\n財布 からっぽ\r\n\r\n",
        "words": "",
        "danger": "none",
        "searchtermwindow_set-TOTAL_FORMS": str(len(windows)),
        "searchtermwindow_set-INITIAL_FORMS": "0",
        **rows,
        **changes,
    }


def window_form(window, **changes) -> dict:
    """What a clerk's browser sends to change a window and give it one number."""
    return test_admin.form(
        name=window.name,
        categories=[category.pk for category in window.categories.all()],
        **test_admin.rows("phones", {"kind": "voice", "printed": "0596-21-5717", "order": "0"}),
        **changes,
    )


def test_a_changed_window_is_found_at_once(clerk_client):
    """New words, their reading and a new number count as soon as they are saved; old ones go."""
    window = WindowFactory(subject="むかしの相談", phones=[])
    address = f"/admin/directory/window/{window.pk}/change/"
    response = clerk_client.post(address, window_form(window, subject="相続の手続き"))
    assert response.status_code == 302
    for typed in ("相続", "そうぞくのてつづき", "0596215717"):
        assert found(typed) == [window]
    assert found("むかし") == []


def test_a_changed_phrase_counts_at_once(clerk_client):
    """A new wording leads to its windows from the next search on, and no more once it is gone."""
    first, second = WindowFactory(), WindowFactory()
    assert clerk_client.post(ADD, form(second, first)).status_code == 302
    term = SearchTerm.objects.get()
    assert term.variants == ["財布がからっぽ", "財布 からっぽ"]
    for typed in ("ふところがさみしい", "お財布がからっぽです", "財布の中がからっぽ"):
        assert found(typed) == [second, first]
    term.delete()
    assert found("ふところがさみしい") == []


def test_words_of_a_phrase_are_searched_in_its_place(clerk_client):
    """A term may name the office's words instead of windows."""
    window = WindowFactory(subject="経済的な困りごと")
    clerk_client.post(
        f"/admin/directory/window/{window.pk}/change/",
        window_form(window, subject="経済的な困りごと"),
    )
    clerk_client.post(ADD, form(words="経済的な困りごと"))
    assert found("ふところがさみしい") == [window]


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"phrase": "。。。"}, "文字で書いてください。"),
        ({"variants": "借金\n！？"}, "「！？」には文字がありません。"),
        ({"phrase": ""}, "必須"),
        ({"danger": "perhaps"}, "perhaps"),
        ({"variants": "長" * 51}, "50"),
    ],
)
def test_bad_input_is_refused_and_kept(clerk_client, changes, complaint):
    """The clerk reads what to mend, with everything typed still there."""
    response = clerk_client.post(ADD, form(**changes))
    assert response.status_code == 200
    assert complaint in response.content.decode()
    assert not SearchTerm.objects.exists()


def test_a_clerk_tries_out_what_residents_get(clerk_client, city):
    """The page shows the windows, the way they were found, and whether it would alarm."""
    page = clerk_client.get(TRY, {"q": "借金"}).content.decode()
    assert "使われたことば：借金" in page
    assert "伊勢市消費生活センター" in page
    assert "緊急の知らせが" in clerk_client.get(TRY, {"q": "死にたい"}).content.decode()
    assert "何も見つかりません" in clerk_client.get(TRY, {"q": "ラーメン"}).content.decode()
    assert clerk_client.get(TRY).status_code == 200
    assert TRY in clerk_client.get("/admin/directory/searchterm/").content.decode()


def test_danger_alone_alarms_only_when_nothing_else_is_asked(db):
    """A word that staff have listed alarms by itself, politely put too, not in a longer name."""
    term = SearchTerm(phrase="赤い紙が来た", danger="alone")
    term.full_clean()
    term.save()
    published = Window.objects.published()
    assert find("赤い紙が来た", published).dangers == ["help"]
    assert find("赤い紙が来たです。", published).dangers
    assert not find("赤い紙が来たお祭り", published).dangers


def test_staff_add_to_what_is_read_and_take_from_it(db):
    """A listed wording alarms anywhere; one called harmless silences only what stands inside it."""
    for phrase, danger in (("赤い紙が来た", "anywhere"), ("死にたい書店", "quiet")):
        term = SearchTerm(phrase=phrase, danger=danger)
        term.full_clean()
        term.save()
    published = Window.objects.published()
    assert find("きのう赤い紙が来たので困る", published).dangers == ["help"]
    assert find("死にたい書店の場所", published).dangers == []
    assert find("死にたい書店へ行って死にたい", published).dangers == ["suicide"]


def test_the_table_of_rules_is_shown_with_a_trial(clerk_client, db):
    """A clerk reads the rules in Japanese, and which piece of a text was read, and how."""
    page = clerk_client.get("/admin/directory/dangerline/rules/", {"q": "もう、しにたいです"})
    page = page.content.decode()
    assert "<strong>しにたい</strong>" in page
    assert "自死・自傷" in page
    assert "旦那" in page
    quiet = clerk_client.get("/admin/directory/dangerline/rules/", {"q": "死亡届"}).content.decode()
    assert "危険を読みとりませんでした" in quiet


def test_a_clerk_chooses_whom_the_notice_names(clerk_client, client):
    """A window added to a kind stands in its notice from the next search on."""
    window = WindowFactory(name="夜の相談", phones=["0596-21-5717"])
    address = "/admin/directory/dangerline/add/"
    data = {"kind": "suicide", "window": window.pk, "order": "0"}
    assert clerk_client.post(address, data).status_code == 302
    page = client.get("/windows/?q=死にたい").content.decode()
    assert "夜の相談" in page.split("data-danger")[1].split("</section>")[0]


def test_an_outsider_is_refused(client, outsider):
    """Neither the terms nor the trial are for an account without rights."""
    CategoryFactory()
    client.force_login(outsider)
    for address in (ADD, TRY, "/admin/directory/searchterm/"):
        assert client.get(address).status_code in (302, 403)


def test_a_window_clerk_without_the_right_to_terms_cannot_try(client, outsider):
    """Being on the staff is not enough."""
    outsider.is_staff = True
    outsider.save()
    client.force_login(outsider)
    assert client.get(TRY).status_code == 403
