"""Attempts: counted by all processes together, and no way to keep the owner out."""

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit

import pytest
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.conf import settings as django_settings
from django.core.cache import cache
from django.db import connection
from django.test import Client

from platform_members.models import Attempt
from tests.helpers.transactions import committed

LOGIN = "/accounts/login/"
CODE = "/accounts/second-factor/authenticate/"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
TOO_MANY = "too many"
COUNTED_ELSEWHERE = """
import django
django.setup()
from django.core.cache import cache
print(cache.incr("tries"), cache.add("code", True, timeout=60))
"""


def log_in(email, password="correct horse", place="192.0.2.1", client=None):  # noqa: S107
    """Send the log-in form from a place; whether it was taken."""
    sent = {"login": email, "password": password}
    answer = (client or Client()).post(LOGIN, sent, REMOTE_ADDR=place)
    return answer.status_code == 302


def guess(email, times, place="192.0.2.{}"):
    """Let strangers guess; each place a few times."""
    for number in range(times):
        log_in(email, "guess", place.format(10 + number // 4))


def in_parallel(work, *rows):
    """What each of some calls gives, all at once, each with a connection of its own."""

    def once(row):
        try:
            return work(row)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(rows)) as pool:
        return list(pool.map(once, rows))


@committed
def test_every_process_counts_in_the_same_rows():
    """What this process counts and uses up another one knows."""
    cache.set("tries", 6, timeout=60)
    cache.add("code", True, timeout=60)
    own = urlsplit(os.environ["DATABASE_URL"])
    url = own._replace(path=f"/{connection.settings_dict['NAME']}").geturl()
    other = subprocess.run(
        [sys.executable, "-c", COUNTED_ELSEWHERE],
        cwd=django_settings.BASE_DIR,
        env=os.environ | {"DATABASE_URL": url},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    assert other.stdout.split() == ["7", "False"]
    assert cache.get("tries") == 7


@committed
def test_of_many_at_once_none_is_lost_and_one_comes_first():
    """Counting and using up are one statement each."""
    cache.set("tries", 0, timeout=60)
    assert sorted(in_parallel(lambda _row: cache.incr("tries"), *range(8))) == [*range(1, 9)]
    assert in_parallel(lambda _row: cache.add("code", True, timeout=60), *range(8)).count(True) == 1


def test_what_has_expired_is_free_again_and_goes(db):
    """It is read no more, may be used anew, and makes no table grow."""
    for number in range(5):
        cache.set(f"old {number}", [1.5], timeout=-1)
    assert cache.get("old 1") is None
    assert not cache.delete("old 1")
    with pytest.raises(ValueError, match="no such count"):
        cache.incr("old 1")
    assert cache.add("old 1", [2.5], timeout=60)
    assert cache.get("old 1") == [2.5]
    assert Attempt.objects.count() == 1


def test_neither_addresses_nor_people_are_written_down(clerk):
    """A key is a hash with the portal's secret; a value is a list of times."""
    log_in(clerk.email, "guess")
    rows = str(list(Attempt.objects.values_list("key", "value")))
    assert Attempt.objects.count() >= 3
    assert "clerk" not in rows
    assert "192.0.2" not in rows


def test_other_keys_empty_no_count(clerk):
    """However many others log in meanwhile."""
    for _time in range(5):
        log_in(clerk.email, "guess")
    for number in range(1000):
        cache.set(f"another {number}", 1, timeout=60)
    assert not log_in(clerk.email)


def test_a_stranger_slows_down_one_place_only(clerk):
    """Guesses from one place stop no log-in from another."""
    for _time in range(10):
        log_in(clerk.email, "guess", place="192.0.2.9")
    assert not log_in(clerk.email, place="192.0.2.9")
    assert log_in(clerk.email)


def test_one_place_guesses_at_few_accounts(clerk):
    """After ten failures at whomever, the right password waits there, and nowhere else."""
    for number in range(10):
        log_in(f"person{number}@example.jp", "guess", place="192.0.2.9")
    assert not log_in(clerk.email, place="192.0.2.9")
    assert log_in(clerk.email)


@pytest.mark.parametrize(
    ("page", "field", "most"), [(LOGIN, "login", 120), ("/accounts/password/reset/", "email", 20)]
)
def test_one_place_sends_no_more_than_an_office_does(db, page, field, most):
    """Log-ins, and resets for one address after the other, in a minute."""
    answers = [
        Client().post(page, {field: f"person{number}@example.jp"}).status_code
        for number in range(most + 1)
    ]
    assert 429 not in answers[:most]
    assert answers[most] == 429


def test_a_host_of_another_name_gives_no_further_guesses(clerk, settings):
    """Attempts count by address and place, whatever else a request says."""
    settings.ALLOWED_HOSTS = ["*"]
    for number in range(5):
        sent = {"login": clerk.email, "password": "guess"}
        Client().post(LOGIN, sent, headers={"host": f"h{number}.example"}, REMOTE_ADDR="192.0.2.1")
    assert not log_in(clerk.email)


def test_strangers_everywhere_do_not_keep_the_owner_out(clerk):
    """On a device where they have logged in before they go on; new devices must wait."""
    known = Client()
    assert log_in(clerk.email, client=known)
    known.post("/accounts/logout/")
    guess(clerk.email, 40)
    assert not log_in(clerk.email, place="192.0.2.200")
    assert log_in(clerk.email, place="192.0.2.200", client=known)


def test_a_known_device_has_a_limit_too(clerk):
    """A stolen one guesses no faster."""
    known = Client()
    log_in(clerk.email, client=known)
    known.post("/accounts/logout/")
    for _time in range(10):
        log_in(clerk.email, "guess", client=known)
    assert not log_in(clerk.email, client=known)


def test_a_device_is_known_for_its_owner_alone(clerk, reader):
    """Neither a colleague's device nor a cookie of one's own making helps to guess."""
    known = Client()
    log_in(reader.email, client=known)
    known.post("/accounts/logout/")
    guess(clerk.email, 40)
    assert not log_in(clerk.email, place="192.0.2.200", client=known)
    forged = Client()
    forged.cookies["known_device"] = f"{clerk.pk}:mine:1abcde:mine"
    assert not log_in(clerk.email, place="192.0.2.201", client=forged)


def test_the_device_is_noted_after_a_full_log_in_of_staff_only(clerk, member, settings):
    """Not after the password alone, not for members, and never for residents."""
    settings.MFA_REQUIRED = True
    member.set_password("correct horse")
    member.save()
    of_member, of_clerk = Client(), Client()
    assert log_in(member.email, client=of_member)
    assert "known_device" not in of_member.cookies
    log_in(clerk.email, client=of_clerk)  # who has no factor yet
    assert "known_device" not in of_clerk.cookies
    TOTP.activate(clerk, SECRET)
    of_clerk = Client()
    log_in(clerk.email, client=of_clerk)
    assert "known_device" not in of_clerk.cookies
    of_clerk.post(CODE, {"code": now()})
    cookie = of_clerk.cookies["known_device"]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Strict")
    assert cookie["path"] == "/accounts/"
    TOTP.activate(member, SECRET)
    of_member = half_in(member)
    of_member.post(CODE, {"code": now()})
    assert is_in(of_member)
    assert "known_device" not in of_member.cookies


def now() -> str:
    """What an authenticator app shows now."""
    return format_hotp_value(hotp_value(SECRET, int(time.time()) // 30))


def half_in(clerk) -> Client:
    """A browser in which the password was typed, and the code not yet."""
    client = Client()
    log_in(clerk.email, client=client)
    return client


def is_in(client) -> bool:
    """Whether a browser is logged in."""
    return "_auth_user_id" in client.session


@committed
def test_a_code_of_the_app_works_once_in_two_requests_at_once(clerk):
    """A code that another person saw being typed opens nothing, however fast it is sent."""
    TOTP.activate(clerk, SECRET)
    browsers, code = [half_in(clerk) for _person in range(4)], now()
    in_parallel(lambda browser: browser.post(CODE, {"code": code}), *browsers)
    assert sorted(map(is_in, browsers)) == [False, False, False, True]


@pytest.mark.parametrize("typed", ["{}", " {}", "{} "])
def test_a_code_of_the_app_works_once_as_long_as_it_is_taken(clerk, typed):
    """Also after half a minute, and however it is spaced."""
    TOTP.activate(clerk, SECRET)
    first, second, code = half_in(clerk), half_in(clerk), now()
    first.post(CODE, {"code": code})
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE platform_members_attempt SET expires_at = expires_at - interval '35 s'"
        )
    second.post(CODE, {"code": typed.format(code)})
    assert (is_in(first), is_in(second)) == (True, False)


@committed
def test_the_code_that_set_the_app_up_is_used_up(clerk, settings):
    """It does not log in once more."""
    client = half_in(clerk)
    page = client.get("/accounts/second-factor/totp/activate/").content.decode()
    secret = page.split('<code class="secret">')[1].split("<")[0]
    code = format_hotp_value(hotp_value(secret, int(time.time()) // 30))
    client.post("/accounts/second-factor/totp/activate/", {"code": code})
    assert client.get("/accounts/second-factor/recovery-codes/").status_code == 200
    second = half_in(clerk)
    second.post(CODE, {"code": code})
    assert not is_in(second)
