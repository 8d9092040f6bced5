"""The files of open data: what they hold, in which order, and under which licence."""

import csv
import io
import json
import zipfile

import pytest
from django.utils.html import escape
from openpyxl import load_workbook

from campaigns.models import Campaign
from directory.api.files import datasets, package
from directory.api.files.tables import columns
from directory.models import Window
from tests.factories import WindowFactory
from tests.helpers.city import FIXTURES

# The headings that all cities share, as they stand in the recommended data sets.
NATIONAL = [
    "全国地方公共団体コード",
    "ID",
    "地方公共団体名",
    "名称",
    "名称_カナ",
    "所在地_連結表記",
    "建物名等（方書）",
    "緯度",
    "経度",
    "電話番号",
    "内線番号",
    "連絡先メールアドレス",
    "連絡先FormURL",
    "郵便番号",
]


def content(client, ending: str) -> bytes:
    """A file by the end of its name."""
    response = client.get(f"/data/242039_{ending}")
    assert response.status_code == 200
    assert response["Access-Control-Allow-Origin"] == "*"
    assert "creativecommons.org/licenses/by/4.0" in response["Link"]
    assert f"242039_{ending}" in response["Content-Disposition"]
    return response.getvalue()


def table(client, ending: str = "consultation_windows.csv") -> list[dict]:
    """Rows of a CSV file by their headings."""
    text = content(client, ending).decode()
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text[1:], newline="")))


def test_the_table_of_windows_begins_as_those_of_all_cities(client, city):
    """Each public window is a row; national headings first, ours last, a day of confirmation."""
    rows = table(client)
    assert list(rows[0])[: len(NATIONAL)] == NATIONAL
    headings = [str(column.heading) for column in columns()]
    assert len(set(headings)) == len(headings)
    assert len(rows) == Window.objects.published().count()
    assert {row["全国地方公共団体コード"] for row in rows} == {"242039"}
    assert {row["ID"] for row in rows} == {str(each.uid) for each in Window.objects.published()}
    by_id = {row["ID"]: row for row in rows}
    for window in Window.objects.published().for_reading():
        row = by_id[str(window.uid)]
        first = next(iter(window.telephones), None)
        assert row["電話番号"] == (first.printed if first else "")
        assert row["所在地_連結表記"] == window.public_address
        assert row["最終確認日"] == str(window.verified_on or "")


def test_a_reading_is_in_katakana_and_an_extension_alone(client, db):
    """As the shared columns want them; the number has its extension in the next column."""
    window = WindowFactory(kana="しやくしょ ふくしか", phones=[])
    number = {"printed": "0596-21-5556", "dialled": "0596215556", "kind": "voice"}
    window.phones.create(label="内線1234", **number)
    (row,) = table(client)
    assert row["名称_カナ"] == "シヤクショ フクシカ"
    assert (row["電話番号"], row["内線番号"]) == ("0596-21-5556", "1234")


def test_no_cell_is_calculated(client, db):
    """Whatever a clerk has typed is shown by a spreadsheet, in every file with tables."""
    WindowFactory(name="=HYPERLINK(1)", provider="@団体", description="-1+1")
    (row,) = table(client)
    assert (row["名称"], row["運営"], row["説明"]) == ("'=HYPERLINK(1)", "'@団体", "'-1+1")
    (organisation,) = table(client, "organizations.csv")
    assert organisation["団体名"] == "'@団体"
    book = load_workbook(io.BytesIO(content(client, "consultation_windows.xlsx")))
    assert {cell.data_type for cell in book.active[2] if cell.value} == {"s"}
    with zipfile.ZipFile(io.BytesIO(content(client, "hsds.zip"))) as archive:
        assert "'=HYPERLINK(1)" in archive.read("services.csv").decode()


def test_excel_and_csv_are_the_same_table(client, city):
    """Cell by cell."""
    book = load_workbook(io.BytesIO(content(client, "consultation_windows.xlsx")))
    cells = [[cell or "" for cell in row] for row in book.active.iter_rows(values_only=True)]
    text = content(client, "consultation_windows.csv").decode()[1:]
    assert cells == list(csv.reader(io.StringIO(text, newline="")))


def test_json_names_who_publishes_and_under_which_licence(client, members):
    """Windows and organisations, as plain values."""
    told = json.loads(content(client, "consultation_windows.json"))
    assert (told["publisher"], told["municipal_code"]) == ("伊勢市", "242039")
    assert told["license"] == "https://creativecommons.org/licenses/by/4.0/"
    assert len(told["windows"]) == Window.objects.published().count()
    bodies = json.loads(content(client, "organizations.json"))["organizations"]
    assert len(bodies) == len(table(client, "organizations.csv")) > 20


def test_the_package_holds_every_table_that_it_describes(client, members):
    """With the columns that it names; each id once, and what refers to one leads to it."""
    with zipfile.ZipFile(io.BytesIO(content(client, "hsds.zip"))) as archive:
        described = json.loads(archive.read("datapackage.json"))
        tables = {}
        for resource in described["resources"]:
            text = archive.read(resource["path"]).decode()
            rows = list(csv.DictReader(io.StringIO(text, newline="")))
            names = [field["name"] for field in resource["schema"]["fields"]]
            assert rows, resource["name"]
            assert list(rows[0]) == names
            tables[resource["name"]] = {row["id"]: row for row in rows}
            assert len(tables[resource["name"]]) == len(rows)
    assert described["licenses"][0]["name"] == "CC-BY-4.0"
    assert set(tables) == set(package.TABLES.values())
    for phone in tables["phones"].values():
        assert phone["service_id"] in tables["services"] or phone["organization_id"]
    for service in tables["services"].values():
        assert service["organization_id"] in {"", *tables["organizations"]}
    for address in tables["addresses"].values():
        assert address["location_id"] in tables["locations"]


def test_the_page_leads_to_every_file_and_explains_every_column(client, city):
    """With the licence; reports of campaigns, once they are published, stand beside them."""
    from campaigns.loading import load_campaigns

    load_campaigns(FIXTURES)
    page = client.get("/data/").content.decode()
    for file in datasets.FILES:
        assert f'href="/data/{file.name}"' in page
    for column in columns():
        assert f"<dt>{column.heading}" in page
        assert str(column.meaning) in page or not column.meaning
    assert "creativecommons.org/licenses/by/4.0" in page
    for campaign in Campaign.objects.published():
        assert f"{campaign.get_absolute_url()}results.csv" in page


@pytest.mark.parametrize(
    ("name", "instead"),
    [
        ("242039_consultation_windows.xlsx", "/data/242039_consultation_windows.csv"),
        ("242039_hsds.zip", "/hsds/services?full=true&format=ndjson"),
    ],
)
def test_a_file_that_would_take_long_is_not_made(client, city, monkeypatch, name, instead):
    """The page and the refusal both say why, and where every window is; it is there."""
    link = f'<a href="{escape(instead)}"><code>'
    assert link not in client.get("/data/").content.decode()
    monkeypatch.setattr(datasets, "MAX_AT_ONCE", 10)
    answer = client.get(f"/data/{name}")
    page = client.get("/data/").content.decode()
    assert answer.status_code == 404
    assert f'href="/data/{name}"' not in page
    for told in (answer.content.decode(), page):
        assert "窓口が10件を超えるため、作っていません" in told
        assert link in told
    lines = b"".join(client.get(instead).streaming_content).splitlines()
    assert len(lines) >= Window.objects.published().count()


@pytest.mark.parametrize("name", ["consultation_windows.csv", "242039_x.csv", "000000_hsds.zip"])
def test_there_is_no_other_file(client, db, name):
    """Whatever is asked for by another name."""
    assert client.get(f"/data/{name}").status_code == 404
