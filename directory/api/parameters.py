"""Parameters of addresses for programs: how each is read, and how OpenAPI describes it."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from directory import hours
from directory.api.errors import RequestRefused

MAX_PAGE = 1_000_000_000
MAX_PER_PAGE, PER_PAGE = 500, 50
MAX_SEARCH = 200
ID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_DAY = r"\d{4}-\d\d-\d\d"
_MOMENT = re.compile(rf"{_DAY}([Tt]\d\d:\d\d:\d\d(\.\d{{1,9}})?([Zz]|[+ -]\d\d:\d\d))?")


@dataclass(frozen=True)
class Parameter:
    """A parameter of the query string.

    `schema` is its JSON schema; `read` gives the value of a text, or raises ValueError;
    `allowed` says in words what may stand there.
    """

    name: str
    schema: dict[str, Any]
    read: Callable[[str], Any]
    allowed: Any
    english: str
    default: Any = None
    example: str = field(default="", compare=False)


def _number(low: int, high: int) -> Callable[[str], int]:
    def read(text: str) -> int:
        if not re.fullmatch(r"[0-9]{1,12}", text) or not low <= int(text) <= high:
            raise ValueError
        return int(text)

    return read


def _one_of(*values: str) -> Callable[[str], str]:
    def read(text: str) -> str:
        if text not in values:
            raise ValueError
        return text

    return read


def _truth(text: str) -> bool:
    return _one_of("true", "false")(text) == "true"


def read_id(text: str) -> str:
    """An id as we write it. Raises ValueError."""
    if not ID.fullmatch(text):
        raise ValueError
    return str(UUID(text))


def _search(text: str) -> str:
    if len(text) > MAX_SEARCH:
        raise ValueError
    return text.strip()


def _moment(text: str) -> datetime:
    """A day, from its beginning in Japan, or a moment with its offset."""
    if not _MOMENT.fullmatch(text):
        raise ValueError
    if len(text) == len("2026-11-27"):
        return datetime.combine(date.fromisoformat(text), time(), hours.TOKYO)
    # A plus sign that is not escaped reaches us as a space.
    moment = datetime.fromisoformat(text.upper().replace(" ", "+"))
    try:
        return moment.astimezone(hours.TOKYO)
    except OverflowError as error:
        raise ValueError from error


_BOOLEAN = {"type": "boolean", "default": False}
_UUID = {"type": "string", "format": "uuid"}

PAGE = Parameter(
    "page",
    {"type": "integer", "minimum": 1, "maximum": MAX_PAGE, "default": 1},
    _number(1, MAX_PAGE),
    gettext_lazy("1 から 1000000000 までの整数"),
    "a whole number from 1 to 1000000000",
    1,
)
PER_PAGE_ = Parameter(
    "per_page",
    {"type": "integer", "minimum": 1, "maximum": MAX_PER_PAGE, "default": PER_PAGE},
    _number(1, MAX_PER_PAGE),
    gettext_lazy("1 から 500 までの整数"),
    "a whole number from 1 to 500",
    PER_PAGE,
)
FORMAT = Parameter(
    "format",
    {"type": "string", "enum": ["json", "ndjson"], "default": "json"},
    _one_of("json", "ndjson"),
    gettext_lazy("json か ndjson"),
    "json or ndjson; ndjson without page and per_page gives everything",
    "json",
)
SEARCH = Parameter(
    "search",
    {"type": "string", "maxLength": MAX_SEARCH},
    _search,
    gettext_lazy("200文字までの文"),
    "a text of at most 200 characters",
    "",
)
TERM = Parameter(
    "taxonomy_term_id",
    _UUID,
    read_id,
    gettext_lazy("/hsds/taxonomy_terms にある UUID"),
    "a UUID of /hsds/taxonomy_terms",
)
TAXONOMY = Parameter(
    "taxonomy_id",
    _UUID,
    read_id,
    gettext_lazy("/hsds/taxonomies にある UUID"),
    "a UUID of /hsds/taxonomies",
)
ORGANIZATION = Parameter(
    "organization_id",
    _UUID,
    read_id,
    gettext_lazy("/hsds/organizations にある UUID"),
    "a UUID of /hsds/organizations",
)
MODIFIED_AFTER = Parameter(
    "modified_after",
    {
        "type": "string",
        "anyOf": [{"format": "date"}, {"format": "date-time"}],
        "example": "2026-11-01",
    },
    _moment,
    gettext_lazy("日付（2026-11-01）か、時差のついた日時（2026-11-01T09:00:00+09:00）"),
    "a date or a date-time with offset; services that were withdrawn since are listed as inactive",
)
MINIMAL = Parameter(
    "minimal",
    _BOOLEAN,
    _truth,
    gettext_lazy("true（id・name・status・last_modified だけ）か false"),
    "true: id, name, status and last_modified only",
    False,
)
FULL = Parameter(
    "full",
    _BOOLEAN,
    _truth,
    gettext_lazy("true（電話番号や場所など、すべてをふくむ）か false"),
    "true: with all that belongs to it",
    False,
)


def read_parameters(query: QueryDict, known: Iterable[Parameter]) -> Mapping[str, Any]:
    """Values by name, defaults where nothing is said. Raises RequestRefused for all else."""
    named = {parameter.name: parameter for parameter in known}
    for name in query:
        if name not in named:
            raise RequestRefused(
                _("知らないパラメーターです。"),
                "This parameter is not known.",
                parameter=name,
                allowed=", ".join(named) or "-",
            )
        if len(query.getlist(name)) > 1:
            raise RequestRefused(
                _("同じパラメーターが2回あります。"),
                "This parameter stands there more than once.",
                parameter=name,
                allowed=named[name].english,
            )
    return {name: _value(each, query.get(name)) for name, each in named.items()}


def _value(parameter: Parameter, text: str | None) -> Any:
    if text is None:
        return parameter.default
    try:
        return parameter.read(text)
    except ValueError as error:
        raise RequestRefused(
            _("%(name)s に書けるのは、%(allowed)sです。")
            % {"name": parameter.name, "allowed": parameter.allowed},
            f"{parameter.name} must be {parameter.english}.",
            parameter=parameter.name,
            allowed=parameter.english,
        ) from error
