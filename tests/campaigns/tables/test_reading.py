"""Tables as platforms and contractors send them, and refusals by row."""

import io
from datetime import date
from decimal import Decimal

import openpyxl
import pytest

from campaigns.tables import rows_of_file, rows_of_text
from campaigns.tables.figures import count, plain, reported
from campaigns.tables.media import read_media
from campaigns.tables.series import read_date, read_series
from directory.spreadsheets.refusals import FileRefused
from directory.spreadsheets.text_tables import as_text

CONTRACTOR = """孤独・孤立対策官民連携プラットフォーム事業啓発動画作成等業務委託 SNS広告レポート

広告媒体\t表示回数\tクリック\tクリック率\t平均クリック単価\t費用
\tImpressions\tClick\tCTR\tCPC\tCost
Google (リスティング)\t23,032\t1,063\t4.64%\t¥94\t100,301
Yahoo (リスティング)\t133,699\t1,719\t1.30%\t¥59\t100,749
Google (ディスプレイ)\t693,024\t3,743\t0.62%\t¥39\t100,189
Yahoo (ディスプレイ)\t2,070,907\t5,373\t0.26%\t¥19\t100,697
LINE (AdsPlatform)\t960,602\t6,726\t3.79%\t¥16\t101,621
Youtubeインストリーム広告\t63,478\t310\t1.28%\t¥292\t100,588
twiier (プロツイート)\t210,365\t492\t0.24%\t¥214\t101,782
Facebook\t132,054\t1,431\t1.07%\t¥78\t100,000
合計\t4,287,161\t20,857\t0.53%\t¥63\t805,927
"""
HEAD = "媒体,表示回数,クリック,費用\n"


def read(text: str):
    """Read a table of media from a text."""
    return read_media(rows_of_text(text))


def problems(text: str) -> list[str]:
    """Problems of a table of media."""
    return [str(problem) for problem in read(text).problems]


def test_the_contractors_own_table_is_taken_as_it_came():
    """Title, two rows of headings, ¥, %, separators; the total row is checked, not a medium."""
    reading = read(CONTRACTOR)
    assert reading.problems == []
    assert len(reading.media) == 8
    assert sum(medium.figures.cost for medium in reading.media) == 805_927
    assert reading.media[1].ctr_reported == "1.30"
    assert reading.media[1].kind == "リスティング"
    assert (reading.totals.impressions, reading.totals.ctr) == ("4287161", "0.53")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp932"])
def test_a_file_is_read_however_it_is_encoded(encoding):
    """Excel's CSV is cp932, Google's is UTF-16 with tabs."""
    reading = read_media(rows_of_file(CONTRACTOR.replace("¥", "").encode(encoding)))
    assert (len(reading.media), reading.problems) == (8, [])


@pytest.mark.parametrize(
    "head",
    [
        "Campaign,Impr.,Clicks,Cost",
        "Platform;Impressions;Link clicks;Amount spent (JPY)",
        "媒体　名,インプレッション数,クリック数,ご利用金額（円）",
        "日付,媒体,表示回数,クリック,消化金額",
    ],
)
def test_headings_are_known_in_both_languages(head):
    """Google's, Meta's, LINE's and a contractor's own words mean the same."""
    day = "2023-01-05," if head.startswith("日付") else ""
    row = f"{day}LINE,１００,5,￥1000".replace(",", ";" if ";" in head else ",")
    reading = read(f"{head}\n{row}\n")
    assert reading.problems == []
    assert (reading.media[0].figures.impressions, reading.media[0].figures.cost) == (100, 1000)


def test_daily_rows_are_summed_by_medium():
    """Counts add up; ratios that were reported by day are not those of the sum."""
    text = "Date,Medium,Impressions,Clicks,CTR,Cost\n"
    text += "2023-01-01,LINE,100,1,1.0%,10\n2023-01-02,ＬＩＮＥ,200,2,1.0%,20\n"
    text += "2023-01-01,Facebook,50,1,2.0%,5\nTotal,,350,4,1.1%,35\n"
    reading = read(text)
    assert reading.problems == []
    line, facebook = reading.media
    assert (line.figures.impressions, line.figures.clicks, line.figures.cost) == (300, 3, 30)
    assert (line.ctr_reported, facebook.ctr_reported) == ("", "2.0")
    assert "3行を、2媒体に合計" in reading.notes[0]


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ("LINE,10,11,5", "2行目：クリック11が、表示回数10より多く"),
        ("LINE,-10,1,5", "2行目：表示回数：「-10」はマイナス"),
        ("LINE,▲10,1,5", "2行目：表示回数：「▲10」はマイナス"),
        ("LINE,10.5,1,5", "2行目：表示回数：「10.5」には端数"),
        ("LINE,10,1,$5", "2行目：費用：「$5」は円ではありません"),
        ("LINE,10,1,5 USD", "2行目：費用：「5 USD」は円ではありません"),
        ('LINE,"1,0",1,5', "2行目：表示回数：「1,0」は数として読めません"),
        ("LINE,,1,5", "2行目：表示回数：空です"),
        ("LINE,たくさん,1,5", "2行目：表示回数：「たくさん」は数として"),
        (",10,1,5", "2行目：媒体の名前が空"),
        ("LINE,10,1,5\nＬＩＮＥ ,10,1,5", "3行目：同じ媒体「ＬＩＮＥ」が2行目にも"),
        ("LINE,10,1,5\n合計,11,1,5", "3行目：合計の表示回数11が、各行の合計10と違います（差 +1）"),
        ("LINE,10,1,5\n合計,10,1,5\n総計,10,1,5", "4行目：合計の行が3行目にも"),
        ("小計,10,1,5", "2行目：小計の行"),
        (f"LINE,{'9' * 30},1,5", "2行目：表示回数：「" + "9" * 30 + "」は大きすぎ"),
        ("", "媒体の行がありません"),
    ],
)
def test_what_is_wrong_is_named_by_row(rows, message):
    """One fault, one sentence with its row, as a spreadsheet counts them."""
    found = problems(HEAD + rows)
    assert len(found) == 1
    assert found[0].startswith(message)


def test_money_that_is_not_yen_is_refused_by_heading_and_by_column():
    """A heading in dollars, or a currency column that says so."""
    assert "円ではありません" in problems("Medium,Impressions,Clicks,Cost (USD)\nLINE,9,1,5\n")[0]
    text = "Medium,Impressions,Clicks,Cost,Currency code\nLINE,9,1,5,USD\nX,9,1,5,JPY\n"
    assert problems(text) == ["2行目：通貨が「USD」です。円にした金額を入力してください。"]


def test_a_table_without_the_needed_headings_says_which_are_missing():
    """The nearest row of headings is taken as the one that was meant."""
    assert "クリック、費用の列が必要です" in problems("媒体,表示回数\nLINE,5\n")[0]


def test_excel_cells_are_read_as_they_are_shown():
    """4.64 % is 0.0464 in the cell; its format says how precisely it was reported."""
    book = openpyxl.Workbook()
    book.active.append(["媒体", "表示回数", "クリック", "CTR", "CPC", "費用"])
    book.active.append(["LINE", 960602, 6726, 0.0379, 16.2, 101621])
    book.active["D2"].number_format = "0.00%"
    book.active["E2"].number_format = '"¥"#,##0'
    file = io.BytesIO()
    book.save(file)
    (line,) = read_media(rows_of_file(file.getvalue())).media
    assert (line.ctr_reported, line.cpc_reported) == ("3.79", "16")
    assert line.figures.cost == 101_621


@pytest.mark.parametrize(
    "content",
    [
        b"\x00\x01\x02",
        b"PK\x03\x04 broken",
        b"\xd0\xcf\x11\xe0 old Excel",
        b"\xff\xfe\x00",
        b"\x81",
    ],
)
def test_what_is_no_table_is_refused_in_words(content):
    """A picture, a damaged or an old Excel file: a sentence, not an error page."""
    with pytest.raises(FileRefused):
        rows_of_file(content)


def test_a_reading_can_be_written_and_read_again():
    """What the preview shows as text is what is saved."""
    reading = read(CONTRACTOR)
    assert read(as_text(reading.as_rows())) == reading


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("１，０６３", "1063"),
        ("¥100,301", "100301"),
        ("1.30%", "1.30"),
        ("007", "7"),
        ("38円", "38"),
    ],
)
def test_figures_are_read_as_people_write_them(text, number):
    """Full-width digits, separators, signs and units; decimals stay."""
    assert plain(text) == number


def test_a_dash_reports_nothing_and_a_rate_is_no_count():
    """－ is an empty cell; 5% is not five clicks."""
    assert reported("－") == ""
    with pytest.raises(ValueError, match="率"):
        count("5%")


@pytest.mark.parametrize(
    "text", ["2023-01", "2023/1", "2023年1月", "令和5年1月", "Ｒ5.1", "2023-01-01"]
)
def test_a_month_is_read_in_many_spellings(text):
    """With the era too; a month is its first day."""
    assert read_date(text, "month") == date(2023, 1, 1)


@pytest.mark.parametrize(
    "text", ["2023年13月", "1月", "きのう", "2023-01-15", "1800年1月", "9" * 99]
)
def test_what_is_no_month_is_refused(text):
    """A day is no month, and neither is an unreadable text."""
    with pytest.raises(ValueError, match=r"「|日付"):
        read_date(text, "month")


def test_a_day_is_read_by_the_one_reader_of_dates():
    """Eras and weekdays that agree; never a year of two digits."""
    for text in ("2023/1/15", "令和5年1月15日", "2023年1月15日（日）", "Ｒ5.1.15"):
        assert read_date(text, "day") == date(2023, 1, 15)
    for text, words in (("5/1/15", "「令和5年1月15日」"), ("2023/1/15(月)", "日曜日です")):
        with pytest.raises(ValueError, match=words):
            read_date(text, "day")


def test_a_series_is_read_below_its_headings():
    """Two columns; the same month twice is named by row, as is a month without a number."""
    rows = rows_of_text("月\t相談件数\n2023年1月\t1,204\n2023年2月\t\n2023-01\t3\n")
    reading = read_series(rows, "month")
    assert reading.values == {date(2023, 1, 1): 1204}
    assert [problem.row for problem in reading.problems] == [3, 4]


def test_decimals_of_a_reported_figure_survive():
    """1.30 stays 1.30."""
    assert Decimal(reported("1.30")).as_tuple().exponent == -2
