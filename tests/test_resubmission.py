"""What was typed is offered again: session, CSRF cookie, right or row pulled away from each form.

Each form is opened, filled in and sent as a browser would, with the database's own transactions.
"""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import resolve, reverse

from directory.models import Window
from platform_members.listings.actions.updates import withdraw
from platform_members.models import (
    CollectionRound,
    ListingUpdate,
    Organisation,
)
from tests.helpers.long_forms import LongForm, long_forms
from tests.helpers.page_forms import filled_form
from tests.helpers.sweeping import different_forms
from tests.helpers.transactions import committed
from tests.helpers.world import make_world

pytestmark = committed
FROM_HERE = {"sec-fetch-site": "same-origin"}
TYPED = "なくしたくない文章です。\r\n二行目 <b>も</b>。"
SHOWN = "なくしたくない文章です。\n二行目 &lt;b&gt;も&lt;/b&gt;。"


@pytest.fixture
def forms(transactional_db, organisation, listing, member):
    """Every long form of the portal."""
    return long_forms(organisation, listing)


NAMES = [
    "window",
    "proposal",
    "part of a proposal",
    "campaign",
    "programme",
    "organisation",
    "own organisation",
    "meeting",
    "phrase",
    "round",
]
MEMBERS = ("proposal", "part of a proposal", "programme", "own organisation")


def browser(user) -> Client:
    """A browser that is logged in, of which the CSRF token is really asked."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(user)
    return client


@pytest.fixture(params=NAMES)
def filled(request, forms, clerk, member):
    """A form that a person has opened and filled in: the form, their browser, what it will send."""
    form = forms[request.param]
    user = member if request.param in MEMBERS else clerk
    client = browser(user)
    page = client.get(form.address)
    assert page.status_code == 200
    sent = filled_form(page, form.field) | dict(form.more) | {form.field: TYPED}
    if request.param == "round":
        sent["organisations"] = [Organisation.objects.get().pk]
    return form, client, sent, user


def send(client, form, sent):
    return client.post(form.address, sent, headers=FROM_HERE)


def assert_offered(response, form, status):
    """The page says that nothing is saved, and shows what was typed under its label."""
    page = response.content.decode()
    assert response.status_code == status
    assert "まだ保存していません" in page
    assert f"<dt>{form.label}</dt>" in page or f"：{form.label}</dt>" in page
    assert SHOWN in page.replace("\r\n", "\n")
    assert "csrfmiddlewaretoken</dt>" not in page


def test_nothing_typed_is_lost_whatever_is_pulled_away(filled, settings):
    """Right, second factor, CSRF cookie, session, row: each refusal holds the text for copying.

    Once there is a log-in again, one more click on the page that holds the form saves it.
    """
    form, client, sent, user = filled
    without_the_right(form, client, sent, user)
    if user.is_staff:
        settings.MFA_REQUIRED = True
        response = send(client, form, sent)
        assert_offered(response, form, 403)
        assert reverse("mfa_activate_totp") in response.content.decode()
        settings.MFA_REQUIRED = False
    sent = after_another_log_in(form, client, sent)
    sent = after_the_session_has_ended(form, client, sent, user)
    assert send(client, form, sent).status_code == 302
    assert form.saved().replace("\r\n", "\n") == TYPED.replace("\r\n", "\n")
    if form.row:
        if isinstance(form.row, Window):
            form.row.versions.all().delete()  # else its history would keep it
        form.row.delete()
        assert_offered(send(client, form, sent), form, 404)


def without_the_right(form, client, sent, user):
    """A right that is taken away, and then comes back."""
    groups, memberships = list(user.groups.all()), list(user.memberships.all())
    user.groups.clear()
    user.memberships.update(role="viewer")
    assert_offered(send(client, form, sent), form, 403)
    if user.is_staff:
        type(user).objects.filter(pk=user.pk).update(is_staff=False)
        assert_offered(send(client, form, sent), form, 403)
        type(user).objects.filter(pk=user.pk).update(is_staff=True)
    user.groups.set(groups)
    for membership in memberships:
        membership.save()


def after_another_log_in(form, client, sent) -> dict:
    """A log-in in another tab has changed the CSRF cookie; the page has a fresh token."""
    client.cookies["csrftoken"] = "b" * 32
    response = send(client, form, sent)
    assert_offered(response, form, 403)
    assert "ログインし直したか" in response.content.decode()
    return filled_form(response, form.field)


def after_the_session_has_ended(form, client, sent, user) -> dict:
    """The log-in happens in another tab of the same browser, the form waits in this one."""
    del client.cookies["sessionid"]
    response = send(client, form, sent)
    assert_offered(response, form, 403)
    assert "別のタブでログインする" in response.content.decode()
    client.force_login(user)
    client.cookies["csrftoken"] = "c" * 32
    response = send(client, form, filled_form(response, form.field))
    assert_offered(response, form, 403)
    return filled_form(response, form.field)


def test_a_round_that_was_closed_meanwhile_leaves_the_programme_typed(forms, member, clerk):
    """409 with the reason, the text, and the way to the round."""
    form, client = forms["programme"], browser(member)
    sent = filled_form(client.get(form.address), form.field) | {form.field: TYPED}
    collection = CollectionRound.objects.get()
    collection.close(at=collection.opened_at, by=clerk)
    collection.save()
    response = send(client, form, sent)
    assert_offered(response, form, 409)
    assert "締め切られています" in response.content.decode()


def test_a_change_that_was_decided_meanwhile_leaves_both_sides_their_words(
    forms, member, reviewer, listing, organisation
):
    """The member's text and the reviewer's comment survive a decision of another person."""
    form, client = forms["proposal"], browser(member)
    sent = filled_form(client.get(form.address), form.field) | {form.field: "はじめの案"}
    client.post(form.address, sent | {"do": "submit"})
    update = ListingUpdate.objects.get()
    edit = LongForm(
        reverse("platform_members:update-edit", args=[update.pk]), "description", "説明", None
    )
    review = LongForm(
        reverse("platform_members:review-view", args=[update.pk]),
        "comment",
        "団体へのコメント",
        None,
    )
    reviewing = browser(reviewer)
    mine = filled_form(client.get(edit.address), "description")
    theirs = filled_form(reviewing.get(review.address), "comment")
    withdraw(update=update, seen=update.revision, by=member)
    response = send(client, edit, mine | {"description": TYPED, "do": "submit"})
    assert_offered(response, edit, 409)
    answer = theirs | {"comment": TYPED, "decision": "return"}
    assert_offered(send(reviewing, review, answer), review, 409)


def test_every_form_is_shown_again_without_session_or_csrf_cookie(administrator, settings):
    """Whatever takes typed text: all of it stands on the page that says why it was not taken.

    Forms of people without an account need neither and are taken.
    """
    settings.MFA_REQUIRED = False
    lost, tried = [], 0
    for client, form in different_forms(make_world(administrator)):
        texts = typed_texts(form)
        if not texts:
            continue
        cookieless = Client(enforce_csrf_checks=True)
        if "sessionid" in client.cookies:
            cookieless.cookies["sessionid"] = client.cookies["sessionid"].value
        view = resolve(form.address.partition("?")[0]).func
        is_public = not getattr(view, "login_required", True)
        strangers = [cookieless] if is_public else [cookieless, Client()]
        for stranger in strangers:
            sent = form.completed() | texts
            answer = stranger.post(form.address, sent, headers=FROM_HERE)
            shown, tried = answer.content.decode(), tried + 1
            is_taken = is_public and answer.status_code == 302
            if not is_taken and not all(text in shown for text in texts.values()):
                lost.append((form.address, answer.status_code, sorted(texts)))
    assert tried > 50
    assert not lost, "\n".join(map(str, lost))


def typed_texts(form) -> dict[str, str]:
    """A text of its own for every box of a form that takes words."""
    boxes = [name for name in form.names if name not in form.hidden | set(form.files)]
    words = {name for name in boxes if form.names[name] == ["あさま"]}
    return {name: f"なくさない{number}番" for number, name in enumerate(sorted(words))}


def test_only_what_was_typed_is_shown(forms, clerk):
    """No mark of the page, key of a row or code stands among the words to be copied."""
    form, client = forms["window"], browser(clerk)
    sent = filled_form(client.get(form.address), form.field) | {form.field: [TYPED]}
    client.cookies["csrftoken"] = "b" * 32
    response = send(client, form, sent)
    assert_offered(response, form, 403)
    assert "<dt>入力した内容</dt>" not in response.content.decode()


def test_nothing_is_offered_to_a_form_from_elsewhere(forms, clerk):
    """Another site cannot let the portal show a form of its making."""
    form, client = forms["window"], browser(clerk)
    for headers in ({"sec-fetch-site": "cross-site"}, {"origin": "https://evil.example"}, {}):
        response = client.post(form.address, {form.field: TYPED}, headers=headers)
        assert response.status_code == 403
        assert "なくしたくない" not in response.content.decode()


def test_passwords_and_codes_are_in_no_page(clerk):
    """Of the log-in only the address comes back; of a code nothing does."""
    client = Client(enforce_csrf_checks=True)
    sent = {"login": "clerk@example.jp", "password": "correct horse"}
    page = client.post("/accounts/login/", sent, headers=FROM_HERE).content.decode()
    assert "clerk@example.jp" in page
    assert "correct horse" not in page
    client.force_login(clerk)
    address = reverse("mfa_authenticate")
    page = client.post(address, {"code": "123456"}, headers=FROM_HERE).content.decode()
    assert "123456" not in page


def test_a_file_is_named_and_chosen_again(forms, member):
    """No file stands in a page: its name does, with a box to choose it again."""
    address = reverse("platform_members:sheet-upload", args=[CollectionRound.objects.get().pk])
    client = browser(member)
    file = SimpleUploadedFile("令和8年度.xlsx", b"secret content")
    page = client.post(address, {"files": file}, headers=FROM_HERE).content.decode()
    assert "令和8年度.xlsx" in page
    assert 'type="file" name="files"' in page
    assert "secret content" not in page
