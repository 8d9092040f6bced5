"""Patterns of the words of which hours are written: days, times, and what surrounds them.

Each takes a bounded piece of text, so that reading takes time in proportion to the text.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from directory.hours.dates import DATE
from directory.hours.reading_usual_words import STROKES, TO
from directory.hours.reading_vocabulary import (
    AS_EVER,
    BE,
    CLOSED,
    HOUSE,
    NOT_OPEN,
    OPEN,
    POLITE,
    RECEIVE,
    SHUT,
    SHUT_DAY,
    WHEN,
)
from directory.hours.rules import LAST_WEEK
from directory.hours.words.ja import WEEKDAYS
from directory.text.folding import letter_by_letter

ALL_WEEKS = frozenset(range(1, 6))
# Long vowels stay within words: センター is no センタ～.
_LONG_VOWEL_AS_STROKE = re.compile("(?<![ァ-ヺー])ー")
_CIRCLED = "".join(map(chr, range(0x2460, 0x2474)))
_KANJI_WEEKS = str.maketrans("一二三四五", "12345")
# What stands for ① to ⑳, which folding would make a part of the number or month behind it.
COUNTED = "§"
_SAME = str.maketrans(
    dict.fromkeys(STROKES, TO)
    | dict.fromkeys("，；;,+＋", "、")
    | dict.fromkeys("&＆", "・")
    | dict.fromkeys("〈《≪", "<")
    | dict.fromkeys("〉》≫", ">")
    | dict.fromkeys("「『", "【")
    | dict.fromkeys("」』", "】")
    | dict.fromkeys(_CIRCLED, COUNTED)
    | dict(zip("㈪㈫㈬㈭㈮㈯㈰㈷", WEEKDAYS + "祝", strict=True))
)
_WEEKS_IN_KANJI = re.compile("第[一二三四五](?:[・、と][一二三四五]){0,4}")
_BULLET = re.compile(rf"(?<![^\n]){TO}(?=[ \t])")
_DAY_IN_BRACKETS = re.compile(rf"\(([{WEEKDAYS}])\)")
# 午前（9時～12時）
_TIMES_IN_BRACKETS = re.compile(
    rf"(?:(?<=午[前後])|(?<=午[前後]中))\((\d[\d:時分半{TO}からまで \t]{{3,30}})\)"
)


def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


_BLANK = r"[ \t]{0,9}"
UNTIL = "(?:まで|迄)"
_TO = rf"{_BLANK}(?:{TO}|から|より){_BLANK}"

# Behind 夜: a time of the evening, before which 夜間 says nothing more.
_LATE = rf"間(?=の?{_BLANK}\(?(?:午後[5-9]|1[6-9]|2[0-3])[:時])"

# Days
_AFTER_A_LETTER = (
    rf"[{WEEKDAYS}祝第{TO}・、./()\[\]】〕>\s:=の=及各毎年終夜朝夕深早午正休定除以"
    r"要原翌とはもから昼最夏…‥|\d]"
)
_WEEKDAY = (
    rf"(?:[{WEEKDAYS}](?:曜日?|[ \t]{{1,3}}曜[ \t]{{1,3}}日(?!曜))"
    rf"|[{WEEKDAYS}](?={_AFTER_A_LETTER}|{UNTIL}|より|や|のみ|だけ|AM|PM|※|【|{TO}|$))"
)
_A_WEEK = "第[1-5]|最(?:終|後)(?!日(?!曜|・[月火水木金土]))"
_EVERY_MONTH = "(?:毎月|各月)"
# 4 of 第2・4月, which is no time and no date.
_BARE_WEEK = rf"[1-5](?={_BLANK}[・、と.{TO}]?(?:[第最{WEEKDAYS}週]|[1-5](?!:|時)))"
WEEKS = _compiled(
    rf"(?:{_EVERY_MONTH}の?{_BLANK})?(?P<weeks>(?:{_A_WEEK})週?"
    rf"(?:{_BLANK}(?:の?と|[・、.{TO}]|/(?=第)|及び|および)?{_BLANK}(?:{_A_WEEK}|{_BARE_WEEK})週?){{0,9}})"
    rf"の?{_BLANK}"
)
# 土曜日（第1・第3）: the weeks of the day before it.
WEEKS_BEHIND = _compiled(
    rf"{_BLANK}\((?:{_EVERY_MONTH}の?)?(?P<weeks>(?:{_A_WEEK})(?:[・、と/](?:{_A_WEEK}|[1-5])){{0,5}})週?"
    r"(?:のみ|だけ|(?P<closed>(?:を|は)?(?:除く?|お?休み?)))?\)"
)
EVERY_WEEK = _compiled(
    rf"毎週の?{_BLANK}|毎(?=[{WEEKDAYS}]曜)|平日の(?:うち、?)?(?=[月火水木金](?:曜|・|{_BLANK}\d))"
)
DAY_RANGE = _compiled(rf"(?P<first>{_WEEKDAY})(?:{_TO}(?P<last>{_WEEKDAY}){UNTIL}?)?")
DAILY = _compiled("毎日")
WORKING_DAYS = _compiled(rf"平{_BLANK}日(?![夜昼](?!{_BLANK}\d|{_LATE})|日)")
HOLIDAYS = _compiled(
    r"国民の祝日に関する法律(?:\(昭和23年法律第178号\))?に(?:規定|定め)する(?:休日|祝日)"
    "|(?:国民の)?(?:祝日?(?:・|、|及び|および|と)休日|休日(?:・|、|及び|および|や|と)祝日|祝祭日|祝休日|祝日|祝)"
)
_YEAR_END_DATES = rf"12(?:月|/)29日?{_TO}(?:翌年?の?)?{_BLANK}0?1(?:月|/)0?3日?{UNTIL}?(?!\d)"
YEAR_END = _compiled(
    rf"年末年始(?:の?期間)?(?:{_BLANK}\({_BLANK}{_YEAR_END_DATES}{_BLANK}\)"
    rf"|{_BLANK}:?{_BLANK}{_YEAR_END_DATES})?"
    rf"|{_YEAR_END_DATES}(?:の年末年始)?"
)
JOIN = _compiled(rf"{_BLANK}(?:及び|および|並びに|または|又は|[・、./とや;]){{0,2}}{_BLANK}")
ONLY = _compiled(
    rf"(?:のみ|だけ|に限(?:ります|り|る)|限定)(?:(?:{OPEN})(?:し?{BE}|です)?(?=[\s、。()]|$))?"
)
# 休日（土日祝）, where 休日 alone might be Sundays and holidays.
REST_DAYS = _compiled(rf"休日{_BLANK}\(土(?:曜日?)?[・、]?日(?:曜日?)?[・、]?祝日?\)")
# 毎月1回（第2日曜）, 週3日（月・水・金）, 第2日曜（月1回）: how many days stand beside it.
COUNTED_DAYS = _compiled(
    rf"(?:毎月|月|(?P<week>毎週|週))に?{_BLANK}(?P<number>[1-7])[回日]"
    rf"(?:[ \t、/:]{{0,9}}(?=(?P<days>{_EVERY_MONTH}|{_A_WEEK}|毎週|[{WEEKDAYS}])"
    r"|\((?P<inside>[^()]{1,60})\))|(?=[\s、]|$))"
)

# What is said of days or times before it
# 土・日・祝日／休み, behind which nothing else is said to be closed.
_NOTHING_ELSE = rf"[/=](?=(?:{SHUT})(?:です)?(?:[\n、。)]|$))"
# 除く祝日・年末年始
_EXCEPT_FIRST = r"除く?[・:]?(?=祝|年末|土[曜日・、]|日[曜祝・、])"
IS_CLOSED = _compiled(
    rf"(?:{WHEN}|の間)?{_BLANK}(?:[はをも:]|[…‥|]{{1,4}}|{_NOTHING_ELSE})?、?{_BLANK}"
    rf"(?!{_EXCEPT_FIRST})(?P<how>{NOT_OPEN}|(?:{CLOSED})(?:{POLITE})?)"
    rf"(?:の?日(?![曜祝・、]))?(?!憩|まず|な[くし]|ません|しな)"
)
# 、12/28～1/4を除く
CLOSED_BEHIND = _compiled(
    rf"[、・\s]{{0,9}}(?:及び|および|と)?(?P<part>[^、。()\s]{{1,30}}?(?:{CLOSED}))(?!憩|み時間)"
)
EXCEPTS = _compiled("除|のぞ|以外")
# 休館日：月曜日, where 休館日 says nothing of what stands before it.
CLOSED_FOLLOWS = _compiled(
    rf"(?:は|{_BLANK}[:/]|[ \t]){_BLANK}(?:毎週|毎月|{_A_WEEK}|祝|年末|{_WEEKDAY})"
)
# 木曜日 定休日 金曜日 9:00～17:00, where either day may be closed.
OPEN_FOLLOWS = _compiled(r"[ \t]{1,9}[^\d\n:/は]{1,20}\d")
COLON = _compiled(rf"{_BLANK}:")
IS_OPEN_TOO = _compiled(
    rf"(?:で?も{_BLANK}(?:{AS_EVER}{_BLANK}(?:に|で)?、?(?:{OPEN})|休まず(?:{OPEN})?|{OPEN}|含む)"
    rf"|を?含む|を?含み|を?問わず)(?:し{BE}|て(?:います|おります)|ます|です)?(?![能否])"
)
# 祝日開館, of no weekdays.
IS_OPEN_THEN = _compiled(rf"(?:は|に)?(?:{OPEN})(?:し?{BE}|です)?(?=[\s、。()]|$)")
CLOSING_DAYS = _compiled(
    rf"(?:[【\[〔<](?:{SHUT_DAY}|お?休み)[】\]〕>]:?{_BLANK}"
    rf"|{_EXCEPT_FIRST}|(?:{SHUT_DAY})(?:は|{_BLANK}[:/]|[\s]){_BLANK}"
    rf"|(?:{SHUT}){_BLANK}[:/]{_BLANK}"
    rf"|お?休み(?:は|[ \t](?=[^\d\n]{{1,20}}(?:\n|$))){_BLANK})"
)
# 祝日の木曜は休み, 木曜が祝日の場合は休み: of one day of the week.
CLOSED_IF_HOLIDAY = _compiled(
    rf"(?:祝日の(?P<behind>[{WEEKDAYS}曜日・、]{{1,40}})"
    rf"|(?P<before>[第1-5{WEEKDAYS}曜日・、]{{1,40}})[がは](?:国民の)?(?:祝日|祝祭日)(?:{WHEN}))"
    rf"(?:に?[は、])?、?(?:{SHUT})(?:{POLITE})?(?=[\s、。()]|$)"
)
# 土曜は午前のみ, 木曜午後休診.
HALF_DAY = _compiled(
    rf"[はのも]?{_BLANK}(?P<half>午前|午後)中?"
    rf"(?:(?P<only>のみ|だけ)|は?{_BLANK}(?P<off>{SHUT}))(?:{POLITE})?(?=[\s、。()]|$)"
)
SHIFTED = _compiled(
    rf"(?P<days>(?:毎週)?[{WEEKDAYS}曜日・、{TO}]{{1,40}})[がで](?:国民の)?(?:祝日|休日)"
    rf"(?:の場合|のとき|の時|に当たる場合|にあたる場合|と重なる場合|と重なるとき)に?は?、?"
    rf"(?:その)?翌平日(?P<how>[もがは]?)(?:{SHUT})(?:です|します)?"
)
REMARKS = {
    "by_reservation": _compiled(
        r"(?:完全予約制?|事前予約制|要事前予約|(?:事前に、?)?要予約|予約制|予約要"
        r"|(?:事前[にの]?、?)?ご?予約が必要|事前予約"
        r"|予約[ \t]{0,9}[:/]?[ \t]{0,9}(?:必要|必須|要))(?:です)?(?![\w])"
    ),
    "tentative": _compiled("原則(?:として)?(?!不可|、?(?:完全|事前|要)?(?:事前)?予約)"),
}
OF_ALL = _compiled(rf"(?:いずれも|ともに|どちらも|すべて|全て){REMARKS['by_reservation'].pattern}")
ALL_YEAR = _compiled(r"(?:年中無休|365日|無休)(?:体制|対応|受付)?")
YEAR_END_UNKNOWN = _compiled("年末年始は不明")

# Times
_AM_PM = r"[AP]\.?M\.?"
HALF = rf"(?:午前|午後|{_AM_PM}|早朝|朝|夕方|深夜|真夜中|夜中|夜|お?昼)(?:の部|の|中)?"
# 午前, 午前：, 【午前】.
IN_HALF = rf"(?:{HALF}{_BLANK}:?|[(【\[〔<]{HALF}[)】\]〕>]{_BLANK}:?)"
_TIME = (
    rf"(?:翌(?:日|朝)?の?{_BLANK})?(?:正午|{IN_HALF}?{_BLANK}"
    rf"\d{{1,2}}(?:[ \t]?:[ \t]?\d{{2}}(?!\d)|\.\d{{2}}(?![.\d時月年])"
    rf"|[ \t]?時(?!間)(?:[ \t]?\d{{1,2}}[ \t]?分|半)?)"
    rf"(?:{_BLANK}{_AM_PM}(?!{_BLANK}:?{_BLANK}\d{{1,2}}:\d\d(?!{_BLANK}{_AM_PM})))?"
    rf"|(?:翌(?:日|朝)?)?(?:{_AM_PM}{_BLANK}\d{{1,2}}(?![\d:.時])|\d{{1,2}}{_BLANK}{_AM_PM}))"
)
_BARE = rf"{IN_HALF}?{_BLANK}\d{{1,2}}"
_BARE_FIRST = rf"(?<![\d月.])(?<!\d/){_BARE}"
SPAN = _compiled(
    rf"(?P<first>{_TIME}|{_BARE_FIRST}(?={_TO}{_BARE}(?:時|:\d\d)))"
    rf"{_TO}(?P<last>{_TIME})(?:{_BLANK}{UNTIL})?"
)
TIME = _compiled(rf"{_BLANK}{_TIME}")
# 開館 9:00 閉館 17:00.
OPENS_AND_CLOSES = _compiled(
    rf"開(?P<what>[館所室庁])(?:時[刻間])?{_BLANK}[:は]?{_BLANK}(?P<first>{_TIME})"
    rf"[\s、/・]{{1,9}}閉(?P=what)(?:時[刻間])?{_BLANK}[:は]?{_BLANK}(?P<last>{_TIME})"
)
# 火 9-12/13-16; neither 12/13 nor 13-16 can be a date here.
BARE_PAIR = _compiled(
    rf"(?<=[{WEEKDAYS}][ \t])(?P<first>{_BARE_FIRST}){TO}(?P<last>\d{{1,2}})"
    rf"/(?P<again>1[3-9]|2\d){TO}(?P<end>\d{{1,2}})(?![\d/:月日時])"
)
# 水曜日は19:00まで: another closing time of days whose hours stand before.
CLOSES_AT = _compiled(
    rf"(?:は|のみ|だけ)、?{_BLANK}(?:{TO}(?P<last>{_TIME}){UNTIL}?"
    rf"|(?P<until>{_TIME}){UNTIL}(?:の?延長)?(?:{POLITE})?)"
    rf"(?=[\s、。()]|$)"
)
# 水曜日は10:00から: another opening time of days whose hours stand before.
OPENS_AT = _compiled(
    rf"(?:は|のみ|だけ)、?{_BLANK}(?P<first>{_TIME})(?:から|より|{TO})(?:{POLITE})?(?=[\s、。()]|$)"
)
# The first span of 9～12、13～16時, whose sign of the hour stands once, at the end.
BARE_SPAN = _compiled(
    rf"(?P<first>{_BARE_FIRST}){_TO}(?P<last>{_BARE})"
    rf"(?={_BLANK}(?:[・、/と]|及び|および){_BLANK}{_BARE}{_TO}{_BARE}時(?!間))"
)
SPANS = (SPAN, BARE_SPAN, BARE_PAIR, OPENS_AND_CLOSES)
WHOLE_DAY = _compiled(
    r"(?:(?:終日|一日中)\(24時間\)|24時間\(終日\)|24(?:時間|H(?![A-Z]))|終日|一日中)(?:体制|対応|受付|いつでも)?(?:で(?!す))?"
)
_REST = "お?昼休憩|お?昼休み?|休憩(?:時間)?"
BREAK = _compiled(rf"(?:{_REST}|昼){_BLANK}[:は]?{_BLANK}")
IS_BREAK = _compiled(
    rf"{_BLANK}は?{_BLANK}(?:{_REST})(?:です)?(?!み|{_BLANK}[:は]?{_BLANK}{_TIME})"
)

# What surrounds them
SEPARATORS = _compiled(r"[\s、。・/:=;※■●○◆◇▼▽★☆◎＊*…‥|]+")
HOWEVER = ("ただし", "但し")
PARTICLES = _compiled(
    rf"の?日中(?={_BLANK}\(?\d)|の?夜{_LATE}の?|(?:各日|両日|いずれの日)?とも(?=[\s、\d午要予]|$)|の間|の各曜日"
    rf"|(?:いずれも|ともに|どちらも)(?={_BLANK}(?:土|日|祝|国民|年末))"
    r"|なお|尚|また(?!は)|注(?=[ \t:])|です|の|は|と|に|で|ただし|但し"
)
# 受け付けています, behind times.
IS_OPEN = _compiled(
    rf"(?:[をに]?(?:受け?付け?|{RECEIVE}し|開い|開け){BE}|(?:ご?相談|ご?利用)(?:でき|いただけ)ます|(?:と|に)なって(?:います|おります)|に限(?:ります|る)|(?<=[\d時分半])に?(?:開{HOUSE}|開設|営業))(?=[\s、。()]|$)"
)
MANY_PARTICLES = _compiled(rf"(?:(?:{PARTICLES.pattern})[\s、]{{0,9}}){{3}}")
BRACKET = _compiled(r"\((?P<inside>[^()]*(?:\([^()]*\)[^()]*){0,3})\)")
OPENING, CLOSING = _compiled(r"[【\[〔<]"), _compiled(r"[】\]〕>]")
DAYS_BEGIN = rf"(?:原則(?:として)?[、\s]{{0,9}})?(?:毎日|毎週|毎月|平日|{_A_WEEK}|祝|{_WEEKDAY})"
_HEADING_OF = f"相談|受付|診療|診察|窓口|開設|開催|開{HOUSE}|営業|業務|利用|対応|実施|活動|可能"
_HEADING = (
    rf"ご?(?:{_HEADING_OF}){{0,3}}曜?日(?:・|と|及び|および)時間"
    rf"|ご?(?:{_HEADING_OF}){{1,3}}(?:日{_BLANK}時|時{_BLANK}間帯?|曜日|日程|日)"
    rf"|日{_BLANK}時|時{_BLANK}間帯?|曜日|日程|日にち|期日|と{_BLANK}き|(?:相談)?受付"
    rf"|(?:診療|診察|開{HOUSE}|営業)(?={_BLANK}[:/は]|[ \t]{{1,9}}{DAYS_BEGIN})|ご?相談(?=は)"
)
HEADING = _compiled(rf"[【\[〔<]?(?:{_HEADING})(?:[】\]〕>]|{_BLANK}[:/は]|[ \t]|(?=[\n(]))")
# (1), ①, 1. and 1、 before the parts of a text; without brackets only before words.
NUMBER = _compiled(
    rf"(?:{COUNTED}|\((?P<inside>\d{{1,2}})\)|(?P<bare>\d{{1,2}})[.、)](?!\d)){_BLANK}"
)
HEADING_OF_TIMES = _compiled(
    rf"(?:{_HEADING_OF}){{1,3}}(?=時間|{_BLANK}[:/は])|^(?:相談)?受付(?!日|曜)"
)
CHANNEL = _compiled(
    r"(?:電話|TEL|来所|来庁|来館|面接|面談|窓口|対面|訪問|メール|オンライン|LINE|SNS|チャット|FAX|ファクス)"
    r"(?:による)?(?:相談|受付|窓口)?"
)
VALIDITY = _compiled(
    rf"(?P<validity>{DATE}{_BLANK}(?:{TO}|から|より){_BLANK}(?:{DATE}{UNTIL}?)?)(?:の|の間|、|より)?[\s、]{{1,9}}"
)
_BEGIN = rf"(?={DAYS_BEGIN}|{_TIME}|24時間|要予約|\([{WEEKDAYS}])"
_RESERVED = rf"{_BLANK}(?P<reserved>\({REMARKS['by_reservation'].pattern}\))?{_BLANK}"
LABELS = [
    _compiled(rf"※(?P<label>[^\n※]{{1,60}}?)[ \t:]{{1,9}}(?={DAYS_BEGIN})"),
    _compiled(
        rf"[【\[〔<](?P<label>[^\n※【】\[\]〔〕<>]{{1,60}})[】\]〕>]{_RESERVED}:?{_BLANK}{_BEGIN}"
    ),
    _compiled(rf"(?P<label>[^\s、。:()※【】{COUNTED}]{{1,30}}){_RESERVED}:{_BLANK}{_BEGIN}"),
    _compiled(rf"(?P<label>{CHANNEL.pattern})(?:時間|日時)?{_RESERVED}[ \t:は]{{1,9}}{_BEGIN}"),
    _compiled(rf"[【\[〔<](?P<label>{CHANNEL.pattern})(?:時間|日時)[】\]〕>]:?{_BLANK}{_BEGIN}"),
]
# A piece that says something of days or times is no label.
SAYS_MORE = _compiled(
    rf"\d(?!階|番|号|\d)|除|休|のみ|だけ|{UNTIL}|から|予約|[{WEEKDAYS}各]曜|祝|平日|毎|年末|年中|翌|隔"
    rf"|第[1-5]|最終|午[前後]|以外|不可|閉|止|盆|ません|ない|時間|[奇偶]数|原則|{TO}|^[{WEEKDAYS}祝・/]+$"
    r"|夏|冬|[春秋][季期休]|期|連休|雨|臨時|当面|予備|前日|当日|締|^注$"
)


@dataclass(frozen=True, slots=True)
class Days:
    """Days as one reads them: weekdays, weeks of the month, and whether holidays are meant."""

    weekdays: frozenset[int]
    nth_weeks: frozenset[int] = frozenset()
    holidays: bool = False
    daily: bool = False


def same_length(text: str) -> str:
    """The text in half width, letter by letter, with one stroke and one comma for their forms."""
    plain = letter_by_letter(text.translate(_SAME)).translate(_SAME)
    plain = _LONG_VOWEL_AS_STROKE.sub(TO, plain)
    plain = _BULLET.sub("・", plain)
    plain = _WEEKS_IN_KANJI.sub(lambda found: found[0].translate(_KANJI_WEEKS), plain)
    plain = _TIMES_IN_BRACKETS.sub(r" \1 ", plain)
    return _DAY_IN_BRACKETS.sub(r" \1 ", plain)


def read_weeks(text: str) -> frozenset[int]:
    """Read what `WEEKS` has found: 第1・3, 第1～第4, 最終."""
    weeks = {LAST_WEEK} if "最" in text else set()
    for first, last in re.findall(rf"([1-5])(?:\D{{0,9}}{TO}\D{{0,9}}([1-5]))?", text):
        weeks |= set(range(int(first), int(last or first) + 1))
    return frozenset(weeks)


def read_range(found: re.Match[str]) -> frozenset[int]:
    """Read what `DAY_RANGE` has found, which may run over Sunday: 土～月."""
    first = WEEKDAYS.index(found["first"][0])
    last = WEEKDAYS.index((found["last"] or found["first"])[0])
    return frozenset((first + step) % 7 for step in range((last - first) % 7 + 1))


def merged(groups: list[Days]) -> Iterator[Days]:
    """The days with those of the same weeks together, in the order of their first."""
    for nth_weeks in dict.fromkeys(each.nth_weeks for each in groups):
        alike = [each for each in groups if each.nth_weeks == nth_weeks]
        weekdays = frozenset().union(*(each.weekdays for each in alike))
        holidays, daily = any(e.holidays for e in alike), any(e.daily for e in alike)
        yield Days(weekdays, nth_weeks, holidays, daily)
