"""Table of facts: all that a window says, one line a fact, in the order of the form.

Forms, Excel, history, proposals, the booklet, the index and mails ask this table by property, never
by position. To add a fact: a line here, a column of the model and its migration
(docs/recipes.md).
"""

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Annotated, TypedDict, get_args, get_type_hints

from django.db import models
from django.utils.translation import gettext_lazy as _


class Section(models.TextChoices):
    """A part of the form, with its heading."""

    TROUBLE = "trouble", _("相談内容")
    CONTACT = "contact", _("連絡先")
    HOURS = "hours", _("受付日時")
    PLACE = "place", _("場所")
    PUBLICATION = "publication", _("公開")
    RECORD = "record", _("職員のための記録")


class Searched(models.TextChoices):
    """A part of a window's search document; the first weighs most."""

    TITLE = "title"
    PROVIDER = "provider"
    SPOKEN = "spoken"
    REST = "rest"


class PhoneFacts(TypedDict):
    """One number: its kind, its label, and the number as it is printed."""

    kind: str
    label: str
    printed: str


class RuleFacts(TypedDict):
    """One row of regular hours; times are minutes from midnight, dates ISO text."""

    weekdays: list[int]
    nth_weeks: list[int]
    opens: int
    closes: int
    on_holidays: str
    by_reservation: bool
    tentative: bool
    label: str
    valid_from: str | None
    valid_until: str | None


class ExceptionFacts(TypedDict):
    """Days on which other hours hold; no spans: closed."""

    first_day: str
    last_day: str
    spans: list[list[int]]
    note: str


# Lists, at any depth, whose order says nothing: they are ticked.
TICKED = frozenset(
    {"channels", "languages", "shifted_closing_days", "weekdays", "nth_weeks", "categories"}
)


@dataclass(frozen=True)
class Fact:
    """Properties of one fact.

    `related` names the manager of what is no column of a window. `is_for_staff`: only staff see
    or decide it, and no member proposes it. `is_private`: residents read it nowhere, open data has
    it not.
    `is_listed`: a sentence that pages, mails, the memo and the booklet show under its label.
    `is_asked_before`: people ask it before they dare, so that the page says it is unknown, too.
    `is_printed`: the booklet says it, so that an edition keeps it and the 正誤表 tells of a change.
    `is_translatable`: words of the window's own, shown in another language where a catalogue has
    them; numbers, addresses and names stay.
    `is_about_time`: it says when a window answers. `searched` is its part of the search document.
    """

    section: Section
    related: str = ""
    is_for_staff: bool = False
    is_private: bool = False
    is_listed: bool = False
    is_asked_before: bool = False
    is_printed: bool = False
    is_about_time: bool = False
    is_translatable: bool = False
    searched: Searched | None = None
    name: str = ""
    row: type | None = None

    @cached_property
    def row_fields(self) -> tuple[str, ...]:
        """The fields of one row, where the fact is a list of rows."""
        return tuple(get_type_hints(self.row)) if self.row else ()


_TROUBLE, _CONTACT, _HOURS, _PLACE = list(Section)[:4]
_LISTED = Fact(
    _TROUBLE, is_listed=True, is_printed=True, is_translatable=True, searched=Searched.REST
)
_STAFFS_OWN = Fact(Section.PUBLICATION, is_for_staff=True, is_private=True)
_BEFORE = Fact(_TROUBLE, is_listed=True, is_asked_before=True, is_printed=True)


class WindowFacts(TypedDict, total=False):
    """The facts of one window as plain JSON; some of them, where a proposal or a row leaves others.

    Dates are ISO text, coordinates decimal text, times minutes from midnight; `categories` holds
    slugs. Status and confirmation are no facts: they say what staff did, not what is true of the
    window.
    """

    subject: Annotated[
        str, Fact(_TROUBLE, is_printed=True, is_translatable=True, searched=Searched.TITLE)
    ]
    name: Annotated[str, Fact(_TROUBLE, is_printed=True, searched=Searched.TITLE)]
    kana: Annotated[str, Fact(_TROUBLE, is_printed=True, searched=Searched.SPOKEN)]
    furigana: Annotated[str, Fact(_TROUBLE, is_for_staff=True)]
    categories: Annotated[list[str], Fact(_TROUBLE, related="categories")]
    description: Annotated[
        str, Fact(_TROUBLE, is_printed=True, is_translatable=True, searched=Searched.REST)
    ]
    eligibility: Annotated[str, _LISTED]
    cost: Annotated[str, replace(_LISTED, is_asked_before=True)]
    anonymity: Annotated[str, _BEFORE]
    asked_first: Annotated[str, replace(_BEFORE, is_translatable=True)]
    duration: Annotated[str, replace(_BEFORE, is_translatable=True)]
    by_others: Annotated[str, _BEFORE]
    phones: Annotated[list[PhoneFacts], Fact(_CONTACT, "phones", is_printed=True)]
    provider: Annotated[str, Fact(_CONTACT, is_printed=True, searched=Searched.PROVIDER)]
    channels: Annotated[list[str], Fact(_CONTACT, is_printed=True)]
    languages: Annotated[list[str], Fact(_CONTACT, searched=Searched.REST)]
    website: Annotated[str, Fact(_CONTACT, is_printed=True)]
    email: Annotated[str, Fact(_CONTACT, is_printed=True)]
    hours: Annotated[
        list[RuleFacts], Fact(_HOURS, "hours_rules", is_printed=True, is_about_time=True)
    ]
    exceptions: Annotated[
        list[ExceptionFacts], Fact(_HOURS, "hours_exceptions", is_about_time=True)
    ]
    reservation: Annotated[str, Fact(_HOURS, is_printed=True)]
    urgent: Annotated[bool, Fact(_HOURS, is_printed=True)]
    opens_on_holidays: Annotated[bool, Fact(_HOURS, is_printed=True, is_about_time=True)]
    closes_at_year_end: Annotated[bool | None, Fact(_HOURS, is_printed=True, is_about_time=True)]
    shifted_closing_days: Annotated[list[int], Fact(_HOURS, is_printed=True, is_about_time=True)]
    hours_override: Annotated[
        str, Fact(_HOURS, is_printed=True, is_about_time=True, is_translatable=True)
    ]
    address: Annotated[str, Fact(_PLACE, is_printed=True, searched=Searched.REST)]
    place_note: Annotated[
        str, Fact(_PLACE, is_printed=True, is_translatable=True, searched=Searched.REST)
    ]
    confidential_location: Annotated[bool, Fact(_PLACE, is_printed=True)]
    latitude: Annotated[str | None, Fact(_PLACE)]
    longitude: Annotated[str | None, Fact(_PLACE)]
    order: Annotated[int, _STAFFS_OWN]
    verification_months: Annotated[int, _STAFFS_OWN]
    verification_email: Annotated[str, _STAFFS_OWN]
    discreet: Annotated[bool, Fact(Section.PUBLICATION, is_for_staff=True)]
    source: Annotated[str, Fact(Section.RECORD, is_for_staff=True, is_printed=True)]
    source_date: Annotated[str | None, Fact(Section.RECORD, is_for_staff=True, is_printed=True)]
    doubt: Annotated[
        str, Fact(Section.RECORD, is_for_staff=True, is_printed=True, is_translatable=True)
    ]
    origin: Annotated[str, Fact(Section.RECORD, is_for_staff=True)]
    note: Annotated[str, Fact(Section.RECORD, is_for_staff=True, is_private=True)]


def _named(name: str, hint: object) -> Fact:
    said: object
    fact: Fact
    said, fact = get_args(hint)
    row = next((each for each in get_args(said) if hasattr(each, "__required_keys__")), None)
    return replace(fact, name=name, row=row)


FACTS: tuple[Fact, ...] = tuple(
    _named(name, hint) for name, hint in get_type_hints(WindowFacts, include_extras=True).items()
)
NAMED = {fact.name: fact for fact in FACTS}
COLUMNS = tuple(fact.name for fact in FACTS if not fact.related)
ROWS = tuple(fact for fact in FACTS if fact.row)
LISTED = tuple(fact.name for fact in FACTS if fact.is_listed)
ASKED_BEFORE = tuple(fact.name for fact in FACTS if fact.is_asked_before)
PROPOSABLE = tuple(fact.name for fact in FACTS if not fact.is_for_staff)
TRANSLATABLE = tuple(fact.name for fact in FACTS if fact.is_translatable)
PUBLIC = tuple(fact for fact in FACTS if not fact.is_private)
PRINTED = frozenset(fact.name for fact in FACTS if fact.is_printed)


def of_section(section: Section) -> list[Fact]:
    """The facts under one heading of the form, from top to bottom."""
    return [fact for fact in FACTS if fact.section is section]
