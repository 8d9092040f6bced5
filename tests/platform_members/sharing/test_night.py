"""The night's round: what changes there is proposed here, what ends there is suspended here."""

import pytest
from django.core import mail
from django.utils import timezone

from directory.facts.snapshot import facts_of
from directory.models import Window
from platform_members.listings.actions import updates
from platform_members.models import ListingUpdate, OutgoingMail
from platform_members.proposals import proposable
from platform_members.sharing import portals
from tests.factories import CategoryFactory, MembershipFactory
from tests.helpers.other_portal import attribute, called, night, other_portal, service
from tests.helpers.page_forms import sent
from tests.helpers.transactions import committed

NEW = called("059-224-2401")


def numbers(shared) -> list[str]:
    """The numbers of the window here."""
    return [phone.printed for phone in Window.objects.get(pk=shared.window_id).phones.all()]


def waiting() -> list[ListingUpdate]:
    return list(ListingUpdate.objects.waiting().for_lists())


def decide(client, update: ListingUpdate, decision: str):
    """Press a reviewer's button."""
    page = f"/desk/review/{update.pk}/"
    form = sent(client.get(page)) | {"decision": decision, "comment": "理由"}
    return client.post(page, form, follow=True)


@committed
def test_a_number_corrected_there_is_public_here_after_one_approval(
    portal, shared, say, clerk_client, client
):
    """Proposed once, its source named; a night without a change asks for no more than that."""
    say(shared, phones=NEW)
    mail.outbox.clear()
    night()
    night()
    [update] = waiting()
    assert update.changed_names == ["phones"]
    assert (numbers(shared), update.sender) == (["059-224-2400"], "三重県の相談窓口")
    assert portal.asked[-1] == (f"/hsds/services/{shared.uid}", 304)
    assert OutgoingMail.objects.filter(kind="portal_proposes").count() <= 1
    for page in ("/desk/review/", f"/desk/review/{update.pk}/"):
        assert "三重県の相談窓口" in clerk_client.get(page).content.decode()
    decide(clerk_client, update, "approve")
    assert numbers(shared) == ["059-224-2401"]
    assert "059-224-2401" in client.get(shared.window.get_absolute_url()).content.decode()
    night()
    assert waiting() == []


@committed
def test_a_change_of_a_portal_cannot_be_returned_and_once_declined_is_not_proposed_again(
    shared, say, clerk_client
):
    """No person there would read a comment; the next change of the fact is proposed again."""
    say(shared, phones=NEW)
    night()
    [update] = waiting()
    page = clerk_client.get(f"/desk/review/{update.pk}/").content.decode()
    assert 'value="return"' not in page
    assert "出した人に届きます" not in page
    page = decide(clerk_client, update, "return").content.decode()
    assert "返せません" in page
    decide(clerk_client, update, "decline")
    say(shared, phones=NEW, fees_description="無料")
    night()
    [update] = waiting()
    assert update.changed_names == ["cost"]
    say(shared, phones=called("059-224-2402"), fees_description="無料")
    night()
    [update] = waiting()
    assert update.changed_names == ["cost", "phones"]


@committed
def test_what_its_owner_takes_back_is_proposed_no_more(shared, say):
    """An update that waits follows its owner; one that says nothing is withdrawn."""
    say(shared, phones=NEW)
    night()
    say(shared)
    night()
    assert waiting() == []
    assert ListingUpdate.objects.get().status == ListingUpdate.Status.WITHDRAWN


@committed
def test_a_new_window_is_a_proposal_and_says_whose_it_is(portal, choose, clerk_client, client):
    """Its categories are chosen here; what is approved has its owner's ID, and is not ours."""
    category = CategoryFactory(slug="work", name="しごと")
    shared = choose(attributes=[attribute("categories", "work")], description="県の説明")
    night()
    night()
    answer = portal.answers.pop(f"/hsds/services/{shared.uid}")
    night()
    assert waiting() == []
    portal.answers[f"/hsds/services/{shared.uid}"] = answer
    night()
    [update] = waiting()
    assert (update.is_new, update.subject) == (True, "消費生活の相談")
    assert Window.objects.count() == 0
    decide(clerk_client, update, "approve")
    shared.refresh_from_db()
    window = shared.window
    assert (window.uid, window.status, window.origin) == (shared.uid, "published", shared.origin)
    assert window.source_date == timezone.localdate(update.saved_at)
    assert (window.source, window.listing.organisation.name) == ("三重県の相談窓口", "三重県")
    assert list(window.categories.all()) == [category]
    told = client.get(f"/hsds/services/{window.uid}").json()["attributes"]
    assert [each["value"] for each in told if each["link_type"] == "origin"] == [shared.origin]
    night()
    assert waiting() == []


@committed
def test_what_staff_trust_is_public_at_once_unless_it_was_changed_here_or_is_gone(
    subscription, shared, say, clerk_client
):
    """A number there is a number here; what staff have written themselves, they decide about."""
    subscription.trusted = ["contact"]
    subscription.save()
    say(shared, phones=NEW, description="県の説明")
    night()
    assert numbers(shared) == ["059-224-2401"]
    [update] = waiting()
    assert update.changed_names == ["description"]
    [done] = ListingUpdate.objects.without_review()
    assert (done.sender, done.decider) == ("三重県の相談窓口", "自動")
    page = clerk_client.get("/desk/review/published/").content.decode()
    assert "三重県の相談窓口" in page
    page = clerk_client.get(f"/desk/review/{done.pk}/").content.decode()
    assert "自動" in page
    say(shared, phones=[], description="県の説明")
    night()
    assert numbers(shared) == ["059-224-2401"]
    assert "phones" in waiting()[0].changed_names
    shared.window.phones.update(printed="059-224-9999", dialled="0592249999")
    say(shared, phones=called("059-224-2405"), description="県の説明")
    night()
    assert numbers(shared) == ["059-224-9999"]


@committed
@pytest.mark.parametrize("answer", [404, 410, "inactive"])
def test_what_ends_there_is_suspended_here_at_once(shared, say, client, answer):
    """Residents and reviewers are told; what waited of it is withdrawn; it comes back by hand."""
    say(shared, phones=NEW)
    night()
    mail.outbox.clear()
    ended = service(shared.uid, status="inactive", alert="改修のため。")
    say(shared, ended if answer == "inactive" else answer)
    night()
    window = Window.objects.get(pk=shared.window_id)
    assert (window.status, waiting()) == ("suspended", [])
    assert "三重県の相談窓口" in window.suspension_reason
    assert ("改修のため" in window.suspension_reason) == (answer == "inactive")
    assert OutgoingMail.objects.filter(kind="portal_ended_a_window").exists()
    window.publish(at=window.suspended_at)  # staff know better
    window.save()
    night()
    window.refresh_from_db()
    assert window.status == "published"
    say(shared)
    night()
    say(shared, 404)
    night()
    say(shared)
    night()
    window.refresh_from_db()
    assert window.status == "suspended"  # never the other way round
    assert waiting() == []
    say(shared, phones=NEW)
    night()
    assert [update.changed_names for update in waiting()] == [["phones"]]


@committed
def test_a_portal_that_is_none_ends_nothing(portal, subscription, shared):
    """A site that answers everything with "not found" has moved; its windows have not ended."""
    for root in (404, b"<!doctype html><title>x</title>", {"name": "x"}, b"[" * 9_000):
        portal.answers = {"/hsds/": root}
        night()
        subscription.refresh_from_db()
        assert subscription.fault
    assert Window.objects.get(pk=shared.window_id).status == "published"


OTHER = "11111111-1111-4111-8111-111111111111"
BAD = {
    "a web page": (b"<!doctype html><title>x</title>", "HTML"),
    "half of it": (b'{"id": "', "読めません"),
    "an error": (500, "返事がありません（500）"),
    "another window": (service(OTHER), "ほかの窓口"),
    "too much": (b" " * 60_000, "大きすぎます"),
    "no telephone": ({"alternate_name": "相" * 200}, "相談内容"),
    "not its own": ({"attributes": [attribute("origin", "https://x.jp/hsds")]}, "https://x.jp"),
    "odd hours": ({"attributes": [attribute("hours_exception", "{")]}, "受付日時"),
    "a sign": ({"description": "a\x00b"}, "説明"),
}


@committed
def test_what_cannot_be_taken_is_named_and_keeps_nothing_else(
    subscription, shared, choose, say, monkeypatch
):
    """By record, in Japanese; the window here stays, and the next record is taken all the same."""
    monkeypatch.setattr(portals, "MAX_BYTES", 50_000)
    before = facts_of(Window.objects.for_reading().get(pk=shared.window_id))
    for name, (answer, words) in BAD.items():
        told = service(shared.uid, phones=NEW) | answer if isinstance(answer, dict) else answer
        say(shared, told)
        night()
        shared.refresh_from_db()
        assert words in shared.fault, name
    with other_portal("127.0.0.2") as hidden:
        say(shared, f"{hidden.address}/services/{shared.uid}")
        night()
        assert hidden.asked == []
    assert facts_of(Window.objects.for_reading().get(pk=shared.window_id)) == before
    other = choose(attributes=[attribute("origin", shared.origin)])
    night()
    assert [update.shared for update in waiting()] == [other]
    say(shared)
    night()
    shared.refresh_from_db()
    assert shared.fault == ""


@committed
def test_a_portal_inside_the_network_is_never_asked(portal, subscription, shared, settings):
    """Unless the machine's settings name its address."""
    settings.PORTALS_INSIDE = []
    portal.asked.clear()
    night()
    subscription.refresh_from_db()
    assert (portal.asked, "公開された" in subscription.fault) == ([], True)


@committed
def test_a_change_that_a_person_has_begun_is_decided_first(shared, subscription, say):
    """The portal waits; nothing of what the member has typed is lost."""
    member = MembershipFactory(organisation=subscription.organisation).user
    window = Window.objects.for_reading().get(pk=shared.window_id)
    update = updates.submit(
        organisation=subscription.organisation,
        window=window,
        typed=updates.Typed(proposable(facts_of(window)) | {"cost": "無料"}),
        base=window.versions.first(),
        update=None,
        by=member,
    )
    say(shared, phones=NEW)
    night()
    shared.refresh_from_db()
    assert "待っています" in shared.fault
    assert waiting() == [update]
    updates.withdraw(update=update, seen=update.revision, by=member)
    night()
    assert [each.changed_names for each in waiting()] == [["phones"]]


@committed
def test_a_place_is_secret_no_more_only_after_a_review(subscription, shared, say):
    """Even where staff trust a portal with places; that it becomes secret is at once."""
    subscription.trusted = ["place"]
    subscription.save()
    for told, becomes in (("false", False), ("true", True), ("false", True)):
        own = [attribute("reservation", "unknown"), attribute("confidential_location", told)]
        say(shared, attributes=own)
        night()
        assert Window.objects.get(pk=shared.window_id).confidential_location is becomes
    assert "confidential_location" in waiting()[0].changed_names


@committed
def test_a_place_that_is_secret_here_is_not_told_by_its_owner(shared, say):
    """Whatever the owner says of it."""
    Window.objects.filter(pk=shared.window_id).update(confidential_location=True)
    where = {"addresses": [{"address_1": "栄町1丁目", "city": "津市", "state_province": "三重県"}]}
    place = {"id": "s", "location": {"id": "l", "location_type": "physical", **where}}
    say(shared, service_at_locations=[place], fees_description="無料")
    night()
    assert [each.changed_names for each in waiting()] == [["cost"]]
