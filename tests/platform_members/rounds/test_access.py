"""The permission sweep of the platform's own work: who may open and send what, on whose rows."""

from http import HTTPStatus

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone

from platform_members.gap_map import urls as gap_map
from platform_members.meetings import urls as meetings
from platform_members.models import Meeting, MeetingImport, Programme, SheetUpload
from platform_members.rounds import urls as rounds
from tests.factories import CategoryFactory, OrganisationFactory, ProgrammeFactory, RoundFactory

PEOPLE = ("resident", "member", "rival", "viewer", "outsider", "reader", "clerk", "administrator")
DESK = [*rounds.desk, *meetings.desk, *gap_map.desk]
OK, GONE, NO, NOT_SO, LOG_IN = 200, 404, 403, 405, "log-in"
MISSING = 999_999_999_999_999_999_999

# What each of PEOPLE gets. The rows are those of the member's and the viewer's organisation; the
# rival's is asked in the same round.
ANYBODY = (LOG_IN, OK, OK, OK, OK, OK, OK, OK)
NOBODY = (LOG_IN, NOT_SO, NOT_SO, NOT_SO, NOT_SO, NOT_SO, NOT_SO, NOT_SO)
ASKED = (LOG_IN, OK, OK, OK, GONE, OK, OK, OK)
HANDING_IN = (LOG_IN, OK, OK, NO, GONE, NO, OK, OK)
OUR_PEOPLE = (LOG_IN, OK, GONE, OK, GONE, OK, OK, OK)
OUR_EDITORS = (LOG_IN, OK, GONE, NO, GONE, NO, OK, OK)
WHOEVER_MADE_IT = (LOG_IN, OK, GONE, GONE, GONE, GONE, GONE, GONE)
STAFF = (LOG_IN, NO, NO, NO, NO, OK, OK, OK)
CLERKS = (LOG_IN, NO, NO, NO, NO, NO, OK, OK)
NOT_SO_FOR_CLERKS = (LOG_IN, NO, NO, NO, NO, NO, NOT_SO, NOT_SO)

# Address name: who gets what by GET and by POST.
EXPECTED = {
    "round-list": (ANYBODY, NOBODY),
    "round-add": (CLERKS, CLERKS),
    "round-view": (ASKED, NOBODY),
    "round-overview": (STAFF, NOT_SO_FOR_CLERKS),
    "round-edit": (CLERKS, CLERKS),
    "round-remind": (CLERKS, CLERKS),
    "round-close": (CLERKS, CLERKS),
    "round-reopen": (NOT_SO_FOR_CLERKS, CLERKS),
    "round-withdraw": (CLERKS, CLERKS),
    "round-resume": (CLERKS, CLERKS),
    "sheet-view": (ASKED, NOBODY),
    "sheet-download": (ASKED, NOBODY),
    "sheet-upload": (HANDING_IN, HANDING_IN),
    "upload-view": (WHOEVER_MADE_IT, WHOEVER_MADE_IT),
    "answer-view": (OUR_PEOPLE, NOBODY),
    "round-carry": (NOBODY, OUR_EDITORS),
    "round-answer": (NOBODY, OUR_EDITORS),
    "programme-add": (OUR_EDITORS, OUR_EDITORS),
    "programme-list": (STAFF, NOT_SO_FOR_CLERKS),
    "programme-export": (STAFF, NOT_SO_FOR_CLERKS),
    "programme-edit": (OUR_EDITORS, OUR_EDITORS),
    "programme-remove": (OUR_EDITORS, OUR_EDITORS),
    "meeting-list": (ANYBODY, NOBODY),
    "meeting-import": (CLERKS, CLERKS),
    "meeting-import-view": (CLERKS, CLERKS),
    "meeting-view": (OUR_PEOPLE, OUR_PEOPLE),
    "feed-renew": (ANYBODY, ANYBODY),
    "feed-revoke": (ANYBODY, ANYBODY),
    "gap-list": (STAFF, NOT_SO_FOR_CLERKS),
    "gap-export": (STAFF, NOT_SO_FOR_CLERKS),
    "gap-publish": (CLERKS, CLERKS),
    "gap-unpublish": (CLERKS, CLERKS),
    "gap-view": (STAFF, NOT_SO_FOR_CLERKS),
    "gap-check": (NOT_SO_FOR_CLERKS, CLERKS),
    "gap-uncheck": (NOT_SO_FOR_CLERKS, CLERKS),
}
SENT = {
    "programme-add": {"name": "見守り", "kind": "awareness"},
    "programme-edit": {"name": "居場所", "kind": "participation", "revision": "1"},
    "programme-remove": {"seen": "1"},
    "round-answer": {"answer": "answered"},
    "meeting-view": {"answer": "comes"},
    "gap-check": {"note": "13の課に尋ねた。"},
}


@pytest.fixture
def collection(organisation, rival):
    """An open round in which both organisations are asked."""
    return RoundFactory(asked=[organisation, rival.memberships.get().organisation])


@pytest.fixture
def clients(member, rival, viewer, outsider, reader, clerk, administrator):
    """A browser for each of PEOPLE; the resident has not logged in."""
    people = (None, member, rival, viewer, outsider, reader, clerk, administrator)
    found = {who: Client() for who in PEOPLE}
    for who, person in zip(PEOPLE, people, strict=True):
        if person is not None:
            found[who].force_login(person)
    return found


@pytest.fixture
def rows(collection, organisation, member, clerk):
    """What the variable parts of the addresses mean: the key of each kind of row."""
    CategoryFactory(slug="work")
    meeting = Meeting.objects.create(kind="talk", date="2099-01-01", agenda="打合せ")
    meeting.organisations.add(organisation)
    return {
        "round": collection.pk,
        "programme": ProgrammeFactory(organisation=organisation).pk,
        "upload": SheetUpload.objects.create(round=collection, rows=[], made_by=member).pk,
        "meeting": meeting.pk,
        "import": MeetingImport.objects.create(
            rows=[], made_by=clerk, applied_at=timezone.now()
        ).pk,
        "organisation": organisation.pk,
    }


def answer(client, method, address, data):
    """What a role gets, in the table's words; whatever it did is undone."""
    with transaction.atomic():
        response = client.get(address) if method == "GET" else client.post(address, data)
        transaction.set_rollback(True)
    if response.status_code == HTTPStatus.FOUND:
        return LOG_IN if "/login/" in response["Location"] else OK
    return response.status_code


def address_of(pattern, rows: dict, number: int | None = None) -> str:
    """The address of a page with its variable parts filled in."""
    odd = {"programme-add": "round", "meeting-import-view": "import"}
    kind = odd.get(pattern.name, pattern.name.split("-")[0])
    kind = kind if kind in rows else "round"
    parts = {"number": number or rows[kind], "organisation": rows["organisation"]}
    parts |= {"axis": "kinds", "slug": "work", "value": "employment", "year": 2026}
    address = f"/desk/{pattern.pattern}"
    for name, value in parts.items():
        address = address.replace(f"<int:{name}>", str(value)).replace(f"<slug:{name}>", str(value))
    return address


def test_everybody_gets_what_the_table_says(clients, rows):
    """Strangers 404, wrong roles 403, residents the log-in; the rest may. Nothing is left out."""
    surprises = []
    for pattern in DESK:
        data = SENT.get(pattern.name, {})
        for method, expected in zip(("GET", "POST"), EXPECTED[pattern.name], strict=True):
            for who, status in zip(PEOPLE, expected, strict=True):
                got = answer(clients[who], method, address_of(pattern, rows), data)
                if got != status:
                    surprises.append((pattern.name, method, who, got))
    assert surprises == []


def test_what_is_not_there_is_not_found(clients, rows):
    """However large its number."""
    numbered = [each for each in DESK if "<int:number>" in str(each.pattern)]
    for pattern in numbered:
        method = "POST" if EXPECTED[pattern.name][0] in (NOBODY, NOT_SO_FOR_CLERKS) else "GET"
        address = address_of(pattern, rows, MISSING)
        assert answer(clients["clerk"], method, address, {}) == GONE, pattern.name


def test_a_department_sees_its_own_rows_only(clients, collection, organisation, rival):
    """Not in the round, not in the collated sheet."""
    ProgrammeFactory(organisation=organisation, name="うちの事業")
    ProgrammeFactory(organisation=rival.memberships.get().organisation, name="よその事業")
    page = clients["member"].get(collection.get_absolute_url()).content.decode()
    assert "うちの事業" in page
    assert "よその事業" not in page


def test_a_department_says_nothing_of_what_staff_decide(clients, rows, organisation, rival):
    """Whether a programme is public, its note, its partners, whose it is: no form takes them."""
    other = rival.memberships.get().organisation
    decided = {"public": "on", "note": "x", "partners": [other.pk], "organisation": other.pk}
    decided |= {"fiscal_year": 2020, "order": 7, "uid": "x", "saved_by": rival.pk}
    collection, own = rows["round"], organisation.pk
    add = f"/desk/rounds/{collection}/organisations/{own}/programmes/add/"
    clients["member"].post(add, SENT["programme-add"] | decided)
    edit = f"/desk/programmes/{rows['programme']}/edit/"
    clients["member"].post(edit, SENT["programme-edit"] | decided)
    programmes = Programme.objects.order_by("name")
    assert [programme.name for programme in programmes] == ["居場所", "見守り"]
    for programme in programmes:
        said = programme.public, programme.note, programme.organisation, programme.fiscal_year
        assert said == (False, "", organisation, 2026)
        assert not programme.partners.exists()


def test_a_department_adds_nothing_for_another(clients, collection, rival):
    """Nor for one that is not asked at all."""
    for organisation in (rival.memberships.get().organisation, OrganisationFactory()):
        address = f"/desk/rounds/{collection.pk}/organisations/{organisation.pk}/programmes/add/"
        assert answer(clients["member"], "POST", address, SENT["programme-add"]) == GONE
    assert not Programme.objects.exists()
