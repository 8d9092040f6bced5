"""The directory goes out to Excel and comes back: unchanged, changed, wrong, undone."""

import re
from datetime import date, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from directory import actions
from directory.facts import facts_of, write_facts
from directory.models import Category, HoursException, ImportRun, Window, WindowVersion
from tests.directory.exchange_files import (
    CATEGORY,
    HOURS,
    KEY,
    NAME,
    PHONES,
    SUBJECT,
    csv_of,
    edited,
    excel,
    exported,
    rows_of,
    table,
)
from tests.factories import CategoryFactory, WindowFactory, give_hours

LIST = "/admin/directory/window/"
UPLOAD = f"{LIST}import/"
RUNS = f"{LIST}imports/"
DEBTS = "多重債務についての相談"


@pytest.fixture
def admin_client(client, clerk):
    """The clerk, logged in."""
    client.force_login(clerk)
    return client


def upload(client, content: bytes, name: str = "窓口.xlsx") -> ImportRun:
    """Send a file; return its import, as the preview keeps it."""
    answer = client.post(UPLOAD, {"file": SimpleUploadedFile(name, content)})
    assert answer.status_code == 302, answer.content.decode()
    return ImportRun.objects.get(pk=re.search(r"imports/(\d+)/", answer["Location"])[1])


def decide(client, run: ImportRun, decision: str) -> str:
    """Press a button of an import's page; return the page that follows."""
    answer = client.post(run.get_absolute_url(), {"decision": decision}, follow=True)
    run.refresh_from_db()
    return answer.content.decode()


def shown(client, run: ImportRun) -> str:
    """An import's page."""
    return client.get(run.get_absolute_url()).content.decode()


def all_facts() -> dict:
    """What every window says."""
    return {window.pk: facts_of(window) for window in Window.objects.for_reading()}


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_what_was_exported_changes_nothing(admin_client, city, kind):
    """All 24 windows, with everything that they can hold, come back as no change."""
    window = Window.objects.get(subject=DEBTS)
    facts = facts_of(window)
    facts |= {
        "description": "=1+1\r\n二行目 ",
        "cost": "'-無料",
        "eligibility": "@市民",
        "place_note": "\u3000ｾｲｶﾂ課\x0b",
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
    run = upload(admin_client, exported(kind), f"窓口.{kind}")
    assert (run.status, run.faults, run.rows) == ("preview", [], [])
    assert run.unchanged_count == 24
    page = shown(admin_client, run)
    assert "変わるところはありません（24件）" in page
    assert 'value="write"' not in page
    assert all_facts() == before


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_what_was_exported_can_found_another_directory(admin_client, city, kind):
    """Without their keys the same rows become drafts that say the same."""
    before = list(all_facts().values())
    content = exported(kind)
    if kind == "xlsx":
        content = edited(content, **{KEY: None})
    else:
        content = re.sub(rb"(?m)^[0-9a-f-]{36},", b",", content)
    run = upload(admin_client, content)
    assert (run.faults, run.new_count) == ([], 24)
    decide(admin_client, run, "write")
    made = Window.objects.filter(status="draft").for_reading().order_by("pk")
    assert [facts_of(window) for window in made] == before


def test_a_clerk_corrects_looks_and_confirms(admin_client, clerk, city):
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
    run = upload(admin_client, content)
    page = shown(admin_client, run)
    assert "変わる窓口 2件、新しい窓口 0件、変わらない窓口 22件" in page
    for old, new in [
        ("月曜日～金曜日 9:00～12:00\n月曜日～金曜日 13:00～16:00", "13:00～16:30"),
        ("電話 0596-21-5556", "電話 夜間 0596-21-5557\nファックス 0596-21-5558"),
        ("―", "無料"),
    ]:
        assert old in page
        assert new in page
    window = Window.objects.get(subject=DEBTS)
    assert window.cost == ""
    page = decide(admin_client, run, "write")
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
    assert Window.objects.search("0596215557").first() == other


def test_an_import_is_undone_as_a_whole(admin_client, clerk, city):
    """Every window says again what it said before; a new one is retired; the record stays."""
    before = all_facts()
    content = edited(exported(), **{"費用": "無料"})
    rows = rows_of(content)
    new = {SUBJECT: "新しい相談", NAME: "新しい窓口", CATEGORY: "仕事", "並び順": "5"}
    run = upload(admin_client, table(*rows, new))
    decide(admin_client, run, "write")
    assert (run.changed_count, run.new_count) == (24, 1)
    assert "新しい窓口" in admin_client.get(RUNS).content.decode()
    page = decide(admin_client, run, "undo")
    assert "取り込む前の内容に戻しました" in page
    made = Window.objects.get(subject="新しい相談")
    assert made.status == "retired"
    after = all_facts()
    assert after.pop(made.pk)
    assert after == before
    assert Window.objects.get(subject=DEBTS).versions.first().how == "restored"
    assert (run.undone_by, run.status) == (clerk, "undone")
    again = decide(admin_client, run, "undo")
    assert "もう済んでいるか" in again


def test_an_import_is_not_undone_over_later_work(admin_client, clerk, city):
    """Where a window was changed since, all stays, and the window is named."""
    run = upload(admin_client, edited(exported(), **{"費用": "無料"}))
    decide(admin_client, run, "write")
    window = Window.objects.get(subject=DEBTS)
    write_facts(window, {"cost": "有料"})
    actions.windows_saved(windows=[window], by=clerk, how=WindowVersion.How.EDITED)
    page = decide(admin_client, run, "undo")
    assert f"「{window}」は、取り込みのあとで直されています。" in page
    assert run.status == "applied"
    assert Window.objects.filter(cost="無料").count() == 23


def test_a_new_window_that_was_published_since_is_not_retired(admin_client, clerk, db):
    """Residents may have come to rely on it: undoing is refused."""
    category = WindowFactory().categories.get()
    row = {KEY: "", SUBJECT: "新しい相談", NAME: "新しい窓口", CATEGORY: category.name}
    run = upload(admin_client, table(row))
    decide(admin_client, run, "write")
    assert Window.objects.get(subject="新しい相談").status == "draft"
    actions.publish_windows(windows=Window.objects.filter(subject="新しい相談"), by=clerk)
    assert "取り込みのあとで直されています" in decide(admin_client, run, "undo")
    assert Window.objects.get(subject="新しい相談").status == "published"


def test_a_window_changed_while_the_clerk_looked_gets_a_new_preview(admin_client, clerk, city):
    """Nothing is written; what both changed is shown; the other's other work stays."""
    run = upload(admin_client, edited(exported(), **{"費用": {DEBTS: "無料"}}))
    window = Window.objects.get(subject=DEBTS)
    write_facts(window, {"cost": "500円", "eligibility": "市民"})
    actions.windows_saved(windows=[window], by=clerk, how=WindowVersion.How.EDITED)
    page = decide(admin_client, run, "write")
    assert run.status == "preview"
    assert "ほかの人が直しました（対象、費用）" in page
    assert "500円" in page
    window.refresh_from_db()
    assert window.cost == "500円"
    decide(admin_client, run, "write")
    window.refresh_from_db()
    assert (run.status, window.cost, window.eligibility) == ("applied", "無料", "市民")


def test_a_window_deleted_while_the_clerk_looked_would_be_new(admin_client, city):
    """Nothing is lost silently: the preview says so."""
    run = upload(admin_client, edited(exported(), **{"費用": {DEBTS: "無料"}}))
    Window.objects.get(subject=DEBTS).delete()
    page = decide(admin_client, run, "write")
    assert "窓口が削除されています" in page
    assert (run.status, run.new_count) == ("preview", 1)


def test_one_bad_cell_keeps_the_whole_file_out(admin_client, city):
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
    run = upload(admin_client, content)
    page = shown(admin_client, run)
    assert (run.status, run.rows) == ("refused", [])
    assert "シート「相談窓口」5行目 G列「受付日時」：「随時」を受付日時として読み取れません" in page
    assert "3行目 B列「分野」：「宇宙」は選べません" in page
    assert "もう一度ファイルを選ぶ" in page
    decide(admin_client, run, "write")
    assert all_facts() == before


ROW = {SUBJECT: "新しい相談", NAME: "新しい窓口", CATEGORY: "仕事"}


@pytest.mark.parametrize(
    ("cells", "complaint"),
    [
        ({SUBJECT: ""}, "「相談内容」：入れてください"),
        ({CATEGORY: None}, "「分野」：入れてください"),
        ({SUBJECT: "長" * 101}, "「相談内容」：この値は 100 文字以下"),
        ({PHONES: 596215556}, "先頭の0が消えています"),
        ({PHONES: "電話"}, "「電話」：電話番号として読めません"),
        ({PHONES: "119\n119"}, "同じ番号が2回"),
        ({HOURS: "月～金 9:00～17:00\n火 10:00～12:00"}, "重なっています"),
        ({HOURS: "毎日 9:00～17:00"}, "「祝日も受け付ける」をどうするのか"),
        ({HOURS: "月 9:00～17:00（祝日は休み）", "祝日も受け付ける": "はい"}, "食い違っています"),
        ({HOURS: "=A1"}, "数式が入っています"),
        ({"費用": "=1+1"}, "数式が入っています"),
        ({"祝日も受け付ける": "たぶん"}, "「はい」「いいえ」のどれか"),
        ({"年末年始は休み": "?"}, "「不明」のどれか"),
        ({"予約": "必要です、いりません"}, "一つだけ"),
        ({"相談のしかた": "伝書鳩"}, "「伝書鳩」は選べません"),
        ({"並び順": "先頭"}, "数字だけ"),
        ({"並び順": "-1"}, "数字だけ"),
        ({"緯度": "北"}, "34.487500"),
        ({"緯度": "34.5"}, "緯度と経度は、両方とも"),
        ({"緯度": "NaN", "経度": "1"}, "「緯度」"),
        ({"緯度": "9" * 40, "経度": "1"}, "「緯度」"),
        ({"出典の日付": "令和5年2月30日"}, "という日はありません"),
        ({"出典の日付": "去年"}, "日付として読み取れません"),
        ({"祝日と重なると翌平日も休む曜日": "毎日"}, "曜日は「水」か"),
        ({"臨時の休み・臨時の受付": "年末"}, "1件を1行に"),
        ({"臨時の休み・臨時の受付": "2026-12-28 昼だけ"}, "1件を1行に"),
        ({"臨時の休み・臨時の受付": "2026-12-28～2026-12-27 休み"}, "終わりの日が始まりの日より前"),
        ({"費用": "無" * 201}, "「費用」"),
        ({KEY: "1"}, "この公開IDの窓口はありません"),
        ({KEY: "b1866523-cd76-56ce-b88a-000000000000"}, "この公開IDの窓口はありません"),
    ],
)
def test_a_cell_that_cannot_be_taken_is_told(admin_client, db, cells, complaint):
    """What to do stands in one sentence; nothing is guessed."""
    CategoryFactory(name="仕事")
    run = upload(admin_client, table({KEY: ""} | ROW | cells))
    assert complaint in " ".join(run.faults)
    assert "2行目" in run.faults[0]
    assert not Window.objects.filter(subject="新しい相談").exists()


def test_a_date_that_excel_made_of_an_address_is_told(admin_client, db):
    """1-7-29 became a date in Excel: nobody turns it back silently."""
    CategoryFactory(name="仕事")
    run = upload(admin_client, table({KEY: ""} | ROW | {"所在地": datetime(2029, 1, 7)}))
    assert "Excelが日付に変えて" in run.faults[0]


def test_the_same_window_twice_is_told(admin_client, city):
    """A copied row still has the key of the one from which it was copied."""
    rows = rows_of(exported())[:2]
    run = upload(admin_client, table(*rows, rows[0]))
    assert "2行目と同じ公開IDです" in run.faults[0]


def test_tables_of_clerks_are_read_as_they_are(admin_client, city):
    """Titles above, other order, merged cells, wide digits, dates of every kind, half kana."""
    headings = [
        "窓口の 名称",
        "相談内容",
        "受付日時",
        "公開ＩＤ",
        "分野",
        "電話番号",
        "出典の日付",
        "メモ欄",
    ]
    rows = [
        ["相談窓口一覧（令和8年度）"],
        [],
        headings,
        [
            "試しの ｾﾝﾀｰ",
            "一つめ",
            "月～金　９時～１７時",
            None,
            "仕事\n健康",
            188,
            "令和5年2月28日",
        ],
        [None, " 二つめ ", "24時間・年中無休", "", "仕事、健康", "0596-21-5556", date(2023, 2, 28)],
        [None, "三つめ", "", "", "健康", "家賃=0596-21-5556、0596-21-5557", 44985, "読まない"],
        ["別の窓口", "四つめ", None, "", "健康", None, "R5.2.28"],
        [None, None],
    ]
    rows[5][5] = "家賃=0596-21-5556\n0596-21-5557"
    run = upload(admin_client, excel(rows, "Sheet1", merged=("A4:A6", "A1:C1")))
    assert (run.faults, run.unread) == ([], ["メモ欄"])
    decide(admin_client, run, "write")
    made = list(Window.objects.filter(status="draft").for_reading().order_by("pk"))
    assert [window.subject for window in made] == ["一つめ", "二つめ", "三つめ", "四つめ"]
    assert {window.name for window in made[:3]} == {"試しの センター"}
    assert {str(window.source_date) for window in made} == {"2023-02-28"}
    assert made[0].printed_hours == "月曜日～金曜日 9:00～17:00"
    assert made[1].is_round_the_clock
    assert [str(phone) for phone in made[2].telephones] == ["家賃 0596-21-5556", "0596-21-5557"]
    assert [category.name for category in made[0].categories.all()] == ["仕事", "健康"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
def test_csv_is_read_in_the_encodings_that_excel_writes(admin_client, city, encoding):
    """A missing optional column leaves its facts alone."""
    window = Window.objects.get(subject=DEBTS)
    content = csv_of(
        [KEY, SUBJECT, NAME, "費用"],
        [str(window.uid).upper(), DEBTS, window.name, "無料（①回目）"],
        encoding=encoding,
    )
    run = upload(admin_client, content, "窓口.csv")
    decide(admin_client, run, "write")
    before = facts_of(Window.objects.for_reading().get(pk=window.pk))
    assert before["cost"] == "無料（①回目）"
    assert before["phones"] == facts_of(window)["phones"]
    assert run.changed_count == 1


def test_hours_follow_whichever_was_changed_words_or_column(admin_client, city):
    """げんここるーむ opens on holidays: in words and in a column, either may be corrected."""
    subject = "福祉に関する相談"
    words = {HOURS: {subject: "毎日 10:00～19:00（木曜日、祝日と年末年始は休み）"}}
    column = {"祝日も受け付ける": {subject: "いいえ"}}
    for changed in (words, column):
        run = upload(admin_client, edited(exported(), **changed))
        assert run.faults == []
        (row,) = run.rows
        assert row["before"]["opens_on_holidays"] is True
        assert row["after"]["opens_on_holidays"] is False
        assert row["after"]["hours"] == row["before"]["hours"]
    run = upload(admin_client, edited(exported(), **{HOURS: {subject: "平日 10:00～19:00"}}))
    assert "「祝日も受け付ける」をどうするのか" in run.faults[0]


def test_the_list_is_exported_as_filtered_and_searched(admin_client, city):
    """The buttons above the list take its filters and its search with them."""
    page = admin_client.get(f"{LIST}?q=ホットライン").content.decode()
    url = re.search(r'href="([^"]*export/xlsx/[^"]*)"', page)[1].replace("&amp;", "&")
    answer = admin_client.get(url)
    names = [row[NAME] for row in rows_of(answer.content)]
    assert names
    assert all("ホットライン" in name for name in names)
    assert "attachment" in answer["Content-Disposition"]
    category = Category.objects.get(slug="work")
    answer = admin_client.get(f"{LIST}export/csv/?categories__id__exact={category.pk}")
    assert answer.content.startswith(b"\xef\xbb\xbf")
    assert answer.content.decode("utf-8-sig").count("\r\n") == category.windows.count() + 1
    assert admin_client.get(f"{LIST}export/csv/?nothing=1").status_code == 302
    assert admin_client.get(f"{LIST}export/pdf/").status_code == 404


def test_chosen_windows_are_exported(admin_client, city):
    """The list's own boxes choose, for both kinds of file."""
    chosen = list(Window.objects.values_list("pk", flat=True)[:3])
    for action in ("export_excel", "export_csv"):
        answer = admin_client.post(LIST, {"action": action, "_selected_action": chosen})
        assert "attachment" in answer["Content-Disposition"]
    assert answer.content.decode("utf-8-sig").count("\r\n") == 4


def test_a_confidential_address_is_announced(admin_client, db):
    """The file's name and its sheet say 取扱注意 as soon as there is one such window in it."""
    WindowFactory()
    plain = admin_client.get(f"{LIST}export/xlsx/")
    assert "%E5%8F%96%E6%89%B1" not in plain["Content-Disposition"]
    WindowFactory(confidential_location=True, address="伊勢市岩渕1-7-29")
    secret = admin_client.get(f"{LIST}export/xlsx/")
    assert "%E5%8F%96%E6%89%B1%E6%B3%A8%E6%84%8F" in secret["Content-Disposition"]
    assert rows_of(secret.content)[1]["所在地"] == "伊勢市岩渕1-7-29"


def test_no_cell_is_a_formula(admin_client, db):
    """Whatever begins like one is text for Excel, in both kinds of file."""
    evil = ["=cmd|' /C calc'!A0", "+1", "-1", "@SUM(A1)", "'=1"]
    for text in evil:
        WindowFactory(subject=text, description=f"\t{text}")
    cells = [cell for row in rows_of(exported()) for cell in row.values() if cell]
    assert not [cell for cell in cells if cell[0] in "=+-@\t\r"]
    assert not re.search(r'[\n,"][=+@-]', exported("csv").decode())
    run = upload(admin_client, exported())
    assert (run.faults, run.rows) == ([], [])


def test_who_may_only_look_exports_and_imports_nothing(client, city, clerk):
    """Export needs the right to view; import needs the rights to change and to add."""
    for missing in ("change_window", "add_window"):
        kept = clerk.user_permissions.exclude(codename=missing)
        clerk.user_permissions.set(kept)
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


def test_a_preview_belongs_to_who_made_it(admin_client, client, city, clerk):
    """Another clerk sees only what has been imported, and may undo that."""
    run = upload(admin_client, edited(exported(), **{"費用": "無料"}))
    other = type(clerk).objects.create_user("other@example.jp", "correct horse", is_staff=True)
    other.user_permissions.set(clerk.user_permissions.all())
    client.force_login(other)
    assert client.get(run.get_absolute_url()).status_code == 404
    assert client.post(run.get_absolute_url(), {"decision": "write"}).status_code == 404
    client.force_login(clerk)
    decide(client, run, "write")
    client.force_login(other)
    decide(client, run, "undo")
    assert run.undone_by == other


def test_looking_never_writes_and_a_confirmation_counts_once(admin_client, city):
    """GET changes nothing; the second press finds the work done."""
    run = upload(admin_client, edited(exported(), **{"費用": "無料"}))
    before = all_facts()
    shown(admin_client, run)
    admin_client.get(f"{run.get_absolute_url()}?decision=write")
    assert all_facts() == before
    decide(admin_client, run, "write")
    assert "もう済んでいるか" in decide(admin_client, run, "write")
    assert WindowVersion.objects.filter(how="imported").count() == 24


def test_a_preview_that_lay_too_long_is_refused(admin_client, city, at):
    """The file must be chosen again a day later."""
    at("2026-11-24 10:00")
    run = upload(admin_client, edited(exported(), **{"費用": "無料"}))
    at("2026-11-25 10:01")
    admin_client.force_login(run.made_by)
    assert "もう取り込めません" in shown(admin_client, run)
    decide(admin_client, run, "write")
    assert run.status == "preview"
    upload(admin_client, exported())
    assert not ImportRun.objects.filter(pk=run.pk).exists()


def test_reading_asks_the_database_equally_often_for_any_number_of_rows(
    admin_client, city, django_assert_max_num_queries
):
    """24 changed windows and 240 cost the same queries."""
    content = edited(exported(), **{"費用": "無料", "対象": "市民"})
    rows = rows_of(content)
    many = [*rows, *({**row, KEY: "", "電話番号": "119"} for row in rows * 9)]
    for file in (content, table(*many)):
        with django_assert_max_num_queries(26):
            run = upload(admin_client, file)
    assert (run.faults, run.changed_count, run.new_count) == ([], 24, 216)


def test_structured_hours_survive_where_words_would_lose_them(admin_client, db):
    """Rows that the booklet would print alike are exported row by row, and read back."""
    window = give_hours(WindowFactory(), "月 9:00-12:00", "火 9:00-12:00", by_reservation=True)
    HoursException.objects.create(window=window, first_day="2026-12-28", last_day="2026-12-28")
    (row,) = rows_of(exported())
    assert row[HOURS].splitlines() == [
        "月曜日 9:00～12:00（要予約）",
        "火曜日 9:00～12:00（要予約）",
        "（祝日は休み、年末年始は休み）",
    ]
    run = upload(admin_client, table({**row, KEY: ""}))
    assert run.faults == []
    assert run.rows[0]["after"] == facts_of(Window.objects.for_reading().get())
