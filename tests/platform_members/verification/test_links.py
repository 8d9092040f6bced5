"""Behind the link in the mail: the facts, two answers, no account; opening it changes nothing."""

import re
import threading
from datetime import date, timedelta

import html5lib
import pytest
from django.conf import settings as django_settings
from django.core import mail
from django.db import connection
from django.utils import timezone

from directory.changes import retire_windows, suspend_windows, verify_windows
from directory.models import Window, WindowVersion
from platform_members.models import Listing, OutgoingMail, VerificationRequest
from platform_members.models.verification import LONGEST_MESSAGE
from platform_members.verification import actions
from platform_members.verification.actions import RequestClosed
from platform_members.verification.due import mark_of, shown_facts
from tests.factories import OrganisationFactory, WindowFactory

CONTACT = "mado@example.jp"
GENERAL = "0596-63-5224"


@pytest.fixture
def window(db):
    """A published window that has been unconfirmed for years, and its contact."""
    general = WindowFactory(
        uid=django_settings.GENERAL_WINDOW_UID, name="福祉生活相談センター", phones=[GENERAL]
    )
    verify_windows(windows=Window.objects.filter(pk=general.pk), by=None)
    return WindowFactory(
        subject="借金の相談",
        name="生活支援課",
        verified_on=date(2023, 2, 28),
        verification_email=CONTACT,
    )


@pytest.fixture
def link(window, django_capture_on_commit_callbacks):
    """The address that the contact gets by mail."""
    with django_capture_on_commit_callbacks(execute=True):
        actions.send_verification_requests(now=timezone.now())
    [message] = mail.outbox
    return re.search(r"/verify/[\w-]+/", message.body)[0]


@pytest.fixture
def asked(link):
    """The request to which the link belongs."""
    return VerificationRequest.objects.get()


@pytest.fixture
def stranger(client):
    """A browser without cookies, in which the protection of forms is on."""
    return client.__class__(enforce_csrf_checks=True)


def text_of(response) -> str:
    """What a page says; every page is well-formed."""
    html5lib.HTMLParser(strict=True).parse(response.content.decode())
    return response.content.decode()


def mark_in(response) -> str:
    """What the page's form carries to tell what it showed."""
    return re.search(r'name="shown" value="(\w+)"', response.content.decode())[1]


def state() -> list:
    """Everything that an answer could change."""
    tables = (VerificationRequest, WindowVersion, OutgoingMail, Window)
    return [list(table.objects.order_by("pk").values()) for table in tables]


def test_nothing_has_changed_is_one_click(stranger, link, window, asked):
    """Without account or cookie: the day moves, history says by whom, the page says what for."""
    page = stranger.get(link)
    assert "借金の相談" in text_of(page)
    answer = stranger.post(link, {"shown": mark_in(page)}, follow=True)
    assert answer.redirect_chain == [(link, 302)]
    assert "「借金の相談（生活支援課）」について、「変更ありません」とのお返事を" in text_of(answer)
    assert not answer.cookies
    assert not page.cookies
    window.refresh_from_db()
    assert (window.verified_on, window.verified_by) == (timezone.localdate(), None)
    version = WindowVersion.objects.filter(window=window).latest("pk")
    assert (version.how, version.comment) == ("verified", f"メールの確認（{CONTACT}）")
    asked.refresh_from_db()
    assert asked.status == "confirmed"


def test_changes_are_told_in_a_few_words(
    stranger, link, window, asked, settings, django_capture_on_commit_callbacks
):
    """The staff get them by mail; the day of confirmation stays."""
    settings.STAFF_EMAIL = "center@example.jp"
    assert f'href="{link}changes/"' in text_of(stranger.get(link))
    assert "変わったこと" in text_of(stranger.get(f"{link}changes/"))
    with django_capture_on_commit_callbacks(execute=True):
        answer = stranger.post(f"{link}changes/", {"message": "番号が変わりました"}, follow=True)
    assert "「変更があります」とのお返事を" in text_of(answer)
    asked.refresh_from_db()
    assert (asked.status, asked.message) == ("changes", "番号が変わりました")
    assert VerificationRequest.objects.needing_staff().get() == asked
    assert mail.outbox[-1].to == ["center@example.jp"]
    assert "番号が変わりました" in mail.outbox[-1].body
    window.refresh_from_db()
    assert window.verified_on == date(2023, 2, 28)


def test_looking_changes_nothing(stranger, link):
    """A mail scanner opens the link and all that it leads to, with whatever method it likes."""
    before = state()
    for address in (link, f"{link}changes/", link, f"{link}?utm=1", f"{link}changes/"):
        for method in (stranger.head, stranger.get):
            for headers in ({}, {"Sec-Purpose": "prefetch"}, {"User-Agent": "LinkScanner"}):
                assert method(address, headers=headers).status_code == 200
        for method in (stranger.options, stranger.put, stranger.delete, stranger.patch):
            assert method(address).status_code == 405
    assert state() == before


@pytest.mark.parametrize("shown", [None, "", "0" * 64, "あ", "x" * 10000, "a\x00b"])
def test_a_form_that_was_not_ours_confirms_nothing(stranger, link, shown):
    """Who has not been shown the facts cannot say that they are true."""
    before = state()
    answer = stranger.post(link, {} if shown is None else {"shown": shown})
    assert "もう一度ご確認ください" in text_of(answer)
    assert state() == before


def test_what_changed_meanwhile_is_shown_again(stranger, link, window):
    """The contact confirms what the portal says now, not what it said when the page opened."""
    page = stranger.get(link)
    Window.objects.filter(pk=window.pk).update(address="新しい町2-3")
    answer = stranger.post(link, {"shown": mark_in(page)})
    assert "もう一度ご確認ください" in text_of(answer)
    assert "新しい町2-3" in text_of(answer)
    window.refresh_from_db()
    assert window.verified_on == date(2023, 2, 28)
    stranger.post(link, {"shown": mark_in(answer)})
    window.refresh_from_db()
    assert window.verified_on == timezone.localdate()


def test_a_note_for_the_staff_is_no_change(stranger, link, window):
    """What the contact never sees does not send them round again."""
    page = stranger.get(link)
    Window.objects.filter(pk=window.pk).update(note="あとで電話する")
    assert stranger.post(link, {"shown": mark_in(page)}).status_code == 302


def test_a_second_click_is_told_of_the_first(stranger, link, asked):
    """Two tabs, two answers: the first counts, the other is told, and nothing written is lost."""
    mark = mark_in(stranger.get(link))
    stranger.post(link, {"shown": mark})
    before = state()
    again = stranger.post(link, {"shown": mark})
    other = stranger.post(f"{link}changes/", {"message": "待って、<b>番号</b>が"})
    for answer in (again, other):
        assert answer.status_code == 409
        assert "いま送られたお返事は、受け付けていません。" in text_of(answer)
        assert "「変更ありません」とのお返事を" in text_of(answer)
    assert "待って、&lt;b&gt;番号&lt;/b&gt;が" in text_of(other)
    assert GENERAL in text_of(other)
    assert state() == before


@pytest.mark.django_db(transaction=True)
def test_two_answers_at_once_are_one():
    """In two real transactions: one is taken, the other refused."""
    window = WindowFactory(verification_email=CONTACT)
    actions.send_verification_requests(now=timezone.now())
    asked = VerificationRequest.objects.get()
    mark = mark_of(shown_facts(window, timezone.now()))
    start, outcomes = threading.Barrier(2), []

    def run(answer):
        try:
            start.wait(timeout=10)
            answer()
            outcomes.append("taken")
        except RequestClosed:
            outcomes.append("refused")
        finally:
            connection.close()

    answers = (
        lambda: actions.confirm_facts(request=asked, shown=mark),
        lambda: actions.tell_changes(request=asked, message="変わりました"),
    )
    threads = [threading.Thread(target=run, args=[answer]) for answer in answers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert sorted(outcomes) == ["refused", "taken"]
    window.refresh_from_db()
    asked.refresh_from_db()
    assert (window.verified_on is not None) == (asked.status == "confirmed")


@pytest.mark.parametrize(("seconds", "status"), [(1, 200), (0, 410), (-1, 410)])
def test_the_link_works_for_thirty_days(stranger, link, asked, monkeypatch, seconds, status):
    """To the second; then the page says so, and how to get another."""
    assert asked.expires_at - asked.asked_at == timedelta(days=30)
    mark = mark_in(stranger.get(link))
    end = asked.expires_at - timedelta(seconds=seconds)
    monkeypatch.setattr(timezone, "now", lambda: end)
    page = stranger.get(link)
    assert page.status_code == status
    assert ("期限（30日間）が過ぎました" in text_of(page)) == (status == 410)
    assert GENERAL in text_of(page)
    stranger.post(link, {"shown": mark})
    asked.refresh_from_db()
    assert asked.is_answered == (status == 200)


@pytest.mark.parametrize("move", ["suspend", "retire"])
def test_nobody_confirms_a_window_that_residents_do_not_see(stranger, link, clerk, window, move):
    """A suspended or retired window says so."""
    mark = mark_in(stranger.get(link))
    windows = Window.objects.filter(pk=window.pk)
    if move == "suspend":
        suspend_windows(windows=windows, by=clerk, reason="改修のため")
    else:
        retire_windows(windows=windows, by=clerk)
    assert "いま公開していません" in text_of(stranger.get(link))
    assert stranger.post(link, {"shown": mark}).status_code == 409
    window.refresh_from_db()
    assert window.verified_on == date(2023, 2, 28)


def test_a_new_link_replaces_the_old(
    stranger, link, asked, clerk, django_capture_on_commit_callbacks
):
    """What a clerk sent again is the one that counts."""
    with django_capture_on_commit_callbacks(execute=True):
        actions.ask_again(request=asked, by=clerk)
    new = re.search(r"/verify/[\w-]+/", mail.outbox[-1].body)[0]
    assert "新しいリンクに替わりました" in text_of(stranger.get(link))
    assert stranger.get(new).status_code == 200


def test_the_link_of_one_window_confirms_no_other(stranger, link, window):
    """What another page showed does not count here."""
    other = WindowFactory(name=window.name, verification_email=CONTACT)
    mark = mark_of(shown_facts(other, timezone.now()))
    assert "もう一度ご確認ください" in text_of(stranger.post(link, {"shown": mark}))
    assert not VerificationRequest.objects.exclude(answered_at=None).exists()


@pytest.mark.parametrize(
    "token", ["1", "あ", "%00", "x" * 43, "x" * 5000, "%F0%9F%92%A9", "sent%20"]
)
@pytest.mark.parametrize("page", ["", "changes/"])
def test_a_guessed_link_is_explained(stranger, link, token, page):
    """A guessed link, or one that a mail program broke: a friendly page and a number to ring."""
    for method in (stranger.get, stranger.post):
        answer = method(f"/verify/{token}/{page}")
        assert answer.status_code == 404
        assert "リンクの全体を写して" in text_of(answer)
        assert GENERAL in text_of(answer)


def test_a_token_of_another_window_is_not_made_by_changing_letters(stranger, link):
    """Every letter counts."""
    token = link.split("/")[2]
    for wrong in (token[:-1], f"{token}x", token.swapcase()):
        assert stranger.get(f"/verify/{wrong}/").status_code == 404


@pytest.mark.parametrize(
    ("message", "complaint"),
    [
        ("", "変わったことを書いてください"),
        (" \n　", "変わったことを書いてください"),
        ("a\x00b", "目に見えない文字"),
        ("長" * 100_000, "2000"),
        ("長" * (LONGEST_MESSAGE + 1), "2000"),
    ],
)
def test_a_message_that_cannot_be_kept_is_explained_beside_its_field(
    stranger, link, message, complaint
):
    """What was typed stays, the link still works, nothing is half saved."""
    before = state()
    answer = stranger.post(f"{link}changes/", {"message": message})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert complaint in page[page.index('id="id_message_error"') :]
    assert message.strip() in page
    assert state() == before
    sent = stranger.post(f"{link}changes/", {"message": "長" * LONGEST_MESSAGE})
    assert sent.status_code == 302


def test_a_confidential_place_is_shown_to_nobody(stranger, window, link):
    """The link may be forwarded: not even the contact reads where it is."""
    Window.objects.filter(pk=window.pk).update(
        confidential_location=True, address="秘密町1-2", place_note="裏口", latitude=1, longitude=2
    )
    page = text_of(stranger.get(link))
    assert "所在地は非公開です" in page
    assert "秘密町" not in page
    assert "裏口" not in page


def test_the_page_is_kept_nowhere_and_gives_its_address_to_nobody(stranger, link, window):
    """No cache, no search engine, no link to another site, no cookie."""
    Window.objects.filter(pk=window.pk).update(website="https://example.jp/", address="町1-2")
    for address in (link, f"{link}changes/", "/verify/1/"):
        page = stranger.get(address)
        assert "no-store" in page["Cache-Control"]
        assert page["Referrer-Policy"] == "same-origin"
        assert '<meta name="robots" content="noindex">' in text_of(page)
        assert not re.search(r'href="https?:', text_of(page))
        assert not page.cookies
        assert "Cookie" not in page.get("Vary", "")


def test_a_member_is_told_of_the_desk(stranger, link, window):
    """Where an organisation looks after the window, and words to the staff work all the same."""
    Listing.objects.create(window=window, organisation=OrganisationFactory(name="いせの会"))
    assert stranger.get(f"{link}changes/").status_code == 200
    assert stranger.post(f"{link}changes/", {"message": "変わりました"}).status_code == 302


def test_a_page_costs_the_same_few_queries(stranger, link, django_assert_max_num_queries):
    """However much there is to say about a window."""
    with django_assert_max_num_queries(8):
        stranger.get(link)


def test_a_long_address_is_kept_in_the_history(stranger, db, django_capture_on_commit_callbacks):
    """As far as the note reaches; the answer counts."""
    long = f"{'a' * 60}@{'b' * 60}.{'c' * 60}.{'d' * 60}.jp"
    window = WindowFactory(verification_email=long)
    with django_capture_on_commit_callbacks(execute=True):
        actions.send_verification_requests(now=timezone.now())
    link = re.search(r"/verify/[\w-]+/", mail.outbox[0].body)[0]
    stranger.post(link, {"shown": mark_in(stranger.get(link))})
    window.refresh_from_db()
    assert window.verified_on == timezone.localdate()
