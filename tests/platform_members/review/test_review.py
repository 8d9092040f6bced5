"""The review: what clerks see of a change, and what their buttons do."""

import re

import pytest
from django.utils import timezone

from directory.facts.snapshot import facts_of
from directory.models import Window
from platform_members.listings.actions import updates
from platform_members.models import ListingUpdate, OutgoingMail
from platform_members.proposals import PROPOSABLE, nothing, proposable
from tests.factories import CategoryFactory, ListingFactory
from tests.helpers.desk_pages import text
from tests.helpers.page_forms import sent
from tests.helpers.proposals import PHONE, public, save, staff_edit
from tests.helpers.review_pages import address


@pytest.fixture
def desk(client, reviewer):
    """The browser of a reviewer who has logged in."""
    client.force_login(reviewer)
    return client


def press(client, update, decision, **changes):
    """Open the page of an update, change some of the form, press a button."""
    form = sent(client.get(address(update)), **changes)
    return client.post(address(update), form | {"decision": decision}, follow=True)


def test_the_queue_is_oldest_first_and_says_how_long_each_has_waited(client, member, reviewer, at):
    """In days on which the city hall works; what is late stands out."""
    at("2026-12-25 10:00")
    save(ListingFactory(organisation=member.memberships.get().organisation), member, cost="1円")
    at("2027-01-05 10:00")
    save(ListingFactory(organisation=member.memberships.get().organisation), member, cost="2円")
    at("2027-01-08 10:00")
    client.force_login(reviewer)
    page = client.get("/desk/review/")
    assert [update.days_waiting for update in page.context["page"]] == [6, 3]
    assert '<strong class="overdue">6営業日たちました' in text(page)
    assert "2件" in text(page)
    assert "費用" in text(page)


@pytest.mark.parametrize("count", [1, 40])
def test_the_queue_costs_the_same_however_long_it_is(
    desk, member, count, django_assert_max_num_queries
):
    """At most twelve queries; thirty updates a page."""
    organisation = member.memberships.get().organisation
    for _listing in range(count):
        save(ListingFactory(organisation=organisation), member, cost="1円")
    with django_assert_max_num_queries(12):
        page = desk.get("/desk/review/")
    assert len(page.context["page"].object_list) == min(count, 30)


def test_a_change_is_shown_field_by_field(desk, update):
    """Old and new beside each other, what differs marked, hours as residents read them."""
    page = text(desk.get(address(update)))
    assert "電話 <del>0596-21-5556</del>" in page
    assert "電話 <ins>0596-63-5224</ins>" in page
    assert "住民が読む受付日時" in page
    assert "月曜日～金曜" in page
    assert "説明" not in page


def test_a_proposed_line_round_the_clock_is_not_said_to_close(desk, listing, member):
    """Hours are told from all that is proposed, not row by row beside a blank window."""
    whole_day = {"weekdays": list(range(7)), "opens": 0, "closes": 1440, "on_holidays": "inherit"}
    update = save(
        listing, member, hours=[whole_day], opens_on_holidays=True, closes_at_year_end=False
    )
    page = re.sub("<[^>]+>", "", text(desk.get(address(update))))
    assert page.count("24時間・年中無休") == 2  # the fact, and the hours as residents read them
    assert "毎日" not in page


def test_everything_typed_is_text(desk, listing, member):
    """HTML in a proposal is shown as it was typed."""
    update = save(listing, member, description="<script>alert(1)</script>", cost="<b>0</b>")
    page = text(desk.get(address(update)))
    assert "<script>alert" not in page
    assert "<b>0" not in page


def test_a_clerk_approves(desk, listing, update):
    """All ticked: everything is public; the member gets a mail."""
    page = press(desk, update, "approve")
    assert "承認して公開しました" in text(page)
    now = public(listing)
    assert (now["cost"], now["phones"], now["hours_override"]) == (
        "無料",
        [PHONE],
        "毎日 10:00～18:00",
    )
    assert OutgoingMail.objects.filter(kind="update_approved").count() == 1


def test_a_clerk_takes_only_some_of_it(desk, listing, update):
    """A box without its tick keeps what is public."""
    press(desk, update, "approve", take_phones=None)
    assert public(listing)["cost"] == "無料"
    assert public(listing)["phones"] != [PHONE]


@pytest.mark.parametrize(("decision", "status"), [("return", "returned"), ("decline", "declined")])
def test_turning_down_needs_a_reason(desk, listing, update, decision, status):
    """Without one the page asks for it; with one the member reads it."""
    before = public(listing)
    assert "理由を書いてください" in text(press(desk, update, decision))
    assert "1000" in text(press(desk, update, decision, comment="長" * 100_000))
    press(desk, update, decision, comment="もう少し\u200b詳しく")
    update.refresh_from_db()
    assert (update.status, update.comment) == (status, "もう少し詳しく")
    assert public(listing) == before


def test_a_conflict_is_three_columns_and_a_choice(desk, listing, update, reviewer):
    """Before, staff's and proposed; without a choice nothing happens, with one that holds."""
    staff_edit(listing.window, reviewer, cost="300円")
    page = desk.get(address(update))
    assert "変更案のもとになった内容" in text(page)
    assert "300円" in text(page)
    answer = press(desk, update, "approve")
    assert "どちらの内容にするかを選んでください" in text(answer)
    assert public(listing)["cost"] == "300円"
    press(desk, update, "approve", take_cost="keep")
    assert (public(listing)["cost"], public(listing)["phones"]) == ("300円", [PHONE])


def test_what_changed_while_the_page_was_open_is_looked_at_again(
    desk, listing, update, member, reviewer
):
    """An amendment or a staff edit meanwhile: nothing is decided, the comment stays."""
    form = sent(desk.get(address(update)), comment="了解です") | {"decision": "approve"}
    save(listing, member, update=update, seen=1, cost="1万円")
    answer = desk.post(address(update), form)
    assert "団体がこの変更案を直しました" in text(answer)
    assert sent(answer)["comment"] == ["了解です"]
    assert "1万円" in text(answer)
    form = sent(answer) | {"decision": "approve"}
    staff_edit(listing.window, reviewer, eligibility="市民")
    assert "窓口の内容が変わりました" in text(desk.post(address(update), form))
    press(desk, update, "approve")
    assert (public(listing)["cost"], public(listing)["eligibility"]) == ("1万円", "市民")


def test_the_second_reviewer_is_told(desk, listing, update):
    """Whatever they press: one decision stands."""
    form = sent(desk.get(address(update)))
    desk.post(address(update), form | {"decision": "approve"})
    late = {"decision": "decline", "comment": "だめ"}
    for page in (address(update), address(update) + "correct/"):
        answer = desk.post(page, form | late, follow=True)
        assert "もう「承認」になっています" in text(answer)
    assert public(listing)["cost"] == "無料"
    assert OutgoingMail.objects.filter(kind="update_declined").count() == 0


@pytest.mark.parametrize(
    ("decision", "status"), [("approve", "published"), ("approve_draft", "draft")]
)
def test_a_new_window_is_public_or_a_draft_as_the_reviewer_says(
    desk, organisation, member, decision, status
):
    """Two buttons; a change of a window that is there has only the first."""
    facts = nothing() | {
        "subject": "居場所の相談",
        "name": "あさまの家",
        "categories": [CategoryFactory().slug],
    }
    update = updates.submit(
        organisation=organisation,
        window=None,
        typed=updates.Typed(facts),
        base=None,
        update=None,
        by=member,
    )
    assert "承認して下書きにする" in text(desk.get(address(update)))
    press(desk, update, decision)
    assert Window.objects.get().status == status


def test_approving_shows_no_suspended_window_again(desk, listing, update):
    """Who sees a window is another decision than what it says."""
    Window.objects.filter(pk=listing.window_id).update(
        status="suspended", suspended_at=timezone.now()
    )
    press(desk, update, "approve")
    assert Window.objects.get(pk=listing.window_id).status == "suspended"
    page = text(desk.get(address(update)))
    assert "承認した内容" in page
    assert "公開した内容" not in page


def test_a_clerk_corrects_and_approves(desk, listing, update, reviewer):
    """The same form as the member's, with the change in it; staff's own edits are there too."""
    staff_edit(listing.window, reviewer, eligibility="市民")
    page = address(update) + "correct/"
    form = sent(desk.get(page))
    assert (form["cost"], form["eligibility"]) == (["無料"], ["市民"])
    bad = desk.post(page, form | {"subject": [""], "do": ["approve"]})
    assert "必須" in text(bad)
    answer = desk.post(page, form | {"cost": ["無料（予約制）"], "do": ["preview"]})
    assert "無料（予約制）" in text(answer)
    assert public(listing)["cost"] == ""
    desk.post(page, sent(answer) | {"do": ["approve"]})
    assert (public(listing)["cost"], public(listing)["eligibility"]) == ("無料（予約制）", "市民")
    assert "無料（予約制）" in OutgoingMail.objects.get(kind="update_approved").text


def test_a_correction_on_an_older_window_is_refused(desk, listing, update, reviewer):
    """What staff changed while the form was open is not overwritten; nothing typed is lost."""
    page = address(update) + "correct/"
    form = sent(desk.get(page)) | {"do": ["approve"], "cost": ["100円"]}
    staff_edit(listing.window, reviewer, eligibility="市民")
    answer = desk.post(page, form)
    assert "窓口の内容が変わりました" in text(answer)
    assert sent(answer)["cost"] == ["100円"]
    assert public(listing)["eligibility"] == "市民"


def test_a_category_that_is_gone_is_told_not_a_crash(desk, listing, member):
    """Facts that no longer fit are refused with the reason."""
    category = CategoryFactory()
    update = save(listing, member, categories=[category.slug])
    category.delete()
    answer = press(desk, update, "approve")
    assert answer.status_code == 200
    assert "登録されていないもの" in text(answer)
    update.refresh_from_db()
    assert update.status == "waiting"


def test_posting_every_field_of_every_model_decides_no_more_than_the_button(
    desk, listing, update, member
):
    """Names of fields in the post change nothing that the form does not declare."""
    before = proposable(facts_of(Window.objects.get(pk=listing.window_id)))
    fields = [*Window._meta.get_fields(), *ListingUpdate._meta.get_fields()]
    smuggled = {field.name: "1" for field in fields} | {"take_subject": "on", "take_order": "on"}
    press(desk, update, "approve", **smuggled | {"comment": ""})
    changed = {name for name, value in public(listing).items() if before[name] != value}
    assert changed == {"cost", "phones", "hours_override"}
    update.refresh_from_db()
    assert (update.submitted_by, update.organisation) == (member, listing.organisation)


def test_correcting_takes_no_more_than_members_may_propose(desk, listing, update):
    """A reviewer's corrections leave status, order, notes and confirmation alone."""
    staffs = [field for field in Window._meta.concrete_fields if field.name not in PROPOSABLE]
    before = Window.objects.values().get(pk=listing.window_id)
    smuggled = {field.name: "1" for field in staffs}
    address = f"/desk/review/{update.pk}/correct/"
    answer = desk.post(address, sent(desk.get(address), **smuggled | {"do": "approve"}))
    assert answer.status_code == 302
    after = Window.objects.values().get(pk=listing.window_id)
    changed = {field.name for field in staffs if before[field.attname] != after[field.attname]}
    assert changed <= {"changed_at", "updated_at", "hours_pattern"}


def test_what_went_public_without_review_is_listed(desk, listing, member):
    """Staff see afterwards what a trusted organisation has changed."""
    type(listing.organisation).objects.update(hours_need_no_review=True)
    listing.organisation.refresh_from_db()
    save(listing, member, hours_override="毎日")
    page = text(desk.get("/desk/review/published/"))
    assert listing.window.subject in page
    assert "受付日時の特別な文" in page
    assert listing.window.subject not in text(desk.get("/desk/review/"))


def test_what_was_decided_is_told_apart_from_what_staff_edited(desk, listing, update, reviewer):
    """The record shows what the approval changed, what it left out, and no edit of staff's own."""
    staff_edit(listing.window, reviewer, eligibility="市内の方だけ")
    press(desk, update, "approve", take_cost=None)
    page = text(desk.get(address(update)))
    assert "0596-63-5224" in page
    assert "このままでは承認しませんでした" in page
    assert "<del>無料</del>" in page
    assert "市内の方だけ" not in page
