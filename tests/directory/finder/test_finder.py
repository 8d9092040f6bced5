"""The finder with the city's questions: every way ends, danger leads, nothing is kept."""

import re

import pytest
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from directory.changes import retire_windows, suspend_windows
from directory.finder.faults import faults
from directory.finder.outcome import MAX_WINDOWS, outcome_of
from directory.finder.picture import draw
from directory.finder.read import read_guide
from directory.loading import load_directory
from directory.models import DangerLine, FinderAnswer, FinderQuestion, Window
from directory.public.danger_notice import read_notice
from tests.factories import WindowFactory
from tests.helpers.city import FIXTURES, load_city
from tests.helpers.finder import GUIDE, keys_of
from tests.helpers.page_forms import sent
from tests.helpers.transactions import committed


def ask(client, *texts: str) -> str:
    return client.get(GUIDE, {"answers": keys_of(*texts)}).content.decode()


SELF, MONEY = "自分のこと", "お金・家賃・借金"
BEATEN, DYING = "暴力をふるわれる、行動を見はられる", "死にたい、消えたい"


def test_every_way_of_the_city_ends_at_windows_that_can_be_reached(city, at):
    """On a Saturday night: at most five, each with a reason, reached in the way asked for."""
    now = at("2026-11-28 22:00")
    walks = list(read_guide().walks())
    assert len(walks) > 400
    for walk in walks:
        told = [step.answer.text for step in walk.steps]
        outcome = outcome_of(walk, now)
        assert 1 <= len(outcome.suggestions) <= MAX_WINDOWS, told
        assert not outcome.is_widened, told
        for each in outcome.suggestions:
            assert each.window.can_be_reached, told
            assert each.window.status == "published", told
            assert each.reasons, told
        if walk.dangers:
            assert read_notice(outcome.dangers).parts[0].lines, told


def test_the_check_finds_no_fault_in_the_citys_questions(city):
    """Staff see the same as the test above."""
    assert faults() == []


def test_the_check_names_what_becomes_a_dead_end(city, clerk):
    """Windows that close, answers that are taken away, questions that hang in the air."""
    chat = Window.objects.get(name="あなたのいばしょチャット相談")
    retire_windows(windows=Window.objects.filter(pk=chat.pk), by=clerk)
    found = [fault.text for fault in faults()]
    assert any("「文字で（メール・チャット・SNS）」" in text for text in found)
    assert any("ほかにも、行き止まりが" in text for text in found)
    lonely = FinderQuestion.objects.create(text="ほかに", order=99)
    FinderAnswer.objects.create(question=lonely, text="はい")
    empty = FinderQuestion.objects.create(text="まだ", order=98)
    told = {fault.text: fault.question for fault in faults()}
    assert told["「ほかに」に進む答えがありません。"] == lonely.pk
    assert told["「まだ」に、答えがありません。"] == empty.pk
    FinderAnswer.objects.update(retired_at=timezone.now())
    assert "「だれのことですか」に、答えがありません。" in {fault.text for fault in faults()}
    FinderQuestion.objects.update(retired_at=timezone.now())
    assert [fault.text for fault in faults()] == ["案内の質問が、ひとつもありません。"]


def test_the_check_names_a_danger_without_a_line(city):
    """An answer that tells of danger leads to a window of its kind, or staff hear of it."""
    DangerLine.objects.filter(kind="violence").delete()
    assert any(BEATEN in fault.text for fault in faults())


@pytest.mark.parametrize(("answer", "kind"), [(BEATEN, "violence"), (DYING, "suicide")])
def test_danger_leads_to_its_lines_at_once(client, city, answer, kind):
    """Above everything else, without a further question."""
    page = ask(client, SELF, answer)
    main = page[page.index('<main id="main"') :]
    notice = main.index(f'data-danger="{kind}"')
    assert notice < main.index("<h1>")
    line = DangerLine.objects.filter(kind=kind, window__status="published").first()
    assert line.window.name in main[: main.index("<h1>")]
    assert 'class="finder-answers"' not in page


def test_a_person_who_cannot_telephone_is_led_to_windows_without(client, city):
    """Each of them says in which way instead."""
    page = ask(client, SELF, MONEY, "何日か待てる", "電話はできない、したくない")
    assert page.count("電話をしなくてよい窓口です") == page.count('<article class="window"') > 0
    assert "あゆみ" in page


def test_what_answers_now_stands_first_for_who_cannot_wait(city, at):
    """On a Saturday night the line that is open stands before the office that is closed."""
    now = at("2026-11-28 22:00")
    guide = read_guide()
    given = [
        int(key) for key in keys_of(SELF, MONEY, "きょう中に話したい", "どれでもよい").split(".")
    ]
    windows = [each.window for each in outcome_of(guide.walk(given), now).suggestions]
    closed = [window.now.mark == "closed" for window in windows]
    assert closed == sorted(closed)


def test_a_window_that_closes_vanishes(client, city, clerk):
    """With the same commit; the others stand where they stood."""
    way = (SELF, MONEY, "急がない", "どれでもよい")
    assert "伊勢市生活支援課" in ask(client, *way)
    rows = Window.objects.filter(name="伊勢市生活支援課")
    suspend_windows(windows=rows, by=clerk, reason="工事")
    assert "伊勢市生活支援課" not in ask(client, *way)


def test_no_window_in_the_wished_way_is_said(client, city, clerk):
    """Others are named, and the page says that they are others."""
    chats = Window.objects.filter(channels__overlap=["chat", "email", "fax"])
    retire_windows(windows=chats, by=clerk)
    page = ask(client, SELF, "仕事のこと", "急がない", "文字で（メール・チャット・SNS）")
    assert "お望みのしかたで相談できる窓口は、見つかりませんでした。" in page
    assert "ハローワーク伊勢" in page


@pytest.mark.parametrize(
    "query",
    [
        *(
            "answers=",
            "answers=0",
            "answers=abc",
            "answers=1&answers=2&answers=3",
            "answers=1.1.1.1",
            "answers=-1",
            "answers=%00",
            "answers=%F0%9F%92%A9",
        ),
        *(
            "answers=" + "9" * 3_000,
            "b=1",
            "answers=1.2.3.4.5.6.7.8.9",
            "answers=٣",
            "answers=999999999.1",
        ),
    ],
)
def test_bad_addresses_are_answered_with_a_question_or_windows(client, city, query):
    """Never an error, and the memo leads back to the question that is open."""
    assert client.get(f"{GUIDE}?{query}").status_code == 200
    assert client.get(f"{GUIDE}memo.pdf?{query}").status_code in (200, 302)


def test_without_questions_the_page_has_other_ways(client, db):
    """An empty directory is no dead end either."""
    page = client.get(GUIDE).content.decode()
    assert "いまは、質問に答えて窓口をさがすことができません。" in page
    assert 'class="unsure"' in page


def test_nothing_tells_afterwards_what_was_answered(client, city, caplog):
    """No cookie, no log, no title; no cache outside of this process keeps the page."""
    caches["pages"].clear()
    answer = client.get(GUIDE, {"answers": keys_of(SELF, BEATEN)})
    page = answer.content.decode()
    assert not client.cookies
    assert not answer.cookies
    assert re.search(r"<title>\s*ご案内｜", page)
    assert "no-store" in answer["Cache-Control"]
    assert "private" in answer["Cache-Control"]
    assert answer["Referrer-Policy"] == "same-origin"
    assert caplog.text == ""
    memo = client.get(f"{GUIDE}memo.pdf", {"answers": keys_of(SELF, BEATEN)})
    assert "no-store" in memo["Cache-Control"]


@committed
def test_pages_cost_a_constant_number_of_queries(transactional_db):
    """A kept page costs the question for the version; a new one the same, however many windows."""
    load_city()
    client = Client()

    def queries(address: str) -> int:
        with CaptureQueriesContext(connection) as made:
            assert client.get(address).status_code == 200
        return len(made)

    office = Window.objects.get(name="伊勢市生活支援課")
    address = f"{GUIDE}?answers={keys_of(SELF, MONEY, '急がない', '電話で')}"
    office.save()
    anew = queries(address)
    assert queries(address) == 1
    for _number in range(30):
        WindowFactory(categories=list(office.categories.all()))
    assert queries(address) <= anew


def test_the_memo_carries_the_windows_and_the_way_back(client, city):
    """A PDF of its own; half a way leads back to the question."""
    keys = keys_of(SELF, MONEY, "急がない", "電話で")
    memo = client.get(f"{GUIDE}memo.pdf", {"answers": keys})
    assert memo.content.startswith(b"%PDF")
    assert memo["Content-Type"] == "application/pdf"
    half = client.get(f"{GUIDE}memo.pdf", {"answers": keys_of(SELF)})
    assert half["Location"] == f"{GUIDE}?answers={keys_of(SELF)}"


def test_the_page_can_be_handed_over(client, city, settings):
    """Its address in full, as text to copy and as a QR code, with a word on what it tells."""
    keys = keys_of(SELF, MONEY, "急がない", "電話で")
    page = client.get(GUIDE, {"answers": keys}).content.decode()
    assert f'value="{settings.PORTAL_URL}{GUIDE}?answers={keys}"' in page
    assert 'class="finder-qr"' in page
    assert "このアドレスをひらく人は、あなたの答えを読めます。" in page


def test_the_box_for_the_unsure_leads_here(client, city):
    """From every kind of page on which it stands."""
    for address in ("/", "/windows/", "/categories/elderly-care/", "/windows/?q=ラーメン"):
        assert f'href="{GUIDE}"' in client.get(address).content.decode(), address


# What staff do


def test_staff_see_the_questions_as_a_picture_and_try_them(clerk_client, city):
    """Every question and answer with what follows, dead ends by name, a trial with the reasons."""
    page = clerk_client.get("/admin/directory/finderquestion/picture/").content.decode()
    for text in [*FinderQuestion.objects.values_list("text", flat=True), DYING]:
        assert text in page
    assert "行き止まりはありません。" in page
    picture = draw(read_guide())
    assert len(picture.boxes) == FinderQuestion.objects.count()
    assert sum(bool(row.line) for box in picture.boxes for row in box.rows) > 20
    tried = "/admin/directory/finderquestion/try/"
    assert "だれのことですか" in clerk_client.get(tried).content.decode()
    keys = keys_of(SELF, MONEY, "急がない", "電話で")
    assert "電話で相談できます。" in clerk_client.get(tried, {"answers": keys}).content.decode()


def test_the_start_page_tells_of_dead_ends(clerk_client, city):
    """As something to be done at once; silent while all is well."""
    alarm = "「迷ったら」の案内の行き止まりなど"
    assert alarm not in clerk_client.get("/admin/").content.decode()
    Window.objects.filter(name="あなたのいばしょチャット相談").update(
        status="retired", retired_at=timezone.now()
    )
    assert alarm in clerk_client.get("/admin/").content.decode()


def test_a_circle_is_refused(clerk_client, city):
    """An answer cannot lead back to a question that leads to it; what was typed is still there."""
    answer = FinderAnswer.objects.get(text="急がない")
    first = FinderQuestion.objects.get(text="だれのことですか")
    address = f"/admin/directory/finderanswer/{answer.pk}/change/"
    form = sent(clerk_client.get(address), leads_to=str(first.pk), text="急がない日")
    page = clerk_client.post(address, form).content.decode()
    assert "この質問を選ぶと、同じ質問に戻ってしまいます。" in page
    assert "急がない日" in page
    answer.refresh_from_db()
    assert answer.text == "急がない"


def test_loading_again_changes_nothing(city):
    """Staff's questions are never overwritten nor added to."""
    FinderQuestion.objects.filter(text="だれのことですか").update(text="どなたのことですか")
    assert load_directory(FIXTURES)["finderquestion"] == 0
    assert not FinderQuestion.objects.filter(text="だれのことですか").exists()
