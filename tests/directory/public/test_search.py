"""Searching as residents meet it: pages, fallbacks, privacy, and whatever may be typed."""

import html5lib
import pytest
from django.core.management import call_command
from django.utils import timezone

from directory.models import HoursPattern, SearchTerm, Window, WindowSearch
from directory.search.find import find
from directory.search.index import index_windows
from directory.search.text.fallbacks import Fallback
from tests.factories import CategoryFactory, WindowFactory
from tests.helpers.searching import found, indexed

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
