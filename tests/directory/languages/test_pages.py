"""Public pages in each language: by address, whole, and at no greater cost."""

import re

import html5lib
import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.cache import caches
from django.db import connection
from django.shortcuts import render
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import clear_url_caches
from django.utils import translation

from campaigns.charts import store
from campaigns.loading import load_campaigns
from campaigns.models import Campaign
from directory import catalogue
from directory.languages import WRITTEN, offered
from directory.languages.markup import finish
from directory.models import Category, Window
from directory.open_now import rows
from platform_members.models import GapAxis, GapMapDecision
from tests.factories import ProgrammeFactory
from tests.helpers.city import FIXTURES, load_city
from tests.helpers.editions import since_printed
from tests.helpers.language_pages import page

JAPANESE = re.compile(r"[ぁ-ゖァ-ヺ一-鿿]")
SHOWN = [each.prefix for each in offered() if each.prefix]
PAGES = [
    "",
    "categories/money-housing/",
    "windows/",
    "windows/?open=on&on=2026-12-29",
    "windows/?q=家賃",
    "windows/?q=死にたい",
    "windows/?q=zzzzzz",
    "about/",
    "accessibility/",
    "accessibility/report/",
    "accessibility/report/sent/",
    "guide/",
    "cards/",
    "members/",
    "booklet/errata/",
    "offline/",
    "offline/list/",
    "campaigns/",
    "campaigns/compare/",
    "data/",
    "data/api/",
    "members/gaps/",
    "members/gaps/kinds/money-housing/employment/",
    "members/gaps/steps/money-housing/place/",
    "nowhere/",
]


def a_window() -> str:
    """Path of a window with a number and hours, without its first slash."""
    category = Category.objects.get(slug="money-housing")
    window = Window.objects.published().in_category(category).without_general().first()
    return window.get_absolute_url()[1:]


@pytest.fixture
def shown(city, clerk, settings):
    """The city's directory, reports, open gap maps, and a booklet since which much has changed."""
    settings.STAFF_EMAIL = "office@example.lg.jp"
    since_printed(clerk)
    load_campaigns(FIXTURES)
    for axis in GapAxis.values:
        GapMapDecision.objects.create(fiscal_year=2026, axis=axis, public=True, decided_by=clerk)
    programme = ProgrammeFactory(kind="employment", public=True, content="職場を見学できます。")
    programme.categories.set([Category.objects.get(slug="money-housing")])
    programme.windows.set([Window.objects.published().in_category(programme.categories.get())[0]])
    Campaign.objects.get(kind="lecture").results.create(
        medium="Facebook", impressions=1_000, clicks=10, cost=500
    )


def other_pages() -> list[str]:
    """Paths of a window, of reports and of two compared, without their first slash."""
    reports = [campaign.get_absolute_url()[1:] for campaign in Campaign.objects.published()]
    one, other = Campaign.objects.published().advertised()
    return [a_window(), *reports, f"campaigns/compare/?one={one.pk}&other={other.pk}"]


@pytest.fixture
def all_languages(settings):
    """Every language that is written, switched on."""
    settings.LANGUAGES = [(code, each.name) for code, each in WRITTEN.items()]
    clear_url_caches()


def without_japanese(text: str) -> str:
    """A page without scripts, pictures and what is marked as Japanese."""
    text = re.sub(r"<(script|title|svg)\b.*?</\1>", "", text, flags=re.DOTALL)
    return re.sub(r'<(span|a|option)[^>]* lang="(?:ja|zh-Hans)"[^>]*>[^<]*</\1>', "", text)


@pytest.mark.parametrize("prefix", SHOWN)
def test_every_page_is_whole_in_each_language(client, shown, prefix):
    """Well-formed, in its language, its links within the language, its numbers as in Japanese."""
    tag = WRITTEN[prefix.strip("/")].tag
    for path in [*PAGES, *other_pages()]:
        answer, japanese = client.get(f"/{prefix}{path}"), page(client, f"/{path}")
        text = answer.content.decode()
        html5lib.HTMLParser(strict=True).parse(text)
        assert f'<html lang="{tag}">' in text, path
        assert not answer.cookies
        assert "Vary" not in answer or "Language" not in answer["Vary"]
        numbers = re.findall(r'href="tel:([^"]+)"', japanese)
        assert re.findall(r'href="tel:([^"]+)"', text) == numbers, path
        leading_out = set(
            re.findall(
                r'href="(/(?:windows|categories|about|accessibility|cards|guide|members|booklet/errata|offline|campaigns|data)/[^"]*)"',
                text,
            )
        )
        switch = re.search(r'<nav class="languages".*?</nav>', text, re.DOTALL)[0]
        leading_out -= set(re.findall('href="([^"]+)"', switch))
        files = r'"(/[^"]+\.(?:pdf|csv|xlsx|json|zip|atom))"'  # in Japanese
        leading_out -= set(re.findall(files, text))
        assert leading_out <= {"/members/apply/"}, path


def test_an_english_page_marks_every_japanese_word(client, shown):
    """Whatever is not translated stands between marks of its language."""
    for path in [*PAGES, *other_pages()]:
        text = re.sub(r"<[^>]*>", " ", without_japanese(page(client, f"/en/{path}")))
        left = [line.strip() for line in text.splitlines() if JAPANESE.search(line)]
        assert [line for line in left if "option" not in line] == [], path


@pytest.mark.parametrize("query", ["rent", "no work rent", "tirred rent", "open now rent"])
def test_what_was_asked_stands_in_the_marks_of_the_language(client, city, query):
    """“rent” and not 「rent」, however the windows were found."""
    english = page(client, f"/en/windows/?q={query}")
    how = " ".join(re.findall(r'<p class="search-how">.*?</p>', english, re.DOTALL))
    assert "「" not in how
    assert f"“{query}”" in english
    assert "「rent」" in page(client, "/windows/?q=rent")


def test_what_was_heard_twice_is_said_once(client, city):
    """Each word of “Hello Work” is heard by the same phrase; words are parted by a space."""
    text = page(client, "/en/windows/?q=Hello Work 29 December")
    how = " ".join(re.findall(r'<p class="search-how">.*?</p>', text, re.DOTALL))
    assert how.count("“Hello Work”") == 1
    assert "”“" not in how


def test_easy_japanese_has_a_reading_on_every_kanji_of_its_own(client, shown):
    """No reading is left as typed, in text, titles or attributes."""
    for path in [*PAGES, *other_pages()]:
        text = page(client, f"/easy/{path}")
        assert "《" not in text, path
        assert "<title>" in text


@pytest.mark.parametrize("path", ["/xx/", "/xx/windows/", "/pt/", "/vi/windows/", "/EN/"])
def test_a_prefix_that_does_not_exist_is_not_found_in_japanese(client, city, path):
    """So it is for languages that no speaker has approved yet."""
    answer = client.get(path)
    assert answer.status_code == 404
    assert '<html lang="ja">' in answer.content.decode()
    assert "ページが見つかりません" in answer.content.decode()


@pytest.mark.parametrize("path", ["/en/admin/", "/en/accounts/login/", "/easy/desk/"])
def test_staff_pages_have_no_prefix(client, city, path):
    """They are in Japanese only."""
    assert client.get(path).status_code == 404


def test_neither_cookie_nor_header_chooses_a_language(client, city):
    """An address says everything, so that any cache may keep the answer."""
    client.cookies["django_language"] = "en"
    answer = client.get("/windows/", headers={"accept-language": "en"})
    assert '<html lang="ja">' in answer.content.decode()


def test_the_switch_leads_to_the_same_page(client, city):
    """By each language's own name; what was filtered stays."""
    text = page(client, "/en/windows/?channel=visit")
    assert '<a href="/windows/?channel=visit" hreflang="ja" lang="ja">日本語</a>' in text
    assert (
        '<a href="/easy/windows/?channel=visit" hreflang="ja" lang="ja">やさしい日本語</a>' in text
    )
    assert '<span aria-current="true">English</span>' in text
    assert '<a href="/en/" hreflang="en" lang="en">English</a>' in page(client, "/nowhere/")


def test_search_engines_are_told_of_the_languages(client, city, settings):
    """Each page names itself and the same page in languages that have a tag of their own."""
    text, portal = page(client, "/en/about/"), settings.PORTAL_URL
    assert f'<link rel="canonical" href="{portal}/en/about/">' in text
    assert f'<link rel="alternate" hreflang="ja" href="{portal}/about/">' in text
    assert f'<link rel="alternate" hreflang="en" href="{portal}/en/about/">' in text
    assert text.count('rel="alternate"') == 2


def test_pages_that_are_switched_on_answer(client, city, all_languages):
    """A language that a speaker has approved needs a setting and nothing else."""
    for language in offered():
        answer = client.get(f"/{language.prefix}windows/")
        assert f'<html lang="{language.tag}">' in answer.content.decode()


@pytest.fixture
def resident(transactional_db):
    """A visitor of the city's real directory with nothing kept yet."""
    for name in ("pages", "missing", "searches"):
        caches[name].clear()
    rows.forget()
    load_city()
    return Client()


def cost(resident, path: str) -> list[int]:
    """Queries of a page: the first time, and kept."""
    made = []
    for _time in range(2):
        catalogue.read_anew()
        with CaptureQueriesContext(connection) as queries:
            resident.get(path)
        made.append(len(queries))
    return made


def test_a_page_costs_the_same_queries_in_each_language(resident):
    """Made anew and kept; each language is kept on its own."""
    paths = ["", "categories/money-housing/", "windows/?q=家賃", "about/", a_window()]
    for path in paths:
        resident.get(f"/{path}")  # what a process reads once
        caches["pages"].clear()
        caches["searches"].clear()
        costs = []
        for prefix in ("", *SHOWN):
            rows.forget()
            costs.append(cost(resident, f"/{prefix}{path}"))
        assert len(set(map(tuple, costs))) == 1, (path, costs)
        assert costs[0][1] == 1


def test_a_kept_page_is_kept_for_its_language(resident):
    """In whatever order they come, each reader gets their own language."""
    texts = {prefix: page(resident, f"/{prefix}windows/") for prefix in ("en/", "", "easy/")}
    assert len(set(texts.values())) == 3
    assert {prefix: page(resident, f"/{prefix}windows/") for prefix in texts} == texts


def test_no_language_is_left_behind_by_a_request(client, city):
    """The next request of the thread begins in Japanese."""
    client.get("/en/")
    assert translation.get_language() == "ja"


def test_what_has_changed_since_the_booklet_is_said_in_the_readers_words(client, shown):
    """Headings, labels, hours and states are ours; names and texts stand as they are printed."""
    text = page(client, "/en/booklet/errata/")
    assert "Services that have changed" in text
    assert re.search(r'<th scope="row">Address</th>', text)
    assert "Suspended for now (" in text
    assert '<span lang="ja">前の相談（前の窓口）</span>' in text
    assert "in Japanese, as in the booklet" in text
    assert "冊子と同じ日本語です" not in page(client, "/booklet/errata/")


@pytest.mark.parametrize("prefix", ["", *SHOWN])
def test_the_list_for_use_without_a_network_is_there_in_each_language(client, city, prefix):
    """The worker keeps all of them, and the page that offers it is in the reader's language."""
    assert f'"/{prefix}offline/list/"' in page(client, "/sw.js")
    assert f'href="/{prefix}offline/list/"' in page(client, f"/{prefix}offline/")


@pytest.mark.parametrize("template", ["400", "403", "403_csrf", "404", "429", "500", "503"])
def test_pages_of_errors_are_in_the_language_of_their_address(rf, city, template):
    """Whatever has gone wrong below /en/ is said in English."""
    request = rf.get("/en/windows/")
    request.user = AnonymousUser()
    with translation.override("en"):
        text = finish(render(request, f"{template}.html").content.decode(), WRITTEN["en"])
    heading = re.search(r"<h1>(.*?)</h1>\s*<p>(.*?)</p>", text, re.DOTALL)
    said = re.sub(r"（福祉生活相談センター）|\(.*?\)", "", "".join(heading.groups()))
    assert not JAPANESE.search(said)


def picture(chart: dict) -> str:
    """SVG with the words of a chart: drawing takes seconds."""
    words = f"<title>{chart['title']}</title><desc>{chart['description']}</desc>"
    return f"<svg>{words}<text>{chart['options']}{chart['points']}</text></svg>"


def test_charts_of_a_report_speak_the_readers_language(client, shown):
    """Titles, descriptions, axes and media; with neither furigana nor marks in SVG."""
    video = Campaign.objects.with_results().get(kind="video")
    store.draw_missing([video], draw=lambda charts: [*map(picture, charts)])
    path = video.get_absolute_url()[1:]
    for prefix in ("", *SHOWN):
        text = page(client, f"/{prefix}{path}")
        html5lib.HTMLParser(strict=True).parse(text)
        pictures = [each for each in re.findall("<svg>.*?</svg>", text) if "<desc>" in each]
        assert len(pictures) == 7
        assert "《" not in "".join(pictures)
        assert "<ruby>" not in "".join(pictures)
    english = page(client, f"/en/{path}")
    assert "<title>Clicks by medium (most first)</title>" in english
    assert "Google (search ads)" in english
    assert "Cost (yen)" in english
    assert not JAPANESE.search("".join(re.findall("<svg>.*?</svg>", english)))


def test_a_report_says_what_is_not_translated_and_gives_its_days_in_words(client, shown):
    """Title and texts of the office stay Japanese, marked; the period's words beside its days."""
    video = Campaign.objects.get(kind="video")
    text = page(client, f"/en{video.get_absolute_url()}")
    assert f'<span lang="ja">{video.title}</span>' in re.search("<h1>.*</h1>", text)[0]
    assert "Not yet translated" in text
    assert "January 2023 to February 2023" in text
    assert f'(in the report: <span lang="ja">{video.period_text}</span>)' in text
    assert video.period_text in page(client, video.get_absolute_url())
    assert "Not yet translated" not in page(client, video.get_absolute_url()).replace("data-", "")
    lecture = page(client, f"/en{Campaign.objects.get(kind='lecture').get_absolute_url()}")
    assert "31 January 2023" in lecture
    assert "13:30～15:00" in lecture


def test_a_report_costs_the_same_queries_in_each_language(client, shown):
    """Its charts in other languages are not read twice."""
    path = Campaign.objects.get(kind="video").get_absolute_url()
    costs = []
    for prefix in ("", *SHOWN):
        client.get(f"/{prefix}{path[1:]}")
        with CaptureQueriesContext(connection) as queries:
            client.get(f"/{prefix}{path[1:]}")
        costs.append(len(queries))
    assert len(set(costs)) == 1, costs
