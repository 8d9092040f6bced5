"""People with an account log in by e-mail."""

import re
from urllib.parse import urlencode

import pytest
from django.db import IntegrityError
from django.test import Client

from platform_members.models import User
from tests.helpers.page_forms import filled_form
from tests.helpers.transactions import committed

LOGIN = "/accounts/login/"


def test_a_clerk_logs_in_by_e_mail(client, clerk):
    """E-mail, however it is capitalised, and password open the admin."""
    response = client.post(LOGIN, {"login": "Clerk@Example.JP", "password": "correct horse"})
    assert response.status_code == 302
    assert client.get("/admin/").status_code == 200


def test_a_log_in_has_a_session_of_its_own(client, clerk):
    """A key that another person has put into the browser before opens nothing afterwards."""
    session = client.session
    session["put in"] = "before"
    session.save()
    before = session.session_key
    client.post(LOGIN, {"login": clerk.email, "password": "correct horse"})
    assert client.get("/admin/").status_code == 200
    assert client.cookies["sessionid"].value != before
    client.cookies["sessionid"] = before
    assert client.get("/admin/").status_code == 302


def test_a_new_portal_has_no_account(db):
    """Nothing opens with a password that all portals have."""
    assert not User.objects.exists()


@pytest.mark.parametrize("address", ["http://[", "//[a/"])
def test_a_log_in_goes_on_to_no_address_that_cannot_be_read(client, clerk, address):
    """It goes where one without such an address goes."""
    sent = {"login": clerk.email, "password": "correct horse"}
    usual = Client().post(LOGIN, sent)
    assert client.post(LOGIN, sent | {"next": address})["Location"] == usual["Location"]
    assert client.get(f"{LOGIN}?next={address}")["Location"] == usual["Location"]


def test_a_wrong_password_is_explained_and_the_address_kept(client, clerk):
    """The form says in Japanese what is wrong, and the address need not be typed again."""
    response = client.post(LOGIN, {"login": "clerk@example.jp", "password": "wrong"})
    page = response.content.decode()
    assert response.status_code == 200
    assert "入力をご確認ください" in page
    assert 'value="clerk@example.jp"' in page
    [field] = re.findall(r'<input[^>]*name="password"[^>]*>', page)
    assert 'type="password"' in field
    assert 'autocomplete="current-password"' in field


def test_a_disabled_account_opens_nothing(client, clerk):
    """A clerk who has left the staff cannot log in, and an open session ends."""
    client.force_login(clerk)
    clerk.is_active = False
    clerk.save()
    assert client.get("/admin/").status_code == 302
    client.logout()
    client.post(LOGIN, {"login": "clerk@example.jp", "password": "correct horse"})
    assert client.get("/admin/").status_code == 302


def by_admins_form(user, administrator):
    """Disable an account as an administrator does in its form."""
    client = Client()
    client.force_login(administrator)
    address = f"/admin/platform_members/user/{user.pk}/change/"
    sent = filled_form(client.get(address), "email")
    del sent["is_active"]
    assert client.post(address, sent).status_code == 302


def by_saving(user, administrator):
    """Disable an account as a command would."""
    user.is_active = False
    user.save(update_fields=["is_active"])


def by_updating(user, administrator):
    """Disable an account in SQL, past every model."""
    User.objects.filter(pk=user.pk).update(is_active=False)


@committed
@pytest.mark.parametrize("disable", [by_admins_form, by_saving, by_updating])
def test_disabling_ends_sessions_for_good(client, clerk, administrator, disable):
    """Whatever disables an account: enabling it again revives no session, a new log-in works."""
    client.force_login(clerk)
    assert client.get("/admin/").status_code == 200
    disable(User.objects.get(pk=clerk.pk), administrator)
    assert client.get("/admin/").status_code == 302
    clerk.is_active = True  # as it was read before, saved whole
    clerk.save()
    assert client.get("/admin/").status_code == 302
    client.post(LOGIN, {"login": "clerk@example.jp", "password": "correct horse"})
    assert client.get("/admin/").status_code == 200


@pytest.mark.parametrize(
    "address",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example/",
        "https:evil.example",
        "javascript:alert(1)",
    ],
)
def test_a_log_in_leads_to_no_other_site(client, clerk, address):
    """Whatever its address says; to a page of the portal it does."""
    sent = {"login": "clerk@example.jp", "password": "correct horse"}
    for next_page, led_to in ((address, "/admin/"), ("/desk/", "/desk/")):
        for where, fields in (
            (f"{LOGIN}?{urlencode({'next': next_page})}", sent),
            (LOGIN, sent | {"next": next_page}),
        ):
            assert client.post(where, fields)["Location"] == led_to
            client.post("/accounts/logout/")
    client.force_login(clerk)
    assert client.post("/accounts/logout/", {"next": address})["Location"] == "/"


@committed
def test_changing_the_password_ends_the_other_sessions(client, clerk):
    """The one in which it was changed goes on."""
    other = Client()
    for browser in (client, other):
        browser.force_login(clerk)
    phrase = "a quite long phrase"
    sent = {"oldpassword": "correct horse", "password1": phrase, "password2": phrase}
    client.post("/accounts/password/change/", sent)
    assert client.get("/admin/").status_code == 200
    assert other.get("/admin/").status_code == 302


def test_logging_out_is_a_post(client, clerk):
    """Following a link does not log out."""
    client.force_login(clerk)
    client.get("/accounts/logout/")
    assert client.get("/admin/").status_code == 200
    client.post("/accounts/logout/")
    assert client.get("/admin/").status_code == 302


def test_an_address_belongs_to_one_person(clerk):
    """The same address in other letters is the same address."""
    with pytest.raises(IntegrityError):
        User.objects.create_user("CLERK@example.jp", name="別人")


def test_a_user_needs_an_address(db):
    """No account without an e-mail address."""
    with pytest.raises(ValueError, match="e-mail"):
        User.objects.create_user("", name="だれか")
