"""Windows due for confirmation, their contacts, and the facts that contacts are shown."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import starmap

from django.db.models import Case, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _

from directory.models import HoursException, Window
from directory.models.window_queryset import WindowQuerySet
from directory.open_now.page_state import coming_exceptions
from directory.text.days import day_words
from platform_members.models import ListingUpdate, Organisation, VerificationRequest
from platform_members.models.organisation import ADDRESSES, address_list

# So that most windows are confirmed before residents are asked to telephone first.
ASKED_BEFORE_DUE = timedelta(days=14)
SALT = "platform_members.verification.shown"


@dataclass(frozen=True)
class Fact:
    """One thing that residents read about a window, in words."""

    label: str
    text: str


def windows_with_recipients(now: datetime) -> WindowQuerySet:
    """Windows that residents see, each with its `recipients`, a list of addresses.

    That is its own address for confirmations, else the people who speak for the organisation that
    looks after it; empty where there is neither: no address is guessed.
    """
    members = Organisation.objects.members_on(timezone.localdate(now)).with_speakers()
    looking_after = members.filter(listings__window=OuterRef("pk"))
    addresses = looking_after.values("speakers")  # type: ignore[misc]  # an annotation, no field
    nobody = Value([], output_field=ADDRESSES)
    recipients = Case(
        When(~Q(verification_email=""), then=address_list("verification_email")),
        default=Coalesce(Subquery(addresses[:1]), nobody),
    )
    return Window.objects.published().annotate(recipients=recipients)


def windows_due(now: datetime) -> WindowQuerySet:
    """Those due for confirmation within two weeks, or overdue."""
    return windows_with_recipients(now).overdue_on(timezone.localdate(now) + ASKED_BEFORE_DUE)


def windows_to_ask(now: datetime) -> WindowQuerySet:
    """Those about which the night may write.

    Left out are windows of which an answer waits for staff, about which a clerk has asked, and
    those of which a change is not decided yet.
    """
    left_alone = VerificationRequest.objects.leaving_their_window_alone(now)
    changing = ListingUpdate.objects.unsettled()
    due = windows_due(now).exclude(recipients=[])  # type: ignore[misc]  # an annotation, no field
    return due.exclude(pk__in=left_alone.values("window")).exclude(pk__in=changing.values("window"))


def windows_by_person(now: datetime) -> dict[str, list[int]]:
    """The keys of the windows about which the night writes to each address.

    Left out are the people that it has written to within a month.
    """
    asked = set(VerificationRequest.objects.leaving_their_person_alone(now).small_addresses())
    windows = windows_to_ask(now).order_by("order", "pk")
    found = defaultdict(list)
    for key, recipients in windows.values_list("pk", "recipients"):  # type: ignore[misc]  # an annotation, no field
        for address in dict.fromkeys(map(str.lower, recipients)):
            if address not in asked:
                found[address].append(key)
    return dict(found)


def windows_without_recipient(now: datetime) -> WindowQuerySet:
    """Those due without an address."""
    return windows_due(now).filter(recipients=[])  # type: ignore[misc]  # an annotation, no field


def shown_facts(window: Window, now: datetime) -> list[Fact]:
    """Facts to confirm: what residents read, without a confidential place.

    The last one names what the portal does not say.
    """
    facts = [
        Fact(_("相談内容"), window.subject),
        Fact(_("窓口の名称"), window.name),
        Fact(_("分野"), "、".join(category.name for category in window.categories_in_use)),
        Fact(_("電話番号"), _lines(window.telephones)),
        Fact(_("ファックス"), _lines(window.faxes)),
        Fact(_("受付日時"), _lines([window.printed_hours, window.holiday_sentence])),
        Fact(_("予約"), window.reservation_words if window.knows_reservation else ""),
        *starmap(Fact, window.listed_facts),
        Fact(_("相談のしかた"), "、".join(map(str, window.channel_names))),
        Fact(_("対応する言語"), "、".join(map(str, window.language_names))),
        Fact(_("所在地"), _place(window)),
        Fact(_("メール"), window.email),
        Fact(_("ウェブサイト"), window.website),
        Fact(_("運営"), window.provider),
        Fact(_("説明"), window.description),
    ]
    days_off = Fact(_("臨時の休み・受付"), _lines(map(_day_off, coming_exceptions(window, now))))
    missing = Fact(_("載せていないこと"), "、".join(fact.label for fact in facts if not fact.text))
    return [fact for fact in (*facts, days_off, missing) if fact.text]


def mark_of(facts: list[Fact]) -> str:
    """Signature of these facts; other facts have another one."""
    text = json.dumps([[fact.label, fact.text] for fact in facts])
    return salted_hmac(SALT, text, algorithm="sha256").hexdigest()


def are_shown(facts: list[Fact], mark: str) -> bool:
    """Whether the page from which an answer comes showed just these facts."""
    return constant_time_compare(mark_of(facts), mark)


def _lines(values) -> str:
    return "\n".join(filter(None, map(str, values)))


def _place(window: Window) -> str:
    if window.confidential_location:
        return _("所在地は非公開です")
    return _lines([window.address, window.place_note])


def _day_off(row: HoursException) -> str:
    days = [row.first_day, row.last_day][: 1 if row.first_day == row.last_day else 2]
    dates = "～".join(day_words(day, "weekday") for day in days)
    return f"{dates} {row.text} {row.note}".strip()
