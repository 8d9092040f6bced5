"""The HSDS API: what it answers, and what it never tells."""

import json
import random
from datetime import date, datetime
from uuid import UUID, uuid4, uuid5

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from directory.api.endpoints import ENDPOINTS
from directory.api.openapi import document
from directory.api.pages import EXAMPLES
from directory.api.schemas import SCHEMAS
from directory.changes import change_windows, retire_windows, suspend_windows
from directory.facts.schema import PUBLIC
from directory.facts.snapshot import blank_facts
from directory.hours import TOKYO
from directory.models import Window, WindowVersion
from directory.open_data.hsds import services
from directory.open_data.hsds.identities import LOCATION, PLACE, part_id, partner_id
from directory.open_data.hsds.vocabulary import read_vocabulary
from directory.open_data.records import Record, read_records, record_of
from tests.directory.booklet.test_printed_facts import OTHERWISE
from tests.factories import CategoryFactory, WindowFactory
from tests.helpers.hsds_answers import NAMES, SERVICES, answer, lines
from tests.helpers.hsds_schemas import FORMATS, STANDARD, faults
from tests.helpers.transactions import committed


def all_texts(value) -> list:
    """Every value in an answer, at any depth."""
    if isinstance(value, dict):
        return [text for inner in value.values() for text in all_texts(inner)]
    return [t for inner in value for t in all_texts(inner)] if isinstance(value, list) else [value]


def test_every_answer_of_the_city_is_valid(client, members):
    """Against our own document, and against the standard's schemas where they are there."""
    assert {"uri", "date-time", "uuid", "email", "date"} <= set(FORMATS.checkers)
    for endpoint in ENDPOINTS:
        wishes = [each.name for each in endpoint.parameters if each.name in ("full", "minimal")]
        for query in ("", *(f"&{wish}=true" for wish in wishes)):
            page = answer(client, f"/hsds/{endpoint.name}?per_page=500{query}")
            assert page["contents"]
            wrong = [faults(endpoint.schema, each) for each in page["contents"]]
            assert wrong == [[]] * page["size"]
            assert None not in all_texts(page)
        one = answer(client, f"/hsds/{endpoint.name}/{page['contents'][0]['id']}")
        assert faults(endpoint.schema, one) == []


def synthetic(number: int, chance: random.Random) -> Record:
    """A window in which each optional fact stands or does not."""
    facts = {fact.name: value for fact in PUBLIC for value in [blank_facts()[fact.name]]}
    facts |= {"subject": f"相談{number}", "name": f"窓口{number}"}
    rule = {"nth_weeks": [], "by_reservation": False, "tentative": False, "label": ""}
    rule |= {"valid_from": None, "valid_until": None}
    given = OTHERWISE | {
        "categories": ["work"],
        "hours": [
            rule | OTHERWISE["hours"][0] | {"closes": chance.choice([720, 1440, 540])},
            rule
            | {"weekdays": [3], "nth_weeks": [3, -1], "opens": 1320, "closes": 120}
            | {"on_holidays": "also", "by_reservation": True, "tentative": True, "label": "弁護士"}
            | {"valid_from": "2026-04-01", "valid_until": "2027-03-31"},
            rule | {"weekdays": [], "opens": 0, "closes": 1440, "on_holidays": "only"},
        ],
    }
    for name in facts.keys() - {"subject", "name", "confidential_location"}:
        if chance.random() < 0.6:
            facts[name] = given[name]
    key = (json.dumps(facts["hours"]), json.dumps(facts["exceptions"]))
    marks = (facts["opens_on_holidays"], facts["closes_at_year_end"])
    return Record(
        pk=number,
        uid=str(uuid4()),
        status="published",
        facts=facts,
        verified_on=chance.choice([None, date(2026, 11, 1)]),
        changed_at=datetime(2026, 11, 27, 9, tzinfo=TOKYO),
        suspension_reason="",
        hours_key=(*key, *marks, tuple(facts["shifted_closing_days"])),
    )


def test_windows_with_any_facts_are_valid(db):
    """A thousand synthetic ones, by both schemas."""
    CategoryFactory(slug="work")
    chance = random.Random(31)
    told = [services.full(synthetic(number, chance), read_vocabulary()) for number in range(1_000)]
    assert {key for service in told for key in service} == set(SCHEMAS["service"]["properties"])
    assert [wrong for service in told if (wrong := faults("service", service))] == []
    for service in told:
        lists = [part for part in service.values() if isinstance(part, list)]
        ids = [part["id"] for parts in lists for part in parts]
        assert len(ids) == len(set(ids))


@pytest.mark.skipif(not STANDARD.is_dir(), reason="the standard's schemas are not here")
def test_our_document_says_nothing_that_the_standard_does_not():
    """Each word of ours is one of the standard's, of the same type and format."""
    for name, own in SCHEMAS.items():
        theirs = json.loads((STANDARD / "schema" / f"{name}.json").read_text())
        assert set(theirs["required"]) <= set(own["required"]), name
        for word, schema in own["properties"].items():
            other = theirs["properties"][word]
            if "$ref" not in schema:
                assert schema["type"] == other["type"], (name, word)
                assert set(schema.get("enum", [])) <= set(other.get("enum", schema.get("enum", [])))


def test_a_record_is_the_same_however_it_is_read(city, members):
    """In bulk from SQL, or from a window with all that belongs to it."""
    windows = Window.objects.published()
    in_bulk = {record.pk: record for record in read_records(windows)}
    assert len(in_bulk) == windows.count() > 40
    words = read_vocabulary()
    for window in windows.for_reading():
        one, other = in_bulk[window.pk], record_of(window)
        assert one.facts == other.facts
        assert one.schedule == other.schedule == window.schedule
        assert services.full(one, words) == services.full(other, words)
        assert one.reservation == window.reservation_answer
        assert one.printed_hours == window.printed_hours


def test_ids_follow_from_what_they_belong_to():
    """As the standard library makes them; of a place's id, the service's again."""
    uid = str(uuid4())
    assert part_id(uid, "phone", "110") == str(uuid5(UUID(uid), "phone:110"))
    for mark in (PLACE, LOCATION):
        partner = partner_id(uid, mark)
        assert UUID(partner).version == 4
        assert partner != uid == partner_id(partner, mark)


def test_what_is_secret_is_in_no_answer(client, members, clerk):
    """Neither a confidential place nor drafts, notes of staff, nor a window that was withdrawn."""
    place = {"address": "伊勢市秘密町9-9", "place_note": "裏口", "latitude": 34, "longitude": 136}
    shelter = WindowFactory(confidential_location=True, note="内密", **place)
    draft = WindowFactory(name="下書きの窓口", status="draft", published_at=None)
    gone = WindowFactory(name="消えた避難所", discreet=True)
    suspend_windows(windows=Window.objects.filter(pk=gone.pk), by=clerk, reason="火事")
    said = ""
    for name in NAMES:
        said += client.get(f"/hsds/{name}?per_page=500").content.decode()
    said += json.dumps(lines(client, f"{SERVICES}?full=true&format=ndjson"), ensure_ascii=False)
    ever = f"{SERVICES}?modified_after=2020-01-01&full=true&per_page=500"
    said += client.get(ever).content.decode()
    assert shelter.name in said
    secrets = [
        "秘密町",
        "裏口",
        "内密",
        "下書きの",
        "避難所",
        "火事",
        str(draft.uid),
        str(gone.uid),
    ]
    assert [secret for secret in secrets if secret in said] == []
    answer(client, f"/hsds/service_at_locations/{partner_id(str(shelter.uid), PLACE)}", 404)
    for hidden in (draft, gone):
        answer(client, f"{SERVICES}/{hidden.uid}", 404)


def test_a_withdrawn_window_is_inactive_where_that_is_safe(client, city, clerk):
    """It has left the list at once; who asks for changes hears of its end, and why."""
    window = WindowFactory(subject="法律の相談", name="法律の窓口", description="説明")
    suspend_windows(windows=Window.objects.filter(pk=window.pk), by=clerk, reason="工事のため")
    assert "法律の窓口" not in client.get(f"{SERVICES}?per_page=500").content.decode()
    page = answer(client, f"{SERVICES}?modified_after=2020-01-01&per_page=500")
    (ended,) = [each for each in page["contents"] if each["status"] == "inactive"]
    assert ended["id"] == str(window.uid)
    assert ended["alert"] == "工事のため"
    assert "description" not in ended
    assert answer(client, f"{SERVICES}/{window.uid}") == ended
    assert faults("service", ended) == []
    retire_windows(windows=Window.objects.filter(pk=window.pk), by=clerk)
    assert answer(client, f"{SERVICES}/{window.uid}")["status"] == "inactive"


def test_hours_are_rules_with_words_for_the_rest(client, city):
    """第3木曜日 is 3TH with Japan's offset; what no RRULE says stands beside it."""
    window = WindowFactory(hours_override="", name="法律相談")
    rule = {"weekdays": [3], "nth_weeks": [3], "opens": 540, "closes": 720, "on_holidays": "also"}
    rule |= {"by_reservation": True, "tentative": False, "label": "弁護士による"}
    rule |= {"valid_from": "2026-04-01", "valid_until": "2027-03-31"}
    day = {"first_day": "2026-12-17", "last_day": "2026-12-17", "spans": [], "note": "休み"}
    facts = {"hours": [rule], "exceptions": [day]}
    change_windows(changes=[(window, facts)], by=None, how=WindowVersion.How.EDITED)
    service = answer(client, f"{SERVICES}/{window.uid}")
    (schedule,) = service["schedules"]
    expected = {"freq": "MONTHLY", "byday": "3TH", "opens_at": "09:00+09:00"}
    expected |= {"closes_at": "12:00+09:00", "valid_from": "2026-04-01", "valid_to": "2027-03-31"}
    assert expected.items() <= schedule.items()
    assert "要予約" in schedule["description"]
    assert "2026-12-17 休み" in schedule["notes"]
    assert {each["link_type"]: each["value"] for each in schedule["attributes"]} == {
        "on_holidays": "also",
        "by_reservation": "true",
        "label": "弁護士による",
    }


def test_only_a_confirmation_is_assured(client, city, clerk):
    """The day of a source is no day on which a person checked."""
    window = WindowFactory(source="報告", source_date=date(2023, 2, 28))
    assert "assured_date" not in answer(client, f"{SERVICES}/{window.uid}")
    Window.objects.filter(pk=window.pk).update(verified_on=date(2026, 11, 1))
    told = answer(client, f"{SERVICES}/{window.uid}")
    assert told["assured_date"] == "2026-11-01"
    assert "source" not in {each["link_type"] for each in told["attributes"]}


def test_programs_in_browsers_may_ask(client, city):
    """HEAD and OPTIONS answer as a browser wants them before it lets a program read."""
    asked = client.options(SERVICES, headers={"Origin": "https://map.example"})
    assert asked.status_code == 204
    assert asked["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
    for address in (SERVICES, f"{SERVICES}?format=ndjson", "/hsds/", "/hsds/openapi.json"):
        head = client.head(address)
        assert (head.status_code, head.content) == (200, b"")
        assert head["Cross-Origin-Resource-Policy"] == "cross-origin"
        assert not head.cookies


def test_the_document_describes_what_is_there(client, city):
    """Its addresses answer; it is served as it is made, and the root leads to it."""
    told = answer(client, "/hsds/openapi.json")
    assert told == json.loads(json.dumps(document()))
    for path in told["paths"]:
        if "{id}" not in path:
            answer(client, f"/hsds{path}")
    root = answer(client, "/hsds/")
    assert root["version"] == "3.1"
    assert client.get(root["openapi_url"]).json() == told
    assert client.get(root["profile"]).status_code == 200


def test_examples_for_people_run(client, city):
    """Each of the page's addresses gives something."""
    page = client.get("/data/api/").content.decode()
    for example in EXAMPLES:
        assert example.query.replace("&", "&amp;") in page
        response = client.get(example.query)
        assert response.status_code == 200
        assert response.getvalue()


@committed
def test_what_has_not_changed_is_not_made_again(client):
    """304 by the version's row alone; a change, or another day, is another answer."""
    window = WindowFactory(name="前の名前")
    address = f"{SERVICES}?full=true"
    first = client.get(address)
    seen = {"If-None-Match": first["ETag"]}
    with CaptureQueriesContext(connection) as asked:
        again = client.get(address, headers=seen)
    assert (again.status_code, again.content) == (304, b"")
    assert "directory_window" not in " ".join(query["sql"] for query in asked)
    assert client.get(f"{SERVICES}?full=false", headers=seen).status_code == 200
    assert client.get(f"{address}&page=0", headers=seen).status_code == 400
    facts = {"name": "新しい名前"}
    change_windows(changes=[(window, facts)], by=None, how=WindowVersion.How.EDITED)
    changed = client.get(address, headers=seen)
    assert changed.status_code == 200
    assert "新しい名前" in changed.content.decode()


@committed
def test_a_date_of_change_is_told_once_it_is_certain(client, at):
    """Within the second of a change a date could hide the next one; the tag never does."""
    WindowFactory()
    assert "Last-Modified" not in client.get(SERVICES)
    moment = timezone.now()
    at(f"{timezone.localdate(moment):%Y-%m-%d} 23:59", refreshed=False)
    response = client.get(SERVICES)
    since = {"If-Modified-Since": response["Last-Modified"]}
    assert client.get(SERVICES, headers=since).status_code == 304
