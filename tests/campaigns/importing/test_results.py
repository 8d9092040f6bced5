"""Staff import a contractor's table of figures by medium."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.campaigns.tables.test_reading import CONTRACTOR
from tests.helpers.campaigns import LIST, save_as_shown
from tests.helpers.transactions import committed


def test_a_contractors_file_is_looked_at_then_saved(desk, empty):
    """The file becomes a preview with its text; only then is it saved, with its total."""
    address = f"{LIST}{empty.pk}/import/"
    file = SimpleUploadedFile("report.txt", CONTRACTOR.replace("¥", "").encode("cp932"))
    page = desk.post(address, {"file": file, "_save": "1"})
    assert "まだ保存していません" in page.content.decode()
    assert not empty.results.exists()
    assert save_as_shown(desk, address, page).status_code == 302
    empty.refresh_from_db()
    assert empty.results.count() == 8
    assert (empty.reported_ctr, empty.reported_cost) == ("0.53", "805927")
    assert empty.report().total.figures.clicks == 20_857


def test_a_second_file_changes_what_it_names_and_nothing_else(desk, video):
    """Spellings do not matter; explanations stay; the total of a part is not saved."""
    video.results.filter(medium__startswith="LINE").update(explanation="説明")
    text = "媒体,表示回数,クリック,費用\nLINE (AdsPlatform),10,5,50\nX,10,1,10\n合計,20,6,60\n"
    address = f"{LIST}{video.pk}/import/"
    saved = save_as_shown(desk, address, desk.post(address, {"text": text}))
    assert "1媒体を追加し、1媒体を更新しました。" in desk.get(saved["Location"]).content.decode()
    video.refresh_from_db()
    line = video.results.get(medium__startswith="LINE")
    assert (line.clicks, line.explanation, line.reported_ctr) == (5, "説明", "")
    assert video.results.count() == 9
    assert video.reported_cost == "805927"


@committed
@pytest.mark.parametrize("of_series", [True, False])
def test_a_table_that_was_looked_at_before_a_colleague_saved_is_shown_again(
    publicist, clerk, monthly, empty, of_series
):
    """What it would change now stands there, nothing is saved; one more click saves it."""
    first, second = Client(), Client()
    first.force_login(publicist)
    second.force_login(clerk)
    if of_series:
        address, text = f"/admin/campaigns/kpi/{monthly.pk}/import/", "月,件数\n2023年1月,{}\n"
    else:
        address, text = f"{LIST}{empty.pk}/import/", "媒体,表示回数,クリック,費用\nLINE,10,{},50\n"

    def saved() -> int:
        return monthly.values.get().value if of_series else empty.results.get().clicks

    mine = second.post(address, {"text": text.format(3)})
    save_as_shown(first, address, first.post(address, {"text": text.format(5)}))
    page = save_as_shown(second, address, mine)
    assert "ほかの人が数を変えました。まだ保存していません。" in page.content.decode()
    assert saved() == 5
    assert save_as_shown(second, address, page).status_code == 302
    assert saved() == 3


def test_a_wrong_table_is_named_by_row_and_kept(desk, empty):
    """Every problem at once; the text stays in the form; nothing is saved."""
    text = "媒体\t表示回数\tクリック\t費用\nLINE\t10\t11\t5\nX\t-1\t0\t$5\nY\t10\t1\t5\n"
    page = desk.post(f"{LIST}{empty.pk}/import/", {"text": text, "_save": "1"}).content.decode()
    assert "直すところが3件あります" in page
    assert "2行目：クリック11が" in page
    assert "3行目：費用：「$5」は円ではありません" in page
    assert "LINE\t10\t11\t5" in page
    assert not empty.results.exists()


@pytest.mark.parametrize(
    "sent", [{}, {"text": " "}, {"text": "\x00"}, {"text": '"'}, {"text": "あ" * 600_000}]
)
def test_what_is_no_table_is_answered_in_words(desk, empty, sent):
    """Nothing, a NUL, an open quote, a huge text."""
    response = desk.post(f"{LIST}{empty.pk}/import/", sent)
    assert response.status_code == 200
    assert "<ul" in response.content.decode()
    assert not empty.results.exists()
