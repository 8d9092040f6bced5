"""予約: one answer from the field, the rows of hours and their free text, wherever it is read."""

import io
from itertools import product

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from directory.booklet import content, leaflets
from directory.exchange.export import export
from directory.models import Window
from directory.open_data.json_ld import linked_data
from tests.factories import WindowFactory, give_hours

Reservation = Window.Reservation
TODAY = timezone.localdate()
FREE, ASKING = "月 9:00-12:00", "火 9:00-12:00"


def window_with(stated="unknown", asking=(), override="") -> Window:
    """A window whose field says something, with rows of hours that ask for it or do not."""
    window = WindowFactory(reservation=stated, hours_override=override)
    for text in asking:
        give_hours(window, text, by_reservation=text == ASKING)
    return Window.objects.for_reading().get(pk=window.pk)


def test_what_nobody_has_said_is_unknown(client, db):
    """A window never says 「いりません」 by default; its page sends the resident to ask."""
    window = WindowFactory()
    assert window.reservation == Reservation.UNKNOWN
    page = client.get(window.get_absolute_url()).content.decode()
    assert "必要かどうか、窓口へ確認してください。" in page
    assert "いりません" not in page


@pytest.mark.parametrize(
    ("stated", "asking", "override", "answer"),
    [
        ("none", [FREE], "", "none"),
        ("none", [ASKING], "", "required"),
        ("none", [FREE, ASKING], "", "some"),
        ("none", [], "火曜日 9:00～12:00（要予約）", "some"),
        ("none", [], "完全予約制です。", "some"),
        ("none", [], "予約はいりません。予約制ではありません。", "none"),
        ("unknown", [FREE], "", "unknown"),
        ("unknown", [ASKING], "", "required"),
        ("some", [ASKING], "", "required"),
        ("some", [FREE], "", "some"),
        ("required", [FREE], "", "required"),
    ],
)
def test_hours_may_ask_for_more_than_the_field_says(db, stated, asking, override, answer):
    """要予約 beside the hours is never contradicted by 「予約：いりません」."""
    assert window_with(stated, asking, override).reservation_answer == answer


def test_the_filter_finds_by_the_same_answer(db):
    """Python and PostgreSQL agree for every mixture of field, rows and free text."""
    texts = ["", "火曜日（要予約）", "予約制ではありません", "要事前予約", "予約が必要", "予約不要"]
    rows = [(), (FREE,), (ASKING,), (FREE, ASKING)]
    for stated, asking, override in product(Reservation.values, rows, texts):
        window_with(stated, asking, override)
    windows = list(Window.objects.for_reading())
    for answer in Reservation.values:
        found = set(Window.objects.by_reservation(answer).values_list("pk", flat=True))
        assert found == {each.pk for each in windows if each.reservation_answer == answer}, answer


def test_page_list_booklet_memo_excel_and_machines_read_the_same(client, db):
    """A row of 要予約 beside a field that says 「いりません」: all of them ask for it."""
    window = window_with("none", [ASKING])
    assert "<dd>必要です</dd>" in client.get(window.get_absolute_url()).content.decode()
    listed = client.get(reverse("directory:window-list"), {"reservation": "required"})
    assert '<li class="mark mark-reservation">予約</li>' in listed.content.decode()
    assert content.window_facts(window, TODAY)["reservation"] == "予約"
    assert ["予約", "必要です"] in leaflets.memo(window, TODAY)["window"]["facts"]
    assert "hoursAvailable" not in linked_data(window, timezone.now(), "https://example.jp/")
    sheet = load_workbook(io.BytesIO(export(Window.objects.all(), "xlsx").content)).active
    headings, cells = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert dict(zip(headings, cells, strict=True))["予約"] == "必要です"


def test_the_booklet_says_that_it_is_unknown(db):
    """Without a mark paper would say 「いりません」."""
    remark = "予約：窓口へ確認"
    assert remark in content.window_facts(window_with("unknown"), TODAY)["remarks"]
    assert remark not in content.window_facts(window_with("none"), TODAY)["remarks"]
    memo = leaflets.memo(window_with("unknown"), TODAY)["window"]
    assert ["予約", "必要かどうか、窓口へ確認してください。"] in memo["facts"]
