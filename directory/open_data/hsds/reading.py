"""From an HSDS service back to a window's facts: ours without loss, any other as far as it goes.

HSDS 3.0 and 3.1, and the words that 2.0 had otherwise. What a window has no fact for is named in
`left`, so that staff can read it; nothing is guessed.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import BooleanField
from django.utils.translation import gettext as _

from directory.facts.schema import NAMED
from directory.facts.snapshot import blank_facts
from directory.fields import column_of
from directory.models import Window
from directory.open_data.hsds.schedule_reading import Unsaid, read_rule
from directory.open_data.hsds.services import DAYS, LISTS, PLAIN
from directory.open_data.hsds.taxonomies import CATEGORIES, CHANNELS
from directory.text import phones

ENDED = ("inactive", "defunct", "temporarily closed")
# Words of a service that become facts, by the fact; the first that says something counts.
_TEXTS = {
    "name": ("name",),
    "subject": ("alternate_name", "name"),
    "description": ("description",),
    "website": ("url",),
    "email": ("email",),
    "eligibility": ("eligibility_description",),
    "cost": ("fees_description", "fees"),
}
# Words for which a window has no fact: staff read them in the note.
_FOR_STAFF = (
    "application_process",
    "wait_time",
    "accreditations",
    "licenses",
    "interpretation_services",
    "alert",
    "minimum_age",
    "maximum_age",
)
_STATED = {"true": True, "false": False, "unknown": None}


@dataclass
class ReadService:
    """A service as facts: those that it tells, its id, what was left for staff to read."""

    uid: str
    facts: dict[str, Any]
    left: list[str] = field(default_factory=list)


class NoService(ValueError):
    """Error of an object that is no service of HSDS; its text says what is missing."""


def read_service(given: Mapping, slugs: Mapping[str, str]) -> ReadService:
    """Facts of a service. `slugs`: of categories, by slug and by name. Raises NoService."""
    uid, name = given.get("id"), given.get("name")
    if not isinstance(uid, str) or not isinstance(name, str) or not name.strip():
        raise NoService(_("id か name がありません。"))
    read = ReadService(uid.lower(), {})
    facts = read.facts
    for fact, words in _TEXTS.items():
        facts[fact] = next(filter(None, (_text(given.get(word)) for word in words)), "")
    if not facts["cost"]:
        options = (_text(each.get("option")) for each in _objects(given, "cost_options"))
        facts["cost"] = "、".join(filter(None, options))
    facts["provider"] = _text(_object(given.get("organization")).get("name"))
    own = _attributes(given)
    _read_terms(given, own, slugs, read)
    _read_phones(given, read)
    _read_languages(given, read)
    _read_place(given, read)
    _read_hours(given, own, read)
    facts["origin"] = dict(own).get("origin", "")
    if "reservation" in dict(own):  # a portal of this kind says all that it knows
        blank: dict[str, Any] = {**blank_facts()}
        facts |= {name: blank[name] for name in (*PLAIN, *LISTS) if name != "origin"}
        facts["doubt"] = _text(given.get("alert"))
        _read_own(own, facts)
        return read
    for word in _FOR_STAFF:
        if text := _text(given.get(word)):
            read.left.append(f"{word}：{text}")
    return read


def whole(read: ReadService) -> dict[str, Any]:
    """Facts of a new window: what the service tells, all else not known."""
    facts: dict[str, Any] = {**blank_facts(), "closes_at_year_end": None, **read.facts}
    if read.left:
        facts["note"] = "\n".join(read.left)[:2000]
    return facts


def _read_terms(given: Mapping, own: list, slugs: Mapping[str, str], read: ReadService) -> None:
    found = [slugs[value] for name, value in own if name == CATEGORIES and value in slugs]
    for each in _objects(given, "attributes"):
        term = _object(each.get("taxonomy_term"))
        for word in (term.get("code"), term.get("name"), each.get("label")):
            if isinstance(word, str) and word in slugs:
                found.append(slugs[word])
    read.facts["categories"] = list(dict.fromkeys(found))
    known = set(Window.Channel.values)
    read.facts["channels"] = [value for name, value in own if name == CHANNELS and value in known]


def _read_phones(given: Mapping, read: ReadService) -> None:
    """Numbers of the service and its places, each once; those that Japan cannot dial are left."""
    places = [*_objects(given, "service_at_locations"), *_objects(given, "locations")]
    holders = [given, *_objects(given, "contacts"), *places]
    holders += [_object(place.get("location")) for place in places]
    found: dict[tuple, dict] = {}
    for holder in holders:
        for phone in _objects(holder, "phones"):
            printed = _text(phone.get("number")).strip('"“” ')
            kind = "fax" if _text(phone.get("type")).lower() == "fax" else "voice"
            label = _text(phone.get("description"))
            if phone.get("extension"):
                label = "、".join(filter(None, [label, _("内線%s") % phone["extension"]]))
            try:
                key = (kind, phones.dialled(printed))
            except ValueError:
                number = f"{printed} {label}".strip()
                read.left.append(_("電話番号：%(number)s") % {"number": number})
                continue
            if len(label) > 40:
                read.left.append(f"{printed}：{label}")
                label = ""
            found.setdefault(key, {"kind": kind, "label": label, "printed": printed})
    read.facts["phones"] = list(found.values())


def _read_languages(given: Mapping, read: ReadService) -> None:
    known = set(Window.Language.values)
    told = [*_objects(given, "languages")]
    for phone in _objects(given, "phones"):
        told += _objects(phone, "languages")
    codes = [_text(each.get("code")).lower() for each in told]
    read.facts["languages"] = list(dict.fromkeys(code for code in codes if code in known))
    for each in told:
        if _text(each.get("code")).lower() not in known:
            name = _text(each.get("name")) or _text(each.get("code"))
            read.left.append(_("言語：%(name)s") % {"name": name})


def _read_place(given: Mapping, read: ReadService) -> None:
    places = [_object(each.get("location")) for each in _objects(given, "service_at_locations")]
    places += _objects(given, "locations")
    where = next((place for place in places if place.get("location_type") != "virtual"), {})
    address = next(iter(_objects(where, "addresses")), {})
    parts = [_text(address.get(word)) for word in ("state_province", "city", "address_1")]
    joined = ("" if address.get("country") == "JP" else " ").join(filter(None, parts))
    printed = dict(_attributes(address)).get("as_printed", "")
    read.facts["address"] = printed or joined
    read.facts["place_note"] = _text(address.get("address_2"))
    read.facts["latitude"] = read.facts["longitude"] = None
    latitude, longitude = _degrees(where.get("latitude"), 90), _degrees(where.get("longitude"), 180)
    if latitude and longitude:
        read.facts |= {"latitude": latitude, "longitude": longitude}
    for word in ("transportation", "description"):
        if text := _text(where.get(word)):
            read.left.append(f"{word}：{text}")
    for each in _objects(where, "accessibility"):
        if text := _text(each.get("description")):
            read.left.append(_("バリアフリー：%(text)s") % {"text": text})


def _degrees(value: Any, most: int) -> str | None:
    """A coordinate as facts have it; None for none, and for one that is on no map."""
    try:
        number = float(value)
    except (TypeError, ValueError):
        return None
    return f"{number:.6f}" if -most <= number <= most else None


def _read_hours(given: Mapping, own: list, read: ReadService) -> None:
    rules: list[Any] = []
    unsaid: list[str] = []
    for each in [*_objects(given, "schedules"), *_objects(given, "regular_schedules")]:
        try:
            rules.append(read_rule(each, dict(_attributes(each))))
        except Unsaid as text:
            unsaid.append(str(text))
    for name, value in own:
        if name in ("holiday_hours", "hours_exception"):
            row = _row(value)
            rows = rules if name == "holiday_hours" else read.facts.setdefault("exceptions", [])
            rows.append({key: row[key] for key in _fields(name) if key in row})
    read.facts.setdefault("exceptions", [])
    read.facts["hours"] = rules
    words = "。".join(dict.fromkeys(filter(None, unsaid)))
    if words and "reservation" not in dict(own):
        read.facts["hours_override"] = words if len(words) <= 300 else ""
        if len(words) > 300:
            read.left.append(_("受付日時：%(text)s") % {"text": words})


def _row(text: str) -> dict:
    """A row of hours from an attribute. Raises NoService."""
    try:
        row = json.loads(text)
    except (ValueError, RecursionError):
        row = None
    if not isinstance(row, dict):
        raise NoService(_("受付日時が読み取れません。"))
    return row


def _fields(name: str) -> tuple[str, ...]:
    return NAMED["hours" if name == "holiday_hours" else "exceptions"].row_fields


def _read_own(own: list, facts: dict[str, Any]) -> None:
    """Facts that stand in attributes of ours."""
    for name, value in own:
        if name in PLAIN:
            is_truth = isinstance(column_of(Window, name), BooleanField)
            facts[name] = _STATED.get(value) if is_truth else value
        elif name in LISTS:
            facts[name] = [DAYS.index(day) for day in value.split(",") if day in DAYS]


def _attributes(given: Mapping) -> list[tuple[str, str]]:
    """Attributes of ours by name and value, in their order."""
    found = []
    for each in _objects(given, "attributes"):
        name, value = _text(each.get("link_type")), _text(each.get("value"))
        if name and value:
            found.append((name, value))
    return found


def _objects(given: Mapping, name: str) -> list[Mapping]:
    value = given.get(name)
    return [each for each in value if isinstance(each, Mapping)] if isinstance(value, list) else []


def _object(value: Any) -> Mapping:
    return value if isinstance(value, Mapping) else {}


def _text(value: Any) -> str:
    if isinstance(value, bool) or value is None or isinstance(value, list | dict):
        return ""
    return re.sub(r"\r\n?", "\n", str(value)).strip()
