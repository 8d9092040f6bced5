"""Questions as the page of results answers them: wishes, other places, ways on."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.http import QueryDict

from directory.models import Category, HoursRule, SearchTerm, Window
from directory.open_now import index as hours_index
from directory.public.answer import answer
from directory.public.filters import When
from directory.search.index import index_windows
from directory.search.text.fallbacks import Fallback
from tests.directory.search.golden import rows
from tests.factories import WindowFactory

NOW = datetime(2026, 11, 26, 10, 0, tzinfo=ZoneInfo("Asia/Tokyo"))  # a Thursday


def indexed(**facts) -> Window:
    """A published window that search knows."""
    window = WindowFactory(**facts)
    index_windows([window])
    return window


def answered(text: str, query_string: str = "", moment: datetime = NOW):
    """The answer to a question with these filters in the address."""
    return answer(text, QueryDict(query_string), moment, list(Category.objects.all()))


def term(phrase: str, *windows: Window, **facts) -> SearchTerm:
    """A phrase of the staff's that leads to these windows."""
    made = SearchTerm(phrase=phrase, **facts)
    made.full_clean()
    made.save()
    made.windows.set(windows)
    return made


def test_how_narrows_what_was_found(client, db):
    """子育て チャット finds the window that chats, and the page says what it followed."""
    chats = indexed(subject="子育ての相談", channels=["chat"])
    indexed(subject="子育ての相談", channels=["telephone"])
    assert answered("子育て チャット").found.windows == [chats.pk]
    page = client.get("/windows/?q=子育て チャット").content.decode()
    assert "「チャット」" in page
    assert page.count("<article") == 1
    everything = client.get("/windows/?q=子育て チャット&chosen=on").content.decode()
    assert everything.count("<article") == 2


def test_a_wish_that_no_window_meets_is_said(client, db):
    """Others are shown, and the page does not pretend that they chat."""
    window = indexed(subject="子育ての相談", channels=["telephone"])
    given = answered("子育て チャット")
    assert (given.found.windows, given.widened) == ([window.pk], True)
    assert "ほかの窓口を案内します" in client.get("/windows/?q=子育て チャット").content.decode()


def test_who_cannot_telephone_sees_written_ways_first(db):
    """Chat and mail stand before a visit; a window that only answers the telephone is not shown."""
    visit = indexed(channels=["telephone", "visit"])
    chat = indexed(channels=["chat"])
    indexed(channels=["telephone"])
    assert answered("電話できない").found.windows == [chat.pk, visit.pk]


def test_a_question_of_danger_is_never_narrowed(db):
    """Nothing that a person in danger adds hides a line."""
    window = indexed(subject="いのちの電話", channels=["telephone"])
    term("死にたい", window, danger="anywhere")
    given = answered("電話できない 死にたい")
    assert given.found.dangers
    assert given.wishes is None


@pytest.mark.parametrize(
    ("when", "moment", "first", "last"),
    [
        (When.EVENING, NOW, (26, 18), (26, 21)),
        (When.EVENING, NOW.replace(hour=22), (27, 18), (27, 21)),
        (When.MIDNIGHT, NOW, (27, 0), (27, 4)),
        (When.SATURDAY, NOW, (28, 9), (28, 17)),
        (When.SUNDAY, NOW, (29, 9), (29, 17)),
        (When.SATURDAY, NOW.replace(day=28, hour=12), (28, 9), (28, 17)),
    ],
)
def test_a_time_to_talk_is_the_next_one(when, moment, first, last):
    """Saturday is this Saturday until it is over."""
    start, end = when.next_span(moment)
    assert ((start.day, start.hour), (end.day, end.hour)) == (first, last)


def test_saturday_finds_what_answers_on_saturday(db):
    """The interval table is asked; a window whose hours are unknown is not promised."""
    opened = indexed(subject="介護の相談")
    HoursRule.objects.create(window=opened, weekdays=[5], opens=540, closes=720)
    indexed(subject="介護の相談")
    hours_index.refresh_hours(now=NOW)
    assert answered("介護 土曜日やってる").found.windows == [opened.pk]


def test_what_is_no_window_s_work_is_sent_on(client, db):
    """ごみの日 finds no window but the way to the city hall; 冊子 the booklet."""
    indexed(subject="ひびの相談")
    term("ごみの日", elsewhere="city_hall")
    term("冊子がほしい", variants=["冊子"], elsewhere="booklet")
    assert answered("ごみの日はいつ").found.windows == []
    page = client.get("/windows/?q=ごみの日はいつ").content.decode()
    assert "市役所の手続きや施設のこと" in page
    assert "https://www.city.ise.mie.jp/" in page
    assert "冊子（PDF）" in client.get("/windows/?q=冊子").content.decode()


def test_a_trouble_beside_it_is_still_answered(db):
    """A question of two parts is not cut short by the part that belongs elsewhere."""
    window = indexed(subject="介護の相談")
    term("冊子がほしい", variants=["冊子"], elsewhere="booklet")
    term("介護", window)
    given = answered("介護の冊子")
    assert given.found.windows == [window.pk]
    assert given.found.elsewhere == ["booklet"]


def test_the_switchboard_is_shown_only_once_it_is_known(client, db, settings):
    """No number is guessed: without the setting there is the city's site alone."""
    term("ごみの日", elsewhere="city_hall")
    assert "代表電話" not in client.get("/windows/?q=ごみの日").content.decode()
    settings.CITY_PHONE = "0596-21-0000"
    assert 'href="tel:0596-21-0000"' in client.get("/windows/?q=ごみの日").content.decode()


def test_a_noun_that_begins_a_phrase_counts_in_a_sentence(db):
    """家賃が三か月遅れている is answered by what 家賃が払えない leads to."""
    window = indexed(subject="くらしの相談")
    term("家賃が払えない", window)
    given = answered("家賃が三か月遅れている").found
    assert (given.windows, given.fallback, given.heard) == ([window.pk], Fallback.BEGUN, ["家賃"])


def test_two_troubles_bring_what_answers_both_first(db):
    """障がい and 働きたい: the window that holds words of both stands first."""
    disability = indexed(subject="障がいの相談")
    work = indexed(subject="仕事の相談")
    both = indexed(subject="障がいのある人の仕事の相談")
    term("障がい", disability, words=["障がい"])
    term("働きたい", work, words=["仕事"])
    found = answered("障がいがあっても働きたい").found
    assert found.windows[0] == both.pk
    assert set(found.windows) == {disability.pk, work.pk, both.pk}


def test_what_was_left_out_is_not_called_everything(client, db):
    """家具 stands for the whole of 家具に襲われた only as a part, and the page says so."""
    indexed(subject="家具の相談")
    assert answered("家具に襲われた").found.fallback == Fallback.PARTIAL
    assert (
        "すべてのことばがそろう窓口はありませんでした"
        in client.get("/windows/?q=家具に襲われた").content.decode()
    )


def test_romaji_is_read_where_nothing_else_is_found(db):
    """seikatsuhogo finds 生活保護 by its reading."""
    window = indexed(subject="生活保護の相談")
    found = answered("seikatsu hogo").found
    assert (found.windows, found.heard) == ([window.pk], ["seikatsu hogo"])
    assert not answered("pizza").found.windows


def test_a_long_question_is_said_to_be_cut(client, db):
    """Only the beginning is searched, and the page does not hide that."""
    assert "はじめの100文字で" in client.get("/windows/", {"q": "家賃 " * 60}).content.decode()
    assert "はじめの100文字で" not in client.get("/windows/?q=家賃").content.decode()


@pytest.mark.parametrize("row", rows("names_searched.csv"), ids=lambda row: row["what is typed"])
def test_a_name_is_found_however_its_letters_are_written(db, row):
    """Old forms, variants and short forms of letters make no difference."""
    indexed(subject="べつの相談")
    window = indexed(name=row["a published window's name"])
    assert answered(row["what is typed"]).found.windows == [window.pk]


def test_suggestions_begin_with_what_was_typed(client, db):
    """せい offers 生活保護 by its reading, not 覚せい剤."""
    term("薬物をやめたい", variants=["覚せい剤"])
    protection = term("せいかつほご")
    indexed(subject="依存せいの相談", name="まちの窓口")
    offered = client.get("/windows/suggest/?q=せい").json()["suggestions"]
    assert [each["text"] for each in offered] == [protection.phrase]
