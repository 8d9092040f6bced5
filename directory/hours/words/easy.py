"""Phrases of reception hours in easy Japanese, with readings: 休《やす》み.

Readings stand as `directory.languages.markup` reads them; ｜1日《ついたち》 is read as one word.
"""

from directory.hours.rules import LAST_WEEK
from directory.hours.words.table import WordTable

# Days of the month that are not read by their number.
_NAMED_DAYS = {
    1: "ついたち",
    2: "ふつか",
    3: "みっか",
    4: "よっか",
    5: "いつか",
    6: "むいか",
    7: "なのか",
    8: "ようか",
    9: "ここのか",
    10: "とおか",
    14: "じゅうよっか",
    20: "はつか",
    24: "にじゅうよっか",
}
_NATIONAL_HOLIDAYS = {
    "元日": "元日《がんじつ》",
    "成人の日": "成人《せいじん》の日《ひ》",
    "建国記念の日": "建国記念《けんこくきねん》の日《ひ》",
    "天皇誕生日": "天皇誕生日《てんのうたんじょうび》",
    "春分の日": "春分《しゅんぶん》の日《ひ》",
    "昭和の日": "昭和《しょうわ》の日《ひ》",
    "憲法記念日": "憲法記念日《けんぽうきねんび》",
    "みどりの日": "みどりの日《ひ》",
    "こどもの日": "こどもの日《ひ》",
    "海の日": "海《うみ》の日《ひ》",
    "山の日": "山《やま》の日《ひ》",
    "敬老の日": "敬老《けいろう》の日《ひ》",
    "秋分の日": "秋分《しゅうぶん》の日《ひ》",
    "スポーツの日": "スポーツの日《ひ》",
    "文化の日": "文化《ぶんか》の日《ひ》",
    "勤労感謝の日": "勤労感謝《きんろうかんしゃ》の日《ひ》",
    "振替休日": "振替休日《ふりかえきゅうじつ》",
    "国民の休日": "国民《こくみん》の休日《きゅうじつ》",
}


def month_day(number: int) -> str:
    """A day of the month with its reading."""
    named = _NAMED_DAYS.get(number)
    return f"｜{number}日《{named}》" if named else f"{number}日《にち》"


WORDS = WordTable(
    weekdays=(
        "月曜日《げつようび》",
        "火曜日《かようび》",
        "水曜日《すいようび》",
        "木曜日《もくようび》",
        "金曜日《きんようび》",
        "土曜日《どようび》",
        "日曜日《にちようび》",
    ),
    short_weekdays=(
        "月《げつ》",
        "火《か》",
        "水《すい》",
        "木《もく》",
        "金《きん》",
        "土《ど》",
        "日《にち》",
    ),
    months=tuple(f"{number}月《がつ》" for number in range(1, 13)),
    month_days=tuple(map(month_day, range(1, 32))),
    weeks={
        **{number: f"{number}番目《ばんめ》の" for number in range(1, 6)},
        LAST_WEEK: "最後《さいご》の",
    },
    national_holidays=_NATIONAL_HOLIDAYS,
    every_day="毎日《まいにち》",
    working_days="月曜日《げつようび》から金曜日《きんようび》",
    holidays="祝日《しゅくじつ》",
    year_end="年末年始《ねんまつねんし》",
    always_open="24時間《じかん》、休《やす》みません",
    by_reservation="予約《よやく》がいります",
    in_principle="ふつうは",
    also_on_holidays="祝日《しゅくじつ》もあいています",
    also_at_year_end="年末年始《ねんまつねんし》もあいています",
    unknown="時間《じかん》は、窓口《まどぐち》に聞《き》いてください",
    closed="休《やす》み",
    ask_the_window="窓口《まどぐち》に聞《き》いてください",
    both="{first}と{last}",
    nth="毎月《まいつき》{week}{days}",
    in_year="{year}年《ねん》{day}",
    dated="{month}{day}",
    since="{first}から",
    till="{last}まで",
    whole_day="24時間《じかん》",
    next_day="次《つぎ》の日《ひ》の{time}",
    closed_days="{days}は休《やす》み",
    shifted="{days}が祝日《しゅくじつ》のとき、次《つぎ》の平日《へいじつ》も休《やす》み",
    shifted_only="{days}が祝日《しゅくじつ》のとき、次《つぎ》の平日《へいじつ》が休《やす》み",
    on_holidays_at="祝日《しゅくじつ》は{times}にあいています",
    on_some_holidays="祝日《しゅくじつ》は、あいている曜日《ようび》があります",
    on_holidays="祝日《しゅくじつ》もあいています",
    not_on_holidays="祝日《しゅくじつ》は休《やす》みです",
    on_holidays_and_year_end="祝日《しゅくじつ》と年末年始《ねんまつねんし》もあいています",
    not_on_holidays_nor_year_end="祝日《しゅくじつ》と年末年始《ねんまつねんし》は休《やす》みです",
    not_on_holidays_else_year_end=(
        "祝日《しゅくじつ》は休《やす》みです。"
        "年末年始《ねんまつねんし》は、祝日《しゅくじつ》でない日《ひ》にあいています"
    ),
    at_year_end={
        True: "年末年始《ねんまつねんし》は休《やす》みです",
        False: "年末年始《ねんまつねんし》もあいています",
        None: "年末年始《ねんまつねんし》のことは、窓口《まどぐち》に聞《き》いてください",
    },
    today="今日《きょう》",
    tomorrow="明日《あした》",
    open="いま、あいています",
    open_round_the_clock="24時間《じかん》、あいています",
    likely_open="いま、あいていると思《おも》います",
    likely_round_the_clock="24時間《じかん》、あいていると思《おも》います",
    closes_soon="もうすぐ終《お》わります",
    reservation_now="予約《よやく》がいります（いまは、あいている時間《じかん》です）",
    in_principle_now="ふつうは、いま、あいています",
    please_call="電話《でんわ》で聞《き》いてください",
    outside_hours="いまは、あいていません",
    next="次《つぎ》：{start}",
    next_by_reservation="予約《よやく》がいります（次《つぎ》：{start}）",
    closed_for_once="この日《ひ》は休《やす》み",
    instead_of="{day}が祝日《しゅくじつ》だから",
    full_stop="。",
    stop="。",
    comma="、",
    semicolon="。",
    colon="：",
    brackets="（{}）",
    dash="～",
    moment="{day}（{weekday}）{time}",
)
