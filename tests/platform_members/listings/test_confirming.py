"""Confirming is a statement about facts: part of submitting, asked before, and taken back."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from directory.changes import unverify_windows, verify_windows
from directory.models import Window, WindowVersion
from platform_members.listings.actions import listings, updates
from platform_members.listings.actions.guards import UpdateRefused
from platform_members.models import ListingUpdate, VerificationRequest
from platform_members.review import actions as review
from platform_members.review.actions import Seen
from platform_members.verification.due import windows_to_ask
from tests.factories import CategoryFactory, ListingFactory, MembershipFactory, WindowFactory
from tests.helpers.page_forms import sent
from tests.helpers.proposals import save, staff_edit
from tests.helpers.transactions import committed, post_as

WINDOWS = "/admin/directory/window/"
LONG_AGO = date(2023, 2, 28)


def confirmed(window) -> tuple:
    """The day and the person of the last confirmation, as residents and staff read it."""
    window = Window.objects.get(pk=window.pk)
    return window.verified_on, window.verified_by


def page_of(listing) -> str:
    """The window on its organisation's desk."""
    return f"/desk/listings/{listing.pk}/"


def act(user, listing, what: str) -> str:
    """Press a button beside a window on the desk, in real transactions."""
    newest = listing.window.versions.first()
    return post_as(user, f"{page_of(listing)}{what}/", seen=newest.pk).url


# On the desk


@committed
@pytest.mark.parametrize("status", ["waiting", "returned"])
def test_nothing_is_confirmed_while_ones_own_change_is_open(
    client, listing, member, reviewer, status
):
    """The page has no button and says why; a POST is refused; afterwards it works."""
    update = save(listing, member, cost="無料")
    if status == "returned":
        review.return_update(update=update, seen=Seen.of(update), comment="?", by=reviewer)
    client.force_login(member)
    page = client.get(page_of(listing)).content.decode()
    assert "変更ありません（" not in page
    assert "変更案が決まるまで" in page
    act(member, listing, "confirm")
    assert confirmed(listing.window) == (None, None)
    update.refresh_from_db()
    updates.withdraw(update=update, seen=update.revision, by=member)
    assert "変更ありません（" in client.get(page_of(listing)).content.decode()
    act(member, listing, "confirm")
    assert confirmed(listing.window) == (timezone.localdate(), member)


@committed
def test_a_confirmation_is_taken_back_by_who_gave_it(client, listing, member, clerk):
    """The former day and person hold again; history tells both; once is enough."""
    Window.objects.filter(pk=listing.window_id).update(verified_on=LONG_AGO, verified_by=clerk)
    act(member, listing, "confirm")
    client.force_login(member)
    assert "確認を取り消す" in client.get(page_of(listing)).content.decode()
    page = client.post(f"{page_of(listing)}unconfirm/", follow=True).content.decode()
    assert confirmed(listing.window) == (LONG_AGO, clerk)
    assert "最終確認日：2023年2月28日" in page
    assert "確認を取り消す</button>" not in page
    last, before = listing.window.versions.all()[:2]
    assert (last.how, last.made_by, before.how) == ("unverified", member, "verified")
    assert (before.former_verified_on, before.former_verified_by) == (LONG_AGO, clerk)
    act(member, listing, "unconfirm")
    assert listing.window.versions.first() == last


def test_another_persons_confirmation_stays(listing, member, viewer, rival, clerk):
    """A member takes back their own word only; those who may not edit are refused."""
    verify_windows(windows=Window.objects.all(), by=clerk)
    with pytest.raises(UpdateRefused, match="取り消せる確認がありません"):
        listings.take_back_confirmation(listing=listing, by=member)
    for stranger in (viewer, rival):
        with pytest.raises(PermissionDenied):
            listings.take_back_confirmation(listing=listing, by=stranger)
    assert confirmed(listing.window) == (timezone.localdate(), clerk)


def test_a_retired_window_needs_no_confirmation(client, listing, member):
    """There is no button, and no way around it."""
    now = timezone.now()
    Window.objects.update(status="retired", retired_at=now)
    client.force_login(member)
    assert "変更ありません（" not in client.get(page_of(listing)).content.decode()
    seen = listing.window.versions.first().pk
    with pytest.raises(UpdateRefused, match="廃止"):
        listings.confirm_listing(listing=listing, seen=seen, by=member)


# With a change


def propose(client, address, **changes):
    """Open the member's form, change some of it and send it, as a browser does."""
    return client.post(address, sent(client.get(address), do="submit", **changes))


@committed
@pytest.mark.parametrize("ticked", [True, False])
def test_who_has_checked_everything_else_says_so_with_the_change(
    client, at, listing, member, reviewer, ticked
):
    """Approving moves the day to that on which the member said it; without the tick it stays."""
    at("2026-11-20 10:00")
    client.force_login(member)
    propose(
        client, f"{page_of(listing)}edit/", cost="無料", **({"checked": "on"} if ticked else {})
    )
    update = ListingUpdate.objects.get()
    assert update.checked_on == (date(2026, 11, 20) if ticked else None)
    at("2026-11-26 10:00")
    client.force_login(reviewer)
    address = f"/desk/review/{update.pk}/"
    page = client.get(address)
    assert ("2026年11月20日 に確かめています" in page.content.decode()) is ticked
    answer = client.post(address, sent(page, decision="approve"), follow=True).content.decode()
    assert ("最終確認日は、2026年11月20日 になりました。" in answer) is ticked
    assert confirmed(listing.window) == ((date(2026, 11, 20), member) if ticked else (None, None))
    assert windows_to_ask(timezone.now()).exists() is not ticked


@committed
def test_a_new_window_that_was_checked_stands_as_confirmed(client, organisation, member, reviewer):
    """Proposed in full, approved, and asked about no more at night."""
    client.force_login(member)
    new = {"subject": "居場所の相談", "name": "あさまの家", "checked": "on"}
    propose(
        client,
        f"/desk/organisations/{organisation.pk}/windows/add/",
        categories=[str(CategoryFactory().pk)],
        phones__0__printed="0596-63-5224",
        **new,
    )
    update = ListingUpdate.objects.get()
    client.force_login(reviewer)
    address = f"/desk/review/{update.pk}/"
    client.post(address, sent(client.get(address), decision="approve"))
    window = Window.objects.get()
    assert confirmed(window) == (timezone.localdate(), member)
    assert not windows_to_ask(timezone.now()).exists()
    assert "居場所の相談" in client.get(window.get_absolute_url()).content.decode()


def test_a_change_that_is_trusted_confirms_at_once(listing, member):
    """Where hours need no review, the tick counts with them."""
    type(listing.organisation).objects.update(hours_need_no_review=True)
    listing.organisation.refresh_from_db()
    save(listing, member, hours_override="毎日 10:00～18:00", how=ticking)
    assert confirmed(listing.window) == (timezone.localdate(), member)


def ticking(**told):
    """Submit with the tick that everything else was checked, in a log-in with a second factor."""
    return updates.submit(checked=True, at_once=True, **told)


@pytest.mark.parametrize("how", ["in part", "corrected", "beside staff's change"])
def test_what_the_member_has_not_checked_is_not_confirmed(listing, member, reviewer, how):
    """The day stays where the window says anything else than the member had before them."""
    update = save(listing, member, how=ticking, cost="無料", eligibility="市民")
    seen, taken = Seen.of(update), None
    if how == "in part":
        taken = {"cost": True, "eligibility": False}
    if how == "beside staff's change":
        staff_edit(listing.window, reviewer, description="職員が書いた説明")
        seen = Seen.of(update)
    if how == "corrected":
        facts = update.facts | {"cost": "無料です"}
        review.approve_corrected(update=update, seen=seen, facts=facts, by=reviewer)
    else:
        review.approve(update=update, seen=seen, taken=taken, by=reviewer)
    assert confirmed(listing.window) == (None, None)


def test_approving_moves_no_day_backwards(at, listing, member, reviewer, clerk):
    """Staff who confirmed the window meanwhile know more than the member did."""
    at("2026-11-20 10:00")
    update = save(listing, member, how=ticking, cost="無料")
    Window.objects.update(verified_on=date(2026, 11, 24), verified_by=clerk)
    at("2026-11-26 10:00")
    review.approve(update=update, seen=Seen.of(update), by=reviewer)
    assert confirmed(listing.window) == (date(2026, 11, 24), clerk)


def test_a_tick_counts_for_what_it_was_set_on(listing, member):
    """Sent again without it, nothing is confirmed; a form with a mistake keeps it."""
    update = save(listing, member, how=ticking, cost="無料")
    again = save(listing, member, update=update, seen=update.revision, cost="500円")
    assert again.checked_on is None


def test_a_form_with_a_mistake_keeps_the_tick(client, listing, member):
    """Nothing that was said is lost."""
    client.force_login(member)
    answer = propose(client, f"{page_of(listing)}edit/", subject="", checked="on")
    assert sent(answer)["checked"] == ["on"]


@pytest.mark.parametrize("status", ["waiting", "returned"])
def test_the_night_asks_about_no_window_that_is_changing(listing, member, reviewer, status):
    """Neither while the reviewers have the change nor while the member mends it."""
    assert windows_to_ask(timezone.now()).exists()
    update = save(listing, member, cost="無料")
    if status == "returned":
        review.return_update(update=update, seen=Seen.of(update), comment="?", by=reviewer)
    assert not windows_to_ask(timezone.now()).exists()


@committed
def test_a_link_in_a_mail_confirms_nothing_that_is_changing(client, listing, member):
    """The contact is told of the change; the button is gone, and a page from before is refused."""
    asked, token = VerificationRequest.new(
        window=listing.window, email="mado@example.jp", at=timezone.now(), by=None
    )
    asked.save()
    link = reverse("platform_members:verification-answer", args=[token])
    mark = client.get(link).context["mark"]
    save(listing, member, cost="無料")
    page = client.get(link).content.decode()
    assert "変更案を出しています" in page
    assert ">変更ありません</button>" not in page
    assert "受け付けていません" in client.post(link, {"shown": mark}).content.decode()
    assert confirmed(listing.window) == (None, None)


# In admin


@committed
def test_a_clerk_is_asked_before_ten_windows_are_confirmed(client, clerk):
    """The page lists them with the age of their facts; only its button records anything."""
    windows = [
        WindowFactory(verified_on=LONG_AGO, source_date=date(2022, 3, 1)) for _n in range(10)
    ]
    client.force_login(clerk)
    chosen = {"action": "verify", "_selected_action": [window.pk for window in windows]}
    page = client.post(WINDOWS, chosen).content.decode()
    assert page.count("2023年2月28日") == page.count("2022年3月1日") == 10
    assert not Window.objects.exclude(verified_on=LONG_AGO).exists()
    answer = client.post(WINDOWS, chosen | {"apply": "1"}, follow=True).content.decode()
    assert "10件を今日確認したものとして記録しました。" in answer
    assert {confirmed(window) for window in windows} == {(timezone.localdate(), clerk)}


@committed
def test_a_clerk_takes_a_confirmation_back(client, clerk, colleague):
    """Ten at once, each to its own day; the page says which; what cannot be is named."""
    days = [date(2023, 2, number) for number in range(1, 10)] + [None]
    windows = [WindowFactory(verified_on=day) for day in days]
    never = WindowFactory(subject="確認していない相談")
    verify_windows(windows=Window.objects.exclude(pk=never.pk), by=colleague)
    client.force_login(clerk)
    keys = [window.pk for window in (*windows, never)]
    chosen = {"action": "unverify", "_selected_action": keys}
    page = client.post(WINDOWS, chosen).content.decode()
    assert "10件の窓口の" in page
    assert all(f"2023年2月{number}日" in page for number in range(1, 10))
    assert "取り消せる確認がありません" in page
    answer = client.post(WINDOWS, chosen | {"apply": "1"}, follow=True).content.decode()
    assert "10件を前の確認日に戻しました。" in answer
    assert "「確認していない相談（試しの窓口）」には、取り消せる確認がありません。" in answer
    assert [confirmed(window)[0] for window in windows] == days
    history = client.get(f"{WINDOWS}{windows[0].pk}/history/").content.decode()
    assert "前の最終確認日：2023年2月1日" in history
    assert "確認の取り消し" in history


@committed
def test_a_clerk_confirms_no_window_of_which_a_change_waits(client, clerk, listing, member):
    """The page says whose; what was posted all the same is named and left out; others count."""
    other = WindowFactory()
    save(listing, member, cost="無料")
    client.force_login(clerk)
    chosen = {"action": "verify", "_selected_action": [listing.window_id, other.pk]}
    page = client.post(WINDOWS, chosen).content.decode()
    assert f"{listing.organisation}の変更案が、確認を待っています。" in page
    assert "次の1件について" in page
    answer = client.post(WINDOWS, chosen | {"apply": "1"}, follow=True).content.decode()
    assert "は、確認したとしていません。" in answer
    assert "1件を今日確認したものとして記録しました。" in answer
    assert confirmed(listing.window) == (None, None)
    assert confirmed(other) == (timezone.localdate(), clerk)


def test_a_confirmation_of_before_is_not_guessed_away(listing, clerk):
    """Versions kept before the former day was: nothing is taken back, nothing invented."""
    verify_windows(windows=Window.objects.all(), by=clerk)
    WindowVersion.objects.update(knows_former=False)
    assert unverify_windows(windows=Window.objects.all(), by=clerk) == []
    assert confirmed(listing.window) == (timezone.localdate(), clerk)


def test_the_database_ties_the_former_day_to_a_confirmation(listing):
    """No other version claims to know one; and no one checks a change that was not sent."""
    with pytest.raises(IntegrityError), transaction.atomic():
        WindowVersion.objects.update(former_verified_on=LONG_AGO)
    person = MembershipFactory(organisation=listing.organisation).user
    draft = save(listing, person, updates.save_draft, cost="無料")
    with pytest.raises(IntegrityError), transaction.atomic():
        ListingUpdate.objects.filter(pk=draft.pk).update(checked_on=LONG_AGO)


def test_confirming_costs_the_same_few_queries(clerk, django_assert_max_num_queries):
    """Ten windows or thirty, but for the row of each."""
    for _number in range(30):
        ListingFactory()
    with django_assert_max_num_queries(30 + 14):
        verify_windows(windows=Window.objects.all(), by=clerk)
    with django_assert_max_num_queries(30 + 14):
        unverify_windows(windows=Window.objects.all(), by=clerk)
