"""HSDS read back: ours without loss, the standard's examples, files that are something else."""

import io
import json
import zipfile
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from directory.changes import change_windows, publish_windows
from directory.exchange.hsds_run import read_hsds
from directory.exchange.run import undo_import, write_import
from directory.links.fetch import NotFetched, fetch
from directory.models import ImportRun, Window, WindowVersion
from directory.open_data.hsds.reading import read_service
from tests.directory.booklet.test_printed_facts import OTHERWISE
from tests.factories import CategoryFactory, WindowFactory
from tests.helpers.hsds_schemas import STANDARD
from tests.helpers.transactions import committed

EDITED = WindowVersion.How.EDITED
WHOLE = "/hsds/services?full=true&format=ndjson"
# Who confirmed facts, and when they changed here, is each portal's own.
OWN = {"last_modified", "assured_date"}
RULE = {"nth_weeks": [], "by_reservation": False, "tentative": False, "label": ""}
RULE |= {"valid_from": None, "valid_until": None, "on_holidays": "inherit"}
HOURS = [
    RULE | {"weekdays": [0, 1, 2], "opens": 510, "closes": 1035},
    RULE | {"weekdays": [5], "opens": 540, "closes": 540, "on_holidays": "also"},
    RULE
    | {"weekdays": [3], "nth_weeks": [1, 3, -1], "opens": 1080, "closes": 1440}
    | {"by_reservation": True, "tentative": True, "label": "弁護士による"}
    | {"valid_from": "2026-04-01", "valid_until": "2027-03-31"},
    RULE | {"weekdays": [], "opens": 0, "closes": 1440, "on_holidays": "only"},
]


def told(client) -> dict[str, dict]:
    """Everything that is public, by id, without what is each portal's own."""
    body = client.get(WHOLE).getvalue()
    services = [json.loads(line) for line in body.splitlines()]
    return {
        service["id"]: {name: value for name, value in service.items() if name not in OWN}
        for service in services
    }


def clear() -> None:
    """Leave the categories, and no window."""
    WindowVersion.objects.all().delete()
    Window.objects.all().delete()


def written(path, by, **options) -> ImportRun:
    """An import, read and confirmed."""
    run = read_hsds(source=str(path), by=by, **options)
    assert write_import(run=run, by=by)
    return run


@committed
@pytest.mark.parametrize("kind", ["ndjson", "json", "zip"])
def test_export_import_export_are_equal(client, clerk, tmp_path, kind):
    """Into a database without windows; in each form in which it is given out."""
    law, home = CategoryFactory(slug="law"), CategoryFactory(slug="home")
    for number, marks in enumerate(({}, {"confidential_location": True}, {"discreet": True})):
        window = WindowFactory(hours_override="", phones=[])
        facts = {name: OTHERWISE[name] for name in OTHERWISE if name not in ("hours_override",)}
        facts |= {"name": f"窓口{number}", "description": "一行目\n=二行目", "cost": "-無料"}
        facts |= {"categories": [home.slug, law.slug], "hours": HOURS, **marks}
        facts["confidential_location"] = "confidential_location" in marks
        facts["phones"] = [
            {"kind": "voice", "label": "昼", "printed": "0596-21-5601"},
            {"kind": "fax", "label": "", "printed": "0596-21-5602"},
        ]
        change_windows(changes=[(window, facts)], by=clerk, how=EDITED)
    WindowFactory(hours_override="お問い合わせください", description="'=引用", categories=[law])
    before = told(client)
    path = tmp_path / f"windows.{kind}"
    address = {
        "ndjson": WHOLE,
        "json": "/hsds/services?full=true&per_page=500",
        "zip": "/data/242039_hsds.zip",
    }[kind]
    path.write_bytes(client.get(address).getvalue())
    clear()
    assert told(client) == {}
    run = written(path, clerk)
    assert (run.new_count, run.faults) == (4, [])
    assert {window.status for window in Window.objects.all()} == {"draft"}
    publish_windows(windows=Window.objects.all(), by=clerk)
    assert told(client) == before


@committed
def test_what_differs_is_shown_first_and_can_be_undone(client, clerk, tmp_path):
    """Field by field in admin; a window that says the same already is left alone."""
    same, other = WindowFactory(name="同じ"), WindowFactory(name="違う", note="内密")
    path = tmp_path / "w.ndjson"
    path.write_bytes(client.get(WHOLE).getvalue().replace("違う".encode(), "新しい名称".encode()))
    run = read_hsds(source=str(path), by=clerk)
    assert (run.new_count, run.changed_count, run.unchanged_count) == (0, 1, 1)
    assert Window.objects.get(pk=other.pk).name == "違う"
    client.force_login(clerk)
    page = client.get(run.get_absolute_url()).content.decode()
    assert "新しい名称" in page
    assert write_import(run=run, by=clerk)
    now = Window.objects.get(pk=other.pk)
    assert (now.name, now.note, now.verified_on) == ("新しい名称", "内密", None)
    assert undo_import(run=run, by=clerk)
    assert Window.objects.get(pk=other.pk).name == "違う"
    assert Window.objects.get(pk=same.pk).versions.count() == 0


@pytest.mark.skipif(not STANDARD.is_dir(), reason="the standard's examples are not here")
@pytest.mark.parametrize("name", ["service_full.json", "csv"])
def test_the_standards_examples_lose_nothing(db, clerk, name):
    """What a window has no fact for, staff read in the note."""
    CategoryFactory(slug="law")
    run = read_hsds(source=str(STANDARD / "examples" / name), by=clerk, category="law")
    assert run.faults == []
    (row,) = run.rows
    facts = row["after"]
    assert facts["name"] == "Community Counselling"
    assert facts["subject"] == "MyCity Counselling Services"
    assert facts["provider"] in ("Example Organization Inc.", "Example Organization")
    assert facts["website"] == "http://example.com/counselling"
    assert facts["email"] == "email@example.com"
    assert facts["eligibility"].startswith("This service is intended for all people aged 12")
    assert facts["cost"].startswith("Non-NHS patients")
    assert "1-30 Main Street" in facts["address"]
    assert facts["place_note"] == "MyVillage"
    assert facts["closes_at_year_end"] is None
    assert facts["hours"] == []
    assert facts["hours_override"].startswith("The service is available from 10 am to 6pm")
    for left in ("+44 1234 234567", "Urdu", "wait_time", "GP for a referral", "induction loops"):
        assert left in facts["note"], left


def test_what_2_0_called_otherwise_is_read(db):
    """A weekday of its own in each row; a service needs no more than id and name."""
    given = {"id": "ac148810-d857-441c-9679-408f346de14b", "name": "相談"}
    given |= {"regular_schedules": [{"weekday": "1", "opens_at": "09:00", "closes_at": "12:00"}]}
    given |= {"fees": "無料", "status": "active", "locations": [{"addresses": [{"city": "津市"}]}]}
    facts = read_service(given, {}).facts
    assert facts["hours"] == [RULE | {"weekdays": [0], "opens": 540, "closes": 720}]
    assert (facts["cost"], facts["address"], facts["phones"]) == ("無料", "津市", [])


def one(**words) -> bytes:
    """A file with one service."""
    service = {"id": "ac148810-d857-441c-9679-408f346de14b", "name": "相談", "status": "active"}
    return json.dumps(service | words).encode()


WRONG = {
    "a web page": (b"<!doctype html><title>x</title>", "HTML"),
    "nothing": (b"", "読めません"),
    "cut off": (b'{"contents": [{"id": "a"', "読めません"),
    "brackets": (b"[" * 200_000, "入れ子"),
    "a long number": (b'[{"id": ' + b"9" * 5_000 + b"}]", ""),
    "no name": (b'{"id": "ac148810-d857-441c-9679-408f346de14b"}', "id か name"),
    "another id": (one(id="42"), "UUID"),
    "ended": (one(status="defunct"), "終わって"),
    "too long": (one(name="長" * 300), "100"),
    "no category": (one(), "分野"),
    "a list of texts": (b'["a", "b"]', "窓口として読めません"),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_file_that_cannot_be_taken_says_why(db, clerk, tmp_path, name):
    """By record where it is one; nothing is written, and the process lives."""
    content, reason = WRONG[name]
    path = tmp_path / "file"
    path.write_bytes(content)
    run = read_hsds(source=str(path), by=clerk)
    assert run.status == ImportRun.Status.REFUSED
    assert reason in "".join(run.faults)
    assert run.faults
    with pytest.raises(CommandError, match="Nothing can be taken"):
        call_command("import_hsds", str(path), by=clerk.email)


def test_one_bad_record_does_not_keep_the_others_out(db, clerk, tmp_path):
    """It is named by its place; the others can be confirmed."""
    CategoryFactory(slug="law")
    good = one(id="bc148810-d857-441c-9679-408f346de14b")
    path = tmp_path / "two.ndjson"
    path.write_bytes(one(email="no address") + b"\n" + good + b"\n{broken\n")
    run = read_hsds(source=str(path), by=clerk, category="law")
    assert (run.status, run.new_count) == (ImportRun.Status.PREVIEW, 1)
    assert [fault.split("：")[0] for fault in run.faults] == ["3", "1"]


def test_what_ended_there_is_named_where_it_is_public_here(db, clerk, tmp_path):
    """With its address, for staff to look at; nothing is suspended by a file."""
    public, draft = WindowFactory(), WindowFactory(status="draft", published_at=None)
    ended = [one(id=str(each.uid), name="終", status="inactive") for each in (public, draft)]
    path = tmp_path / "ended.ndjson"
    path.write_bytes(b"\n".join([*ended, one(status="defunct")]))
    run = read_hsds(source=str(path), by=clerk)
    assert (len(run.faults), run.rows) == (3, [])
    assert all("元のデータで終わっています" in fault for fault in run.faults)
    named = [fault for fault in run.faults if "ここでは公開中です" in fault]
    assert named == run.faults[:1]
    assert public.get_absolute_url() in named[0]
    assert Window.objects.get(pk=public.pk).status == "published"


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1:1/hsds/",
        "http://localhost/x.json",
        "http://169.254.169.254/latest/meta-data",
        "http://[::1]/",
        "file:///etc/passwd",
        "http://10.0.0.1/",
    ],
)
def test_no_address_inside_the_network_is_asked(db, clerk, tmp_path, address):
    """Nor any file of the machine by an address."""
    with pytest.raises(NotFetched):
        fetch(address, tmp_path / "x", 1_000)
    assert not (tmp_path / "x").exists()


def test_a_zip_with_other_files_is_refused(db, clerk, tmp_path):
    """Without a table of services; names that lead out of the folder lead nowhere."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("../../outside.csv", "id,name\n")
    path = tmp_path / "x.zip"
    path.write_bytes(packed.getvalue())
    run = read_hsds(source=str(path), by=clerk)
    assert "services" in "".join(run.faults)
    assert not Path(tmp_path.parent / "outside.csv").exists()


def test_who_owns_a_window_is_kept_and_never_changed_by_an_import(db, clerk, tmp_path, settings):
    """A new one is its origin's; one of ours comes back as ours; a known one stays as it is."""
    law = CategoryFactory(slug="law")
    known = WindowFactory(categories=[law], name="前の名称")
    other = "https://ken.example.jp/hsds"
    rows = [
        one(id=str(known.uid), name="新しい名称", attributes=[told_origin(other)]),
        one(id="5f6f2b1e-0d4c-4f0e-9d59-3a6a0a1b2c3d", attributes=[told_origin(f"{other}/")]),
        one(
            id="6f6f2b1e-0d4c-4f0e-9d59-3a6a0a1b2c3d",
            attributes=[told_origin(f"{settings.PORTAL_URL}/hsds")],
        ),
    ]
    path = tmp_path / "owned.ndjson"
    path.write_bytes(b"\n".join(rows))
    written(path, clerk, category="law")
    owners = {str(each.uid)[0]: each.origin for each in Window.objects.exclude(pk=known.pk)}
    known.refresh_from_db()
    assert (known.name, known.origin) == ("新しい名称", "")
    assert owners == {"5": other, "6": ""}


@pytest.mark.parametrize("value", ["{", "[1]", "null", "[" * 5_000])
def test_hours_of_ours_that_cannot_be_read_are_a_fault_of_their_record(db, clerk, tmp_path, value):
    """The other records are read all the same."""
    CategoryFactory(slug="law")
    attribute = {"id": "x", "link_type": "hours_exception", "value": value}
    other = one(id="5f6f2b1e-0d4c-4f0e-9d59-3a6a0a1b2c3d")
    path = tmp_path / "odd.ndjson"
    path.write_bytes(b"\n".join([one(attributes=[attribute]), other]))
    run = read_hsds(source=str(path), by=clerk, category="law")
    assert (run.new_count, len(run.faults)) == (1, 1)
    assert "受付日時" in run.faults[0]


def told_origin(address: str) -> dict:
    """The attribute by which a service tells who owns it."""
    return {"id": "x", "link_type": "origin", "value": address}
