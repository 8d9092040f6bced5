"""One's address: changed with the password, by a link to the new one, and the old one is told."""

import re

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from platform_members.accounts.actions import asked_address, note_proved_address
from platform_members.models import Invitation, Membership, OutgoingMail, User
from platform_members.registry.actions import invite
from tests.helpers.page_forms import filled_form
from tests.helpers.transactions import committed, post_as

PAGE = "/accounts/address/"
NEW = "new@example.jp"
PASSWORD = "correct horse"


def ask(client, email=NEW, password=PASSWORD):
    """Ask for another address as a person does."""
    return client.post(PAGE, {"email": email, "password": password})


def link() -> str:
    """The link of the newest mail."""
    return re.search(r"http://\S+?(/accounts/address/\S+)", mail.outbox[-1].body)[1]


@pytest.fixture
def browser(outsider):
    """The browser of a person who has proved their address."""
    note_proved_address(user=outsider)
    client = Client()
    client.force_login(outsider)
    return client


@committed
def test_nothing_changes_before_the_new_address_is_proved(browser, outsider):
    """The mail goes to the new address; asking, reading and opening its link change nothing."""
    assert ask(browser).status_code == 302
    assert [message.to for message in mail.outbox] == [[NEW]]
    assert f"{NEW} にメールを送りました" in browser.get(PAGE).content.decode()
    for method in (browser.get, browser.head, browser.get):
        assert method(link()).status_code == 200
    outsider.refresh_from_db()
    assert outsider.email == "outsider@example.jp"
    assert outsider.has_proved_address
    assert not browser.login(email=NEW, password="correct horse")


@committed
def test_the_links_button_changes_the_address_and_tells_the_old_one(browser, outsider):
    """From then on the new one logs in and the old one does not; other log-ins are over."""
    elsewhere = Client()
    elsewhere.force_login(outsider)
    ask(browser)
    used = link()
    assert browser.post(used)["Location"] == PAGE
    assert mail.outbox[-1].to == ["outsider@example.jp"]
    assert "福祉生活相談センターへお知らせください" in mail.outbox[-1].body
    outsider.refresh_from_db()
    assert (outsider.email, outsider.has_proved_address) == (NEW, True)
    assert "メールアドレスを確かめました" in browser.get(PAGE).content.decode()
    assert elsewhere.get(PAGE).status_code == 302
    assert not Client().login(email="outsider@example.jp", password="correct horse")
    assert Client().login(email=NEW, password="correct horse")
    assert browser.post(used).status_code == 410


@committed
def test_an_open_screen_is_not_enough(browser):
    """Without the password no mail leaves, and after a few guesses even the right one waits."""
    for _time in range(5):
        answer = ask(browser, password="guess")
        assert "パスワードが違います" in answer.content.decode()
    ask(browser)
    assert mail.outbox == []


@committed
def test_a_person_sends_few_links_to_addresses(browser):
    """Five an hour, so that no account writes to strangers."""
    answers = [ask(browser, f"new{number}@example.jp").status_code for number in range(6)]
    assert answers == [302] * 5 + [429]
    assert len(mail.outbox) == 5


@committed
def test_a_link_is_for_the_person_who_asked(browser, member):
    """Another account gets nothing by the link, nor does a person who has not logged in."""
    ask(browser)
    assert "/login/" in Client().post(link())["Location"]
    assert post_as(member, link()).status_code == 410
    assert not User.objects.with_address(NEW).exists()


@committed
@pytest.mark.parametrize("event", ["a new password", "disabled and enabled", "a day", "taken"])
def test_a_link_ends(browser, outsider, event, monkeypatch):
    """With the password, with the log-ins, after a day, and when another person has the address."""
    ask(browser)
    token = link().split("/")[-2]
    assert asked_address(user=outsider, token=token) == NEW
    if event == "a new password":
        outsider.set_password("a quite long phrase")
        outsider.save()
    elif event == "disabled and enabled":
        User.objects.filter(pk=outsider.pk).update(is_active=False)
        User.objects.filter(pk=outsider.pk).update(is_active=True)
    elif event == "a day":
        later = timezone.now().timestamp() + 24 * 3600 + 1
        monkeypatch.setattr("django.core.signing.time.time", lambda: later)
    else:
        User.objects.create_user(NEW, name="別人")
    again = Client()
    again.force_login(User.objects.get(pk=outsider.pk))
    assert again.post(link()).status_code in (410, 302)
    assert User.objects.get(pk=outsider.pk).email == "outsider@example.jp"


@committed
def test_an_address_that_has_an_account_is_told_to_its_owner_only(browser, clerk):
    """The page says the same; the mail brings no link."""
    free, taken = ask(browser, "free@example.jp"), ask(browser, "Clerk@example.jp")
    assert (free.status_code, free["Location"]) == (taken.status_code, taken["Location"])
    assert [message.to for message in mail.outbox] == [["free@example.jp"], ["Clerk@example.jp"]]
    assert "何も変わっていません" in mail.outbox[-1].body
    assert "/accounts/address/" not in mail.outbox[-1].body
    assert OutgoingMail.objects.count() == 2


@committed
def test_an_invitation_is_accepted_by_a_proved_address_only(organisation, clerk, outsider):
    """A person who has not proved the address is led to doing so, and then joins."""
    invite(organisation=organisation, email=outsider.email, role="editor", by=clerk)
    invitation = re.search(r"/invitations/\S+", mail.outbox[-1].body)[0]
    client = Client()
    client.force_login(outsider)
    refused = client.post(invitation)
    assert refused.status_code == 403
    assert PAGE in refused.content.decode()
    assert not Membership.objects.exists()
    ask(client, outsider.email)
    client.post(link())
    assert len([m for m in mail.outbox if "変わりました" in m.subject]) == 0
    client.post(invitation)
    assert Membership.objects.get().user == outsider
    assert Invitation.objects.get().accepted_by == outsider


@committed
def test_a_reset_by_mail_proves_the_address(client, outsider):
    """Its link has come to the same mailbox."""
    client.post("/accounts/password/reset/", {"email": outsider.email})
    reset = re.search(r"http://\S+?(/accounts/password/reset/\S+)", mail.outbox[-1].body)[1]
    form = client.get(reset, follow=True)
    phrase = "a quite long phrase"
    client.post(form.redirect_chain[-1][0], {"password1": phrase, "password2": phrase})
    assert User.objects.get(pk=outsider.pk).has_proved_address


@committed
def test_staff_change_anothers_address_and_the_old_one_is_told(outsider, administrator):
    """The other person is logged out, and the new address is not taken for proved."""
    note_proved_address(user=outsider)
    client = Client()
    client.force_login(outsider)
    address = f"/admin/platform_members/user/{outsider.pk}/change/"
    staff = Client()
    staff.force_login(administrator)
    assert staff.post(address, filled_form(staff.get(address), "email") | {"email": NEW}).url
    outsider.refresh_from_db()
    assert (outsider.email, outsider.has_proved_address) == (NEW, False)
    assert [message.to for message in mail.outbox] == [["outsider@example.jp"]]
    assert "/login/" in client.get(PAGE)["Location"]
    assert not Client().login(email="outsider@example.jp", password="correct horse")


@committed
def test_staff_change_their_own_address_on_their_own_page_only(clerk, administrator):
    """In admin it is shown and not taken: a clerk's open screen is no way into the account."""
    for person in (clerk, administrator):
        client = Client()
        client.force_login(person)
        address = f"/admin/platform_members/user/{person.pk}/change/"
        page = client.get(address)
        sent = filled_form(page, "name")
        assert "email" not in sent
        client.post(address, sent | {"email": NEW})
        person.refresh_from_db()
        assert person.email != NEW
