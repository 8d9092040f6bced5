"""Requests to another portal's HSDS API: bounded, and never to an address inside the network.

What comes back is a stranger's; it is taken apart in a process with limits (`hsds_files`).
"""

import json
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from itertools import islice
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from directory.exchange.hsds_files import read_services, services_in
from directory.links.fetch import NotFetched, fetch
from directory.links.guard import is_public
from directory.open_data.hsds.origins import tidy_address
from directory.open_data.hsds.reading import ENDED, NoService, read_service
from directory.spreadsheets.refusals import FileRefused
from directory.text import phones
from directory.text.tidy import tidy

MAX_BYTES = 1_000_000  # of one window
SECONDS = 20  # for one window
LIST_SECONDS = 25  # for the list that staff wait for; shorter than a web worker's patience
MAX_OFFERED = 2_000
MAX_NUMBERS = 5
LONGEST = 100  # letters of a name in the list
LONGEST_ETAG = 200
GONE = (HTTPStatus.NOT_FOUND, HTTPStatus.GONE)


class NoAnswer(Exception):
    """Error of a portal, or of one of its windows; its text says in Japanese what is wrong."""


class NoPortal(NoAnswer):
    """Error of a portal that does not answer at all."""


class Ended(Exception):
    """Outcome: its owner does not show the window any more; its text is the owner's reason."""


@dataclass(frozen=True)
class Answer:
    """A window as its owner tells it; `given` is None where nothing has changed (304)."""

    given: Mapping[str, Any] | None
    etag: str


def may_be_asked(address: str) -> bool:
    """Whether a machine at this IP address may be asked: public ones, and those of the settings."""
    return is_public(address) or address in settings.PORTALS_INSIDE


def refuse_no_portal(address: str, seconds: float = SECONDS) -> None:
    """Ask a portal what it is. Raises NoPortal where that is no HSDS API of version 3.

    A site that answers everything with "not found" is so told from one that ends its windows.
    """
    with tempfile.TemporaryDirectory() as room:
        path = Path(room) / "root"
        try:
            fetch(f"{address}/", path, MAX_BYTES, allowed=may_be_asked, seconds=seconds)
            told = json.loads(path.read_bytes())
        except NotFetched as error:
            raise NoPortal(str(error)) from error
        except (ValueError, RecursionError) as error:
            raise NoPortal(_("HSDSの返事ではありません。アドレスを確かめてください。")) from error
    version = told.get("version") if isinstance(told, dict) else None
    if not isinstance(version, str) or not version.startswith("3"):
        raise NoPortal(_("HSDSの返事ではありません。アドレスを確かめてください。"))


def ask_for(address: str, uid: UUID, etag: str = "", seconds: float = SECONDS) -> Answer:
    """Ask for one window, unless it is still as it was. Raises Ended, NoAnswer, NoPortal."""
    with tempfile.TemporaryDirectory() as room:
        path = Path(room) / "service.json"
        try:
            found = fetch(
                f"{address}/services/{uid}",
                path,
                MAX_BYTES,
                allowed=may_be_asked,
                etag=etag,
                seconds=seconds,
            )
            if not found.is_new:
                return Answer(None, etag)
            services = list(islice(services_in(path), 2))
        except NotFetched as error:
            if error.status in GONE:
                raise Ended("") from error
            raise (NoAnswer if error.status else NoPortal)(str(error)) from error
        except FileRefused as error:
            raise NoAnswer(str(error)) from error
    given = _the_one(services, uid)
    if given.get("status") in ENDED:
        raise Ended(one_line(given.get("alert")))
    return Answer(given, found.etag if len(found.etag) <= LONGEST_ETAG else "")


def _the_one(services: list, uid: UUID) -> Mapping[str, Any]:
    """The service of an answer. Raises NoAnswer where it is not the one that was asked for."""
    given = services[0][1] if len(services) == 1 else None
    if given is None:
        raise NoAnswer(_("窓口として読めません。"))
    if str(given.get("id")).lower() != str(uid):
        raise NoAnswer(_("尋ねた窓口とはちがう、ほかの窓口の返事でした。"))
    return given


def list_windows(address: str) -> list[dict]:
    """What a portal offers, as `Subscription.OFFERED`. Raises NoAnswer."""
    refuse_no_portal(address)
    found = {}
    try:
        for _place, given, _reason in read_services(
            address, allowed=may_be_asked, seconds=LIST_SECONDS
        ):
            if given and (row := _offered(given, address)):
                found[row["uid"]] = row
            if len(found) > MAX_OFFERED:
                text = _("窓口が多すぎて、一覧にできません（%(most)d件まで）。")
                raise NoAnswer(text % {"most": MAX_OFFERED})
    except FileRefused as error:
        raise NoAnswer(str(error)) from error
    return list(found.values())


def _offered(given: Mapping, address: str) -> dict | None:
    """A row of the list; None for what is no window, or has no UUID."""
    try:
        read = read_service(given, {})
        uid = UUID(read.uid)
    except (NoService, ValueError, TypeError):
        return None
    origin = tidy_address(read.facts["origin"])
    return {
        "uid": str(uid),
        **{name: one_line(read.facts[name]) for name in ("subject", "name", "provider")},
        "origin": "" if origin == address else origin[:300],
        "numbers": [_dialled(phone["printed"]) for phone in read.facts["phones"][:MAX_NUMBERS]],
        "ended": given.get("status") in ENDED,
    }


def _dialled(printed: str) -> str:
    try:
        return phones.dialled(printed)
    except (ValueError, ValidationError):
        return ""


def one_line(text: Any) -> str:
    """A stranger's text in one line that any page and column can hold."""
    plain = tidy(text).replace("\x00", "") if isinstance(text, str) else ""
    return " ".join(plain.split())[:LONGEST]
