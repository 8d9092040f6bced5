"""The formula guard: what was typed stays text in every file that the portal writes."""

import csv
import io

import openpyxl
import pytest

from campaigns.files.tables import csv_file, excel_file
from campaigns.loading import load_campaigns
from campaigns.models import Campaign
from directory.exchange.export import export
from directory.models import Window
from directory.spreadsheets.cells import guarded, text_of
from platform_members.rounds.sheets import writing
from tests.factories import WindowFactory
from tests.helpers.city import FIXTURES

FORMULA = "=HYPERLINK(1)"


@pytest.mark.parametrize(
    "text", ["=1", "+1", "-1", "@a", "'=1", "''-", "'", "'a", "", "a=b", "1-2"]
)
def test_a_guarded_text_is_read_back_equal(text):
    """And Excel takes none of it for a formula."""
    assert text_of(guarded(text)) == text
    assert not guarded(text).startswith(("=", "+", "-", "@"))


@pytest.mark.parametrize("text", ["\t=1", "\r=1", " =1", "\x00=1", "\x0b=1"])
def test_what_stands_before_a_formula_does_not_hide_it(text):
    """Blanks and control letters are taken away before the guard looks."""
    assert guarded(text) == "'=1"


@pytest.fixture
def campaign(db) -> Campaign:
    """A campaign and a window, each with a formula for a name."""
    load_campaigns(FIXTURES)
    WindowFactory(name=FORMULA)
    campaign = Campaign.objects.get(title="啓発動画の作成・配信")
    campaign.results.filter(medium="Facebook").update(medium=FORMULA)
    return campaign


def cells(content: bytes) -> list:
    """Every cell of a CSV file or a workbook."""
    if content.startswith(b"PK"):
        rows = [
            row
            for sheet in openpyxl.load_workbook(io.BytesIO(content))
            for row in sheet.iter_rows(values_only=True)
        ]
    else:
        rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    return [cell for row in rows for cell in row]


def test_no_file_of_any_app_has_a_formula(campaign):
    """Exchange, the sharing sheet, campaigns as CSV and Excel: one mark, the same everywhere."""
    for content in (
        export(Window.objects.all(), "csv").content,
        csv_file(campaign),
        excel_file(campaign),
        writing.collated_file("2026年度", [], [FORMULA]),
    ):
        found = cells(content)
        assert f"'{FORMULA}" in found
        assert FORMULA not in found
