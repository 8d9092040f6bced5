"""One window says the same wherever it is told, and what is secret is told nowhere."""

import csv
import io
import json
import re
import zipfile

import pytest
from django.core.management import call_command
from openpyxl import load_workbook

from directory.booklet import content
from directory.changes import change_windows
from directory.models import Category, Window, WindowVersion
from tests.directory.booklet.test_printed_facts import OTHERWISE
from tests.factories import CategoryFactory, WindowFactory

FILE = "/data/242039_consultation_windows"
RULE = OTHERWISE["hours"][0] | {"nth_weeks": [], "by_reservation": False, "tentative": False}
RULE |= {"label": "", "valid_from": None, "valid_until": None}
# Texts that stand somewhere in each form, and of each fact what a person would look for.
TOLD = {
    "subject": "法律の相談",
    "name": "法律の窓口",
    "description": "借金のことを聞きます。",
    "eligibility": "市民の方",
    "cost": "一回五百円",
    "provider": "法律の会",
    "website": "https://houritsu.example.jp/",
    "email": "houritsu@example.jp",
    "address": "伊勢市岩渕1丁目7番29号",
    "place_note": "東館5階",
}


@pytest.fixture
def window(db):
    """A public window with something in every fact that is a text, a number and hours."""
    window = WindowFactory(hours_override="", phones=[])
    facts = TOLD | {
        "categories": [CategoryFactory(slug="law", name="法律").slug],
        "phones": [{"kind": "voice", "label": "昼", "printed": "0596-21-5601"}],
        "hours": [RULE],
        "channels": ["telephone", "chat"],
        "languages": ["ja", "pt"],
    }
    change_windows(changes=[(window, facts)], by=None, how=WindowVersion.How.EDITED)
    return window


def joined(told) -> str:
    """All texts of JSON in one."""
    return json.dumps(told, ensure_ascii=False)


def forms(client, window: Window) -> dict[str, str]:
    """What is told of a window in each form, as one text."""
    page = client.get(window.get_absolute_url()).content.decode()
    [linked] = re.findall(r'ld\+json">(.*?)</script>', page, re.DOTALL)
    book = load_workbook(io.BytesIO(client.get(f"{FILE}.xlsx").getvalue())).active
    zipped = zipfile.ZipFile(io.BytesIO(client.get("/data/242039_hsds.zip").getvalue()))
    return {
        "page": page,
        "linked data": linked,
        "csv": client.get(f"{FILE}.csv").getvalue().decode(),
        "json": client.get(f"{FILE}.json").getvalue().decode(),
        "excel": joined([[cell.value for cell in row] for row in book.rows]),
        "hsds": client.get(f"/hsds/services/{window.uid}").content.decode(),
        "hsds table": "".join(zipped.read(name).decode() for name in zipped.namelist()),
    }


def test_one_window_says_the_same_everywhere(client, window, at):
    """Texts, number, hours, languages, in every form in which it is told."""
    at("2026-11-27 10:00")
    for form, said in forms(client, window).items():
        missing = [name for name, text in TOLD.items() if text not in without_parts(said)]
        assert missing == [], form
        assert re.search(r"0596-21-5601|\+81596215601", said), form
        assert re.search(r"9:00.{1,60}12:00|09:00.{1,60}12:00", said, re.DOTALL), form
        assert re.search(r'ポルトガル語|"pt"', said), form


def without_parts(said: str) -> str:
    """Text in which an address in parts stands as one."""
    is_told = "岩渕1丁目7番29号" in said and "伊勢市" in said
    return said + "伊勢市岩渕1丁目7番29号" * is_told


def test_rows_of_csv_and_objects_of_json_agree(client, window):
    """Under the names that the data dictionary gives."""
    text = client.get(f"{FILE}.csv").getvalue().decode()[1:]
    (row,) = csv.DictReader(io.StringIO(text, newline=""))
    (told,) = json.loads(client.get(f"{FILE}.json").getvalue())["windows"]
    assert (row["ID"], row["名称"], row["相談内容"]) == (told["id"], told["name"], told["subject"])
    assert row["opening_hours（OpenStreetMap）"] == told["opening_hours"]
    assert told["opening_hours"].startswith("Sa 09:00-12:00")


def test_a_confidential_place_is_told_nowhere(client, window, clerk, tmp_path, settings):
    """Neither in any form of open data, nor booklet, search, feed, mirror or a list."""
    place = {"address": "伊勢市秘密町9-9", "place_note": "秘密の裏口"}
    facts = place | {"confidential_location": True}
    facts |= {"latitude": "34.123456", "longitude": "136.654321"}
    change_windows(changes=[(window, facts)], by=clerk, how=WindowVersion.How.EDITED)
    settings.MIRROR_FOLDER = str(tmp_path / "mirror")
    call_command("mirror")
    said = forms(client, window)
    windows = Window.objects.published().for_reading()
    booklet = content.booklet(windows, Category.objects.all(), windows[0].changed_at.date())
    said["booklet"] = repr(content.with_index(booklet, list))
    said["feed"] = client.get("/data/changes.atom").content.decode()
    said["places"] = client.get("/hsds/service_at_locations?full=true").content.decode()
    said["index"] = repr(Window.objects.select_related("search").get(pk=window.pk).search.__dict__)
    for query in ("", "?q=秘密町", "?q=法律"):
        said[f"list {query}"] = client.get(f"/windows/{query}").content.decode()
    said["category"] = client.get("/categories/law/").content.decode()
    for path in (tmp_path / "mirror").rglob("*.html"):
        said[str(path)] = path.read_text()
    assert "法律の窓口" in said["feed"] + said["category"]
    assert len(said) > 15
    secrets = ("秘密の裏口", "34.123456", "136.654321")
    told = {form for form, text in said.items() if any(each in text for each in secrets)}
    assert told == set()
    assert {form for form, text in said.items() if "秘密町" in text} <= {"list ?q=秘密町"}
