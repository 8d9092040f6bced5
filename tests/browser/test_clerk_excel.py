"""A clerk corrects twenty windows in Excel, looks, confirms, and takes it all back."""

import io

import pytest
from openpyxl import load_workbook

from directory.models import Window
from tests.browser.test_accessibility import assert_accessible
from tests.browser.test_clerk_hours import clerks_page as clerks_page

LIST = "/admin/directory/window/"
COST = "無料（材料費は別）"  # that of no window before


def corrected(content: bytes) -> bytes:
    """Give the first twenty windows of a table a cost, as a clerk types it."""
    book = load_workbook(io.BytesIO(content))
    sheet = book.active
    column = next(cell.column for cell in sheet[1] if cell.value == "費用")
    for row in range(2, 22):
        sheet.cell(row, column).value = COST
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_twenty_windows_are_corrected_by_excel_and_it_is_undone(clerks_page, live_server, scheme):
    """Down, changed, up, looked at, confirmed, public; then everything is as before."""
    page = clerks_page
    page.emulate_media(color_scheme=scheme)
    page.goto(live_server.url + LIST)
    with page.expect_download() as download:
        page.get_by_role("link", name="この一覧をExcelに書き出す").click()
    content = corrected(download.value.path().read_bytes())
    page.get_by_role("link", name="Excel・CSVを取り込む").click()
    assert_accessible(page)
    page.get_by_label("ファイル（.xlsx か .csv）").set_input_files(
        {
            "name": download.value.suggested_filename,
            "mimeType": "application/octet-stream",
            "buffer": content,
        }
    )
    page.get_by_role("button", name="変わるところを見る").click()
    same = Window.objects.in_use().count() - 20
    page.get_by_text(f"変わる窓口 20件、新しい窓口 0件、変わらない窓口 {same}件").wait_for()
    assert_accessible(page)
    assert not Window.objects.filter(cost=COST).exists()

    page.get_by_role("button", name="このとおりに取り込む").click()
    page.get_by_text("20件を直し、0件を下書きとして加えました").wait_for()
    assert_accessible(page)
    assert Window.objects.filter(cost=COST).count() == 20

    page.get_by_role("link", name="取り込みの記録").first.click()
    assert_accessible(page)
    page.get_by_role("link", name=download.value.suggested_filename).click()
    page.get_by_role("button", name="この取り込みを取り消す").click()
    page.get_by_text("取り込む前の内容に戻しました").wait_for()
    assert not Window.objects.filter(cost=COST).exists()
