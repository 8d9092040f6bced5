"""What members propose, and what becomes of it: the rules, without pages."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from directory.models import Window
from platform_members.listings.actions import updates
from platform_members.listings.actions.guards import ChangedMeanwhile, NothingChanged, UpdateRefused
from platform_members.listings.actions.listings import confirm_listing
from platform_members.models import Listing, ListingUpdate, OutgoingMail
from platform_members.proposals import nothing
from platform_members.review import actions as review
from platform_members.review.actions import Seen
from tests.factories import CategoryFactory, UserFactory
from tests.helpers.proposals import PHONE, kinds, public, save, staff_edit


def test_what_is_public_stays_public_until_it_is_approved(listing, member, reviewer):
    """A draft and a waiting change are not public; approval copies them over."""
    before = public(listing)
    draft = save(listing, member, updates.save_draft, cost="無料")
    assert (draft.status, public(listing)) == ("draft", before)
    update = save(listing, member, update=draft, seen=1, cost="無料")
    assert (update.status, public(listing)) == ("waiting", before)
    review.approve(update=update, seen=Seen.of(update), by=reviewer)
    assert public(listing) == before | {"cost": "無料"}
    version = listing.window.versions.first()
    assert (version.how, version.made_by) == ("updated", reviewer)
    update.refresh_from_db()
    assert (update.status, update.decided_by, update.result) == ("approved", reviewer, version)


def test_approving_is_not_confirming(listing, member, reviewer):
    """verified_on moves only when a person says that the facts were checked."""
    update = save(listing, member, cost="無料")
    review.approve(update=update, seen=Seen.of(update), by=reviewer)
    assert Window.objects.get(pk=listing.window_id).verified_on is None


def test_a_second_submission_amends_the_waiting_one(listing, member, reviewer):
    """It keeps its place in the queue; the reviewers get one mail."""
    first = save(listing, member, cost="無料")
    again = save(listing, member, update=first, seen=first.revision, cost="500円")
    assert ListingUpdate.objects.get() == again == first
    assert (again.facts["cost"], again.submitted_at) == ("500円", first.submitted_at)
    assert kinds() == ["update_submitted"]


def test_one_open_update_a_listing(listing, member):
    """The database keeps to it, and validation says so in words."""
    update = save(listing, member, cost="無料")
    twin = ListingUpdate(
        organisation=listing.organisation,
        window=listing.window,
        base_version=update.base_version,
        facts=update.facts,
        saved_at=timezone.now(),
        saved_by=member,
    )
    with pytest.raises(Exception, match="まだ終わっていない変更案"):
        twin.validate_constraints()
    with pytest.raises(IntegrityError), transaction.atomic():
        twin.save()


@pytest.mark.parametrize(
    "wrong",
    [
        {"status": "waiting"},
        {"status": "approved"},
        {"status": "declined", "comment": ""},
        {"status": "returned", "comment": ""},
        {"decided_at": timezone.now()},
        {"submitted_at": timezone.now()},
        {"auto_approved": True},
    ],
)
def test_no_status_without_its_date_and_person(listing, member, wrong):
    """A draft that claims to be more is refused by the database."""
    draft = save(listing, member, updates.save_draft, cost="無料")
    with pytest.raises(IntegrityError):
        ListingUpdate.objects.filter(pk=draft.pk).update(**wrong)


def test_what_two_tabs_save_is_not_lost(listing, member):
    """The second tab is told, and may put its own in the place of the first on purpose."""
    update = save(listing, member, cost="無料")
    save(listing, member, update=update, seen=1, cost="500円")
    with pytest.raises(ChangedMeanwhile, match="ほかの画面"):
        save(listing, member, update=update, seen=1, cost="800円")
    assert ListingUpdate.objects.get().facts["cost"] == "500円"
    save(listing, member, update=update, seen=2, cost="800円")
    assert ListingUpdate.objects.get().facts["cost"] == "800円"


def test_two_editors_who_begin_at_once_share_one_update(listing, member):
    """The second editor is told, though there was no update when the page was opened."""
    save(listing, member, cost="無料")
    with pytest.raises(ChangedMeanwhile):
        save(listing, member, cost="500円")


def test_a_double_click_submits_once(listing, member, reviewer):
    """The same once more is the same update and no second mail; for a new window too."""
    assert save(listing, member, cost="無料") == save(listing, member, cost="無料")
    facts = nothing() | {"subject": "新しい相談", "name": "あさま"}
    new = {"organisation": listing.organisation, "window": None, "base": None}
    one, other = (
        updates.submit(typed=updates.Typed(facts), update=None, by=member, **new)
        for _click in range(2)
    )
    assert one == other
    assert kinds() == ["update_submitted"] * 2


def test_nothing_is_submitted_without_a_change(listing, member):
    """A form without a change says so; a confirmation is something else."""
    with pytest.raises(NothingChanged):
        save(listing, member)
    assert not ListingUpdate.objects.exists()


def test_a_decision_is_made_once(listing, member, reviewer):
    """Two reviewers, a double click, the back button: one decision, the others are told."""
    update = save(listing, member, cost="無料")
    seen = Seen.of(update)
    review.approve(update=update, seen=seen, by=reviewer)
    later = [
        lambda: review.approve(update=update, seen=seen, by=reviewer),
        lambda: review.decline(update=update, seen=seen, comment="だめ", by=reviewer),
        lambda: review.return_update(update=update, seen=seen, comment="だめ", by=reviewer),
        lambda: updates.withdraw(update=update, seen=seen.revision, by=member),
        lambda: save(listing, member, update=update, seen=seen.revision, cost="500円"),
        lambda: save(listing, member, seen=seen.revision, cost="500円"),
    ]
    for act in later:
        with pytest.raises(ChangedMeanwhile):
            act()
    assert kinds().count("update_approved") == 1
    assert public(listing)["cost"] == "無料"


def test_a_reviewer_decides_on_what_they_saw(listing, member, reviewer):
    """What the member amended meanwhile, or staff edited, must be looked at again."""
    update = save(listing, member, cost="無料")
    seen = Seen.of(update)
    save(listing, member, update=update, seen=1, cost="1万円")
    with pytest.raises(ChangedMeanwhile, match="団体が"):
        review.approve(update=update, seen=seen, by=reviewer)
    seen = Seen.of(ListingUpdate.objects.get())
    staff_edit(listing.window, reviewer, eligibility="市民")
    with pytest.raises(ChangedMeanwhile, match="窓口の内容"):
        review.approve(update=update, seen=seen, by=reviewer)


def test_approval_copies_only_what_the_member_changed(listing, member, reviewer):
    """What staff corrected since the member began stays corrected."""
    update = save(listing, member, cost="無料")
    staff_edit(listing.window, reviewer, eligibility="市民", phones=[PHONE])
    review.approve(update=update, seen=Seen.of(update), by=reviewer)
    now = public(listing)
    assert (now["cost"], now["eligibility"], now["phones"]) == ("無料", "市民", [PHONE])


def test_a_conflict_is_never_overwritten_silently(listing, member, reviewer):
    """Where staff changed the same fact, the reviewer says which one holds."""
    update = save(listing, member, cost="無料", phones=[PHONE])
    staff_edit(listing.window, reviewer, cost="300円")
    assert update.conflicts_with(public(listing)) == ["cost"]
    with pytest.raises(UpdateRefused, match="どちらの内容"):
        review.approve(update=update, seen=Seen.of(update), by=reviewer)
    taken = {"cost": False, "phones": True}
    review.approve(update=update, seen=Seen.of(update), taken=taken, by=reviewer)
    assert (public(listing)["cost"], public(listing)["phones"]) == ("300円", [PHONE])


def test_the_member_learns_what_is_public_otherwise(listing, member, reviewer):
    """The mail names the facts that did not become as proposed."""
    update = save(listing, member, cost="無料", eligibility="市民")
    taken = {"cost": False, "eligibility": True}
    review.approve(update=update, seen=Seen.of(update), taken=taken, by=reviewer)
    mail = OutgoingMail.objects.get(kind="update_approved")
    assert mail.to == member.email
    assert "費用" in mail.text
    assert "対象" not in mail.text


def test_approving_nothing_is_no_approval(listing, member, reviewer):
    """A reviewer who takes none of it declines or returns it instead, with a reason."""
    update = save(listing, member, cost="無料")
    with pytest.raises(UpdateRefused, match="一つ以上"):
        review.approve(update=update, seen=Seen.of(update), taken={"cost": False}, by=reviewer)


def test_a_returned_update_is_mended_and_sent_again(listing, member, reviewer):
    """The comment goes by mail; what was typed is there still; the queue gets it anew."""
    update = save(listing, member, cost="無料")
    review.return_update(update=update, seen=Seen.of(update), comment="いくらまで?", by=reviewer)
    assert (update.status, update.comment) == ("returned", "いくらまで?")
    assert "いくらまで?" in OutgoingMail.objects.get(kind="update_returned").text
    again = save(listing, member, update=update, seen=2, cost="1,000円まで無料")
    assert (again.status, again.decided_at, again.comment) == ("waiting", None, "いくらまで?")
    assert kinds() == ["update_submitted", "update_returned", "update_submitted"]


def test_a_declined_update_says_why_and_makes_room(listing, member, reviewer):
    """The reason goes by mail; another update may be begun."""
    update = save(listing, member, cost="無料")
    review.decline(update=update, seen=Seen.of(update), comment="市の規則です", by=reviewer)
    assert "市の規則です" in OutgoingMail.objects.get(kind="update_declined").text
    assert save(listing, member, cost="500円") != update
    assert public(listing)["cost"] == ""


def test_a_withdrawn_update_waits_no_more(listing, member, reviewer):
    """The reviewer who has it open is told."""
    update = save(listing, member, cost="無料")
    updates.withdraw(update=update, seen=1, by=member)
    with pytest.raises(ChangedMeanwhile, match="取り下げ"):
        review.approve(update=update, seen=Seen(1, None), by=reviewer)


@pytest.mark.parametrize("shows", [True, False])
def test_a_proposed_window_is_made_by_the_reviewer(organisation, member, reviewer, shows):
    """Public or as a draft, as the reviewer says; the organisation looks after it from then on."""
    facts = nothing() | {
        "subject": "居場所の相談",
        "name": "あさまの家",
        "categories": [CategoryFactory().slug],
        "phones": [PHONE],
    }
    update = updates.submit(
        organisation=organisation,
        window=None,
        typed=updates.Typed(facts),
        base=None,
        update=None,
        by=member,
    )
    assert not Window.objects.exists()
    review.approve(update=update, seen=Seen.of(update), shows=shows, by=reviewer)
    listing = Listing.objects.get()
    assert public(listing) == facts
    assert listing.organisation == organisation
    assert listing.window.status == ("published" if shows else "draft")
    assert ListingUpdate.objects.get().window == listing.window


def test_a_reviewer_corrects_and_approves(listing, member, reviewer):
    """What becomes public is the reviewer's; what was proposed stays on record."""
    update = save(listing, member, cost="むりょう")
    facts = public(listing) | {"cost": "無料"}
    review.approve_corrected(update=update, seen=Seen.of(update), facts=facts, by=reviewer)
    assert public(listing)["cost"] == "無料"
    assert ListingUpdate.objects.get().facts["cost"] == "むりょう"
    assert "無料" in OutgoingMail.objects.get(kind="update_approved").text


def test_no_change_is_one_click(listing, member):
    """The member's name and today stand on record; a page that is out of date does not count."""
    seen = listing.window.versions.first().pk
    confirm_listing(listing=listing, seen=seen, by=member)
    window = Window.objects.get(pk=listing.window_id)
    assert (window.verified_on, window.verified_by) == (timezone.localdate(), member)
    with pytest.raises(ChangedMeanwhile):
        confirm_listing(listing=listing, seen=seen, by=member)


def test_an_organisation_that_lost_a_window_changes_it_no_more(listing, member, reviewer):
    """Its waiting update cannot be approved, only declined."""
    update = save(listing, member, cost="無料")
    Listing.objects.all().delete()
    with pytest.raises(PermissionDenied):
        save(listing, member, cost="無料")
    with pytest.raises(UpdateRefused, match="担当ではありません"):
        review.approve(update=update, seen=Seen.of(update), by=reviewer)
    review.decline(update=update, seen=Seen.of(update), comment="担当が替わりました", by=reviewer)


def test_an_administrator_decides_but_gets_no_mail_unless_named(
    listing, member, reviewer, settings
):
    """Mail goes to the reviewers by permission, or to the staff's own mailbox instead."""
    chief = UserFactory(is_staff=True, is_superuser=True)
    update = save(listing, member, cost="無料")
    assert OutgoingMail.objects.get().to == reviewer.email
    review.return_update(update=update, seen=Seen.of(update), comment="直してください", by=chief)
    settings.STAFF_EMAIL = "center@example.lg.jp"
    save(listing, member, update=update, seen=2, cost="500円")
    assert OutgoingMail.objects.order_by("-pk")[0].to == "center@example.lg.jp"
