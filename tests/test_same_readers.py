"""The same input in a table of Excel, in admin and at the members' desk: the same outcome."""

import pytest
from django.contrib import admin
from django.http import QueryDict

from directory.exchange.columns import all_columns
from directory.exchange.diff import compare
from directory.exchange.run import read_table
from directory.facts.apply import unsaved_row
from directory.facts.diff import label_of
from directory.hours_text import in_form
from directory.models import HoursRule, Phone, Window
from directory.text.folding import lookup_key
from platform_members.listings.editor import ROWS
from tests.factories import CategoryFactory
from tests.helpers.exchange_files import CATEGORY, HOURS, KEY, NAME, PHONES, SUBJECT, csv_of

DAY = "出典の日付"
TIMES = [
    ("8:30", "17:15"),
    ("８：３０", "１７：１５"),
    ("8時30分", "17時15分"),
    ("8時半", "17時半"),
    ("9時", "正午"),
    ("午前9時", "午後5時15分"),
    ("午後1時30分", "午後4時"),
    ("0:00", "24:00"),
    ("18:00", "24:00"),
    ("09:00", "17:00"),
    ("9:00", "24:30"),
    ("9:00", "26:00"),
    ("9:70", "17:00"),
    ("午前13時", "17:00"),
    ("午後1時", "5時"),
    ("午後1時", "午後5時"),
    ("午後10時", "5時"),
    ("正午", "5時"),
    ("9:00", "5:00"),
    ("1時", "午後3時"),
    ("22:00", "6:00"),
    ("17:15", "翌8:30"),
    ("9:00", "翌10:00"),
    ("10:00", "10:00"),
]
NUMBERS = [
    "0596-21-5556",
    "（０５９６）２１－５５５６",
    "0596215556",
    "TEL 0596-21-5555",
    "0596-21-5555（代表）",
    "0596-21-5555（内線1234）",
    "+81-596-21-5555",
    "#8008",
    "\u200b0120・061・338",
    "21-5536",
    "596-21-5555",
    "0596-21-55567",
    "市役所",
]
DATES = [
    "2026/12/30",
    "2026年12月30日（水）",
    "２０２６／１２／３０",
    "令和8年12月30日",
    "R8.12.30",
    "20261230",
    "令和八年十二月三十日",
    "8/12/30",
    "26/12/30",
    "2026/2/30",
    "平成40年1月1日",
    "2026年12月30日（木）",
    "年末ごろ",
]
TEXTS = [
    "平日 9時～17時（祝日・年末年始を除く）",
    "月〜金 8:30〜17:15（水曜日は19:00まで）",
    "月～土 9:00～12:30、15:00～18:30　木・土曜午後休診　日祝休診",
    "第2・第4火曜日 13時～16時（要予約）",
    "毎月1回（第2日曜）13:00～15:00",
    "平日 17:15～翌8:30、土日祝 24時間",
    "土日・祝日　9時～17時（平日は休み）",
    "24時間365日",
    "※司法書士による 木曜日 13:00～16:00",
    "令和9年4月1日～令和10年3月31日 平日 9:00～17:00",
    "原則、月曜日 9:00～12:00",
    "第2・4月：9:00～12:00",
    "9:00～17:00。日、月、祝日は休館です。",
    "金曜日 午後6時から夜12時まで",
    "土曜 1時～4時",
    "休館日：月曜以外 9:00～17:00",
    "月～金 9:00～17:00（お盆を除く）",
    "平日 9時～5時",
    "第2火曜日、木曜日 13:00～16:00",
    "隔週水曜日 13:00～16:00",
    "あいうえお",
]
INPUTS = [(HOURS, each) for each in [*TIMES, *TEXTS]]
INPUTS += [(PHONES, each) for each in NUMBERS] + [(DAY, each) for each in DATES]


def by_excel(heading, text):
    """What a cell was read as, or the words of its refusal."""
    columns = all_columns()
    names = {lookup_key(column.heading): column.name for column in columns} | {lookup_key(KEY): KEY}
    if isinstance(text, tuple):
        text = "月曜日 {}～{}".format(*text)
    headings = [KEY, SUBJECT, NAME, CATEGORY, heading]
    content = csv_of(headings, ["", "新しい相談", "新しい窓口", "仕事", text])
    table = read_table(content, names, {name: label_of(name) for name in ("subject", "name")})
    categories = {category.slug: category for category in CategoryFactory._meta.model.objects.all()}
    found = compare(table, columns, {}, categories)
    if found.faults:
        return found.faults[0]
    facts = found.rows[0]["after"]
    if heading == HOURS:
        return {unsaved_row("hours", row).as_rule() for row in facts["hours"]}
    if heading == PHONES:
        return [(row["printed"], row["label"]) for row in facts["phones"]]
    return facts["source_date"]


def by_box(text, prefix, formset):
    """The rules that the box above the rows was read as, or the words of its refusal."""
    sent = QueryDict(mutable=True)
    counts = {f"{prefix}-TOTAL_FORMS": "0", f"{prefix}-INITIAL_FORMS": "0"}
    sent.update({"hours_text": text} | counts)
    shown, data = in_form(sent, prefix, pressed=True, is_new=True)
    if shown.refusal:
        return shown.refusal
    rows = formset(data, instance=Window(), prefix=prefix)
    assert rows.is_valid(), rows.errors
    return {row.instance.as_rule() for row in rows.forms}


def by_form(heading, text, phones, hours):
    """What the rows of a form were read as, or the words of their refusal."""
    if heading == PHONES:
        row, formset, prefix = {"kind": "voice", "printed": text, "order": "0"}, phones, "phones"
    else:
        opens, closes = text if heading == HOURS else ("9:00", "17:00")
        row = {"weekdays": ["0"], "opens": opens, "closes": closes, "on_holidays": "inherit"}
        row |= {"valid_from": text} if heading == DAY else {}
        formset, prefix = hours, "hours"
    sent = {f"{prefix}-TOTAL_FORMS": "1", f"{prefix}-INITIAL_FORMS": "0"}
    sent |= {f"{prefix}-0-{name}": value for name, value in row.items()}
    rows = formset(sent, instance=Window(), prefix=prefix)
    if not rows.is_valid():
        return " ".join(text for errors in rows.errors for each in errors.values() for text in each)
    kept = rows.forms[0].instance
    if heading == PHONES:
        return [(kept.printed, kept.label)]
    return {kept.as_rule()} if heading == HOURS else kept.valid_from.isoformat()


@pytest.fixture
def forms_of_admin(rf, administrator):
    """The tables of numbers and of hours on a window's page in admin."""
    request = rf.get("/")
    request.user = administrator
    inlines = admin.site._registry[Window].get_inline_instances(request)
    by_model = {inline.model: inline.get_formset(request) for inline in inlines}
    return by_model[Phone], by_model[HoursRule]


@pytest.mark.django_db
@pytest.mark.parametrize(("heading", "text"), INPUTS, ids=str)
def test_excel_admin_and_desk_agree(heading, text, forms_of_admin):
    """Accepted as the same rows, or refused with the same sentence; Excel's names the cell too."""
    CategoryFactory(name="仕事")
    excel = by_excel(heading, text)
    if text in TEXTS:
        in_admin = by_box(text, "hours_rules", forms_of_admin[1])
        at_desk = by_box(text, "hours", ROWS["hours"][1])
    else:
        in_admin = by_form(heading, text, *forms_of_admin)
        at_desk = by_form(heading, text, ROWS["phones"][1], ROWS["hours"][1])
    assert in_admin == at_desk
    if isinstance(in_admin, str) and not in_admin.startswith("20"):
        assert isinstance(excel, str)
        assert in_admin in excel
    else:
        assert excel == in_admin
