"""Messages in Japanese about tables, rows and figures that are refused, with the remedy."""

# Files
TOO_LARGE = "表が大きすぎます（10万行・100列まで）。期間を分けてください。"
DAMAGED_WORKBOOK = "Excelファイルとして読めません。開いて保存し直すか、CSVで保存してください。"


def in_row(number: int, message: str) -> str:
    """Message with the row that it is about."""
    return f"{number}行目：{message}"


def in_column(label: str, message: str) -> str:
    """Message with the column that it is about."""
    return f"{label}：{message}"


# Figures
LONG_FIGURE = "長すぎます。数字だけを入力してください。"
EMPTY_FIGURE = "空です。0のときは0を入力してください。"


def other_money(text: str) -> str:
    """Refusal of an amount that is not in yen."""
    return f"「{text}」は円ではありません。円にした金額を入力してください。"


def negative(text: str) -> str:
    """Refusal of a number below zero."""
    return f"「{text}」はマイナスの数です。0以上の数を入力してください。"


def no_number(text: str) -> str:
    """Refusal of a text that is no number."""
    return f"「{text}」は数として読めません。数字だけを入力してください。"


def ratio_for_count(text: str) -> str:
    """Refusal of a per cent figure in a column of counts."""
    return f"「{text}」は率です。件数を入力してください。"


def fraction(text: str) -> str:
    """Refusal of a number that is not whole."""
    return f"「{text}」には端数があります。整数で入力してください。"


def too_large(text: str) -> str:
    """Refusal of a number beyond any campaign."""
    return f"「{text}」は大きすぎます。"


# Figures by medium
NO_MEDIA = "媒体の行がありません。"
NO_NAME = "媒体の名前が空です。"
SUBTOTAL = "小計の行は取り込めません。この行を消してください。"


def no_headings(missing: list[str]) -> str:
    """Refusal of a table without its row of headings; `missing` are the columns not found."""
    return (
        f"見出しの行が見つかりません。{'、'.join(missing)}の列が必要です。"
        "見出しの名前を確かめてください。"
    )


def heading_of_other_money(heading: str) -> str:
    """Refusal of a column of amounts that are not in yen."""
    return f"見出し「{heading}」は円ではありません。円にした金額の表を取り込んでください。"


def currency(text: str) -> str:
    """Refusal of a row whose currency is not yen."""
    return f"通貨が「{text}」です。円にした金額を入力してください。"


def more_clicks_than_impressions(clicks: int, impressions: int) -> str:
    """Refusal of more clicks than impressions."""
    return f"クリック{clicks:,}が、表示回数{impressions:,}より多くなっています。"


def long_name(max_length: int) -> str:
    """Refusal of a medium's name beyond its field."""
    return f"媒体の名前が長すぎます（{max_length}文字まで）。"


def same_medium(name: str, first: int, *, daily: bool) -> str:
    """Refusal of a medium that stands in an earlier row too."""
    day = "の同じ日" if daily else ""
    return f"同じ媒体「{name}」{day}が{first}行目にもあります。どちらかを消してください。"


def summed(lines: int, media: int) -> str:
    """Note that daily rows have been added up."""
    return (
        f"日ごとの{lines:,}行を、{media}媒体に合計しました。"
        "日ごとに報告された率と単価は記録しません。"
    )


def of_total(label: str) -> str:
    """Label of a column of the total row."""
    return f"合計の{label}"


def second_total(first: int) -> str:
    """Refusal of a total row after another one."""
    return f"合計の行が{first}行目にもあります。ひとつにしてください。"


def wrong_sum(label: str, reported: str, computed: object, difference: object) -> str:
    """Refusal of a total that is not the sum of the rows."""
    return (
        f"{of_total(label)}{reported}が、各行の合計{computed}と違います"
        f"（差 {difference:+,}）。数字を直すか、合計の行を消してください。"
    )


# Series
NO_VALUES = "数の行がありません。"
TWO_COLUMNS = "日付と数の2列が必要です。"


def same_day(text: str, first: int) -> str:
    """Refusal of a day that stands in an earlier row too."""
    return f"{text}は{first}行目にもあります。どちらかを消してください。"
