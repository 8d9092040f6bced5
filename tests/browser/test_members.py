"""The members' pages and the ways to join, in a real browser."""

import pytest
from django.core import mail
from django.core.management import call_command

from platform_members import spam
from platform_members.models import Membership, MembershipApplication, Organisation
from platform_members.registry.actions import invite
from tests.browser.test_accessibility import assert_accessible, assert_accessible_at
from tests.factories import UserFactory
from tests.helpers.city import FIXTURES


@pytest.fixture
def live_members(live_city):
    """The city's real directory and its members, visible to the live server."""
    call_command("load_organisations", FIXTURES, verbosity=0)


@pytest.fixture
def invitation_page(live_members):
    """The address in the mail to a new person."""
    organisation = Organisation.objects.get(name="NPO法人いせコンビニネット")
    invite(
        organisation=organisation,
        email="yamada@example.jp",
        role="editor",
        by=UserFactory(is_staff=True),
    )
    link = next(line for line in mail.outbox[-1].body.splitlines() if "/invitations/" in line)
    return link[link.index("/invitations/") :]


def test_members_pages_have_no_barrier(open_page, live_members):
    """The list with its ladder, members with and without windows, the form."""
    council = Organisation.objects.get(name="伊勢市社会福祉協議会")
    other = Organisation.objects.get(name="自治会")
    for address in (
        "/members/",
        council.get_absolute_url(),
        other.get_absolute_url(),
        "/members/apply/",
        "/members/apply/sent/",
    ):
        assert_accessible_at(open_page(address))


def test_the_ladder_rises_where_there_is_room(open_page, live_members):
    """Stairs on a wide screen, one step under the other on a telephone."""
    wide = open_page("/members/", width=1280).locator(".rung")
    tops = [wide.nth(number).bounding_box()["y"] for number in range(5)]
    assert tops == sorted(tops, reverse=True)
    assert len(set(tops)) == 5
    narrow = open_page("/members/").locator(".rung")
    tops = [narrow.nth(number).bounding_box()["y"] for number in range(5)]
    assert tops == sorted(tops)


def test_everything_to_tap_is_large_enough(open_page, live_members):
    """Every link and box of these pages can be hit with a thumb."""
    council = Organisation.objects.get(name="伊勢市社会福祉協議会")
    for address in ("/members/", council.get_absolute_url(), "/members/apply/"):
        small = open_page(address).evaluate(
            "[...document.querySelectorAll('main a, main button, main select, main label')]"
            ".filter(e => e.checkVisibility() && !e.matches('p a, h2 a, .for-machines *'))"
            ".filter(e => e.tagName != 'LABEL' || e.querySelector('input'))"
            ".filter(e => e.getBoundingClientRect().height < 44).map(e => e.outerHTML)"
        )
        assert small == []


def test_an_organisation_applies_on_a_telephone(open_page, live_members, monkeypatch):
    """Mistakes are explained without a barrier, what was typed stays, and it arrives."""
    monkeypatch.setattr(spam, "LEAST_SECONDS", -1)
    page = open_page("/members/apply/", java_script_enabled=False)
    page.get_by_label("団体名 ※必須").fill("NPO法人 みやがわ")
    page.get_by_role("button", name="申し込む").click()
    page.get_by_role("alert").wait_for()
    assert page.get_by_label("団体名 ※必須").input_value() == "NPO法人 みやがわ"
    page.get_by_label("団体名のよみがな").fill("みやがわ")
    page.get_by_label("団体の種類").select_option("npo")
    page.get_by_label("活動の内容 ※必須").fill("学習支援")
    page.get_by_label("社会参加").check()
    page.get_by_label("担当者の氏名").fill("川 みどり")
    page.get_by_label("担当者のメールアドレス").fill("kawa@example.jp")
    page.get_by_label("電話番号").fill("0596-21-5556")
    page.get_by_label("同意します").check()
    page.get_by_role("button", name="申し込む").click()
    page.get_by_role("heading", name="申し込みを受け付けました").wait_for()
    assert page.context.cookies() == []
    assert MembershipApplication.objects.get().areas == ["participation"]


def test_a_form_with_mistakes_has_no_barrier(open_page, live_members):
    """Errors are tied to their fields."""
    page = open_page("/members/apply/")
    page.get_by_role("button", name="申し込む").click()
    page.get_by_role("alert").wait_for()
    assert_accessible(page)


def test_somebody_new_joins_on_a_telephone(open_page, invitation_page):
    """From the link in the mail to the first page behind the log-in."""
    page = open_page(invitation_page)
    assert_accessible(page)
    page.get_by_label("氏名").fill("山田 花子")
    page.get_by_label("パスワード ※必須", exact=True).fill("12345678")
    page.get_by_role("button", name="承諾する").click()
    page.get_by_role("alert").wait_for()
    assert_accessible(page)
    page.get_by_label("パスワード ※必須", exact=True).fill("a long enough phrase")
    page.get_by_label("パスワード（もう一度）").fill("a long enough phrase")
    page.get_by_role("button", name="承諾する").click()
    page.get_by_role("heading", name="あなたの団体").wait_for()
    assert_accessible(page)
    assert Membership.objects.get().user.name == "山田 花子"
    assert_accessible(open_page(invitation_page))  # now it says that it has been used
