"""Addresses that are opened: what each person gets, and what they read."""

import pytest

from ise_portal.middleware import API
from tests.sweep.rights import NOTES, PEOPLE, may_read

pytestmark = pytest.mark.django_db
# A page that says of itself that its link is of no use.
SAYS_THAT_IT_IS_MISSING = {"account_reset_password_from_key"}
# allauth notes that a person has seen their codes, which are shown once.
CODES = ("mfa_view_recovery_codes", "mfa_download_recovery_codes")
WRITTEN_BY_READING = {(page, "mfa_authenticator") for page in CODES}


@pytest.mark.parametrize("who", PEOPLE)
def test_reading_writes_nothing_and_what_is_missing_opens_nothing(opened, who):
    """GET and HEAD; other methods are refused on every page, and no answer is an error of ours."""
    got, _read, wrote = opened(who)
    wrong = []
    for (method, name, rows), letter in got.items():
        if method not in ("GET", "HEAD"):
            right = letter == "n" or name.startswith(API)
        else:
            missing = rows == "missing" and name not in SAYS_THAT_IT_IS_MISSING
            right = letter != "!" and not (missing and letter == "o")
        wrong += [] if right else [(method, name, rows, letter)]
    assert wrong == []
    assert {place for place in wrote if place[1:] not in WRITTEN_BY_READING} == set()


@pytest.mark.parametrize("who", PEOPLE)
def test_each_reads_only_what_is_for_them(opened, who):
    """Each text of each row, on whatever page, in whatever file."""
    _got, read, _wrote = opened(who)
    assert {each: where for each, where in read.items() if not may_read(who, *each)} == {}
    if who == "clerk":  # or the marks would prove nothing
        assert {text for text, _rows in read} >= NOTES
        assert ("Window.address", "foreign") in read
