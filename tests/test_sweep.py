"""Who opens, changes and reads what: every address, by eleven people, by seven methods.

Each walks through the whole URLconf, with own, foreign and missing rows, and sends each form by
each of its buttons. A mark in every text of every row shows what an answer tells; PostgreSQL
counts what is written. Own rows are the member's organisation's, or public; foreign ones another
organisation's, or not public.
"""

import logging
from functools import cache

import pytest
from django.db import transaction
from django.test import override_settings

from ise_portal.middleware import API
from tests.helpers.walking import make_sweep
from tests.test_access import WITHOUT_TOKEN

pytestmark = pytest.mark.django_db
STRANGERS = ("resident", "outsider", "disabled", "unproved")
MEMBERS = ("member", "viewer", "rival")
STAFF = ("publicist", "reader", "clerk", "administrator")
PEOPLE = (*STRANGERS, *MEMBERS, *STAFF)
# A page that says of itself that its link is of no use.
SAYS_THAT_IT_IS_MISSING = {"account_reset_password_from_key"}
# allauth notes that a person has seen their codes, which are shown once.
CODES = ("mfa_view_recovery_codes", "mfa_download_recovery_codes")
WRITTEN_BY_READING = {(page, "mfa_authenticator") for page in CODES}
# Forms that write for people who hold the secret of their address, or for all.
OPEN_FORMS = {*WITHOUT_TOKEN, "platform_members:invitation-accept"}
# What a person who has logged in changes of their own.
OF_ONESELF = ("account_", "mfa_", "platform_members:feed-", "platform_members:address-")
DESK = ("platform_members:", "campaigns:consultations-")
# Only the administrator deletes rows, and changes groups and accounts.
FOR_ADMINISTRATORS = ("admin:auth_", "admin:platform_members_user_change")
# Texts that only clerks read, wherever they stand.
NOTES = {
    *("Window.note", "Window.verification_email", "WindowVersion.facts.note"),
    *("Organisation.note", "Meeting.note", "Programme.note"),
}
OF_DRAFTS = ("Window.", "Phone.", "WindowVersion.")
OF_PLACES = ("Window.address", "Window.place_note")
# Texts of rows about which staff alone work.
OF_WORK = ("MembershipApplication.", "OutgoingMail.", "VerificationRequest.", "Invitation.")
OF_CAMPAIGNS = ("Campaign.", "MediumResult.")
OF_AN_ORGANISATION = (
    "CollectionRound.",
    "ListingUpdate.",
    "Meeting.",
    "Organisation.",
    "Programme.",
)


@pytest.fixture(scope="module")
def walks(django_db_setup, django_db_blocker):
    """What each person got, read and wrote, with second factors as in production; rolled back."""
    steady = {"MFA_REQUIRED": True, "ACCOUNT_REAUTHENTICATION_TIMEOUT": 24 * 3600}
    logging.disable(logging.CRITICAL)
    with django_db_blocker.unblock(), override_settings(**steady), transaction.atomic():
        sweep = make_sweep()
        yield cache(lambda who: (*sweep.opened(who), *sweep.sent_by(who)))
        transaction.set_rollback(True)
    logging.disable(logging.NOTSET)


def may_change(who: str, name: str, button: str, rows: str) -> bool:
    """Whether a form may write that a person sends by a button to an address with such rows."""
    if name in OPEN_FORMS or who == "administrator":
        return True
    if who in ("resident", "disabled", "unproved") or rows == "missing":
        return False
    if name.startswith(OF_ONESELF):
        return True
    if who in ("member", "rival"):
        return rows == {"member": "own", "rival": "foreign"}[who] and name.startswith(DESK)
    # Of a meeting a person says whether they come; what one has done oneself is taken back.
    takes_back = "undo" in name and rows == "own"
    if who == "publicist":
        return name.startswith("admin:campaigns_") or takes_back
    if who == "clerk":
        return not (
            name.endswith("_delete")
            or button == "action=delete_selected"
            or name.startswith(FOR_ADMINISTRATORS)
        )
    answers = name == "platform_members:meeting-view" and (who == "reader" or rows == "own")
    return who in ("viewer", "reader") and (answers or takes_back)


def may_read(who: str, text: str, rows: str) -> bool:
    """Whether a person may read a text of such rows anywhere at all."""
    foreign = rows == "foreign"
    if who in ("clerk", "administrator") or (foreign and text == "Category.name"):
        return True
    if text in NOTES or (who == "reader" and text == "Campaign.note"):
        return False
    if who == "rival" and foreign:
        return text.startswith((*OF_AN_ORGANISATION, *OF_PLACES)) and ".platform_" not in text
    if who == "publicist":
        return not text.startswith(OF_WORK) and (not foreign or text.startswith(OF_CAMPAIGNS))
    if who == "reader":
        return not text.startswith("Invitation.") and not (foreign and text.startswith(OF_DRAFTS))
    return not (foreign or text.startswith(OF_WORK) or text in ("Campaign.note", "User.email"))


@pytest.mark.parametrize("who", PEOPLE)
def test_reading_writes_nothing_and_what_is_missing_opens_nothing(walks, who):
    """GET and HEAD; other methods are refused on every page, and no answer is an error of ours."""
    got, _read, wrote, *_rest = walks(who)
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
def test_each_changes_only_what_is_theirs(walks, who):
    """Each form by each of its buttons, as it stands filled in for a person who may send it."""
    *_rest, sent, _read = walks(who)
    assert {place for place, letter in sent.items() if letter == "!"} == set()
    written = {place for place, letter in sent.items() if letter == "w"}
    assert {place for place in written if not may_change(who, *place)} == set()
    if who in ("member", "clerk", "administrator"):  # or the forms would prove nothing
        assert len({name for name, _button, _rows in written}) > 10


@pytest.mark.parametrize("who", PEOPLE)
def test_each_reads_only_what_is_for_them(walks, who):
    """Each text of each row, on whatever page, in whatever file or answer to a form."""
    _got, read, _written, _sent, repeated = walks(who)
    told = {each: read[each] | repeated[each] for each in {*read, *repeated}}
    assert {each: where for each, where in told.items() if not may_read(who, *each)} == {}
    if who == "clerk":  # or the marks would prove nothing
        assert {text for text, _rows in told} >= NOTES
        assert ("Window.address", "foreign") in told
