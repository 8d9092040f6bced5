"""Large imports are done by a process of their own, which a page watches."""

import os
import time
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.utils import timezone

from bench.database import fill
from directory.exchange import worker
from directory.exchange.columns import KEY, all_columns
from directory.exchange.diff import compare
from directory.exchange.export import KINDS, export
from directory.exchange.run import read_import
from directory.exchange.table import read_table
from directory.models import Category, ImportRun, Window
from directory.spreadsheets import files
from directory.text.folding import lookup_key
from tests.factories import WindowFactory
from tests.helpers.exchange_files import UPLOAD, csv_of, decide, edited, exported, shown, upload
from tests.helpers.transactions import committed

PATIENCE = 120


@pytest.fixture
def all_is_large(monkeypatch):
    """Send even small tables to a process of their own, working on the tests' database."""
    monkeypatch.setattr(worker, "SMALL_FILE", 0)
    monkeypatch.setattr(worker, "FEW_ROWS", 0)
    url = urlsplit(os.environ["DATABASE_URL"])
    name = connection.settings_dict["NAME"]
    monkeypatch.setenv("DATABASE_URL", url._replace(path=f"/{name}").geturl())


def wait_for(run: ImportRun) -> None:
    """Wait until the step is done."""
    patience = time.monotonic() + PATIENCE
    while run.is_working:
        assert time.monotonic() < patience
        time.sleep(0.2)
        run.refresh_from_db()


@committed
def test_a_large_import_goes_on_while_a_page_watches(clerk_client, all_is_large):
    """Reading, writing and undoing each answer at once, refresh by themselves, and end well."""
    for _number in range(3):
        WindowFactory()
    run = upload(clerk_client, edited(exported(), **{"費用": "無料"}))
    if run.is_working:
        answer = clerk_client.get(run.get_absolute_url())
        assert answer["Refresh"] == "2"
        assert "読み取っています" in answer.content.decode()
    wait_for(run)
    assert (run.status, run.faults, run.changed_count) == ("preview", [], 3)
    assert "Refresh" not in clerk_client.get(run.get_absolute_url())
    decide(clerk_client, run, "write")
    wait_for(run)
    assert run.status == "applied"
    assert set(Window.objects.values_list("cost", flat=True)) == {"無料"}
    decide(clerk_client, run, "undo")
    wait_for(run)
    assert run.status == "undone"
    assert set(Window.objects.values_list("cost", flat=True)) == {""}


@committed
@pytest.mark.parametrize(
    ("working", "afterwards"),
    [("reading", "refused"), ("writing", "preview"), ("undoing", "applied")],
)
def test_a_step_whose_process_died_can_be_begun_again(clerk_client, clerk, db, working, afterwards):
    """The page says that it stopped; a button leads back to where one was."""
    run = ImportRun.objects.create(
        file_name="窓口.xlsx",
        made_by=clerk,
        status=working,
        applied_at=timezone.now() if working == "undoing" else None,
    )
    assert "書き込んで" in shown(clerk_client, run) or "読み取って" in shown(clerk_client, run)
    assert "もう済んでいるか" in decide(clerk_client, run, "give_up")
    run.step_began_at = timezone.now() - timedelta(minutes=1)
    run.save()
    page = shown(clerk_client, run)
    assert "途中で止まったようです" in page
    page = decide(clerk_client, run, "give_up")
    assert run.status == afterwards
    assert "途中で止まりました。何も変わっていません。" in page


def test_a_fault_of_ours_leaves_nothing_half_written(clerk_client, city, monkeypatch):
    """The import is a preview again, and no window has changed."""
    run = upload(clerk_client, edited(exported(), **{"費用": "一回百円"}))

    def broken(**_arguments):
        raise RuntimeError("the disk is full")

    monkeypatch.setattr("directory.exchange.run.change_windows", broken)
    with pytest.raises(RuntimeError):
        clerk_client.post(run.get_absolute_url(), {"decision": "write"})
    run.refresh_from_db()
    assert run.status == "preview"
    assert not Window.objects.filter(cost="一回百円").exists()


def test_nothing_chosen_and_a_file_too_large_are_told_on_the_form(clerk_client, db, monkeypatch):
    """The form comes back with its sentence."""
    assert "ファイルを選んでください" in clerk_client.post(UPLOAD).content.decode()
    monkeypatch.setattr(files, "MAX_BYTES", 10)
    content = csv_of(["公開ID", "相談内容", "窓口の名称"])
    answer = clerk_client.post(UPLOAD, {"file": SimpleUploadedFile("表.csv", content)})
    assert "10MBまで" in answer.content.decode()
    assert not ImportRun.objects.exists()


@pytest.mark.parametrize("kind", KINDS)
def test_a_thousand_windows_come_back_unchanged(db, clerk, kind):
    """Export, import: "no change", for 1,000 synthetic windows beside the city's own."""
    fill(1_000)
    content = export(Window.objects.all(), kind).content
    run = ImportRun.objects.create(file_name=f"窓口.{kind}", made_by=clerk)
    read_import(run=run, content=content)
    assert (run.faults, run.rows, run.unchanged_count) == ([], [], 1_000)


def test_five_thousand_new_rows_are_compared_without_a_database(db, city):
    """The largest table that is taken; every cell of every row is read."""
    columns = all_columns()
    names = {lookup_key(column.heading): column.name for column in columns}
    names[lookup_key(KEY)] = KEY
    rows = [
        ["", f"相談{number}", "窓口", "仕事", "0596-21-5556", "平日 9時～17時", "無料"]
        for number in range(files.MAX_ROWS)
    ]
    headings = [KEY, "相談内容", "窓口の名称", "分野", "電話番号", "受付日時", "費用"]
    table = read_table(csv_of(headings, *rows), names, {})
    found = compare(table, columns, {}, {"work": Category(slug="work")})
    assert (found.faults, len(found.rows)) == ([], 5_000)
