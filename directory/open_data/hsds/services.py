"""Services of HSDS: one public record of a window as the standard has it.

What the standard has no word for stands in `attributes` of our own, each named in `link_type`, so
that an import loses nothing. Nothing is null: what is not known is left out.
"""

import json
from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext as _

from directory import hours
from directory.facts.diff import label_of
from directory.facts.schema import PUBLIC, PhoneFacts, RuleFacts
from directory.hours import OnHolidays, Rule
from directory.models import Window
from directory.models.reservation import Reservation
from directory.open_data.hsds.identities import LOCATION, PLACE, part_id, partner_id, term_id
from directory.open_data.hsds.taxonomies import CATEGORIES, CHANNELS
from directory.open_data.hsds.vocabulary import Vocabulary
from directory.open_data.records import HoursKey, Record, schedule_of_key
from directory.text.places import read_place

ACTIVE, INACTIVE = "active", "inactive"
LISTS = ("shifted_closing_days",)
# Facts for which HSDS has words, or a taxonomy of ours; every other is an attribute of the service.
_IN_WORDS = {
    "subject",
    "name",
    "description",
    "eligibility",
    "cost",
    "provider",
    "channels",
    "languages",
    "website",
    "email",
    "address",
    "place_note",
    "latitude",
    "longitude",
    "doubt",
    *LISTS,
}
PLAIN = tuple(fact.name for fact in PUBLIC if not fact.related and fact.name not in _IN_WORDS)
DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


def minimal(record: Record, vocabulary: Vocabulary) -> dict[str, Any]:
    """What tells which service it is, whether it is there, and since when it has been so."""
    return {
        "id": record.uid,
        "name": record.facts["name"],
        "status": ACTIVE if record.is_published else INACTIVE,
        "last_modified": moment(record.changed_at),
    }


def brief(record: Record, vocabulary: Vocabulary) -> dict[str, Any]:
    """A service with what it has one of; a withdrawn one with the reason alone."""
    facts = record.facts
    if not record.is_published:
        ended = {"alternate_name": facts["subject"], "alert": record.suspension_reason}
        return _without_blanks(minimal(record, vocabulary) | ended)
    needed = record.reservation
    told = minimal(record, vocabulary) | {
        "organization_id": vocabulary.provider(facts["provider"]).get("id"),
        "alternate_name": facts["subject"],
        "description": facts["description"],
        "url": facts["website"],
        "email": facts["email"],
        "eligibility_description": facts["eligibility"],
        "fees_description": facts["cost"],
        "application_process": _appointment(needed) if needed != Reservation.UNKNOWN else "",
        "assured_date": record.verified_on.isoformat() if record.verified_on else "",
        "alert": facts["doubt"],
    }
    return _without_blanks(told)


def full(record: Record, vocabulary: Vocabulary) -> dict[str, Any]:
    """A service with all that belongs to it."""
    told = brief(record, vocabulary)
    if not record.is_published:
        return told
    facts, uid = record.facts, record.uid
    parts: dict[str, Any] = {
        "organization": vocabulary.provider(facts["provider"]),
        "phones": [_phone(uid, phone) for phone in facts["phones"]],
        "schedules": schedules(record),
        "languages": [_language(uid, code) for code in facts["languages"]],
        "cost_options": _cost(uid, facts["cost"]),
        "service_at_locations": [service_at_location(record)] if record.has_place else None,
        "attributes": _attributes(record, vocabulary),
    }
    return told | {name: part for name, part in parts.items() if part}


def service_at_location(record: Record, *, nested: bool = True) -> dict[str, Any]:
    """The one place of a service; `nested`: with the location itself."""
    uid = record.uid
    location = partner_id(uid, LOCATION)
    told = {"id": partner_id(uid, PLACE), "service_id": uid, "location_id": location}
    if not nested:
        return told
    facts = record.facts
    where: dict[str, Any] = {
        "id": location,
        "location_type": "physical",
        "name": facts["name"],
        "addresses": [_address(uid, location, facts["address"], facts["place_note"])],
    }
    if facts["latitude"] and facts["longitude"]:
        where |= {"latitude": float(facts["latitude"]), "longitude": float(facts["longitude"])}
    return told | {"location": where}


def schedules(record: Record) -> list[dict[str, Any]]:
    """Its hours: an object a rule; hours that only a sentence tells are one object with it."""
    uid, override = record.uid, record.facts["hours_override"]
    found = []
    for identity, entry, remarks in _entries(record.hours_key):
        told = {"id": part_id(uid, "schedule", identity), "service_id": uid} | entry
        if override:
            told["description"] = override
        if remarks:
            told["attributes"] = [
                _attribute(told["id"], "schedule", name, value) for name, value in remarks
            ]
        found.append(told)
    if override and not found:
        found = [{"id": part_id(uid, "schedule"), "service_id": uid, "description": override}]
    return found


def moment(value: datetime) -> str:
    """A moment with its offset, to the second, as the Japanese clock shows it."""
    return hours.in_tokyo(value).isoformat(timespec="seconds")


@lru_cache(maxsize=4096)
def _entries(key: HoursKey) -> list[tuple[str, dict, list[tuple[str, str]]]]:
    """Of each rule: its identity, which words and exceptions do not change, object and remarks."""
    found = []
    for entry, rule in hours.hsds(schedule_of_key(key)):
        lasting = {name: entry[name] for name in entry if name not in ("description", "notes")}
        remarks = _remarks(rule)
        found.append((json.dumps([lasting, remarks], sort_keys=True), entry, remarks))
    return found


def _remarks(rule: Rule) -> list[tuple[str, str]]:
    """What an RRULE cannot say of a rule."""
    said = {
        "on_holidays": "" if rule.on_holidays is OnHolidays.INHERIT else rule.on_holidays.value,
        "by_reservation": truth(rule.by_reservation) if rule.by_reservation else "",
        "tentative": truth(rule.tentative) if rule.tentative else "",
        "label": rule.label,
        # A whole day is written a minute short, as the standard has no 24:00.
        "closes": str(rule.closes) if rule.ends - rule.opens == hours.DAY else "",
    }
    return [(name, value) for name, value in said.items() if value]


def truth(value: bool) -> str:
    """Yes or no for a program."""
    return "true" if value else "false"


@lru_cache
def _appointment(needed: str) -> str:
    return _("予約：%(words)s") % {"words": Reservation(needed).label}


def _phone(uid: str, phone: PhoneFacts) -> dict[str, Any]:
    told = {
        "id": part_id(uid, "phone", phone["kind"], phone["printed"]),
        "service_id": uid,
        "number": phone["printed"],
        "type": phone["kind"],
    }
    return told | ({"description": phone["label"]} if phone["label"] else {})


def _language(uid: str, code: str) -> dict[str, Any]:
    name = _language_names()[code]
    return {"id": part_id(uid, "language", code), "service_id": uid, "name": name, "code": code}


@lru_cache
def _language_names() -> dict[str, str]:
    return {code: str(name) for code, name in Window.Language.choices}


def _cost(uid: str, text: str) -> list[dict[str, Any]]:
    """The cost as an option; an amount only where the text is one."""
    if not text:
        return []
    free = {"amount": 0, "currency": "jpy"} if text == _("無料") else {}
    return [{"id": part_id(uid, "cost"), "service_id": uid, "option": text} | free]


def _address(uid: str, location: str, text: str, note: str) -> dict[str, Any]:
    place = read_place(text)
    told = {
        "id": part_id(uid, "address"),
        "location_id": location,
        "address_1": place.rest,
        "address_2": note,
        "city": place.municipality,
        "state_province": place.prefecture,
        "postal_code": "",  # the portal does not know it; the standard wants the word
        "country": "JP",
        "address_type": "physical",
    }
    if not note:
        del told["address_2"]
    if text != "".join(place):
        printed = _attribute(told["id"], "address", "as_printed", text)
        return told | {"attributes": [printed]}
    return told


def _attributes(record: Record, vocabulary: Vocabulary) -> list[dict[str, Any]]:
    facts: dict[str, Any] = {**record.facts}
    uid = record.uid
    found = [
        *(_of_term(uid, vocabulary, CATEGORIES, slug) for slug in facts["categories"]),
        *(_of_term(uid, vocabulary, CHANNELS, code) for code in facts["channels"]),
    ]
    found += [_attribute(uid, "service", name, text) for name, text in _plain(facts)]
    for rule in facts["hours"]:
        if rule["on_holidays"] == OnHolidays.ONLY:
            found.append(_attribute(uid, "service", "holiday_hours", _rule_text(rule)))
    for row in facts["exceptions"]:
        text = json.dumps(row, ensure_ascii=False, sort_keys=True)
        found.append(_attribute(uid, "service", "hours_exception", text))
    return found


def _plain(facts: dict) -> Iterable[tuple[str, str]]:
    """Facts that say something else than a blank window, each as a text."""
    for name in PLAIN:
        value = facts[name]
        if isinstance(value, bool) or name == "closes_at_year_end":
            yield name, "unknown" if value is None else truth(value)
        elif value:
            yield name, value
    for name in LISTS:
        if facts[name]:
            yield name, ",".join(DAYS[day] for day in facts[name])


def _rule_text(rule: RuleFacts) -> str:
    return json.dumps(rule, ensure_ascii=False, sort_keys=True)


def _of_term(uid: str, vocabulary: Vocabulary, taxonomy: str, code: str) -> dict[str, Any]:
    term = vocabulary.terms.get(term_id(taxonomy, code))
    told = {
        "id": part_id(uid, taxonomy, code),
        "link_id": uid,
        "link_entity": "service",
        "link_type": taxonomy,
        "value": code,
    }
    if term is None:  # made a moment ago: the list of terms is a second older
        return told
    return told | {"label": term["name"], "taxonomy_term_id": term["id"], "taxonomy_term": term}


def _attribute(whole: str, entity: str, name: str, value: str) -> dict[str, Any]:
    return {
        "id": part_id(whole, "attribute", name, value),
        "link_id": whole,
        "link_entity": entity,
        "link_type": name,
        "label": _label(name),
        "value": value,
    }


@lru_cache
def _label(name: str) -> str:
    named = {
        "on_holidays": _("祝日"),
        "by_reservation": _("要予約"),
        "tentative": _("原則"),
        "label": _("ただし書き"),
        "closes": _("終わりの時刻（0時からの分）"),
        "holiday_hours": _("祝日だけの受付時間"),
        "hours_exception": _("臨時の休み・臨時の受付"),
        "as_printed": _("所在地（印刷のとおり）"),
    }
    return named.get(name) or label_of(name)


def _without_blanks(told: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in told.items() if value}
