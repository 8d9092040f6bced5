"""Files and texts as people bring them (tests/data/cases), each with its right answer."""

import json
from datetime import datetime
from pathlib import Path

import pytest

from campaigns.tables.media import read_media
from campaigns.tables.rows import rows_of_file, rows_of_text
from campaigns.tables.series import read_series
from directory.hours import TOKYO, Status, Unreadable, problems, read, state_at
from directory.models import Window
from platform_members.models import RoundAnswer
from tests.factories import CategoryFactory, MembershipFactory, OrganisationFactory, RoundFactory
from tests.helpers.exchange_files import upload
from tests.helpers.hours_of_the_city import CALENDAR
from tests.platform_members.rounds import test_sheet_uploads as sheets

CASES = Path(__file__).parent / "data" / "cases"
CHECKS = json.loads((CASES / "hours_checks.json").read_text(encoding="utf-8"))
STATUS = {
    "open": Status.OPEN,
    "closed": Status.CLOSED,
    "reservation": Status.BY_RESERVATION,
}


@pytest.mark.parametrize("case", CHECKS, ids=lambda case: case["text"][:40])
def test_hours_are_right_at_every_instant_or_refused_where_that_is_honest(case):
    """A resident who comes at that minute finds what was read."""
    try:
        reading = read(case["text"])
    except Unreadable:
        assert case["may_refuse"]
        return
    assert problems(reading.rules) == []
    for moment, expected in case["checks"]:
        instant = datetime.fromisoformat(moment).replace(tzinfo=TOKYO)
        status = state_at(reading.schedule, CALENDAR, instant).status
        at_year_end = (instant.month, instant.day) >= (12, 29) or (instant.month, instant.day) <= (
            1,
            3,
        )
        # The year end may be unknown where the text is silent about it, which is no promise.
        unknown = status is Status.UNKNOWN and at_year_end and expected == "closed"
        assert status is STATUS[expected] or unknown, moment


def faults_of(clerk_client, name):
    """What the page says of a file of windows."""
    CategoryFactory(name="仕事")
    return upload(clerk_client, (CASES / name).read_bytes(), name).faults


def test_notes_between_rows_of_hours(clerk_client, db):
    """A bare 要予約 below two rows and months left out are refused by their cell; all are named."""
    faults = faults_of(clerk_client, "hours_notes_between_lines.xlsx")
    assert ["4行目" in faults[0], "要予約" in faults[0]] == [True, True]
    assert ["5行目" in faults[1], "8月を除く" in faults[1]] == [True, True]
    assert len(faults) == 2
    assert not Window.objects.exists()


def test_a_note_between_rows_cuts_the_noon_out_and_a_monday_moves(clerk_client, db):
    """The two rows that are plain: no reception at noon; open on a holiday Monday."""
    CategoryFactory(name="仕事")
    sheet = [
        list(row)
        for row in rows_of_file(CASES.joinpath("hours_notes_between_lines.xlsx").read_bytes())
    ]
    assert len(sheet) == 5
    noon, monday = read(sheet[1][5]), read(sheet[2][5])
    assert [(rule.opens, rule.closes) for rule in noon.rules[:2]] == [(510, 720), (780, 1035)]
    for moment, status in [
        ("2027-01-11T10:00", Status.OPEN),
        ("2027-01-12T10:00", Status.CLOSED),
        ("2027-01-18T10:00", Status.CLOSED),
    ]:
        instant = datetime.fromisoformat(moment).replace(tzinfo=TOKYO)
        assert state_at(monday.schedule, CALENDAR, instant).status is status, moment


def test_errors_of_excel_are_refused_by_cell_and_hide_nothing_else(clerk_client, db):
    """#N/A and #REF! in one row; the other row asks for a reservation, which is said."""
    faults = faults_of(clerk_client, "windows_ditto_and_error_cells.xlsx")
    assert len(faults) == 2
    assert "3行目 D列「窓口の名称」：Excelのエラー（#N/A）です" in faults[0]
    assert "3行目 G列「所在地」：Excelのエラー（#REF!）です" in faults[1]


def test_a_workbook_in_strict_open_xml_is_told_how_to_be_saved(clerk_client, db):
    """One sentence."""
    (fault,) = faults_of(clerk_client, "strict_open_xml.xlsx")
    assert "ふつうの「Excelブック（.xlsx）」で保存し直してください" in fault


def test_months_in_excel_s_own_japanese_format(db):
    """Typed as 2023年1月."""
    content = (CASES / "kpi_months_numfmt55.xlsx").read_bytes()
    values = read_series(rows_of_file(content), "month").values
    assert {f"{day:%Y-%m}": value for day, value in values.items()} == {
        "2023-01": 120,
        "2023-02": 98,
        "2023-03": 143,
    }


def figures_of(rows):
    """The reading of a list, and its media with impressions, clicks and cost."""
    reading = read_media(rows)
    of = [each.figures for each in reading.media]
    return reading, [(each.impressions, each.clicks, each.cost) for each in of]


@pytest.mark.parametrize(
    ("name", "media", "total"),
    [
        ("google_ads_campaigns_utf16.csv", 2, (716056, 4806, 200490)),
        ("yahoo_search_by_device_cp932.csv", 1, (4537, 59, 3527)),
        ("meta_ads_all_clicks_ja.csv", 1, (132054, 1431, 100000)),
        ("x_ads_daily_fraction.csv", 1, (410365, 1700, 201782)),
    ],
)
def test_lists_of_advertising_services(name, media, total):
    """As they are downloaded, and what was done with them is said."""
    reading, figures = figures_of(rows_of_file((CASES / name).read_bytes()))
    assert reading.problems == []
    assert len(figures) == media
    assert tuple(map(sum, zip(*figures, strict=True))) == total
    assert reading.notes or reading.totals


def test_pasted_cells_with_commas_among_the_thousands():
    """More commas than tabs; the total is checked."""
    text = (CASES / "pasted_from_excel_millions.tsv").read_text(encoding="utf-8-sig")
    reading, figures = figures_of(rows_of_text(text))
    assert reading.problems == []
    assert len(figures) == 2
    assert tuple(map(sum, zip(*figures, strict=True))) == (4031509, 32099, 2202318)


def test_two_columns_of_cost_are_asked():
    """Without and with tax."""
    reading, _figures = figures_of(
        rows_of_file((CASES / "cost_without_and_with_tax.csv").read_bytes())
    )
    assert "費用（税抜）" in str(reading.problems[0])


@pytest.mark.django_db(transaction=True)
def test_a_sheet_that_says_nothing_to_report(client):
    """The sheet of 商工労政課 holds 該当なし alone: it is answered with that."""
    collection = RoundFactory(asked=[OrganisationFactory(name="伊勢市商工労政課", kind="city")])
    user = MembershipFactory(organisation=collection.answers.last().organisation).user
    client.force_login(user)
    content = (CASES / "sheet_nothing_to_report.xlsx").read_bytes()
    response = sheets.upload(client, collection, ("商工労政課.xlsx", content))
    sheets.take_in(client, response)
    answer = RoundAnswer.objects.get(organisation__name="伊勢市商工労政課")
    assert (answer.status, answer.answered_by) == ("nothing", user)
