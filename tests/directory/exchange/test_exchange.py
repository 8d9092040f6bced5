"""The directory goes out to Excel and comes back: unchanged, changed, wrong."""

import re

import pytest
from django.contrib.auth.models import Permission

from directory import changes
from directory.facts.apply import write_facts
from directory.facts.snapshot import facts_of
from directory.models import Category, Window
from directory.search.find import find
from tests.factories import WindowFactory
from tests.helpers.exchange_files import (
    CATEGORY,
    HOURS,
    KEY,
    NAME,
    PHONES,
    SUBJECT,
    UPLOAD,
    decide,
    edited,
    exported,
    rows_of,
    shown,
    table,
    upload,
)
from tests.helpers.exchange_pages import DEBTS, LIST, RUNS, all_facts


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_what_was_exported_changes_nothing(clerk_client, city, kind):
    """All 74 windows, with everything that they can hold, come back as no change."""
    window = Window.objects.get(subject=DEBTS)
    facts = facts_of(window)
    facts |= {
        "description": "=1+1\r\n二行目 ",
        "cost": "'-無料",
        "eligibility": "@市民",
        "place_note": "\u3000ｾｲｶﾂ課",
        "languages": ["en", "ja"],
        "shifted_closing_days": [2],
        "latitude": "34.487500",
        "longitude": "136.709800",
        "source_date": "2023-02-28",
        "phones": [
            {"kind": "voice", "label": "夜間、休日", "printed": "0596-21-5717"},
            {"kind": "fax", "label": "", "printed": "0596-21-5718"},
        ],
        "exceptions": [
            {"first_day": "2026-12-28", "last_day": "2026-12-29", "spans": [], "note": "棚卸し"},
            {
                "first_day": "2027-01-04",
                "last_day": "2027-01-04",
                "spans": [[540, 720], [1320, 120]],
                "note": "",
            },
        ],
    }
    write_facts(window, facts)
    before = all_facts()
    run = upload(clerk_client, exported(kind), f"窓口.{kind}")
    assert (run.status, run.faults, run.rows) == ("preview", [], [])
    assert run.unchanged_count == 74
    page = shown(clerk_client, run)
    assert "変わるところはありません（74件）" in page
    assert 'value="write"' not in page
    assert all_facts() == before


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_what_was_exported_can_found_another_directory(clerk_client, city, kind):
    """Without their keys the same rows become drafts that say the same."""
    kept = all_facts()
    content = exported(kind)
    if kind == "xlsx":
        content = edited(content, **{KEY: None})
    else:
        content = re.sub(rb"(?m),[0-9a-f-]{36}\r$", b",\r", content)
    run = upload(clerk_client, content)
    assert (run.faults, run.new_count) == ([], 74)
    decide(clerk_client, run, "write")
    made = Window.objects.exclude(pk__in=kept).for_reading().order_by("pk")
    assert [facts_of(window) for window in made] == list(kept.values())


def test_a_clerk_corrects_looks_and_confirms(clerk_client, clerk, city):
    """The preview shows each field old and new; only the button writes, with a version each."""
    content = edited(
        exported(),
        **{
            HOURS: {DEBTS: "平日 9時～12時、13時～16時30分"},
            PHONES: {
                "生活保護の相談": "０５９６ー２１ー５５５６\n夜間＝0596-21-5557\nFAX 0596-21-5558"
            },
            "費用": {DEBTS: " 無料 "},
        },
    )
    run = upload(clerk_client, content)
    page = shown(clerk_client, run)
    assert "変わる窓口 2件、新しい窓口 0件、変わらない窓口 72件" in page
    for old, new in [
        ("月曜日～金曜日 9:00～12:00、13:00～16:00", "13:00～16:30"),
        ("電話 0596-21-5556", "電話 夜間 0596-21-5557\nファックス 0596-21-5558"),
        ("―", "無料"),
    ]:
        assert old in page
        assert new in page
    window = Window.objects.get(subject=DEBTS)
    assert window.cost == ""
    page = decide(clerk_client, run, "write")
    assert "2件を直し、0件を下書きとして加えました" in page
    window = Window.objects.for_reading().get(subject=DEBTS)
    assert window.cost == "無料"
    assert window.printed_hours == "月曜日～金曜日 9:00～12:00、13:00～16:30"
    newest = window.versions.first()
    assert (newest.how, newest.made_by) == ("imported", clerk)
    assert window.hours_pattern.key
    assert window.status == "published"
    other = Window.objects.get(subject="生活保護の相談")
    assert [str(phone) for phone in other.telephones] == ["0596-21-5556", "夜間 0596-21-5557"]
    assert [str(phone) for phone in other.faxes] == ["0596-21-5558"]
    assert find("0596215557", Window.objects.all()).windows[0] == other.pk


def test_retired_windows_come_last(clerk_client, clerk, city):
    """Whatever their place in the booklet's order: in list, search and export."""
    window = Window.objects.first()
    changes.retire_windows(windows=Window.objects.filter(pk=window.pk), by=clerk)
    listed = clerk_client.get(LIST).context["cl"].queryset
    assert (listed.count(), listed.last()) == (Window.objects.count(), window)
    found = clerk_client.get(LIST, {"q": "相談"}).context["cl"].queryset
    assert found.count() > 1
    assert found.last() == window
    *_others, last = rows_of(clerk_client.get(f"{LIST}export/xlsx/all/?").content)
    assert (last[KEY], last["状態"]) == (str(window.uid), "廃止")


def test_a_status_in_the_file_moves_no_window(clerk_client, city):
    """The exported status is for reading; one that was typed there is not followed, and told."""
    run = upload(clerk_client, edited(exported(), **{"状態": {DEBTS: "廃止"}}))
    assert run.faults == []
    assert "読まなかった列：状態（窓口の画面で変えます）" in shown(clerk_client, run)
    run = upload(clerk_client, exported())
    assert "読まなかった列" not in shown(clerk_client, run)
    assert Window.objects.get(subject=DEBTS).status == "published"


def test_one_bad_cell_keeps_the_whole_file_out(clerk_client, city):
    """Every fault is told by sheet, row and column; nothing of the file is written."""
    before = all_facts()
    content = edited(
        exported(),
        **{
            "費用": "無料",
            HOURS: {DEBTS: "随時"},
            CATEGORY: {"生活保護の相談": "宇宙"},
            "ウェブサイト": {"生活保護の相談": "javascript:alert(1)"},
        },
    )
    run = upload(clerk_client, content)
    page = shown(clerk_client, run)
    assert (run.status, run.rows) == ("refused", [])
    assert "5行目 U列「受付日時」：「随時」を受付日時として読み取れません" in page
    assert "3行目 G列「分野」：「宇宙」は選べません" in page
    assert "もう一度ファイルを選ぶ" in page
    decide(clerk_client, run, "write")
    assert all_facts() == before


def test_the_list_is_exported_as_filtered_and_searched(clerk_client, city):
    """The buttons above the list take its filters and its search with them."""
    page = clerk_client.get(f"{LIST}?q=げんここるーむ").content.decode()
    url = re.search(r'href="([^"]*export/xlsx/[^"]*)"', page)[1].replace("&amp;", "&")
    answer = clerk_client.get(url)
    names = [row[NAME] for row in rows_of(answer.content)]
    assert names
    assert all("げんここるーむ" in name for name in names)
    assert "attachment" in answer["Content-Disposition"]
    category = Category.objects.get(slug="work")
    answer = clerk_client.get(f"{LIST}export/csv/all/?categories__id__exact={category.pk}")
    assert answer.content.startswith(b"\xef\xbb\xbf")
    assert answer.content.decode("utf-8-sig").count("\r\n") == category.windows.count() + 1
    assert clerk_client.get(f"{LIST}export/csv/?nothing=1").status_code == 302
    assert clerk_client.get(f"{LIST}export/pdf/").status_code == 404


def test_chosen_windows_are_exported(clerk_client, city):
    """The list's own boxes choose, for both kinds of file."""
    chosen = list(Window.objects.values_list("pk", flat=True)[:3])
    for action in ("export_excel", "export_csv"):
        answer = clerk_client.post(LIST, {"action": action, "_selected_action": chosen})
        assert "attachment" in answer["Content-Disposition"]
    assert answer.content.decode("utf-8-sig").count("\r\n") == 4


def test_a_confidential_address_is_announced(clerk_client, db):
    """The file's name and its sheet say 取扱注意 as soon as there is one such window in it."""
    WindowFactory()
    plain = clerk_client.get(f"{LIST}export/xlsx/")
    assert "%E5%8F%96%E6%89%B1" not in plain["Content-Disposition"]
    WindowFactory(confidential_location=True, address="伊勢市岩渕1-7-29")
    secret = clerk_client.get(f"{LIST}export/xlsx/")
    assert "%E5%8F%96%E6%89%B1%E6%B3%A8%E6%84%8F" in secret["Content-Disposition"]
    assert rows_of(secret.content)[1]["所在地"] == "伊勢市岩渕1-7-29"


def test_no_cell_is_a_formula(clerk_client, db):
    """Whatever begins like one is text for Excel, in both kinds of file."""
    evil = ["=cmd|' /C calc'!A0", "+1", "-1", "@SUM(A1)", "'=1"]
    for text in evil:
        WindowFactory(subject=text, description=f"\t{text}")
    cells = [cell for row in rows_of(exported()) for cell in row.values() if cell]
    assert not [cell for cell in cells if cell[0] in "=+-@\t\r"]
    assert not re.search(r'[\n,"][=+@-]', exported("csv").decode())
    run = upload(clerk_client, exported())
    assert (run.faults, run.rows) == ([], [])


def test_who_may_only_look_exports_and_imports_nothing(client, city, clerk):
    """Export needs the right to view; import needs the rights to change and to add."""
    rights = Permission.objects.filter(content_type__app_label="directory")
    clerk.groups.clear()
    for missing in ("change_window", "add_window"):
        clerk.user_permissions.set(rights.exclude(codename=missing))
        client.force_login(clerk)
        assert client.get(UPLOAD).status_code == 403
        assert client.post(UPLOAD).status_code == 403
        assert client.get(RUNS).status_code == 403
        assert client.get(f"{RUNS}1/").status_code == 403
        assert client.get(f"{LIST}export/xlsx/").status_code == 200
        assert "Excel・CSVを取り込む" not in client.get(LIST).content.decode()
    clerk.user_permissions.clear()
    clerk.refresh_from_db()
    assert client.get(f"{LIST}export/xlsx/").status_code == 403


def test_reading_asks_the_database_equally_often_for_any_number_of_rows(
    clerk_client, city, django_assert_max_num_queries
):
    """74 changed windows and 222 cost the same queries."""
    content = edited(exported(), **{"費用": "無料", "対象": "市民"})
    rows = rows_of(content)
    many = [*rows, *({**row, KEY: "", "電話番号": "119"} for row in rows * 2)]
    for file in (content, table(*many)):
        with django_assert_max_num_queries(26):
            run = upload(clerk_client, file)
    assert (run.faults, run.changed_count, run.new_count) == ([], 74, 148)


def test_hours_are_shown_as_typed_and_as_understood(clerk_client, city):
    """Side by side, so that a clerk sees before saving what a text was taken for."""
    typed = "午前9時～正午、午後1時～4時30分（平日）"
    run = upload(clerk_client, edited(exported(), **{HOURS: {DEBTS: typed}}))
    page = shown(clerk_client, run)
    assert typed in page
    assert "月曜日～金曜日 9:00～12:00、13:00～16:30。祝日・年末年始は休みです" in page


@pytest.mark.parametrize(
    ("text", "year_end"),
    [
        ("平日 9:00～17:00", None),
        ("平日 9:00～17:00（年末年始を除く）", True),
        ("24時間365日", False),
    ],
)
def test_a_new_window_says_of_the_year_end_only_what_its_text_said(
    clerk_client, city, text, year_end
):
    """Otherwise residents are told to ask."""
    new = {KEY: "", SUBJECT: "新しい相談", NAME: "新しい窓口", CATEGORY: "仕事", HOURS: text}
    run = upload(clerk_client, table(new))
    assert run.faults == []
    assert run.rows[0]["after"]["closes_at_year_end"] is year_end


def test_a_night_line_is_imported_and_kept(clerk_client, city):
    """Nights run into whole days, and a day may begin at 8:00."""
    typed = "平日 19:00～翌8:00、土曜 14:00～翌8:00、日祝 8:00～翌8:00（年末年始は休み）"
    run = upload(clerk_client, edited(exported(), **{HOURS: {DEBTS: typed}}))
    assert run.faults == []
    decide(clerk_client, run, "write")
    window = Window.objects.for_reading().get(subject=DEBTS)
    assert window.printed_hours == (
        "平日 19:00～翌8:00、土曜日 14:00～翌8:00、日曜日と祝日 8:00～翌8:00（年末年始は休み）"
    )
