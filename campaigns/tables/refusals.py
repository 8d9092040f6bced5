"""Messages in Japanese about tables, rows and figures that are refused, with the remedy.

Some have places for `str.format`: `text` is a cell, `number` and `first` are rows.
"""

# Files
TOO_LARGE = "表が大きすぎます（10万行・100列まで）。期間を分けてください。"
IN_ROW = "{number}行目：{message}"
IN_COLUMN = "{label}：{message}"

# Figures
LONG_FIGURE = "長すぎます。数字だけを入力してください。"
EMPTY_FIGURE = "空です。0のときは0を入力してください。"
OTHER_MONEY = "「{text}」は円ではありません。円にした金額を入力してください。"
NEGATIVE = "「{text}」はマイナスの数です。0以上の数を入力してください。"
NO_NUMBER = "「{text}」は数として読めません。数字だけを入力してください。"
RATIO_FOR_COUNT = "「{text}」は率です。件数を入力してください。"
FRACTION = "「{text}」には端数があります。整数で入力してください。"
LARGE_FIGURE = "「{text}」は大きすぎます。"

# Figures by medium
NO_MEDIA = "媒体の行がありません。"
NO_NAME = "媒体の名前が空です。"
SUBTOTAL = "小計の行は取り込めません。この行を消してください。"
NO_HEADINGS = (
    "見出しの行が見つかりません。{missing}の列が必要です。見出しの名前を確かめてください。"
)
HEADING_OF_OTHER_MONEY = (
    "見出し「{text}」は円ではありません。円にした金額の表を取り込んでください。"
)
CURRENCY = "通貨が「{text}」です。円にした金額を入力してください。"
MORE_CLICKS = "クリック{clicks:,}が、表示回数{impressions:,}より多くなっています。"
LONG_NAME = "媒体の名前が長すぎます（{max_length}文字まで）。"
SAME_MEDIUM = "同じ媒体「{name}」が{first}行目にもあります。どちらかを消してください。"
SAME_MEDIUM_AND_DAY = (
    "同じ媒体「{name}」の同じ日が{first}行目にもあります。どちらかを消してください。"
)
SUMMED = (
    "日ごとの{lines:,}行を、{media}媒体に合計しました。日ごとに報告された率と単価は記録しません。"
)
SUMMED_FINER = (
    "媒体と日より細かい{lines:,}行を、{media}媒体に合計しました。"
    "行ごとに報告された率と単価は記録しません。"
)
ROUNDED = "1円より細かい費用は、媒体ごとに四捨五入しました。"
ALL_CLICKS = "クリックは、リンクのほかも数えた「クリック（すべて）」です。"
TWO_COSTS = "費用の列がいくつかあります（「{text}」）。取り込む列だけを残してください。"
OF_TOTAL = "合計の{label}"
SECOND_TOTAL = "合計の行が{first}行目にもあります。ひとつにしてください。"
WRONG_SUM = (
    "合計の{label}{reported}が、各行の合計{computed}と違います"
    "（差 {difference:+,}）。数字を直すか、合計の行を消してください。"
)

# Series
NO_VALUES = "数の行がありません。"
TWO_COLUMNS = "日付と数の2列が必要です。"
SAME_DAY = "{text}は{first}行目にもあります。どちらかを消してください。"
