"""Sentences in Japanese that refuse hours, times and dates as typed, and say what to type instead.

One language, because the pages on which hours and dates are typed have one.
"""

_EXAMPLE = "「月曜日～金曜日 8:30～17:15」のように書いてください。"

# Times
LACKS_HALF = (
    "終わりの時刻が午前か午後か、わかりません。「15:00」か「午後3時」のように入力してください。"
)
ENDS_BEFORE = "終わりの時刻が始まりより前です。翌日までなら「翌6:00」と書いてください。"


def no_time(text: str) -> str:
    """The refusal of a text that is no time of day."""
    return (
        f"「{text[:30]}」は時刻として読み取れません。"
        "「8:30」か「午後1時30分」のように入力してください。"
    )


def beyond_midnight(text: str) -> str:
    """The refusal of a time that no clock shows."""
    return f"「{text}」：時刻は 0:00 から 24:00 までで入力してください。"


# Dates
def no_date(text: str) -> str:
    """The refusal of a text that is no date."""
    return (
        f"「{text[:30]}」は日付として読み取れません。"
        "「2026年4月1日」か「令和8年4月1日」のように入力してください。"
    )


def no_such_day(text: str) -> str:
    """The refusal of a date that no calendar has."""
    return f"「{text}」という日はありません。日付を確かめて、入力し直してください。"


def no_such_day_of_era(text: str, era: str, meant: str) -> str:
    """The refusal of a date beyond the end of its era; `meant` says what it may be, or ""."""
    hint = f"{meant}のことですか。" if meant else ""
    return f"「{text}」という日は、{era}にはありません。{hint}"


def wrong_weekday(text: str, day: str, weekday: str) -> str:
    """The refusal of a date beside a weekday that is not its own."""
    return f"「{text[:30]}」とありますが、{day}は{weekday}曜日です。日付か曜日を直してください。"


def without_year(text: str, month: int, day: int) -> str:
    """The refusal of a month and a day alone."""
    return (
        f"「{text}」には年がありません。「令和8年{month}月{day}日」か"
        f"「2026年{month}月{day}日」のように、年から入力してください。"
    )


def unclear_year(text: str, readings: list[str]) -> str:
    """The refusal of a year of one or two digits, with the dates that it may mean."""
    return (
        f"「{text}」は、どの年かわかりません。"
        f"{'か'.join(readings)}のように、年をはっきり入力してください。"
    )


def beyond_years(text: str, first: int, last: int) -> str:
    """The refusal of a year that is surely a slip."""
    return f"「{text}」：{first}年から{last}年までの日付を入力してください。"


def no_month(text: str) -> str:
    """The refusal of a text that is no month."""
    return f"「{text[:30]}」は月として読み取れません。「2023年1月」のように入力してください。"


def day_for_a_month(text: str) -> str:
    """The refusal of a day other than the first where a month is wanted."""
    return f"「{text[:30]}」：月ごとの数です。「2023年1月」のように入力してください。"


# Hours in words
TOO_LONG = "受付日時が長すぎます。"
CONTRADICTION = "祝日か年末年始について、食い違うことが書かれています。"
CLOSED_AND_OPEN = "受け付ける曜日と休みの曜日に、同じ曜日が入っています。"


def no_hours(text: str) -> str:
    """The refusal of a piece that is not understood."""
    return f"「{text[:60]}」を受付日時として読み取れません。{_EXAMPLE}"


# Rows of hours
OPENS_OUT_OF_RANGE = "開始時刻は 0:00 から 23:59 までで入力してください。"
CLOSES_OUT_OF_RANGE = "終了時刻は 0:01 から 24:00 までで入力してください。"
CLOSES_WHEN_IT_OPENS = "開始と終了が同じです。24時間受け付けるなら 0:00～24:00 にしてください。"
NO_WEEKDAY = "曜日を一つ以上選んでください。"
WEEKDAYS_OF_HOLIDAYS = "「祝日のみ」は曜日や週によりません。曜日と週の印を外してください。"
LAST_BEFORE_FIRST = "終わりの日が始まりの日より前です。日付を直してください。"
NO_DAY_IN_FORCE = "この期間には当てはまる日がありません。曜日か期間を直してください。"
TIMES_OVERLAP = "受付時間どうしが重なっています。時刻を直してください。"


def rules_overlap(number: int, times: str) -> str:
    """The refusal of a row whose reception is also that of an earlier one."""
    return f"{number}行目（{times}）と重なっています。どちらかの曜日・時刻・期間を直してください。"


def exceptions_overlap(number: int) -> str:
    """The refusal of a dated exception on days of an earlier one."""
    return f"{number}件目と日が重なっています。どちらかの日付を直してください。"
