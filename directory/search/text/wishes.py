"""How and when a person wants to talk, as a question says it: チャット, 電話できない, 土曜日.

Each wish is a value of one filter of the list of windows; what remains is the trouble itself.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from directory.search.text.query import is_number, parse
from directory.text.normalise import Folded, trace

# What may stand around a wish without saying anything more.
AROUND = re.compile(
    r"(?<![^ ])(?:[でにはもをがと]|の|だけ|でも|なら)(?= |$|相談|話|はな|連絡|した|でき|お願)"
    r"|[のをがにで](?= |$)|(?:話|はな)(?=[しすせがを ]|$)|(?:を|が)?聞いてほしい"
    r"|(?<![^ ])[がで]?(?:いい|良い|ええ)(?:です)?(?= |$)"
    r"|相談|やり取り|やりとり|連絡|お願い|窓口|ところ"
    r"|(?<![^ ])(?:し|す|せ)?(?:たい|る|できる|できます|できない|ください)(?:です)?(?: ?か)?(?= |$)"
)
OPEN = r"(?:やって|開いて|あいて|空いて|ひらいて)(?:い?る|ます|ますか|いますか)?"
APART = r"(?:(?<![ぁ-んー])|(?<=[をにのはがで]))"
TO_TALK = r"(?=で?(?:相談|話|はな|聞|連絡|やり|した|でき|お願))"
BY_WHICH = rf"(?:{TO_TALK}|(?=[をがで]?(?: |$))|(?=[がで](?:いい|良い|ええ)))"
# What came is no way to talk: 架空請求のメール, 迷惑メール.
CAME = "".join(
    f"(?<!{word})"
    for word in ("迷惑", "詐欺", "さぎ", "不審", "請求", "脅迫", "勧誘", "広告", "偽")
)
ANSWERS = rf"(?:{OPEN}|受付(?:中|して)?|(?:相談|電話)(?:でき|可)(?:る|ます)?|つながる|出てくれる)"
# A language, and that a person does or does not speak it: 日本語わからない.
LANGUAGE = re.compile(
    r"\w{1,9}語(?:[がはもをで]?(?:わか|分か|話|はな|しゃべ|でき|出来|読|苦手)[ぁ-ん]{0,8})?"
)
TALK = r"(?=(?:相談|話|はな|電話)[しすせでを])"


class Wish(StrEnum):
    """A filter that a question can set; the values are those of the query string."""

    CHANNEL = "channel"
    WITHOUT_TELEPHONE = "no_phone"
    RESERVATION = "reservation"
    OPEN = "open"
    WHEN = "when"


@dataclass(frozen=True)
class Wishes:
    """What a question asks of how and when, and the question without it.

    `filters` are names and values for the query string; `heard` are the pieces of the question
    that say so, as they were typed; `rest` is what was typed without them.
    """

    filters: dict[str, str]
    heard: tuple[str, ...]
    rest: str


def _when(day: str) -> str:
    return (
        rf"{day}(?:曜日?|よう?び?)?(?:に|も|は|でも|の)? ?{ANSWERS}|^{day}曜日?$|^{day}曜日?(?= )"
    )


# In English; a bill, a number or another person's telephone is no wish.
NO_PHONE = (
    r"(?<![a-z])(?:(?:i )?(?:can ?not|can.?t|do ?n.?t (?:like|want)(?: to)?|unable to|hate|no"
    r"|without|(?:afraid|scared) (?:to|of))"
    r"(?: (?:us(?:e|ing)|talk(?:ing)?|speak(?:ing)?|mak(?:e|ing)|on|the|a))*"
    r" (?:tele)?phon(?:e|ing))(?: calls?)?(?![a-z]| (?:bill|number|contract|compan|card|shop))"
)

RULES: tuple[tuple[Wish, str, re.Pattern[str]], ...] = tuple(
    (wish, value, re.compile(pattern))
    for wish, value, pattern in (
        (
            Wish.WITHOUT_TELEPHONE,
            "on",
            r"(?:電話|でんわ|通話)(?:を?かける)?(?:の?[がはをで]|するのが?|は)? ?"
            r"(?:怖|こわ|恐|苦手|にがて|でき(?:な|ま)|出来(?:な|ま)|した?くな|しな|せず|せずに|使え|つかえ|"
            r"以外|なし|無し|嫌|いや|無理|むり|かけられ|話せ|はなせ)[ぁ-ん]*"
            r"|声[がを]?(?:出せ|出な|出したくな|聞かれたくな)[ぁ-ん]*|(?:しゃべ|喋)れな[ぁ-ん]*"
            rf"|{NO_PHONE}",
        ),
        (
            Wish.CHANNEL,
            "chat",
            rf"ちゃっと|(?<![a-z])sns{BY_WHICH}",
        ),
        (
            Wish.CHANNEL,
            "line",
            rf"{CAME}(?:{APART}らいん|(?<![a-z])line)(?:{TO_TALK}|(?<!のらいん)(?<!のline){BY_WHICH})",
        ),
        (Wish.CHANNEL, "video", rf"(?:びでお|てれび)(?:通話|電話)|zoom{BY_WHICH}"),
        (
            Wish.CHANNEL,
            "form",
            rf"{APART}(?:入力|問い?合わせ|申し?込み?)?ふ[ぉお][ーお]?む{BY_WHICH}",
        ),
        (
            Wish.CHANNEL,
            "email",
            rf"{CAME}(?:{APART}め[ーえ]る|e ?め[ーえ]る|(?<![a-z])e?mail)"
            rf"(?:{TO_TALK}|(?<!のめ[ーえ]る){BY_WHICH})",
        ),
        (
            Wish.CHANNEL,
            "visit",
            r"対面|面談|(?:直接|ちょくせつ)(?:会|あ|話|相談)[ぁ-ん]*|会って(?=話|相談)",
        ),
        (Wish.CHANNEL, "fax", r"ふぁっくす|fax"),
        (
            Wish.RESERVATION,
            "none",
            r"(?:予約|よやく)(?:が|は|を)?(?:なし|無し|不要|せず|せずに|しない|しなくて(?:も?いい)?|"
            r"いらな|要らな|なく|無く|とら)[ぁ-ん]*",
        ),
        (
            Wish.OPEN,
            "on",
            rf"(?:今|いま)(?:すぐ|から|の時間)?(?:に|でも|も)? ?{ANSWERS}|受付中"
            r"|(?:今|いま)すぐ(?:に)? ?(?:相談|電話|話|はな)(?=し|す|を|が|$| )",
        ),
        (
            Wish.WHEN,
            "saturday",
            _when("土") + "|" + _when("土日") + "|週末" + rf"(?:に|も|は)? ?{ANSWERS}",
        ),
        (Wish.WHEN, "sunday", _when("日") + rf"|日祝(?:に|も)? ?{ANSWERS}"),
        (
            Wish.WHEN,
            "midnight",
            rf"(?:深夜|夜中|真夜中)(?:に|も|は|でも|の)? ?(?:{ANSWERS}|$|{TALK})",
        ),
        (
            Wish.WHEN,
            "evening",
            rf"(?:夜|夜間|よる|夕方|仕事帰り)(?:に|も|は|でも)? ?(?:{ANSWERS}|$|{TALK})",
        ),
    )
)


def wishes_in(text: str) -> Wishes:
    """Return how and when a person wants to talk; at most one wish of a kind, the first rule's.

    >>> wishes_in("土曜日 やってる 介護").filters
    {'when': 'saturday'}
    >>> wishes_in("チャットで相談したい").rest
    ''
    """
    folded = trace(text)
    rest, filters, heard = folded.text, {}, []
    for wish, value, pattern in RULES:
        match = None if wish.value in filters else pattern.search(rest)
        if match:
            filters[wish.value] = value
            heard.append("".join(_typed(text, folded, *match.span())).strip())
            rest = _blank(match, rest)
    before = "" if filters else rest
    while rest != before:
        before, rest = rest, AROUND.sub(lambda match: " " * len(match[0]), rest)
    kept = [
        " " if letter == " " else piece
        for letter, piece in zip(rest, _typed(text, folded, 0, len(rest)), strict=True)
    ]
    return Wishes(filters, tuple(heard), " ".join("".join(kept).split()))


def says_trouble(text: str) -> bool:
    """Whether a question says more than a number, a language, or how and when to talk."""
    trouble = parse(wishes_in(text).rest)
    words = [word for word in trouble.words if not is_number(word)]
    return bool(words or trouble.stems) and not LANGUAGE.fullmatch(trouble.joined)


def _blank(match: re.Match[str], text: str) -> str:
    """The text with as many spaces in the match's place."""
    return text[: match.start()] + " " * len(match[0]) + text[match.end() :]


def _typed(text: str, folded: Folded, start: int, end: int) -> list[str]:
    """For each folded letter in a range, what was typed for it; empty where it shares a sign."""
    places = [*folded.origin, len(text)]
    return [text[places[i] : places[i + 1]] for i in range(start, end)]
