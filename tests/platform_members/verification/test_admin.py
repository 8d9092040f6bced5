"""Staff see who was asked, what came of it, and what is theirs to do."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from directory.models import Window
from platform_members.models import OutgoingMail, VerificationRequest
from platform_members.verification import actions
from tests.factories import WindowFactory

LIST = "/admin/platform_members/verificationrequest/"
NOBODY_TO_ASK = f"{LIST}nobody-to-ask/"
CONTACT = "mado@example.jp"


@pytest.fixture
def ask(django_capture_on_commit_callbacks):
    """Return a function that asks about a new window and gives the request."""

    def ask(subject: str = "相談") -> VerificationRequest:
        # Each has a contact of its own: a person is written to once a month.
        address = f"mado{Window.objects.count()}@example.jp"
        window = WindowFactory(subject=subject, verification_email=address)
        with django_capture_on_commit_callbacks(execute=True):
            actions.send_verification_requests(now=timezone.now())
        return window.verification_requests.get()

    return ask


@pytest.fixture
def stories(ask, clerk):
    """A request of every kind, each about a window that is called after it."""
    for name in ("返事待ち", "変更なし", "変更あり", "対応済み", "期限切れ", "不達", "取り消し"):
        ask(name)
    of = {asked.window.subject: asked for asked in VerificationRequest.objects.all()}
    now = timezone.now()
    VerificationRequest.objects.filter(pk=of["変更なし"].pk).update(
        status="confirmed", answered_at=now
    )
    for name in ("変更あり", "対応済み"):
        actions.tell_changes(request=of[name], message="番号が変わりました")
    done = VerificationRequest.objects.filter(pk=of["対応済み"].pk)
    actions.mark_handled(requests=done, by=clerk)
    VerificationRequest.objects.filter(pk=of["期限切れ"].pk).update(expires_at=now)
    actions.mark_bounced(request=of["不達"], by=clerk)
    VerificationRequest.objects.filter(pk=of["取り消し"].pk).update(
        status="withdrawn", closed_at=now, closed_by=clerk
    )
    return of


def choose(clerk_client, action: str, *chosen: VerificationRequest) -> str:
    """Do something with chosen rows of the list; return what the page says."""
    sent = {"action": action, "_selected_action": [asked.pk for asked in chosen]}
    return clerk_client.post(LIST, sent, follow=True).content.decode()


def subjects(page: str, stories: dict) -> set[str]:
    """Which of the stories a list shows."""
    return {name for name in stories if f">{name}（" in page}


@pytest.mark.parametrize(
    ("state", "shown"),
    [
        ("staff", {"変更あり", "不達"}),
        ("waiting", {"返事待ち"}),
        ("unanswered", {"期限切れ"}),
        ("confirmed", {"変更なし"}),
        ("changes", {"変更あり", "対応済み"}),
        ("bounced", {"不達"}),
        ("withdrawn", {"取り消し"}),
    ],
)
def test_staff_see_what_became_of_each(clerk_client, stories, state, shown):
    """A filter for each answer, and one for what waits for a clerk."""
    page = clerk_client.get(f"{LIST}?state={state}").content.decode()
    assert subjects(page, stories) == shown


def test_what_waits_for_a_clerk_stands_on_top(clerk_client, stories):
    """Changes and dead addresses before everything else; words say what each is."""
    page = clerk_client.get(LIST).content.decode()
    assert subjects(page, stories) == set(stories)
    rows = page[page.index("<tbody>") :]
    places = {name: rows.index(f">{name}（") for name in stories}
    assert set(sorted(stories, key=places.get)[:2]) == {"変更あり", "不達"}
    assert "返事なし" in rows


def test_a_request_is_read_and_not_rewritten(clerk_client, stories):
    """The page shows the message whole and has nothing to save."""
    asked = stories["変更あり"]
    page = clerk_client.get(f"{LIST}{asked.pk}/change/").content.decode()
    assert "番号が変わりました" in page
    assert f"/admin/directory/window/{asked.window_id}/change/" in page
    assert 'name="_save"' not in page
    clerk_client.post(f"{LIST}{asked.pk}/change/", {"message": "別のこと", "status": "sent"})
    asked.refresh_from_db()
    assert asked.status == "changes"
    assert clerk_client.get(f"{LIST}add/").status_code == 403
    assert clerk_client.post(f"{LIST}{asked.pk}/delete/", {"post": "yes"}).status_code == 403


def test_a_mail_that_waits_is_told_from_one_that_was_sent(clerk_client, at, ask):
    """The clerk sees when it went out, in our own time, or that it has not."""
    at("2026-11-24 2:00")
    asked = ask()
    assert "2026年11月24日2:00" in clerk_client.get(f"{LIST}{asked.pk}/change/").content.decode()
    assert "まだ送れていない" not in clerk_client.get(LIST).content.decode()
    OutgoingMail.objects.update(sent_at=None, next_attempt_at=timezone.now())
    assert "まだ送れていない" in clerk_client.get(LIST).content.decode()


def test_a_clerk_marks_as_handled(clerk_client, clerk, stories):
    """Only what needs it; who did it and when stays on record."""
    page = choose(clerk_client, "handled", stories["変更あり"], stories["返事待ち"])
    assert "選んだ2件のうち1件を「対応した」としました。" in page
    asked = stories["変更あり"]
    asked.refresh_from_db()
    assert asked.handled_by == clerk
    assert [each.window.subject for each in VerificationRequest.objects.needing_staff()] == ["不達"]


def test_a_clerk_marks_a_mail_that_came_back(clerk_client, stories):
    """Only of those that are unanswered."""
    page = choose(clerk_client, "bounced", stories["返事待ち"], stories["変更なし"])
    assert "選んだ2件のうち1件を「届かない」としました。" in page
    for name, status in (("返事待ち", "bounced"), ("変更なし", "confirmed")):
        stories[name].refresh_from_db()
        assert stories[name].status == status


def test_a_clerk_sends_again_to_a_corrected_address(
    clerk_client, clerk, ask, django_capture_on_commit_callbacks
):
    """A new mail goes out at once, the old link ends, and the bounce is done with."""
    asked = ask()
    actions.mark_bounced(request=asked, by=clerk)
    Window.objects.update(verification_email="atarashii@example.jp")
    with django_capture_on_commit_callbacks(execute=True):
        page = choose(clerk_client, "send_again", asked)
    assert f"「{asked.window}」：atarashii@example.jp" in page
    new = VerificationRequest.objects.latest("asked_at")
    assert (new.email, new.asked_by, new.status) == ("atarashii@example.jp", clerk, "sent")
    assert mail.outbox[-1].to == ["atarashii@example.jp"]
    assert not VerificationRequest.objects.needing_staff().exists()


def test_sending_again_replaces_an_open_link_once_a_window(
    clerk_client, clerk, ask, django_capture_on_commit_callbacks
):
    """Twice the same window is one mail; a mail that was never sent is not sent any more."""
    first = ask()
    OutgoingMail.objects.update(sent_at=None, next_attempt_at=timezone.now())
    [second] = actions.ask_again(request=first, by=clerk)
    assert OutgoingMail.objects.get(pk=first.mail_id).next_attempt_at is None
    with django_capture_on_commit_callbacks(execute=True):
        page = choose(clerk_client, "send_again", first, second)
    assert page.count(f"「{first.window}」：") == 1
    told = list(VerificationRequest.objects.order_by("pk").values_list("status", flat=True))
    assert told == ["withdrawn", "withdrawn", "sent"]


def test_nobody_is_written_to_where_there_is_nobody(clerk_client, ask):
    """The clerk is told which window; nothing is lost."""
    asked = ask("宛先のない相談")
    Window.objects.update(verification_email="")
    page = choose(clerk_client, "send_again", asked)
    assert "「宛先のない相談（試しの窓口）」は、公開中でないか、宛先がないので送れません。" in page
    asked.refresh_from_db()
    assert asked.status == "sent"


def test_staff_see_windows_that_have_nobody_to_ask(clerk_client, django_assert_max_num_queries):
    """Due ones only, each with the way to its form; not dearer with their number."""
    WindowFactory(subject="宛先あり", verification_email=CONTACT)
    WindowFactory(subject="確認したて", verified_on=timezone.localdate() - timedelta(days=9))
    lonely = WindowFactory(subject="宛先なし")
    for _number in range(30):
        WindowFactory()
    assert NOBODY_TO_ASK in clerk_client.get(LIST).content.decode()
    with django_assert_max_num_queries(8):
        page = clerk_client.get(NOBODY_TO_ASK).content.decode()
    assert f"/admin/directory/window/{lonely.pk}/change/" in page
    assert "31件" in page
    assert "宛先あり" not in page
    assert "確認したて" not in page


def test_a_window_leads_to_its_requests(clerk_client, ask):
    """From the window's form the clerk sees who was asked about it, and nothing else."""
    asked, other = ask("こちら"), ask("あちら")
    form = clerk_client.get(f"/admin/directory/window/{asked.window_id}/change/").content.decode()
    address = f"{LIST}?window__id__exact={asked.window_id}"
    assert address in form
    page = clerk_client.get(address).content.decode()
    assert "こちら（" in page
    assert "あちら（" not in page
    assert other.window_id != asked.window_id


def test_the_list_costs_a_constant_number_of_queries(
    clerk_client, ask, django_assert_max_num_queries
):
    """It does not get dearer with its length."""
    for count in (1, 20):
        for _number in range(count):
            ask()
        with django_assert_max_num_queries(10):
            clerk_client.get(LIST)


@pytest.mark.parametrize("address", [LIST, NOBODY_TO_ASK])
def test_who_keeps_no_requests_sees_none(client, publicist, outsider, address):
    """Neither an account alone nor a colleague who keeps campaigns is let in."""
    client.force_login(outsider)
    assert client.get(address).status_code == 302
    client.force_login(publicist)
    assert client.get(address).status_code == 403


def test_who_only_looks_changes_nothing(client, reader, stories):
    """The actions are for those who may change."""
    client.force_login(reader)
    choose(client, "handled", stories["変更あり"])
    choose(client, "bounced", stories["返事待ち"])
    assert VerificationRequest.objects.needing_staff().count() == 2
    assert client.get(LIST).status_code == 200
