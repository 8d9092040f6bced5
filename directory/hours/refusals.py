"""Sentences in Japanese that refuse hours, times and dates as typed, and say what to type instead.

One language, because the pages on which hours and dates are typed have one. Some have places for
`str.format`: `text` is the piece that was typed.
"""

# Times
NO_TIME = (
    "「{text:.30}」は時刻として読み取れません。「8:30」か「午後1時30分」のように入力してください。"
)
BEYOND_MIDNIGHT = "「{text}」：時刻は 0:00 から 24:00 までで入力してください。"
LACKS_HALF = (
    "終わりの時刻が午前か午後か、わかりません。「15:00」か「午後3時」のように入力してください。"
)
LACKS_HALF_OF_BEGINNING = (
    "始まりの時刻が午前か午後か、わかりません。「13:00」か「午後1時」のように入力してください。"
)
UNCLEAR_HALF = "「{text}」は昼か夜か、わかりません。「12:30」か「24:00」のように入力してください。"
ENDS_BEFORE = "終わりの時刻が始まりより前です。翌日までなら「翌6:00」と書いてください。"

# Dates
NO_DATE = (
    "「{text:.30}」は日付として読み取れません。"
    "「2026年4月1日」か「令和8年4月1日」のように入力してください。"
)
NO_SUCH_DAY = "「{text}」という日はありません。日付を確かめて、入力し直してください。"
NO_SUCH_DAY_OF_ERA = "「{text}」という日は、{era}にはありません。"
DAY_MEANT = "{meant}のことですか。"
WRONG_WEEKDAY = "「{text:.30}」とありますが、{day}は{weekday}曜日です。日付か曜日を直してください。"
WITHOUT_YEAR = (
    "「{text}」には年がありません。「令和8年{month}月{day}日」か"
    "「2026年{month}月{day}日」のように、年から入力してください。"
)
UNCLEAR_YEAR = (
    "「{text}」は、どの年かわかりません。{readings}のように、年をはっきり入力してください。"
)
BEYOND_YEARS = "「{text}」：{first}年から{last}年までの日付を入力してください。"
NO_MONTH = "「{text:.30}」は月として読み取れません。「2023年1月」のように入力してください。"
DAY_FOR_A_MONTH = "「{text:.30}」：月ごとの数です。「2023年1月」のように入力してください。"

# Hours in words
NO_HOURS = (
    "「{text:.60}」を受付日時として読み取れません。「月曜日～金曜日 8:30～17:15」のような行に"
    "書き直すか、行で表せないことは「受付日時の特別な文」か「職員メモ」に書いてください。"
)
NOT_EVERY_WEEK = (
    "「{text:.60}」は、毎週の曜日では表せません。決まった日は「臨時の休み・臨時の受付」に、"
    "ほかは「受付日時の特別な文」に書いてください。"
)
DAYS_WITHOUT_TIMES = "「{text:.60}」に時刻がありません。曜日の後に時刻を書いてください。"
TIMES_WITHOUT_DAYS = (
    "「{text:.60}」がどの曜日のことか、わかりません。時刻の前に曜日を書いてください。"
)
TIMES_NOT_IN_ORDER = (
    "「{text:.60}」の時刻が、前の時刻より早いか重なっています。午後は「13:00」か「午後1時」のように"
    "書いてください。"
)
OF_WHICH = (
    "「{text:.60}」がどの受付のことか、わかりません。"
    "当てはまる行ごとに、行の終わりに書いてください。"
)
WEEKS_OF_WHICH = (
    "「{text:.60}」は、第何週のことか、毎週のことか、わかりません。"
    "「第2火曜日・第2木曜日」か「第2火曜日・毎週木曜日」のように書いてください。"
)
LAST_WEEK_CLOSED = (
    "最終週だけの休みは行で表せません。"
    "受け付ける週を「第1・第2・第3水曜日」のように書いてください。"
)
MOVES_WITHOUT_HOLIDAYS = (
    "休みが祝日から翌平日に移るなら、祝日の受付時刻を「祝日 9:00～17:00」のように書いてください。"
    "祝日も休むなら「翌平日も休み」と書いてください。"
)
MOVES_OR_BOTH = (
    "祝日の受付時刻と「翌平日も休み」が食い違っています。"
    "祝日に受け付けて翌平日に休むなら「翌平日が休み」と書いてください。"
)
TOO_LONG = "受付日時が長すぎます。2,000字、50行までで書いてください。"
CONTRADICTION = "祝日か年末年始について、食い違うことが書かれています。"
CLOSED_AND_OPEN = "受け付ける曜日と休みの曜日に、同じ曜日が入っています。"

# Rows of hours
OPENS_OUT_OF_RANGE = "開始時刻は 0:00 から 23:59 までで入力してください。"
CLOSES_OUT_OF_RANGE = "終了時刻は 0:01 から 24:00 までで入力してください。"
CLOSES_WHEN_IT_OPENS = "開始と終了が同じです。24時間受け付けるなら 0:00～24:00 にしてください。"
NO_WEEKDAY = "曜日を一つ以上選んでください。"
WEEKDAYS_OF_HOLIDAYS = "「祝日のみ」は曜日や週によりません。曜日と週の印を外してください。"
LAST_BEFORE_FIRST = "終わりの日が始まりの日より前です。日付を直してください。"
NO_DAY_IN_FORCE = "この期間には当てはまる日がありません。曜日か期間を直してください。"
TIMES_OVERLAP = "受付時間どうしが重なっています。時刻を直してください。"
RULES_OVERLAP = (
    "{number}行目（{times}）と重なっています。どちらかの曜日・時刻・期間を直してください。"
)
EXCEPTIONS_OVERLAP = "{number}件目と日が重なっています。どちらかの日付を直してください。"
