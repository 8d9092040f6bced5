"""Searching as residents meet it: pages, fallbacks, privacy, and whatever may be typed."""

import logging
import os
import subprocess
import sys
from urllib.parse import urlsplit
from xml.parsers import expat

import html5lib
import pytest
from django.conf import settings
from django.core import mail
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from directory.models import HoursPattern, SearchTerm, Window, WindowSearch
from directory.public import search_views
from directory.search import sql
from directory.search.find import find
from directory.search.index import index_windows
from directory.search.sql import SearchTookTooLong, in_time
from directory.search.text.fallbacks import Fallback
from tests.factories import CategoryFactory, WindowFactory

BAD_INPUT = {
    "spaces": " 　\t\n",
    "very long": "家賃" * 5_000,
    "punctuation": "。、！？…「」（）",
    "quotes": "'\"''`´",
    "percent": "%",
    "underscore": "_",
    "backslash": "\\",
    "operators": "&|!<->:*()",
    "operators between words": "家賃 & !'借金' <-> (仕事:*A | %_\\)",
    "nul": "家\x00賃",
    "lone surrogate": "家\ud800賃",
    "right to left": "\u202e家賃\u200f",
    "emoji": "😢👨‍👩‍👧‍👦",
    "half-width kana": "ｾｲｶﾂﾎｺﾞ",
    "full-width digits": "０５９６",
    "digits of other scripts": "٠١٢٣²③",
    "one letter": "の",
    "markup": "<script>alert(1)</script>",
    "many words": "家 " * 60,
    "combining marks": "か\u3099\u3099\u3099き\u0301",
    "ligatures": "㈱﷽",
}


def indexed(**facts) -> Window:
    """A published window that search knows."""
    window = WindowFactory(**facts)
    index_windows([window])
    return window


def found(text, queryset=None):
    """What a resident finds."""
    return find(text, Window.objects.published() if queryset is None else queryset)


@pytest.mark.parametrize("typed", BAD_INPUT.values(), ids=BAD_INPUT)
@pytest.mark.parametrize("address", ["/windows/", "/windows/suggest/"])
def test_whatever_is_typed_an_ordinary_page_answers(client, city, typed, address):
    """Nothing that can be typed is a fault, and none of it is kept."""
    response = client.get(address, {"q": typed.encode("utf-8", "surrogatepass")})
    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]
    if address == "/windows/":
        html5lib.HTMLParser(strict=True).parse(response.content.decode())


@pytest.mark.parametrize("typed", BAD_INPUT.values(), ids=BAD_INPUT)
def test_whatever_a_program_asks_is_answered(city, typed):
    """The search itself takes any text, lone surrogates and NUL too."""
    found(typed)


@pytest.mark.parametrize("typed", ["", " ", "　\t"])
def test_an_empty_question_shows_all_windows(client, city, typed):
    """Pressing the button without a word shows everything."""
    page = client.get("/windows/", {"q": typed}).content.decode()
    assert page.count("<article") == min(Window.objects.published().count(), 30)


@pytest.mark.parametrize("typed", ["。", "？？", "🍣", "------", "😭😭"])
def test_signs_alone_are_answered_in_words(client, city, typed):
    """A question of signs is not answered with the list of everything, but with what to type."""
    page = client.get("/windows/", {"q": typed}).content.decode()
    assert "記号や絵文字だけでは、さがせませんでした" in page
    assert page.count("<article") == 0
    assert "tel:0120279338" in page


def test_results_say_how_many_and_mark_the_words(client, city):
    """The number found is announced, the words stand out, and no robot keeps the page."""
    page = client.get("/windows/?q=生活保護").content.decode()
    assert "<mark>生活保護</mark>の相談" in page
    assert '<meta name="robots" content="noindex">' in page
    assert 'value="生活保護"' in page


def test_words_are_marked_without_letting_markup_in(client, db):
    """What a clerk or a resident typed is text, also around a mark."""
    indexed(subject="<b>家賃</b> & <i>借金</i>")
    page = client.get("/windows/", {"q": "家賃"}).content.decode()
    assert "&lt;b&gt;<mark>家賃</mark>&lt;/b&gt; &amp; &lt;i&gt;" in page
    page = client.get("/windows/", {"q": "家賃<script>"}).content.decode()
    assert "<script>" not in page.replace('<script src="/static/js/suggest.js" defer></script>', "")


def test_filters_narrow_what_was_found_and_are_kept(client, city):
    """A filter holds together with the question, in the form and over the pages."""
    page = client.get("/windows/?q=相談&category=work&urgent=").content.decode()
    assert (
        page.count("<article") == Window.objects.published().filter(categories__slug="work").count()
    )
    assert '<input type="hidden" name="q" value="相談">' in page
    assert '<option value="work" selected>' in page


def test_results_are_paged(client, db):
    """The next page is one tap away, with the same question; every window is on one page only."""
    for _number in range(31):
        WindowFactory(subject="家賃の相談")
    index_windows(Window.objects.all())
    first = client.get("/windows/?q=家賃").content.decode()
    assert "31件の窓口" in first
    assert first.count("<article") == 30
    assert "q=%E5%AE%B6%E8%B3%83&amp;page=2" in first
    assert client.get("/windows/?q=家賃&page=2").content.decode().count("<article") == 1


def test_nothing_found_leads_on(client, city):
    """Said plainly, with the general window, the urgent lines, categories and other words."""
    page = client.get("/windows/?q=ラーメンのつくりかた").content.decode()
    assert "あてはまる窓口が見つかりませんでした" in page
    for way_on in (
        "どこに相談したらよいか迷ったら",
        "tel:0120279338",
        'class="tile',
        "ほかのことば",
    ):
        assert way_on in page


def test_danger_stands_above_the_results(client, city):
    """Who types that they want to die sees which number to ring before anything else."""
    page = client.get("/windows/?q=もう死にたい").content.decode()
    assert page.index('data-danger="suicide"') < page.index("<h1") < page.index("<article")
    quiet = client.get("/windows/?q=死亡届").content.decode()
    assert "「死亡届」" in quiet
    assert "data-danger" not in quiet


@pytest.mark.parametrize(
    ("typed", "fallback"),
    [
        ("生活保護", Fallback.WHOLE),
        ("市営住宅に入りたいのですが", Fallback.SYNONYM),
        ("借金", Fallback.SYNONYM),
        ("家賃が払えなくて困っています", Fallback.SYNONYM),
        ("いせコンビネット", Fallback.SPELLING),
        ("よりそいほとらいん", Fallback.SYNONYM),
        ("ハロワーク伊勢の場所", Fallback.SPELLING),
        ("電気止められた", Fallback.SPELLING),
        ("税金", Fallback.SPELLING),
        ("学校", Fallback.SYNONYM),
        ("就労 蝶々 収集", Fallback.NOTHING),
        ("就労 蝶々", Fallback.PARTIAL),
        ("就労準備の本", Fallback.SYNONYM),
        ("ラーメン", Fallback.NOTHING),
    ],
)
def test_fallbacks_are_tried_in_order(city, typed, fallback):
    """Whole, then what staff say it means, then a slip, then most words; nothing is nothing."""
    assert found(typed).fallback == fallback


def test_the_category_is_the_last_resort(db):
    """When no word is anywhere, the category that the words name or that staff named is shown."""
    school = CategoryFactory(name="まなび・学校")
    window = indexed(subject="こまりごと", categories=[school])
    assert found("学校").fallback == Fallback.CATEGORY
    assert found("学校").windows == [window.pk]
    term = SearchTerm(phrase="給食がにがて")
    term.full_clean()
    term.save()
    term.categories.set([school])
    assert found("給食がにがてで困る").categories == ["まなび・学校"]


def test_the_page_says_which_way_was_used(client, city):
    """A window without the resident's words says why it is shown."""
    assert "「借金」" in client.get("/windows/?q=借金").content.decode().split("search-how")[1]
    assert "よく似たことば" in client.get("/windows/?q=いせコンビネット").content.decode()


def test_two_troubles_both_find_help_on_top(city):
    """Each of two troubles has its first window that can be reached among the first two."""
    first = Window.objects.in_this_order(found("借金と介護に疲れた").windows[:2])
    names = [window.name for window in first]
    assert set(names) == {"伊勢市消費生活センター", "よりそいホットライン"}


def test_a_compound_is_not_found_across_a_gap(db):
    """東京都 is not 東京 and 京都."""
    indexed(subject="東京と京都の相談")
    assert not found("東京都").windows


def test_a_number_is_found_from_any_digit_on(db):
    """With or without hyphens, whole or from the middle; others' numbers are not."""
    window = indexed(phones=["0596-21-5556"])
    for typed in ("0596-21-5556", "０５９６（２１）５５５６", "21-5556", "5556", "0596 21 5556"):
        assert found(typed).windows == [window.pk]
    for typed in ("0596-21-5557", "215", "06-6221-5556"):
        assert not found(typed).windows


def test_a_confidential_place_is_not_found(db):
    """Neither the address nor the building of a shelter leads anywhere."""
    indexed(confidential_location=True, address="伊勢市秘密町1-2-3", place_note="かくれ会館5階")
    for typed in ("秘密町", "かくれ会館", "伊勢市秘密町1-2-3", "123"):
        assert not found(typed).windows
    assert not WindowSearch.objects.filter(text__contains="秘密").exists()


@pytest.mark.parametrize("status", ["draft", "suspended", "retired"])
def test_only_published_windows_are_found_or_suggested(client, db, status):
    """What residents may not see, search does not know either, by any name."""
    window = indexed(subject="見えない相談")
    term = SearchTerm(phrase="かくれんぼ")
    term.full_clean()
    term.save()
    term.windows.add(window)
    assert found("かくれんぼ").windows == [window.pk]
    dates = {"draft": {"published_at": None}}.get(status, {f"{status}_at": window.published_at})
    Window.objects.update(status=status, **dates)
    assert not found("見えない").windows
    assert not found("かくれんぼ").windows
    for typed in ("見えない", "かくれんぼ"):
        page = client.get("/windows/", {"q": typed}).content.decode()
        assert window.get_absolute_url() not in page
        assert "見えない相談" not in page
    assert client.get("/windows/suggest/?q=見えない").json() == {"suggestions": []}


def test_rebuilding_finds_what_was_written_elsewhere(db, capsys):
    """A window that came by another way is found after `manage.py rebuild_search`."""
    window = WindowFactory(subject="あとから来た相談")
    assert not found("あとから").windows
    call_command("rebuild_search")
    assert found("あとから").windows == [window.pk]
    assert "1 windows" in capsys.readouterr().out


def test_rebuilding_folds_the_phrases_as_they_are_folded_now(db):
    """A phrase that an older release folded is found after `manage.py rebuild_search`."""
    window = indexed(subject="こまりごと")
    term = SearchTerm.objects.create(
        phrase="子供の借り", needles=["子供の借り"], starts=["子供の借り"]
    )
    term.windows.add(window)
    assert not found("子どもの借り").windows
    call_command("rebuild_search")
    assert found("子どもの借り").windows == [window.pk]


def test_a_search_costs_the_same_however_much_there_is(client, db, django_assert_max_num_queries):
    """One window or twenty, whole words or synonyms: a handful of queries."""
    for batch in (1, 19):
        for _number in range(batch):
            WindowFactory(subject="家賃の相談")
        index_windows(Window.objects.all())
        with django_assert_max_num_queries(19):
            client.get("/windows/?q=家賃")


def test_open_windows_come_first_among_equals(db):
    """A window that answers now stands above its equals, never above what fits better."""
    closed, opened = indexed(subject="家賃の相談"), indexed(subject="家賃の相談")
    better = indexed(subject="家賃の相談", name="家賃")
    now = timezone.now()
    pattern = HoursPattern.objects.create(key="open", filled_from=now, filled_until=now)
    Window.objects.filter(pk=opened.pk).update(hours_pattern=pattern)
    windows = find("家賃", Window.objects.published(), {"open"}).windows
    assert windows.index(opened.pk) < windows.index(closed.pk)
    assert better.pk in windows


def test_a_search_that_takes_too_long_is_stopped(db):
    """The database is not kept busy, and the error does not quote the question."""
    with pytest.raises(SearchTookTooLong) as error, in_time(20), connection.cursor() as cursor:
        cursor.execute("SELECT pg_sleep(5), '家賃'")
    assert "家賃" not in repr(error.value)
    assert error.value.__cause__ is None
    assert error.value.__suppress_context__


def test_what_is_typed_is_no_part_of_the_statement(db):
    """PostgreSQL's log quotes statements that it stops; the words are sent beside them."""
    with in_time(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT query FROM pg_stat_activity WHERE pid = pg_backend_pid() AND %s <> ''", ["家賃"]
        )
        statement = cursor.fetchone()[0]
    assert "$1" in statement
    assert "家賃" not in statement


def test_who_waits_too_long_is_told_so(client, city, monkeypatch):
    """A friendly page with ways on, not an error; suggestions are simply none."""

    def slow(*args):
        raise SearchTookTooLong

    monkeypatch.setattr(search_views, "answer", slow)
    monkeypatch.setattr(search_views, "suggest", slow)
    response = client.get("/windows/?q=家賃")
    assert response.status_code == 503
    assert "検索に時間がかかっています" in response.content.decode()
    assert "tel:0120279338" in response.content.decode()
    assert client.get("/windows/suggest/?q=家賃").json() == {"suggestions": []}


def test_suggestions_read_only_the_first_windows_that_match(
    client, db, monkeypatch, django_assert_max_num_queries
):
    """What begins with a common word is not read to its end."""
    windows = [WindowFactory(subject=f"家賃の相談{n}", provider="家賃の会") for n in range(5)]
    index_windows(windows)
    monkeypatch.setattr("directory.search.suggest.MOST_READ", 3)
    with django_assert_max_num_queries(8):
        offered = client.get("/windows/suggest/?q=家賃").json()["suggestions"]
    assert [each["kind"] for each in offered] == ["窓口", "窓口", "窓口", "団体"]
    assert offered[-1]["text"] == "家賃の会"


def test_suggestions_offer_phrases_windows_and_organisations(client, city):
    """Each with its kind and address; a window leads to its page, words to their results."""
    offered = client.get("/windows/suggest/?q=せいかつほ").json()["suggestions"]
    assert ("生活保護を受けたい", "ことば") in {(s["text"], s["kind"]) for s in offered}
    window = next(s for s in offered if s["kind"] == "窓口")
    assert client.get(window["url"]).status_code == 200
    offered = client.get("/windows/suggest/?q=ライフリンク").json()["suggestions"]
    assert "団体" in {s["kind"] for s in offered}
    for suggestion in offered:
        assert client.get(suggestion["url"]).status_code == 200


@pytest.mark.parametrize("typed", ["し", "", "死に", "虐待", "殴ら", "自殺"])
def test_suggestions_never_put_danger_into_a_mouth(client, city, typed):
    """One character asks for nothing, and words of danger are never offered."""
    offered = client.get("/windows/suggest/", {"q": typed}).json()["suggestions"]
    dangerous = set(SearchTerm.objects.exclude(danger="none").values_list("phrase", flat=True))
    assert not {suggestion["text"] for suggestion in offered} & dangerous
    assert len(typed) > 1 or offered == []


def test_the_script_is_small(client):
    """What adds suggestions is at most 3 KB."""
    assert (settings.BASE_DIR / "static" / "js/suggest.js").stat().st_size <= 3 * 1024


def test_a_browser_can_add_the_portals_search(client, city, settings):
    """The description is well-formed, names the search address, and every page links to it."""
    elements = {}
    parser = expat.ParserCreate()
    parser.StartElementHandler = elements.__setitem__
    parser.Parse(client.get("/opensearch.xml").content, True)
    assert elements["Url"]["template"] == f"{settings.PORTAL_URL}/windows/?q={{searchTerms}}"
    assert 'href="/opensearch.xml"' in client.get("/").content.decode()


def test_search_terms_reach_no_log_and_no_report(client, city, settings, capfd, monkeypatch):
    """Neither the log on standard error nor the e-mail about a fault tells what was asked."""
    secret = "だれにも言えないこと"
    settings.ADMINS = [("管理者", "administrator@example.jp")]
    handlers = logging.getLogger("django").handlers + logging.getLogger().handlers
    client.raise_request_exception = False
    client.get("/nothing-here", {"q": secret})
    monkeypatch.setattr(search_views, "answer", lambda *args: 1 / 0)
    response = client.get("/windows/", {"q": secret}, headers={"referer": f"/windows/?q={secret}"})
    assert response.status_code == 500
    written = capfd.readouterr().err
    assert any(type(handler).__name__ == "AdminEmailHandler" for handler in handlers)
    assert len(mail.outbox) == 1
    for text in (written, mail.outbox[0].body, mail.outbox[0].subject):
        assert secret not in text
        assert "%E3%81%A0" not in text
    assert "ZeroDivisionError" in mail.outbox[0].body


def test_web_workers_never_load_the_dictionary(city):
    """Starting the portal and answering a search leave SudachiPy unloaded."""
    program = (
        "import io, sys; from ise_portal.dev import local; local.prepare();"
        "from ise_portal.wsgi import application;"
        "ask = {'REQUEST_METHOD': 'GET', 'PATH_INFO': '/windows/', 'SERVER_NAME': 'localhost',"
        " 'QUERY_STRING': 'q=%E5%80%9F%E9%87%91', 'SERVER_PORT': '80', 'wsgi.input': io.BytesIO(),"
        " 'wsgi.url_scheme': 'http'};"
        "page = b''.join(application(ask, lambda status, headers: print(status)));"
        "print(sorted(name for name in sys.modules if 'sudachi' in name))"
    )
    name = connection.settings_dict["NAME"]
    url = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()
    done = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "DATABASE_URL": url, "DEBUG": "true"},
    )
    assert done.stdout.split("\n")[:2] == ["200 OK", "[]"]


def test_matching_weighs_a_thousand_at_most(db, monkeypatch):
    """More matches than are weighed are said to be more, not counted."""
    monkeypatch.setattr(sql, "MOST_WEIGHED", 2)
    for _number in range(3):
        indexed(subject="家賃の相談")
    result = found("家賃")
    assert (len(result.windows), result.more) == (2, True)
