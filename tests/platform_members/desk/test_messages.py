"""What desk and review say afterwards is what happened: to the window and to the mail."""

import pytest
from django.core import mail

from directory.changes import retire_windows, suspend_windows
from directory.models import Window
from platform_members.listings.actions import updates
from platform_members.models import (
    Membership,
    OutgoingMail,
)
from platform_members.review import actions as review
from platform_members.review.actions import Seen
from tests.factories import MembershipFactory
from tests.helpers.mail_server_that_is_down import DOWN
from tests.helpers.page_forms import sent
from tests.helpers.proposals import save
from tests.helpers.transactions import committed

STATUSES = ["draft", "suspended", "retired"]


def hide(window: Window, status: str, by) -> None:
    """Let a window be one that residents do not see."""
    this_one = Window.objects.filter(pk=window.pk)
    if status == "suspended":
        suspend_windows(windows=this_one, by=by, reason="改修のため")
    elif status == "retired":
        retire_windows(windows=this_one, by=by)
    else:
        this_one.update(status="draft", published_at=None)


def decide(client, update, decision: str, **changes) -> str:
    """Press a button of the review and read what the next page says."""
    address = f"/desk/review/{update.pk}/"
    form = sent(client.get(address), **changes) | {"decision": [decision]}
    return client.post(address, form, follow=True).content.decode()


def edit(client, listing, do="submit", **changes) -> str:
    """Send the member's form and read what the next page says."""
    address = f"/desk/listings/{listing.pk}/edit/"
    form = sent(client.get(address), do=do, **changes)
    return client.post(address, form, follow=True).content.decode()


# The review


@committed
@pytest.mark.parametrize(
    ("status", "words"),
    [
        ("published", "承認して公開しました。住民には、もう新しい内容が見えています。"),
        ("suspended", "承認しました。窓口は休止中なので、住民には見えません。"),
        ("retired", "承認しました。窓口は廃止されているので、住民には見えません。"),
        ("draft", "承認しました。窓口は下書きなので、住民にはまだ見えません。"),
    ],
)
def test_approving_says_whether_residents_see_it(client, listing, member, reviewer, status, words):
    """The sentence, the button, the mail and the public page agree."""
    if status != "published":
        hide(listing.window, status, reviewer)
    update = save(listing, member, cost="無料")
    client.force_login(reviewer)
    page = client.get(f"/desk/review/{update.pk}/").content.decode()
    assert (">承認して公開する<" in page) is (status == "published")
    assert ("公開中の内容は変わりません" in page) is (status == "published")
    answer = decide(client, update, "approve")
    assert words in answer
    assert f"{member.email}にメールで知らせました。" in answer
    assert mail.outbox[-1].to == [member.email]
    assert words.split("。")[1] in mail.outbox[-1].body
    client.logout()
    public = client.get(listing.window.get_absolute_url())
    assert (public.status_code == 200 and "無料" in public.content.decode()) is (
        status == "published"
    )


@committed
@pytest.mark.parametrize("decision", ["approve", "approve_draft"])
def test_a_new_window_is_told_as_it_is(client, organisation, member, reviewer, decision):
    """Public at once, or a draft that staff still have to publish."""
    update = updates.submit(
        organisation=organisation,
        window=None,
        typed=updates.Typed(_new_facts()),
        base=None,
        update=None,
        by=member,
    )
    client.force_login(reviewer)
    answer = decide(client, update, decision)
    window = Window.objects.get()
    assert window.status == ("published" if decision == "approve" else "draft")
    assert ("承認して公開しました" in answer) is (decision == "approve")
    assert ("住民にはまだ見えません" in answer) is (decision == "approve_draft")


def _new_facts() -> dict:
    from platform_members.proposals import nothing
    from tests.factories import CategoryFactory

    return nothing() | {
        "subject": "居場所の相談",
        "name": "あさまの家",
        "categories": [CategoryFactory().slug],
    }


@committed
def test_correcting_says_whether_residents_see_it(client, listing, member, reviewer):
    """The second way of approving says it as the first does."""
    hide(listing.window, "suspended", reviewer)
    update = save(listing, member, cost="無料")
    client.force_login(reviewer)
    address = f"/desk/review/{update.pk}/correct/"
    page = client.get(address)
    assert ">この内容で承認する<" in page.content.decode()
    form = sent(page, do="approve", cost="無料です")
    answer = client.post(address, form, follow=True).content.decode()
    assert "承認しました。窓口は休止中なので" in answer
    assert "公開しました" not in answer


@committed
@pytest.mark.parametrize(
    ("decision", "done"), [("return", "返しました"), ("decline", "見送りました")]
)
@pytest.mark.parametrize("reached", ["sent", "late", "another", "nobody"])
def test_turning_down_says_who_was_told(
    client, settings, listing, member, reviewer, decision, done, reached
):
    """The sender; who else speaks for the organisation where they left; or that it was no one."""
    update = save(listing, member, cost="無料")
    if reached in ("another", "nobody"):
        Membership.objects.filter(user=member).delete()
    if reached == "another":
        MembershipFactory(organisation=listing.organisation, user__email="ato@example.jp")
    if reached == "late":
        settings.EMAIL_BACKEND = DOWN
    client.force_login(reviewer)
    answer = decide(client, update, decision, comment="市の規則です")
    assert done in answer
    assert {
        "sent": f"{member.email}にメールで知らせました。",
        "late": f"{member.email}へのメールは、まだ送れていません。",
        "another": "ato@example.jpにメールで知らせました。",
        "nobody": "メールの宛先がわからないので、知らせていません。",
    }[reached] in answer
    told = OutgoingMail.objects.filter(kind__startswith="update_").exclude(kind="update_submitted")
    assert [each.to for each in told] == {
        "sent": [member.email],
        "late": [member.email],
        "another": ["ato@example.jp"],
        "nobody": [],
    }[reached]


@committed
def test_a_change_that_is_decided_is_told_so(client, listing, member, reviewer):
    """To the reviewer and to the member who come too late, with what became of it."""
    update = save(listing, member, cost="無料")
    review.decline(update=update, seen=Seen.of(update), comment="市の規則です", by=reviewer)
    client.force_login(reviewer)
    answer = client.post(f"/desk/review/{update.pk}/", {"decision": "approve"}, follow=True)
    assert "もう「見送り」になっています" in answer.content.decode()
    client.force_login(member)
    answer = client.get(f"/desk/updates/{update.pk}/edit/", follow=True)
    assert "もう「見送り」になっています" in answer.content.decode()
    assert Window.objects.get().cost == ""


# The desk


@committed
@pytest.mark.parametrize(
    ("status", "words"),
    [
        ("published", "公開中の内容は変わりません"),
        ("suspended", "この窓口は休止中です"),
        ("retired", "この窓口は廃止されています"),
        ("draft", "この窓口は、まだ公開していません"),
    ],
)
def test_sending_a_change_says_what_residents_see(client, listing, member, reviewer, status, words):
    """On the form before, in the message after, and in the reviewers' mail."""
    if status != "published":
        hide(listing.window, status, reviewer)
    client.force_login(member)
    form = client.get(f"/desk/listings/{listing.pk}/edit/").content.decode()
    answer = edit(client, listing, cost="無料")
    submitted = OutgoingMail.objects.get(kind="update_submitted").text
    for text in (form, answer, submitted):
        assert words in text
        assert ("公開中の内容" in text) is (status == "published")


@committed
@pytest.mark.parametrize("status", ["published", *STATUSES])
def test_what_needs_no_review_is_not_said_to_wait(client, listing, member, reviewer, status):
    """A trusted organisation reads beforehand that hours go public at once, and that they have."""
    type(listing.organisation).objects.update(hours_need_no_review=True)
    if status != "published":
        hide(listing.window, status, reviewer)
    client.force_login(member)
    form = client.get(f"/desk/listings/{listing.pk}/edit/").content.decode()
    assert ("出すとすぐに公開されます" in form) is (status == "published")
    answer = edit(client, listing, hours_override="毎日 10:00～18:00")
    assert "職員の確認を待たずに、窓口の内容を変えました。" in answer
    assert ("もう新しい内容が見えています" in answer) is (status == "published")
    assert Window.objects.get().hours_override == "毎日 10:00～18:00"
    answer = edit(client, listing, cost="無料")
    assert "変更案を出しました。" in answer
    assert "すぐに公開" not in answer
    assert Window.objects.get().cost == ""


@committed
@pytest.mark.parametrize("status", ["published", *STATUSES])
def test_giving_a_change_up_says_what_residents_see(client, listing, member, reviewer, status):
    """Nothing is spoken of as public that is not."""
    if status != "published":
        hide(listing.window, status, reviewer)
    update = save(listing, member, cost="無料")
    client.force_login(member)
    address = f"/desk/updates/{update.pk}/withdraw/"
    answer = client.post(address, {"seen": update.revision}, follow=True).content.decode()
    assert "変更案を取り下げました。" in answer
    assert ("公開中の内容は変わっていません" in answer) is (status == "published")


@pytest.mark.parametrize("status", ["published", *STATUSES])
def test_the_state_of_a_window_that_residents_do_not_see_is_not_told(
    client, listing, member, reviewer, status
):
    """No 受付中 and no 次の受付 beside a window that is closed for good; also in the preview."""
    if status != "published":
        hide(listing.window, status, reviewer)
    client.force_login(member)
    page = client.get(f"/desk/listings/{listing.pk}/").content.decode()
    assert ('class="state ' in page) is (status == "published")
    assert ("いまの掲載内容" in page) is (status == "published")
    assert ('class="state ' in client.get("/desk/").content.decode()) is (status == "published")
    assert ('class="state ' in edit(client, listing, do="preview")) is (status == "published")


@committed
@pytest.mark.parametrize("mailbox", ["soudan@example.jp", ""])
def test_who_suspends_learns_whether_staff_were_told(client, settings, listing, member, mailbox):
    """With a mailbox they were; where no reviewer has an address no one was."""
    settings.STAFF_EMAIL = mailbox
    client.force_login(member)
    address = f"/desk/listings/{listing.pk}/suspend/"
    answer = client.post(address, {"reason": "改修のため"}, follow=True).content.decode()
    assert "休止しました。住民には、もう表示されていません。" in answer
    assert ("職員にメールで知らせました。" in answer) is bool(mailbox)
    assert ("知らせていません" in answer) is not bool(mailbox)
    assert len(mail.outbox) == len(mailbox and [mailbox])
    assert client.get(listing.window.get_absolute_url()).status_code == 404


@committed
@pytest.mark.parametrize("published", [True, False])
def test_an_organisations_page_is_told_as_it_is(client, settings, organisation, member, published):
    """Public or not; unchanged is said too, and no mail tells of it."""
    settings.STAFF_EMAIL = "soudan@example.jp"
    type(organisation).objects.update(published=published)
    client.force_login(member)
    address = f"/desk/organisations/{organisation.pk}/edit/"
    form = sent(client.get(address), activities="居場所をひらいています。")
    answer = client.post(address, form, follow=True).content.decode()
    assert ("もう公開されています" in answer) is published
    assert ("まだ公開していません" in answer) is not published
    assert "職員にメールで知らせました。" in answer
    answer = client.post(address, sent(client.get(address)), follow=True).content.decode()
    assert "前と同じ内容です" in answer
    assert len(mail.outbox) == 1
