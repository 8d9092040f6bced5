"""The desk: one's own windows and nothing else, two tabs, history, and what a viewer sees."""

from django.utils import timezone

from directory.facts.snapshot import facts_of
from directory.models import Window
from platform_members.models import ListingUpdate, Membership, OutgoingMail
from platform_members.proposals import proposable
from platform_members.review import actions as review
from platform_members.review.actions import Seen
from tests.factories import ListingFactory, WindowFactory
from tests.helpers.desk_pages import edit_address, send, text
from tests.helpers.page_forms import sent
from tests.helpers.proposals import PHONE, public, save, staff_edit


def test_the_desk_shows_ones_own_windows_and_what_is_to_be_done(members_page, listing, rival):
    """State, open update, and what is due for confirmation, of their own windows alone."""
    ListingFactory(organisation=rival.memberships.get().organisation, window__subject="よその相談")
    save(listing, members_page.get("/desk/").wsgi_request.user, cost="無料")
    page = text(members_page.get("/desk/"))
    assert listing.window.subject in page
    assert "確認待ち" in page
    assert "内容の確認をお願いします" in page
    assert "よその相談" not in page


def test_the_desk_costs_the_same_with_many_windows(
    members_page, listing, django_assert_max_num_queries
):
    """The number of queries does not grow with the windows."""
    for _window in range(10):
        ListingFactory(organisation=listing.organisation)
    with django_assert_max_num_queries(17):
        members_page.get("/desk/")


def test_log_in_leads_members_to_their_desk_and_staff_to_admin(client, member, clerk):
    """Each person lands on a page of theirs."""
    for user, page in ((member, "/desk/"), (clerk, "/admin/")):
        user.set_password("correct horse")
        user.save()
        answer = client.post("/accounts/login/", {"login": user.email, "password": "correct horse"})
        assert answer["Location"] == page
        client.logout()


def test_suspending_takes_nothing_but_the_reason(members_page, listing):
    """Names of fields in the post change nothing beside status, reason and days."""
    before = Window.objects.values().get(pk=listing.window_id)
    smuggled = {field.name: "1" for field in Window._meta.get_fields()}
    address = f"/desk/listings/{listing.pk}/suspend/"
    form = sent(members_page.get(address), **smuggled | {"reason": "設備の故障", "reopens_on": ""})
    members_page.post(address, form)
    after = Window.objects.values().get(pk=listing.window_id)
    changed = {name for name in before if before[name] != after[name]}
    assert changed == {"status", "suspended_at", "suspension_reason", "changed_at", "updated_at"}


def test_two_tabs_meet(members_page, listing):
    """The second is told and loses nothing; pressing again replaces the first on purpose."""
    address = edit_address(listing)
    one, other = members_page.get(address), members_page.get(address)
    members_page.post(address, sent(one, do="submit", cost="無料"))
    answer = members_page.post(address, sent(other, do="submit", cost="500円"))
    assert "ほかの画面で保存されています" in text(answer)
    assert sent(answer)["cost"] == ["500円"]
    assert ListingUpdate.objects.get().facts["cost"] == "無料"
    members_page.post(address, sent(answer, do="submit"))
    assert ListingUpdate.objects.get().facts["cost"] == "500円"


def test_the_back_button_after_approval(members_page, listing, reviewer):
    """The form of before is told that the update is decided; the next press begins a new one."""
    address = edit_address(listing)
    send(members_page, address, cost="無料")
    old = members_page.get(address)
    update = ListingUpdate.objects.get()
    review.approve(update=update, seen=Seen.of(update), by=reviewer)
    answer = members_page.post(address, sent(old, do="submit", cost="500円"))
    assert "もう決まっています" in text(answer)
    assert public(listing)["cost"] == "無料"
    members_page.post(address, sent(answer, do="submit"))
    assert ListingUpdate.objects.open().get().facts["cost"] == "500円"


def test_staffs_edit_while_a_form_is_open_becomes_a_conflict(members_page, listing, reviewer):
    """The update remembers what its writer saw, not what was there when it was sent."""
    address = edit_address(listing)
    form = members_page.get(address)
    staff_edit(listing.window, reviewer, cost="300円", eligibility="市民")
    members_page.post(address, sent(form, do="submit", cost="無料"))
    update = ListingUpdate.objects.get()
    assert update.changed_names == ["cost"]
    assert update.conflicts_with(public(listing)) == ["cost"]


def test_a_removed_editors_open_tab_is_refused_with_an_explanation(members_page, listing, member):
    """Nothing is saved; the page says what has happened."""
    form = members_page.get(edit_address(listing))
    Membership.objects.filter(user=member).update(role="viewer")
    answer = members_page.post(edit_address(listing), sent(form, do="submit", cost="無料"))
    assert (answer.status_code, "見るだけの権限" in text(answer)) == (403, True)
    Membership.objects.filter(user=member).delete()
    answer = members_page.post(edit_address(listing), sent(form, do="submit", cost="無料"))
    assert (answer.status_code, "担当から外れた" in text(answer)) == (404, True)
    assert not ListingUpdate.objects.exists()


def test_confirming_is_one_click(members_page, listing, member):
    """From the window's page; the desk asks no more."""
    page = members_page.get(f"/desk/listings/{listing.pk}/")
    seen = listing.window.versions.first().pk
    assert f'name="seen" value="{seen}"' in text(page)
    address = f"/desk/listings/{listing.pk}/confirm/"
    told = text(members_page.post(address, {"seen": seen}, follow=True))
    assert f"「{listing.window.subject}」を、きょう確認したと記録しました。" in told
    window = Window.objects.get(pk=listing.window_id)
    assert (window.verified_on, window.verified_by) == (timezone.localdate(), member)
    assert "内容の確認をお願いします" not in text(members_page.get("/desk/"))
    answer = members_page.post(address, {"seen": "\x00"}, follow=True)
    assert "窓口の内容が変わりました" in text(answer)


def test_a_closed_window_is_off_the_web_at_once(members_page, client, listing, reviewer):
    """Residents see it no more, the staff are told, and only they show it again."""
    address = f"/desk/listings/{listing.pk}/suspend/"
    assert "必須" in text(members_page.post(address, {"reason": ""}))
    assert "100" in text(members_page.post(address, {"reason": "休" * 100_000}))
    assert client.get(listing.window.get_absolute_url()).status_code == 200
    members_page.post(address, {"reason": "設備の\u200b故障"})
    assert Window.objects.get(pk=listing.window_id).suspension_reason == "設備の故障"
    assert client.get(listing.window.get_absolute_url()).status_code == 404
    assert OutgoingMail.objects.get().kind == "listing_suspended"
    assert "いま公開されていません" in text(members_page.post(address, {"reason": "もう一度"}))


def test_history_says_what_was_decided_and_why(members_page, listing, member, reviewer):
    """On the window's page and in the organisation's list."""
    update = save(listing, member, cost="無料")
    review.decline(update=update, seen=Seen.of(update), comment="市の規則です", by=reviewer)
    for page in (
        f"/desk/listings/{listing.pk}/",
        f"/desk/organisations/{listing.organisation_id}/updates/",
        f"/desk/updates/{update.pk}/",
    ):
        assert "市の規則です" in text(members_page.get(page))
        assert "見送り" in text(members_page.get(page))


def test_a_draft_or_a_waiting_update_is_withdrawn(members_page, listing, member):
    """By its organisation; a page that is out of date is told."""
    update = save(listing, member, cost="無料")
    address = f"/desk/updates/{update.pk}/withdraw/"
    assert "ほかの画面" in text(members_page.post(address, {"seen": "7"}, follow=True))
    answer = members_page.post(address, {"seen": update.revision}, follow=True)
    assert "取り下げました" in text(answer)
    assert "取り下げ" in text(members_page.post(address, {"seen": 2}, follow=True))


def test_a_viewer_sees_and_does_not_edit(client, listing, viewer, member):
    """No button leads to what would be refused."""
    save(listing, member, cost="無料")
    client.force_login(viewer)
    page = text(client.get(f"/desk/listings/{listing.pk}/"))
    assert "変更案を見る" in page
    assert "変更ありません（" not in page
    assert "/edit/" not in page


def test_an_unlisted_window_and_its_facts_stay_out_of_reach(members_page, db):
    """A window that is not the organisation's has no page on its desk."""
    window = WindowFactory()
    assert members_page.get(f"/desk/listings/{window.pk}/").status_code == 404
    assert proposable(facts_of(window))["phones"] != [PHONE]
