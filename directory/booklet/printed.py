"""What the booklet prints of a window, part by part.

The booklet's rows, its index, the preflight and the 正誤表 use this one table.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from directory.facts.diff import label_of
from directory.facts.schema import LISTED
from directory.languages import current
from directory.languages.markup import KANJI
from directory.models import Phone, Window
from directory.text.days import day_words

# A row of the booklet is for finding a number; the page on the web has the whole description.
LONGEST_DESCRIPTION = 80
# A word at the end of what was cut, whose reading is missing or not whole.
CUT_READING = re.compile(rf"(?<=.)[{KANJI}]+(?:《[^》]*)?$")


@dataclass(frozen=True)
class Part:
    """Part of a printed row: the facts of which it is made, and its words for a window.

    The first fact gives it its name and its label.
    """

    facts: tuple[str, ...]
    words: Callable[[Window], str]

    @property
    def name(self) -> str:
        """Name of the part: that of its first fact."""
        return self.facts[0]

    @property
    def label(self) -> str:
        """Label of the part in forms and in the 正誤表."""
        return label_of(self.name)


def shortened(description: str) -> str:
    """Description cut to the length of a row."""
    # Other languages take more letters for the same; readings are letters, too.
    longest = LONGEST_DESCRIPTION * (2 if current().prefix else 1)
    text = " ".join(description.split())
    if len(text) <= longest:
        return text
    return CUT_READING.sub("", text[: longest - 1]) + "…"


def _numbers(window: Window) -> str:
    lines = [*map(_number, window.telephones), *map(_fax, window.faxes)]
    return "\n".join([*lines, *without_telephone(window)])


def without_telephone(window: Window) -> list[str]:
    """Words in place of the telephone number, for a window that has none."""
    if window.telephones:
        return []
    return [text for text in (window.words_without_telephone, window.website, window.email) if text]


def source_words(window: Window) -> str:
    """The month of an unconfirmed window's source; the page on the web names the source."""
    if window.verified_on or not window.source:
        return ""
    if window.source_date is None:
        return _("日付のわからない資料")
    return _("%(month)sの資料") % {"month": day_words(window.source_date, "month")}


def _number(phone: Phone) -> str:
    return f"{phone} {phone.charge}".strip()


def _fax(phone: Phone) -> str:
    return _("ファックス %(number)s") % {"number": phone}


def hours_words(window: Window) -> str:
    """The hours in the booklet's words, with an unknown year end said as unknown."""
    text = window.printed_hours
    if text and not window.hours_override and window.closes_at_year_end is None:
        return text + " " + _("※年末年始は窓口へ確認")
    return text


def place_words(window: Window) -> str:
    """Lines of the place, or the reason why it is not printed."""
    if window.confidential_location:
        return _("安全のため、所在地は公開していません。")
    if window.has_place:
        return "\n".join(filter(None, (window.public_address, window.public_place_note)))
    if window.only_by_telephone:
        return _("電話の窓口です。")
    return (
        _("出かけていく窓口ではありません。") if window.is_remote else _("窓口へ確認してください。")
    )


def _round_the_clock(window: Window) -> str:
    return _("24時間") if window.urgent else ""


def _text(name: str) -> Part:
    return Part((name,), lambda window: getattr(window, name))


def _listed(name: str) -> Part:
    return Part((name,), lambda window: window.listed(name)[1])


PARTS = (
    _text("subject"),
    _text("name"),
    _text("kana"),  # decides where the name stands in the index
    _text("provider"),
    *map(_listed, LISTED),
    Part(("description",), lambda window: shortened(window.description)),
    Part(("phones", "channels", "website", "email"), _numbers),
    Part(
        (
            "hours",
            "hours_override",
            "opens_on_holidays",
            "closes_at_year_end",
            "shifted_closing_days",
        ),
        hours_words,
    ),
    Part(("reservation", "hours", "hours_override"), lambda window: window.reservation_words),
    Part(("urgent",), _round_the_clock),
    Part(("doubt",), lambda window: window.public_doubt),
    Part(("source", "source_date"), source_words),
    Part(("address", "place_note", "confidential_location", "channels"), place_words),
)
# Never told by a 正誤表 of a window whose place is secret, on paper or now.
PLACE = "address"


def words_of(window: Window) -> dict[str, str]:
    """The words of every part, by its name."""
    return {part.name: part.words(window) for part in PARTS}
