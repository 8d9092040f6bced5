"""The table as a clerk takes it away, and what an import says of rows that are not in it."""

import io
from datetime import date

from django.utils import timezone
from openpyxl import load_workbook

from directory.exchange.export import export
from directory.models import Window
from tests.factories import CategoryFactory, WindowFactory
from tests.helpers.exchange_files import (
    CATEGORY,
    KEY,
    NAME,
    PHONES,
    SUBJECT,
    decide,
    edited,
    exported,
    rows_of,
    shown,
    table,
    upload,
)

LIST = "/admin/directory/window/"


def test_drafts_and_retired_windows_are_taken_away_only_by_choice(clerk_client, db):
    """Where the list is narrowed to a status, that status; by the second link all of them."""
    moments = {"published_at": None, "hours_override": ""}
    WindowFactory(subject="公開の相談")
    WindowFactory(subject="下書きの相談", status="draft", **moments)
    retired = {"status": "retired", "retired_at": timezone.now()}
    WindowFactory(subject="廃止の相談", **retired)

    def subjects(address: str) -> set[str]:
        return {row[SUBJECT] for row in rows_of(clerk_client.get(f"{LIST}{address}").content)}

    assert subjects("export/xlsx/") == {"公開の相談"}
    assert subjects("export/xlsx/?status=draft") == {"下書きの相談"}
    assert subjects("export/xlsx/all/") == {"公開の相談", "下書きの相談", "廃止の相談"}


def test_the_sheet_keeps_the_name_in_sight_and_can_be_filtered(db):
    """The key, which only the import reads, stands last."""
    WindowFactory()
    sheet = load_workbook(io.BytesIO(exported())).active
    headings = [cell.value for cell in sheet[1]]
    assert headings[:4] == [SUBJECT, NAME, "状態", "最終確認日"]
    assert headings[-1] == KEY
    assert sheet.freeze_panes == "C2"
    assert sheet.auto_filter.ref == f"A1:{sheet.cell(2, len(headings)).coordinate}"


def test_a_day_of_confirmation_in_the_file_confirms_nothing(clerk_client, db):
    """It is for reading; a changed one is told once, what was exported is not mentioned."""
    window = WindowFactory(subject="こまりごと", verified_on=date(2026, 4, 1))
    run = upload(clerk_client, exported())
    assert (run.unread, run.faults) == ([], [])
    run = upload(clerk_client, edited(exported(), 最終確認日="2026-11-01", 費用="無料"))
    assert run.unread == ["最終確認日（確かめたときに、窓口の画面で記録します）"]
    decide(clerk_client, run, "write")
    window.refresh_from_db()
    assert (window.cost, window.verified_on) == ("無料", date(2026, 4, 1))


def test_windows_that_the_file_does_not_have_are_named(clerk_client, db):
    """Nothing happens to them; drafts and retired ones are not expected in a file."""
    WindowFactory(subject="消した行")
    WindowFactory(subject="下書きの相談", status="draft", published_at=None)
    kept = WindowFactory(subject="残した行")
    file = export(Window.objects.filter(pk=kept.pk), "xlsx").content
    run = upload(clerk_client, edited(file, 費用="無料"))
    page = shown(clerk_client, run)
    assert "ファイルにない窓口" in page
    assert "消した行" in page
    assert "下書きの相談" not in page
    decide(clerk_client, run, "write")
    assert Window.objects.published().count() == 2


def test_a_new_row_that_looks_like_a_window_is_pointed_out(clerk_client, db):
    """By its name in any width, or by one of its numbers; another one is not."""
    category = CategoryFactory(name="分野")
    WindowFactory(subject="ＤＶの相談", name="相談室", phones=["0596-21-5556"])
    WindowFactory(subject="別の相談", name="別の窓口", phones=["0596-22-1111"])
    new = {KEY: "", CATEGORY: category.name}
    run = upload(
        clerk_client,
        table(
            new | {SUBJECT: "DVの相談", NAME: "相談室", PHONES: ""},
            new | {SUBJECT: "新しい相談", NAME: "新しい窓口", PHONES: "0596（22）1111"},
            new | {SUBJECT: "ほかの相談", NAME: "ほかの窓口", PHONES: "0596-23-2222"},
        ),
    )
    assert [row["like"] for row in run.rows] == [
        ["ＤＶの相談（相談室）"],
        ["別の相談（別の窓口）"],
        [],
    ]
    assert "もうある窓口かもしれません" in shown(clerk_client, run)
