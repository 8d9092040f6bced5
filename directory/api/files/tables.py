"""Columns of the open table of windows: those that all cities share first, then ours.

The first follow the data sets that the Digital Agency recommends to municipalities
(自治体標準オープンデータセット), by their headings and in their order.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from directory import hours
from directory.exchange.columns import Column, all_columns
from directory.facts.schema import PUBLIC, PhoneFacts
from directory.fields import column_of
from directory.models import Window, day_calendar
from directory.open_data.hsds.services import moment
from directory.open_data.records import HoursKey, Record, schedule_of_key
from directory.spreadsheets.cells import guarded
from directory.text.letter_forms import katakana
from directory.text.phones import extension

DAYS_AHEAD = 365  # of days off and moved closings
# Facts of which a column that all cities share says the same already.
SHARED = {"name", "address", "place_note", "latitude", "longitude", "email", "website"}


@dataclass(frozen=True)
class OpenColumn:
    """A column: its heading, what it says of a window, what it means, its name in JSON."""

    heading: str | Promise
    meaning: str | Promise
    text: Callable[[Record], str]
    name: str = ""


def _first_number(record: Record) -> PhoneFacts:
    voice = (phone for phone in record.facts["phones"] if phone["kind"] == "voice")
    return next(voice, PhoneFacts(kind="voice", label="", printed=""))


def _extension(record: Record) -> str:
    return extension(_first_number(record)["label"])


def _hours(record: Record) -> str:
    holidays = hours.holiday_sentence(record.schedule)
    return "。".join(filter(None, [record.printed_hours, holidays]))


def page_of(record: Record) -> str:
    """Address of a window's page."""
    return settings.PORTAL_URL + reverse("directory:window-view", args=[record.pk])


def _of_fact(name: str) -> Callable[[Record], str]:
    return lambda record: str(record.facts[name] or "")  # type: ignore[literal-required]


def _nothing(_record: Record) -> str:
    return ""


_UNKNOWN = gettext_lazy("このポータルにはありません。いつも空です。")
NATIONAL = (
    OpenColumn(
        gettext_lazy("全国地方公共団体コード"),
        gettext_lazy("公開している市区町村の番号（6けた）。"),
        lambda _record: settings.MUNICIPAL_CODE,
    ),
    OpenColumn(
        gettext_lazy("ID"),
        gettext_lazy("窓口の公開ID（UUID）。変わりません。HSDSのidと同じです。"),
        lambda record: record.uid,
    ),
    OpenColumn(
        gettext_lazy("地方公共団体名"),
        gettext_lazy("公開している市区町村。"),
        lambda _record: settings.CITY_NAME,
    ),
    OpenColumn(gettext_lazy("名称"), gettext_lazy("窓口の名称。"), _of_fact("name")),
    OpenColumn(
        gettext_lazy("名称_カナ"),
        gettext_lazy("名称のよみがな（カタカナ）。"),
        lambda record: katakana(record.facts["kana"]),
    ),
    OpenColumn(
        gettext_lazy("所在地_連結表記"),
        gettext_lazy("所在地。非公開の窓口と、わからない窓口では空です。"),
        _of_fact("address"),
    ),
    OpenColumn(
        gettext_lazy("建物名等（方書）"),
        gettext_lazy("建物・階・窓口番号。"),
        _of_fact("place_note"),
    ),
    OpenColumn(gettext_lazy("緯度"), gettext_lazy("十進の度。"), _of_fact("latitude")),
    OpenColumn(gettext_lazy("経度"), gettext_lazy("十進の度。"), _of_fact("longitude")),
    OpenColumn(
        gettext_lazy("電話番号"),
        gettext_lazy("はじめの電話番号。すべての番号は、うしろの列にあります。"),
        lambda record: _first_number(record)["printed"],
    ),
    OpenColumn(gettext_lazy("内線番号"), gettext_lazy("その番号の内線。"), _extension),
    OpenColumn(
        gettext_lazy("連絡先メールアドレス"),
        gettext_lazy("相談を受けるメールアドレス。"),
        _of_fact("email"),
    ),
    OpenColumn(gettext_lazy("連絡先FormURL"), _UNKNOWN, _nothing),
    OpenColumn(gettext_lazy("郵便番号"), _UNKNOWN, _nothing),
    OpenColumn(
        gettext_lazy("利用可能日時特記事項"),
        gettext_lazy("受付日時を、冊子のことばで。わからないときは空です。"),
        _hours,
    ),
    OpenColumn(gettext_lazy("URL"), gettext_lazy("窓口のウェブサイト。"), _of_fact("website")),
)


def opening_hours(record: Record) -> str:
    """Hours as OpenStreetMap has them, with the days of the coming year; "" when unknown."""
    return _opening_hours(record.hours_key, timezone.localdate())


@lru_cache(maxsize=4096)
def _opening_hours(key: HoursKey, today: date) -> str:
    try:
        last = today + timedelta(days=DAYS_AHEAD)
        return hours.osm(schedule_of_key(key), day_calendar(), today, last)
    except hours.BeyondCalendar:
        return ""


_ABOUT = (
    OpenColumn(
        gettext_lazy("opening_hours（OpenStreetMap）"),
        gettext_lazy("受付日時を OpenStreetMap の opening_hours の書きかたで。"),
        opening_hours,
        "opening_hours",
    ),
    OpenColumn(
        gettext_lazy("最終確認日"),
        gettext_lazy("人が内容を確かめた日。空のときは、まだ確かめていません。"),
        lambda record: str(record.verified_on or ""),
        "verified_on",
    ),
    OpenColumn(
        gettext_lazy("更新日時"),
        gettext_lazy("内容が変わった日時。"),
        lambda record: moment(record.changed_at),
        "changed_at",
    ),
    OpenColumn(gettext_lazy("ページ"), gettext_lazy("窓口のページ。"), page_of, "page"),
)


def columns() -> list[OpenColumn]:
    """All columns, with the categories as they are called now."""
    public = {fact.name for fact in PUBLIC} - SHARED
    ours = [
        OpenColumn(_heading(each), _meaning(each.name), _cell(each.show), each.name)
        for each in all_columns()
        if each.name in public
    ]
    return [*NATIONAL, *ours, *_ABOUT]


def cells(record: Record, of: list[OpenColumn]) -> list[str]:
    """One row, safe to open in a spreadsheet."""
    return [guarded(column.text(record)) for column in of]


def _cell(show: Callable) -> Callable[[Record], str]:
    return lambda record: str(show(record.facts))


def _heading(column: Column) -> str:
    """Heading of a column of ours, unlike any that all cities share."""
    return _("電話番号（すべて）") if column.name == "phones" else column.heading


def _meaning(name: str) -> str:
    """What a column of ours means, in the words of the form."""
    if name == "phones":
        return _("すべての電話番号とファックス。1行に1つ。")
    if name == "hours":
        return _("受付日時の表。1行に1つ。")
    if name == "exceptions":
        return _("ふだんと違う日。1行に1つ。")
    field = column_of(Window, name)
    chosen = getattr(getattr(field, "base_field", field), "flatchoices", [])
    if chosen and name != "shifted_closing_days":
        return _("次のうちから：%s") % "、".join(str(label) for _value, label in chosen)
    return str(field.help_text) if name != "kana" else _("ひらがな。")
