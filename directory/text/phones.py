"""Telephone numbers: from what people write to what a telephone dials.

Pure: plain text in, plain text out. What a person would skip (TEL, 電話) is skipped, what tells
numbers apart (内線1234, 代表) is kept as a label, and what is no number says why.
"""

import re
import unicodedata
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _

from directory.text.folding import compatible

# Public services with their own short numbers (110, 188, 189) and prefecture-wide ones (#8008).
SHORT_NUMBER = re.compile(r"1\d\d|#\d{4}")
SEPARATORS = re.compile(r"[\s()\[\]．.・-]")
# Every stroke that people use for a hyphen, the kana long-vowel mark and box rules among them.
_STROKES = "‐‑‒–—―−ーｰ─━"
# The sign of music that a keyboard gives for #, and its name.
_SHARP = re.compile(r"♯|シャープ(?=\s?\d{4}(?!\d))")
_STROKES_BETWEEN = re.compile(rf"(?<=[\d)])\s?[{_STROKES}]\s?(?=[\d(])")

# The words for an extension in all their spellings: 内2345, （内）2345, ext. 2345.
_EXTENSION_WORD = re.compile(
    r"(?:(?<![一-鿿\w])(?:内(?:線番号)?|ext(?:ension)?\.?)|\(内線?\))[\s:]?(?=\d{1,6}(?!\d|-))",
    re.IGNORECASE,
)

# As dialled from abroad: 0081-596-21-5556.
_FROM_ABROAD = re.compile(r"(?<![\d-])(?:010-?|00)81(?=[-\s(])")
_WAVES = re.compile(r"0\d{1,4}(?:~\d{1,4}~|〜\d{1,4}〜|～\d{1,4}～)\d{4}")

_BETWEEN = r"[-\s.・()\[\]]{0,2}"
_NUMBER = re.compile(
    rf"(?:\+81{_BETWEEN}\(?0?\)?{_BETWEEN}(?=[1-9])|[(\[]?(?=0))\d{{1,5}}{_BETWEEN}\d{{1,4}}{_BETWEEN}\d{{3,5}}"
    r"(?![\d]|-\d)|#\d{4}(?!\d)|(?<![\d内線-])1\d\d(?![\d-])"
)
_EXTENSION = re.compile(r"\(?内線[\s:]?\d{1,6}(?:(?:[・、,]|または|又は)\s?\d{1,6})*\)?")
_LOCAL = re.compile(r"(?<![\d-])\(?([1-9]\d{0,3})(?:-|\)-?)(\d{4})(?![\d-])")
_BEHIND = re.compile(
    rf"\s{{0,9}}(?:{_EXTENSION.pattern}|\((?![^()]*0\d{{1,4}}-\d)[^()]{{0,60}}\)"
    r"|(?:代表|直通|専用|FAX兼用)(?=[\s、,]|$))"
)
_JOINERS = re.compile(r"[\s、,;/・=]+|または|又は|もしくは|及び|および")
_EDGES = " .※\t()[]【】〔〕<>「」:=・、,;/"
_FAX = re.compile(r"FAX|ファックス|ファクス|ファクシミリ", re.IGNORECASE)
_VOICE = re.compile(r"TEL|(?<!の)(?<!IP)電話(?:番号)?|でんわ|☎|📞|📱", re.IGNORECASE)
_NOT_SAID = re.compile(r"兼用|兼|フリーダイヤル|ナビダイヤル|番号$|^\s*番\s*$|^共通$|[&・/]")
# Digits in a label: what they count is beside them.
_COUNTED = re.compile(
    r"内線[\s:]?(?:[\d・、,\s]|または|又は)+|\d+(?:時間|階|係|課|番窓口|号|歳|か月)"
)
_PLAIN = re.compile(r"0[\d-]{8,12}|1\d\d|#\d{4}")


@dataclass(frozen=True, slots=True)
class Number:
    """A number as it is printed, what it is for, and whether it is a fax."""

    printed: str
    label: str = ""
    is_fax: bool = False


def read(text: str) -> list[Number]:
    """Read the numbers of a line with the words around them. Raises ValueError.

    >>> read("【電話】0596-21-5536（内線12）")
    [Number(printed='0596-21-5536', label='内線12', is_fax=False)]
    """
    plain = _plain(text)
    found = [] if len(plain) > 300 else _found(plain)
    if not found:
        raise ValueError(_why(plain))
    numbers: list[Number] = []
    for place, each in enumerate(found):
        before = plain[found[place - 1].end() if place else 0 : each.start()]
        behind = _behind(plain, each.end())
        if place:
            before = before[len(_behind(plain, found[place - 1].end())) :]
        last = place == len(found) - 1
        after = behind if not last else plain[each.end() :]
        numbers += _numbers(_national(each[0]), f"{before} {after}")
    return list(dict.fromkeys(numbers))


def tidy(printed: str) -> str:
    """Return a number as the booklet prints it: half-width digits, plain hyphens, no edges.

    >>> tidy(" （０５９６）２１ー５５５６ ")
    '(0596)21-5556'
    """
    plain = _plain(printed)
    if _PLAIN.fullmatch(plain) or len(_found(plain)) != 1:
        return plain
    number = _only(read(plain))
    return number.printed + (f"（{number.label}）" if number.label else "")


def dialled(printed: str) -> str:
    """Return the characters that a telephone dials for a printed number.

    Raises ValueError, in words for a clerk, when that is no number that Japan can dial.

    >>> dialled("0596-21-5556")
    '0596215556'
    >>> dialled("#8008")
    '#8008'
    """
    plain = _plain(printed)
    return _checked(plain if _PLAIN.fullmatch(plain) else _only(read(plain)).printed)


def _only(numbers: list[Number]) -> Number:
    if len({each.printed for each in numbers}) > 1:
        raise ValueError(_("番号がいくつかあります。一つずつ、別の欄に入力してください。"))
    return numbers[0]


def _plain(text: str) -> str:
    """Half-width letters without invisible signs, and plain hyphens between digits."""
    visible = "".join(each for each in text if not _is_invisible(each))
    visible = _FROM_ABROAD.sub("+81", _SHARP.sub("#", visible))
    visible = _WAVES.sub(lambda found: re.sub("[~〜～]", "-", found[0]), visible)
    plain = re.sub(f"[{_STROKES}]", "-", compatible(visible)) if _is_bare(visible) else visible
    plain = _STROKES_BETWEEN.sub("-", compatible(plain)).strip()
    return _EXTENSION_WORD.sub("内線", plain)


def _is_invisible(character: str) -> bool:
    """Whether a character shows nothing, the selectors of ☎️ included."""
    return unicodedata.category(character) == "Cf" or "\ufe00" <= character <= "\ufe0f"


def _is_bare(text: str) -> bool:
    """Whether a text is a number alone, whose every stroke is a hyphen."""
    return not re.search(r"[^\W\d_ーｰ]", compatible(text))


def _found(plain: str) -> list[re.Match[str]]:
    hidden = _EXTENSION.sub(lambda found: "線" * len(found[0]), plain)
    return list(_NUMBER.finditer(hidden))


def _behind(plain: str, at: int) -> str:
    """The words that belong to the number before them: （代表）, 内線1234."""
    end = at
    while found := _BEHIND.match(plain, end):
        end = found.end()
    return plain[at:end]


def _national(found: str) -> str:
    """The number as it is dialled in Japan: +81-596-21-5556 is 0596-21-5556."""
    abroad = re.match(r"\+81[-\s.・()]*0?\)?[-\s.・]*", found)
    number = "0" + found[abroad.end() :] if abroad else found
    number = number.strip()
    if number.startswith(("(", "[")) and not re.search(r"[)\]]", number):
        number = number[1:]
    _checked(number)
    return number


def _numbers(printed: str, words: str) -> list[Number]:
    """One number with its label; two where a line is for both telephone and fax."""
    fax = bool(_FAX.search(words))
    both = fax and bool(_VOICE.search(words) or "兼" in words)
    label = _label(words)
    if re.search(r"\d|[\x00-\x1f]", _COUNTED.sub("", label)):
        raise ValueError(_leftover(label))
    kinds = (False, True) if both else (fax,)
    return [Number(printed, label, is_fax) for is_fax in kinds]


def _label(words: str) -> str:
    kept = _COUNTED.findall(words)
    rest = _COUNTED.sub(" ", words)
    for pattern in (_FAX, _VOICE, _NOT_SAID):
        rest = pattern.sub(" ", rest)
    parts = [
        part.strip(_EDGES) for part in re.split(r"[()\[\]【】〔〕<>\s]|" + _JOINERS.pattern, rest)
    ]
    parts = [re.sub("[のは]$", "", part).replace(":", "：") for part in parts]
    return "、".join([*filter(None, parts), *(each.strip(_EDGES) for each in kept)])


def _checked(printed: str) -> str:
    """The dialled characters of one number that stands alone."""
    import phonenumbers

    number = SEPARATORS.sub("", printed)
    if SHORT_NUMBER.fullmatch(number):
        return number
    if not re.fullmatch(r"0[0-9]{8,10}", number):
        raise ValueError(_why(printed))
    if not phonenumbers.is_valid_number(phonenumbers.parse(number, "JP")):
        raise ValueError(_("使われていない形の番号です。桁数と市外局番をご確認ください。"))
    return number


def _leftover(words: str) -> str:
    if found := _LOCAL.search(words):
        return _without_area_code("-".join(found.groups()))
    if re.fullmatch(r"\d{4}", words):
        return _(
            "「%(number)s」には市外局番と局番がありません。番号ごとに、市外局番から入力してください。"
        ) % {"number": words}
    return _("「%(words)s」は番号として読めません。番号と、何の番号かだけを入力してください。") % {
        "words": words[:40]
    }


def _without_area_code(number: str) -> str:
    return _(
        "「%(number)s」には市外局番がありません。「%(full)s」の番号なら、そのように入力してください。"
    ) % {"number": number, "full": f"{settings.AREA_CODE}-{number}"}


def _why(plain: str) -> str:
    """Why a text is no telephone number."""
    if found := _LOCAL.search(plain[:300]):
        return _without_area_code("-".join(found.groups()))
    if re.fullmatch(r"[1-9]\d{8,9}", plain.replace("-", "")):
        return _("先頭の0がない番号です。「0596-21-5556」のように、0から入力してください。")
    return _("電話番号として読めません。「0596-21-5556」のように、市外局番から入力してください。")


def extension(label: str) -> str:
    """Return the extension that a number's label tells, the first of several; "" for none.

    >>> extension("代表、内線1234")
    '1234'
    """
    found = re.search(r"内線[\s:]?(\d{1,6})", label)
    return found[1] if found else ""


def international(printed: str) -> str:
    """Return a number as it is dialled from anywhere (E.164); "" where it works in Japan alone.

    >>> international("0596-21-5556"), international("#8008")
    ('+81596215556', '')
    """
    import phonenumbers

    try:
        number = dialled(printed)
    except ValueError:
        return ""
    if SHORT_NUMBER.fullmatch(number):
        return ""
    form = phonenumbers.PhoneNumberFormat.E164
    return str(phonenumbers.format_number(phonenumbers.parse(number, "JP"), form))


def charge(number: str) -> str:
    """Return what a call to a dialled number costs, where its prefix says so; otherwise ""."""
    if number.startswith(("0120", "0800")):
        return _("通話無料")
    if number.startswith("0570"):
        return _("通話料がかかります")
    return ""
