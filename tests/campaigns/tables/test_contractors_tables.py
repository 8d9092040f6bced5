"""Tables as advertising services hand them out: read as they come, and what was done is said."""

from io import BytesIO

import pytest
from openpyxl import Workbook
from openpyxl.styles.cell_style import StyleArray

from campaigns.tables.media import read_media
from campaigns.tables.rows import rows_of_file, rows_of_text
from campaigns.tables.series import read_series

GOOGLE = """キャンペーン レポート
2023年1月5日～2023年2月28日
キャンペーンの状態\tキャンペーン\t表示回数\tクリック数\tクリック率\t通貨コード\t費用
有効\t検索_見本\t23,032\t1,063\t4.62%\tJPY\t100,301
有効\tディスプレイ_見本\t693,024\t3,743\t0.54%\tJPY\t100,189
合計: キャンペーン\t --\t716,056\t4,806\t0.67%\tJPY\t200,490
合計: アカウント\t --\t716,056\t4,806\t0.67%\tJPY\t{cost}
合計: 検索\t --\t23,032\t1,063\t4.62%\tJPY\t100,301
"""
YAHOO = """日,キャンペーン名,デバイス,インプレッション数,クリック数,コスト
2023/01/05,検索見本,PC,1337,17,1007
2023/01/05,検索見本,{device},2000,30,1800
2023/01/06,検索見本,PC,1200,12,720
"""
META = """レポート開始日,キャンペーン名,リーチ,インプレッション,消化金額 (JPY),クリック(すべて)
2023-01-05,認知,52000,132054,100000,1431
"""
X = """Time period,Campaign name,Ad Group name,Impressions,Clicks,Leads,Spend
2023-01-05,見本,組1,210365,900,0,101782.34
2023-01-06,見本,組1,200000,800,0,100000.20
"""
TAXED = "媒体,表示回数,クリック数,費用（税抜）,費用（税込）\nLINE,960602,6726,92383,101621\n"


def read(text):
    """The reading of a text, and its figures by medium."""
    content = text.encode("utf-16") if "\t" in text else text.encode("cp932")
    reading = read_media(rows_of_file(content))
    figures = {
        each.name: (each.figures.impressions, each.figures.clicks, each.figures.cost)
        for each in reading.media
    }
    return reading, figures


def test_of_several_totals_the_account_s_is_checked():
    """Google Ads, in UTF-16: totals by kind stand below it."""
    reading, figures = read(GOOGLE.format(cost="200,490"))
    assert reading.problems == []
    assert reading.totals.cost == "200490"
    assert figures["検索_見本"] == (23032, 1063, 100301)
    reading, _figures = read(GOOGLE.format(cost="200,491"))
    assert "合計の費用200491" in str(reading.problems[0])


def test_rows_finer_than_medium_and_day_are_added_up_and_said_so():
    """Yahoo! gives a row to each device; the same device twice is refused."""
    reading, figures = read(YAHOO.format(device="スマートフォン"))
    assert figures == {"検索見本": (4537, 59, 3527)}
    assert reading.problems == []
    assert "媒体と日より細かい3行を、1媒体に合計しました" in reading.notes[0]
    reading, _figures = read(YAHOO.format(device="PC"))
    assert "同じ日が2行目にもあります" in str(reading.problems[0])


def test_all_clicks_are_taken_where_there_are_no_others_and_said_so():
    """Meta: those on links are preferred."""
    reading, figures = read(META)
    assert figures == {"認知": (132054, 1431, 100000)}
    assert "クリック（すべて）" in reading.notes[0]


def test_fractions_of_a_yen_are_rounded_once_a_medium_and_said_so():
    """X gives 101782.34 a day; impressions have no fractions."""
    reading, figures = read(X)
    assert figures == {"見本": (410365, 1700, 201783)}
    assert "四捨五入" in reading.notes[0]
    reading, _figures = read(X.replace("210365", "210365.5"))
    assert "端数" in str(reading.problems[0])


def test_which_of_two_costs_is_meant_is_asked():
    """With and without tax."""
    reading, _figures = read(TAXED)
    assert "「費用（税抜）」「費用（税込）」" in str(reading.problems[0])


def test_cells_may_have_more_thousands_commas_than_tabs():
    """Pasted from Excel."""
    text = "媒体\t表示回数\tクリック\t費用\nLINE\t1,960,602\t16,726\t1,101,621\n"
    assert read_media(rows_of_text(text)).media[0].figures.cost == 1101621


@pytest.mark.parametrize("number_format", [27, 31, 34, 55, 58])
def test_months_in_excel_s_japanese_formats_are_dates(number_format):
    """Formats that have a number and no text."""
    book = Workbook()
    book.active.append(["月", "件数"])
    book.active.append([44927, 120])
    book.active["A2"]._style = StyleArray([0, 0, 0, number_format, 0, 0, 0, 0, 0])
    file = BytesIO()
    book.save(file)
    values = read_series(rows_of_file(file.getvalue()), "month").values
    assert {str(day): value for day, value in values.items()} == {"2023-01-01": 120}
