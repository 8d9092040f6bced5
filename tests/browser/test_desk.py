"""The desk and the review in a real browser: no barriers, and a change from end to end."""

import pytest
from django.core import mail

from tests.browser.test_accessibility import assert_accessible, assert_accessible_at
from tests.helpers.proposals import PHONE, save, staff_edit

MEMBERS = {
    "desk": "/desk/",
    "listing": "/desk/listings/{listing}/",
    "edit": "/desk/listings/{listing}/edit/",
    "suspend": "/desk/listings/{listing}/suspend/",
    "consultations": "/desk/listings/{listing}/consultations/",
    "organisation": "/desk/organisations/{organisation}/edit/",
    "propose": "/desk/organisations/{organisation}/windows/add/",
    "updates": "/desk/organisations/{organisation}/updates/",
    "update": "/desk/updates/{update}/",
    "missing": "/desk/listings/0/",
}
REVIEWERS = {
    "queue": "/desk/review/",
    "published": "/desk/review/published/",
    "review": "/desk/review/{update}/",
    "correct": "/desk/review/{update}/correct/",
    "refused": "/desk/listings/{listing}/",
}


@pytest.fixture
def addresses(live_city, listing, member, reviewer):
    """A waiting change with a conflict, and the numbers that stand in addresses."""
    facts = {"cost": "無料", "phones": [PHONE], "hours_override": "毎日 10:00～18:00"}
    update = save(listing, member, description="はじめての方も\nどうぞ", **facts)
    staff_edit(listing.window, reviewer, cost="300円")
    return {
        "listing": listing.pk,
        "organisation": listing.organisation_id,
        "update": update.pk,
    }


@pytest.mark.parametrize("name", [*MEMBERS, *REVIEWERS])
def test_page_has_no_barrier(open_as, addresses, member, reviewer, name):
    """axe finds nothing on any page of the desk and the review, and nothing scrolls sideways.

    The screen is as high as the form: what is just under the bar is reached by scrolling.
    """
    user = member if name in MEMBERS else reviewer
    path = (MEMBERS | REVIEWERS)[name].format(**addresses)
    assert_accessible_at(open_as(user, path, height=9000))


def test_a_form_with_mistakes_has_no_barrier(open_as, addresses, member, reviewer):
    """Errors are tied to their fields, in the member's form and in the reviewer's."""
    page = open_as(member, MEMBERS["edit"].format(**addresses))
    page.get_by_label("相談内容 ※必須", exact=True).fill("")
    page.get_by_role("group", name="電話番号 1").get_by_label("番号 ※必須").fill("12")
    page.get_by_role("button", name="出しなおす").click()
    page.get_by_role("alert").wait_for()
    assert_accessible(page)
    page = open_as(reviewer, REVIEWERS["review"].format(**addresses))
    page.get_by_role("button", name="承認して公開する").click()
    page.get_by_role("alert").wait_for()
    assert_accessible(page)


def test_from_an_invitation_to_a_published_change(
    open_as, open_page, live_city, listing, member, reviewer, live_server
):
    """On telephones, both sides: invited, edited, looked at, sent, approved, read by a resident."""
    organisation = listing.organisation
    admin = f"/admin/platform_members/organisation/{organisation.pk}/people/"
    page = open_as(reviewer, admin)
    page.get_by_label("メールアドレス").fill("yamada@example.jp")
    page.get_by_role("button", name="招待のメールを送る").click()
    page.get_by_text("招待しました：yamada@example.jp").wait_for()
    link = next(line for line in mail.outbox[-1].body.splitlines() if "/invitations/" in line)

    theirs = open_page(link[link.index("/invitations/") :])
    theirs.get_by_label("氏名").fill("山田 花子")
    theirs.get_by_label("パスワード ※必須", exact=True).fill("a long enough phrase")
    theirs.get_by_label("パスワード（もう一度）").fill("a long enough phrase")
    theirs.get_by_role("button", name="承諾する").click()
    theirs.get_by_role("link", name="団体用ページへ").click()
    theirs.get_by_role("link", name=listing.window.subject, exact=True).click()
    theirs.get_by_role("link", name="全部をまとめて直す").click()
    theirs.get_by_role("button", name="電話番号の行を追加").click()
    second = theirs.get_by_role("group", name="電話番号 2")
    second.get_by_label("番号", exact=False).last.fill("０５９６－６３－５２２４")
    second.get_by_label("見出し").fill("夜間")
    theirs.get_by_role("group", name="曜日と時刻 1").get_by_label("土").check()
    theirs.get_by_role("button", name="見え方").click()
    preview = theirs.get_by_role("status")
    assert "0596-63-5224" in preview.inner_text()
    assert "月曜日～土曜日" in preview.inner_text()
    theirs.get_by_role("button", name="変更案を出す").click()
    theirs.get_by_text("変更案を出しました").wait_for()

    public = open_page(listing.window.get_absolute_url())
    assert "0596-63-5224" not in public.inner_text("main")
    page.goto(live_server.url + "/desk/review/")
    page.get_by_role("link", name=listing.window.subject).click()
    page.get_by_role("main").get_by_text("夜間").first.wait_for()
    page.get_by_role("button", name="承認して公開する").click()
    page.get_by_text("承認して公開しました").wait_for()

    public.reload()
    assert "0596-63-5224" in public.inner_text("main")
    assert "月曜日～土曜日 8:30～17:15" in public.inner_text("main")
    assert mail.outbox[-1].to == ["yamada@example.jp"]
    assert "承認しました" in mail.outbox[-1].subject


def test_the_desk_works_without_script_and_is_large_enough_to_tap(open_as, addresses, member):
    """No script, and nothing to tap is lower than 44 pixels."""
    page = open_as(
        member, MEMBERS["edit"].format(**addresses), width=390, java_script_enabled=False
    )
    page.get_by_role("button", name="曜日と時刻の行を追加").click()
    page.get_by_role("group", name="曜日と時刻 2").wait_for()
    page.get_by_role("button", name="臨時の休み・臨時の受付の行を追加").click()
    page.get_by_role("group", name="臨時の休み・臨時の受付 1").wait_for()
    page = open_as(member, MEMBERS["desk"], width=390)
    small = page.evaluate(
        "[...document.querySelectorAll('main a, main button, main select, .desk-navigation a')]"
        ".filter(e => e.checkVisibility() && e.getBoundingClientRect().height < 44)"
        ".map(e => e.outerHTML)"
    )
    assert small == []
