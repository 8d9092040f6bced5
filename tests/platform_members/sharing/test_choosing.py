"""Staff name another portal, fetch its list and choose windows; nothing is taken in a circle."""

import json
from uuid import uuid4

import pytest
from django.urls import reverse

from directory.models import Window
from platform_members.models import Listing, SubscribedWindow, Subscription
from tests.factories import ListingFactory, OrganisationFactory, WindowFactory
from tests.helpers.deeds import undo
from tests.helpers.other_portal import WHOLE, attribute, called, night, service
from tests.helpers.page_forms import filled_form
from tests.helpers.transactions import committed

ADD = "/admin/platform_members/subscription/add/"


def page_of(subscription) -> str:
    return f"/admin/platform_members/subscription/{subscription.pk}/windows/"


def offer(portal, *services: dict) -> None:
    """Let the portal list windows, one on each line."""
    portal.answers[WHOLE] = "\n".join(map(json.dumps, services)).encode()


def chosen(client, subscription, *uids, **more):
    """Tick windows on the page as it is, and save."""
    page = page_of(subscription)
    form = filled_form(client.get(page), f"take-{uids[0]}")
    return client.post(page, form | {f"take-{uid}": "on" for uid in uids} | more, follow=True)


@committed
@pytest.mark.parametrize("address", ["https://ken.example.jp/", "{own}/hsds/", "ftp://x/hsds/"])
def test_an_address_that_is_no_api_of_another_portal_is_refused(clerk_client, settings, address):
    """The form says so; a sound one is kept without its last slash."""
    organisation = OrganisationFactory()
    facts = {"name": "県", "organisation": organisation.pk}
    typed = address.format(own=settings.PORTAL_URL)
    page = clerk_client.post(ADD, facts | {"address": typed})
    assert (page.status_code, Subscription.objects.count()) == (200, 0)
    clerk_client.post(ADD, facts | {"address": "https://ken.example.jp/hsds/"})
    row = Subscription.objects.get()
    assert row.address == "https://ken.example.jp/hsds"
    settings.PORTAL_URL = "https://ken.example.jp"  # where this portal has moved to
    change = reverse("admin:platform_members_subscription_change", args=[row.pk])
    form = filled_form(clerk_client.get(change), "name") | {"name": "三重県"}
    assert clerk_client.post(change, form).status_code == 302


@committed
def test_the_list_is_fetched_and_a_window_chosen(portal, subscription, clerk_client, clerk):
    """What is another portal's, or ours, or has ended there, has no box; choosing is undone."""
    uid, ours, theirs, over = (str(uuid4()) for _number in range(4))
    own = reverse("directory:hsds-root")
    offer(
        portal,
        service(uid, name="県の窓口"),
        service(ours, name="市の窓口", attributes=[attribute("origin", f"http://localhost{own}")]),
        service(theirs, name="国の窓口", attributes=[attribute("origin", "https://x.jp/hsds")]),
        service(over, name="終わった窓口", status="inactive"),
        {"id": "no UUID", "name": "x"},
    )
    page = clerk_client.post(page_of(subscription), {"fetch": "1"}, follow=True).content.decode()
    assert all(name in page for name in ("県の窓口", "市の窓口", "国の窓口", "終わった窓口"))
    assert page.count('type="checkbox" name="take-') == 1
    assert "https://x.jp/hsds" in page
    assert "一覧を取り寄せました" in page
    answer = chosen(clerk_client, subscription, uid)
    shared = SubscribedWindow.objects.get()
    assert (str(shared.uid), shared.chosen_by, shared.window) == (uid, clerk, None)
    assert "新しく受け取る窓口は1件です" in answer.content.decode()
    assert "次の夜に受け取ります" in answer.content.decode()
    undo(clerk_client, answer)
    assert not SubscribedWindow.objects.exists()


@committed
def test_a_window_that_was_copied_by_hand_becomes_its_owners(portal, subscription, clerk_client):
    """The one with the same number is offered; staff say that it is the same."""
    copy = WindowFactory(subject="消費生活", name="手で写した窓口", phones=["059-224-2400"])
    uid = str(uuid4())
    offer(portal, service(uid, phones=called("059-224-2400")))
    clerk_client.post(page_of(subscription), {"fetch": "1"})
    assert "手で写した窓口" in clerk_client.get(page_of(subscription)).content.decode()
    chosen(clerk_client, subscription, uid, **{f"window-{uid}": str(copy.pk)})
    copy.refresh_from_db()
    assert copy.origin == subscription.address
    assert Listing.objects.get(window=copy).organisation == subscription.organisation
    assert SubscribedWindow.objects.get().window == copy
    window = clerk_client.get(f"/admin/directory/window/{copy.pk}/change/").content.decode()
    assert subscription.address in window


@committed
def test_a_window_of_another_organisation_is_not_taken_over(portal, subscription, clerk_client):
    """Nothing is changed, and the page says whose it is."""
    window = ListingFactory().window
    offer(portal, service(window.uid))
    clerk_client.post(page_of(subscription), {"fetch": "1"})
    page = chosen(clerk_client, subscription, str(window.uid)).content.decode()
    assert "ほかの団体が受け持っています" in page
    assert not SubscribedWindow.objects.exists()
    assert Window.objects.get(pk=window.pk).origin == ""


@committed
def test_what_is_left_stays_and_a_colleagues_choice_is_not_undone(
    portal, subscription, shared, clerk_client
):
    """A box that was empty when the page was opened takes nothing away."""
    other = str(uuid4())
    offer(portal, service(shared.uid), service(other))
    clerk_client.post(page_of(subscription), {"fetch": "1"})
    page = page_of(subscription)
    old = filled_form(clerk_client.get(page), f"take-{other}")
    chosen(clerk_client, subscription, other)
    clerk_client.post(page, {name: value for name, value in old.items() if name != "fetch"})
    assert SubscribedWindow.objects.chosen().count() == 2
    form = filled_form(clerk_client.get(page), f"take-{other}")
    del form[f"take-{shared.uid}"]
    clerk_client.post(page, form)
    shared.refresh_from_db()
    assert (shared.chosen, shared.window.status) == (False, "published")
    assert SubscribedWindow.objects.chosen().count() == 1


@committed
def test_a_portal_is_taken_out_of_use_and_asked_no_more(portal, subscription, shared, clerk_client):
    """Its list says how many windows are chosen, and how many could not be taken; and back."""
    portal.answers[f"/hsds/services/{shared.uid}"] = 500
    night()
    address = "/admin/platform_members/subscription/"
    assert "1件（うち1件は受け取れていません）" in clerk_client.get(address).content.decode()
    chosen_row = {"_selected_action": [subscription.pk], "apply": "1"}
    clerk_client.post(address, chosen_row | {"action": "take_out_of_use"})
    portal.asked.clear()
    night()
    assert portal.asked == []
    clerk_client.post(f"{address}?in_use=no", chosen_row | {"action": "use_again"})
    night()
    assert portal.asked


@committed
@pytest.mark.parametrize(
    ("answer", "words"),
    [(b"<html>", "HTML"), (500, "500"), (b"{", "読めません"), ("http://127.0.0.2:1/", "公開")],
)
def test_a_list_that_cannot_be_read_is_named_and_the_former_stays(
    portal, subscription, clerk_client, answer, words
):
    """In Japanese on the page; nothing of half a list is kept."""
    offer(portal, service(uuid4(), name="前の一覧の窓口"))
    clerk_client.post(page_of(subscription), {"fetch": "1"})
    portal.answers[WHOLE] = answer
    page = clerk_client.post(page_of(subscription), {"fetch": "1"}, follow=True).content.decode()
    assert words in page
    assert "前の一覧の窓口" in page


@committed
def test_only_who_may_change_portals_sees_what_they_offer(subscription, reader, client):
    """A reader is refused."""
    client.force_login(reader)
    assert client.get(page_of(subscription)).status_code == 403
    assert client.post(page_of(subscription), {"fetch": "1"}).status_code == 403


@committed
def test_the_page_costs_the_same_for_one_window_and_for_many(
    portal, subscription, choose, clerk_client, django_assert_max_num_queries
):
    """Chosen ones, new ones and those that look alike are looked up together."""
    for number in range(12):
        choose(WindowFactory(name=f"窓口{number}"))
    offer(portal, *(service(uuid4(), name=f"窓口{number}") for number in range(12)))
    clerk_client.post(page_of(subscription), {"fetch": "1"})
    with django_assert_max_num_queries(30):
        clerk_client.get(page_of(subscription))
