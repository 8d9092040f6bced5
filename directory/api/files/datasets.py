"""The files that `/data/` offers; other apps add theirs when they start."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from directory.api.files import writing
from directory.api.files.package import package
from directory.api.openapi import LICENCE
from directory.models import WindowTally
from directory.open_data.hsds.organisations import organisations

# What is no stream is made at once, so that it has a limit: some seconds of work.
MAX_AT_ONCE = 10_000
Content = bytes | Iterable[str]


@dataclass(frozen=True)
class DataFile:
    """A file: the end of its name, its media type, and what makes it.

    `instead`: for one that is made at once, and so not of very many windows, the address of what
    has all of them.
    """

    ending: str
    title: str | Promise
    media_type: str
    make: Callable[[], Content]
    instead: Callable[[], str] | None = None

    @property
    def is_left_out(self) -> bool:
        """Whether it is not made, as there are too many windows."""
        return self.instead is not None and is_too_large()

    @property
    def name(self) -> str:
        """Its name, which begins with the city's number as those of all cities do."""
        return f"{settings.MUNICIPAL_CODE}_{self.ending}"

    @property
    def address(self) -> str:
        """Where it is."""
        return reverse("directory:data-file", args=[self.name])

    @property
    def kind(self) -> str:
        """The kind of file, as people call it."""
        return self.ending.rpartition(".")[2].upper()


@dataclass(frozen=True)
class Elsewhere:
    """A published report that has a page of its own: its title, and address and name of files."""

    title: str
    files: list[tuple[str, str]]


_CSV, _JSON = "text/csv; charset=utf-8", "application/json; charset=utf-8"
_EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WHOLE = "/hsds/services?full=true&format=ndjson"
_elsewhere: list[Callable[[], Iterable[Elsewhere]]] = []


def provide(reports: Callable[[], Iterable[Elsewhere]]) -> None:
    """Add a function that gives published reports of another app."""
    _elsewhere.append(reports)


def reports() -> Iterator[Elsewhere]:
    """Published reports of all apps."""
    for read in _elsewhere:
        yield from read()


def is_too_large() -> bool:
    """Whether there are more windows than a file that is made at once may have."""
    return WindowTally.objects.published().of_category(None).total() > MAX_AT_ONCE


def _head() -> dict:
    return {
        "title": settings.SITE_TITLE,
        "publisher": settings.CITY_NAME,
        "municipal_code": settings.MUNICIPAL_CODE,
        "license": LICENCE,
        "source": f"{settings.PORTAL_URL}/data/",
    }


_ORGANISATION: dict[str | Promise, Callable[[dict], str]] = {
    "ID": lambda each: each["id"],
    _("団体名"): lambda each: each["name"],
    _("説明"): lambda each: each["description"],
    _("電話番号"): lambda each: "、".join(phone["number"] for phone in each.get("phones", [])),
    _("メールアドレス"): lambda each: each.get("email", ""),
    _("ウェブサイト"): lambda each: each.get("website", ""),
}
_WINDOWS = _("相談窓口の一覧")
_ORGANISATIONS = _("窓口を受け持つ団体の一覧")
FILES: tuple[DataFile, ...] = (
    DataFile(
        "consultation_windows.csv", _WINDOWS, _CSV, lambda: writing.csv_of(writing.window_rows())
    ),
    DataFile(
        "consultation_windows.json",
        _WINDOWS,
        _JSON,
        lambda: writing.json_of(_head(), "windows", writing.window_items()),
    ),
    DataFile(
        "consultation_windows.xlsx",
        _WINDOWS,
        _EXCEL,
        lambda: writing.excel_of(str(_("相談窓口")), writing.window_rows()),
        instead=lambda: FILES[0].address,
    ),
    DataFile(
        "organizations.csv",
        _ORGANISATIONS,
        _CSV,
        lambda: writing.csv_of(writing.rows_of(organisations().values(), _ORGANISATION)),
    ),
    DataFile(
        "organizations.json",
        _ORGANISATIONS,
        _JSON,
        lambda: writing.json_of(_head(), "organizations", organisations().values()),
    ),
    DataFile(
        "hsds.zip",
        _("国際標準 HSDS 3.1 の表（CSVとdatapackage.json）"),
        "application/zip",
        package,
        instead=lambda: WHOLE,
    ),
)


def file_named(name: str) -> DataFile | None:
    """The file of a name, if there is one."""
    return next((file for file in FILES if file.name == name), None)
