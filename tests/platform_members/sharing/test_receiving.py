"""Staff receive the chosen windows of another portal at once, as the night does."""

from threading import Thread

from django.db import connection
from django.urls import reverse

from platform_members.models import ListingUpdate, SubscribedWindow
from platform_members.sharing import nightly
from tests.helpers.deeds import undo
from tests.helpers.other_portal import called, night
from tests.helpers.transactions import committed

NEW = called("059-224-2401")


def receive(client, subscription):
    """Press the button on the page of its windows."""
    page = reverse("admin:platform_members_subscription_windows", args=[subscription.pk])
    assert 'name="receive"' in client.get(page).content.decode()
    return client.post(page, {"receive": "1"}, follow=True)


@committed
def test_a_clerk_receives_the_windows_without_waiting_for_the_night(
    subscription, shared, choose, say, clerk_client
):
    """The message counts what came; a second press says that nothing has changed."""
    say(shared, phones=NEW)
    choose()
    answer = receive(clerk_client, subscription)
    assert "変更案になった窓口は2件、すぐに公開した窓口は0件、" in answer.content.decode()
    assert ListingUpdate.objects.waiting().count() == 2
    undo(clerk_client, answer)
    assert ListingUpdate.objects.waiting().count() == 0
    receive(clerk_client, subscription)
    told = receive(clerk_client, subscription).content.decode()
    assert "変更案になった窓口は0件" in told
    assert "変わりのない窓口は2件" in told
    assert ListingUpdate.objects.waiting().count() == 2
    night()
    assert ListingUpdate.objects.waiting().count() == 2


@committed
def test_what_has_ended_and_what_cannot_be_taken_is_told(
    subscription, shared, choose, say, clerk_client
):
    """Counted apart; the reason of each stands in the list below."""
    say(shared, 404)
    say(choose(), b"<html>")
    told = receive(clerk_client, subscription).content.decode()
    assert "休止した窓口は1件" in told
    assert "1件は受け取れませんでした" in told
    assert SubscribedWindow.objects.exclude(fault="").get().fault in told
    shared.window.refresh_from_db()
    assert shared.window.status == "suspended"


@committed
def test_a_portal_that_does_not_answer_is_told(portal, subscription, shared, clerk_client):
    """With the reason, and how many windows were not asked for."""
    portal.answers["/hsds/"] = 500
    told = receive(clerk_client, subscription).content.decode()
    subscription.refresh_from_db()
    assert subscription.fault
    assert f"先方：{subscription.fault}" in told
    assert "まだ尋ねていない窓口が1件あります" in told
    assert "変更案になった窓口は" not in told  # nothing came: the reason is all there is to say


@committed
def test_what_takes_too_long_is_left_for_the_next_press(
    subscription, shared, clerk_client, monkeypatch
):
    """A portal is asked for as long as the night asks it, and no longer."""
    monkeypatch.setattr(nightly, "NIGHT", nightly.Patience(-1, 5))
    told = receive(clerk_client, subscription).content.decode()
    assert "まだ尋ねていない窓口が1件あります" in told


@committed
def test_a_portal_is_never_asked_twice_at_once(portal, subscription, shared, clerk_client):
    """The second one is told so, and the night goes on with the next portal."""
    portal.asked.clear()
    with nightly._alone(subscription):
        answers = []

        def second():
            try:
                night()
                answers.append(receive(clerk_client, subscription).content.decode())
            finally:
                connection.close()

        thread = Thread(target=second)
        thread.start()
        thread.join()
    assert portal.asked == []
    assert "受け取っています" in answers[0]
    receive(clerk_client, subscription)
    assert portal.asked
