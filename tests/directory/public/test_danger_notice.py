"""The notice above the results: different for each kind, and there whatever else fails."""

import re

import html5lib
import pytest
from django.db import OperationalError, connection
from django.utils import timezone

from directory.models import DangerLine, SearchTerm, Window
from directory.public import search_views
from directory.public.danger_notice import WORDS, read_notice
from directory.search.danger import Kind, kinds
from directory.search.sql import SearchTookTooLong
from tests.factories import WindowFactory

FIRST_NUMBER = {
    "死にたい": ("suicide", "tel:0120061338"),
    "薬を飲みすぎた": ("medical", "tel:119"),
    "夫に殴られる": ("violence", "tel:110"),
    "子どもを叩いてしまう": ("hurting", "tel:0120279338"),
    "閉じ込められている": ("threat", "tel:110"),
    "痴漢": ("sexual", "tel:%238891"),
    "虐待かもしれない": ("abuse", "tel:189"),
    "助けて": ("help", "tel:0120279338"),
}


def notice_of(page: str) -> str:
    """The notice's markup; there must be exactly one, before heading and results."""
    assert page.count("data-danger") == 1
    assert page.index("data-danger") < page.index("<h1")
    return page[page.index("data-danger") : page.index("</section>", page.index("data-danger"))]


def ask(client, typed, status=200) -> str:
    """The page for a question."""
    response = client.get("/windows/", {"q": typed})
    assert response.status_code == status
    return response.content.decode()


@pytest.mark.parametrize("typed", FIRST_NUMBER)
def test_each_kind_has_its_own_first_number(client, city, typed):
    """Those beaten, afraid to hurt, or after too many pills: each sees the right number first."""
    kind, number = FIRST_NUMBER[typed]
    notice = notice_of(ask(client, typed))
    assert notice.startswith(f'data-danger="{kind}"')
    assert re.findall(r'href="(tel:[^"]+)"', notice)[0] == number
    assert str(WORDS[Kind(kind)].sentence) in notice


def test_each_kind_speaks_in_its_own_words():
    """Not the same box for everybody."""
    assert set(WORDS) == set(Kind)
    assert len({str(words.sentence) for words in WORDS.values()}) == len(Kind)


def test_several_kinds_stand_one_below_the_other_each_number_once(client, city):
    """The most urgent first; a number that two kinds have is shown with the first."""
    notice = notice_of(ask(client, "夫に殴られて死にたい"))
    assert notice.startswith('data-danger="suicide violence"')
    numbers = re.findall(r'href="(tel:[^"]+)"', notice)
    assert len(numbers) == len(set(numbers))


def test_the_end_of_a_long_question_is_read(client, city):
    """The search is cut and says so; danger is read to the end, and what was typed is kept."""
    long = "家賃が払えなくて困っています。" * 100 + "もう死にたい"
    page = ask(client, long)
    assert notice_of(page).startswith('data-danger="suicide"')
    assert "はじめの100文字" in page
    assert f'value="{long}"' in page
    assert "はじめの100文字" not in ask(client, "家賃")


def test_harmless_questions_show_no_notice(client, city):
    """No page but one that answers danger carries the mark."""
    for typed in ("死亡届", "消えた年金", "DVD", "必死に働く", "家賃", "ラーメンのつくりかた"):
        assert "data-danger" not in ask(client, typed)
    for address in ("/", "/about/", "/windows/", "/nothing-here"):
        assert "data-danger" not in client.get(address).content.decode()


def test_a_question_that_finds_nothing_still_shows_the_notice(client, db):
    """Without any window the national numbers stand."""
    page = ask(client, "死にたい")
    assert "あてはまる窓口が見つかりませんでした" in page
    assert "tel:0120061338" in notice_of(page)
    html5lib.HTMLParser(strict=True).parse(page)


def test_a_search_that_takes_too_long_still_shows_the_notice(client, city, monkeypatch):
    """The number to ring does not wait for the search."""

    def slow(*args, **options):
        raise SearchTookTooLong

    monkeypatch.setattr(search_views, "answer", slow)
    assert "tel:0120061338" in notice_of(ask(client, "死にたい", status=503))
    assert "data-danger" not in ask(client, "家賃", status=503)


@pytest.mark.parametrize("typed", FIRST_NUMBER)
def test_without_a_database_the_notice_stands(client, db, typed):
    """A page with the right numbers, and a sentence that says what is broken."""

    def gone(*args):
        raise OperationalError("the database does not answer")

    with connection.execute_wrapper(gone):
        page = ask(client, typed, status=503)
    kind, number = FIRST_NUMBER[typed]
    assert notice_of(page).startswith(f'data-danger="{kind}"')
    assert number in notice_of(page)
    assert "いま検索できません" in page
    html5lib.HTMLParser(strict=True).parse(page)


def test_a_line_for_danger_on_top_raises_its_notice(client, db):
    """Meaning and danger travel together, when staff have said so for that window."""
    window = WindowFactory(name="夜明けの電話", subject="夜明けの相談", phones=["0596-21-5717"])
    term = SearchTerm(phrase="窓の外を見ている")
    term.full_clean()
    term.save()
    term.windows.add(window)
    line = DangerLine.objects.create(kind="suicide", window=window, raises=False)
    assert "data-danger" not in ask(client, "窓の外を見ている")
    line.raises = True
    line.save()
    assert "夜明けの電話" in notice_of(ask(client, "窓の外を見ている"))
    assert "夜明けの電話" in notice_of(ask(client, "窓の外を見ていろ"))  # by one slip


def test_the_notice_costs_two_queries(city, django_assert_num_queries):
    """However many kinds and windows."""
    with django_assert_num_queries(2):
        read_notice(["suicide", "violence", "abuse"])


def test_a_window_that_is_not_published_is_not_named(client, city):
    """A suspended line leaves the notice at once; the others stay."""
    line = Window.objects.get(name="#いのちSOS")
    line.suspend(reason="番号の確認中", at=timezone.now())
    line.save()
    numbers = re.findall(r'href="(tel:[^"]+)"', notice_of(ask(client, "死にたい")))
    assert "tel:0120061338" not in numbers
    assert numbers[0] == "tel:0120279338"


def test_suggestions_for_a_dangerous_beginning_are_whom_to_ask(client, city):
    """Nothing that could hurt is offered; only windows of the notice."""
    for typed in ("死にた", "死にたい", "しにたい", "首を吊", "練炭", "夫に殴られ", "リスカ"):
        offered = client.get("/windows/suggest/", {"q": typed}).json()["suggestions"]
        assert {suggestion["kind"] for suggestion in offered} <= {"窓口"}, typed
    offered = client.get("/windows/suggest/", {"q": "死にたい"}).json()["suggestions"]
    assert "#いのちSOS" in offered[0]["text"]
    for typed in ("死に", "殺", "首", "薬", "消え"):
        offered = client.get("/windows/suggest/", {"q": typed}).json()["suggestions"]
        assert not [s["text"] for s in offered if s["kind"] == "ことば" and kinds(s["text"])]


def test_the_box_takes_as_much_as_is_read(client, city):
    """2,000 characters can be typed."""
    assert 'maxlength="2000"' in client.get("/").content.decode()
