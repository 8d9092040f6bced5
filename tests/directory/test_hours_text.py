"""Hours in words, pasted into a form of admin or of the desk, become its rows unsaved."""

import pytest
from django.http import QueryDict
from django.urls import reverse

from directory.hours_text import in_form
from directory.models import Window
from platform_members.models import ListingUpdate
from tests.directory.admin.test_window_form import ADD, form, rows, rule
from tests.factories import CategoryFactory
from tests.helpers.page_forms import sent
from tests.helpers.proposals import save
from tests.helpers.transactions import committed

TEXT = "月～金 9時～17時（水曜は19:00まで）、第2土曜 9:00～12:00（要予約）※祝日は休み"
ROWS = [
    (["0", "1", "3", "4"], "9:00", "17:00"),
    (["2"], "9:00", "19:00"),
    (["5"], "9:00", "12:00"),
]


@pytest.fixture
def browser(clerk_client):
    """The clerk, logged in, with a category to choose."""
    CategoryFactory()
    return clerk_client


def shown_rows(response, prefix):
    """The rows of the page that would be kept: days, begin and end."""
    data = sent(response)
    found = []
    for number in range(int(data[f"{prefix}-TOTAL_FORMS"][0])):
        opens = data.get(f"{prefix}-{number}-opens", [""])[0]
        if opens and f"{prefix}-{number}-DELETE" not in data:
            closes = data[f"{prefix}-{number}-closes"][0]
            found.append((data.get(f"{prefix}-{number}-weekdays", []), opens, closes))
    return found


def text(response) -> str:
    return response.content.decode()


@committed
def test_a_clerk_pastes_a_text_looks_and_saves(browser):
    """Rows and sentence are shown and nothing is saved; then the form is saved as it is."""
    page = browser.post(ADD, form(hours_text=TEXT, _read_hours="1", subject=""))
    assert shown_rows(page, "hours_rules") == ROWS
    words = "月・火・木・金曜日 9:00～17:00、水曜日 9:00～19:00、第2土曜日 9:00～12:00（要予約）"
    assert f"<dd>{words}" in text(page)
    assert "祝日は休みです。年末年始は窓口へご確認ください" in text(page)
    assert "まだ保存していません" in text(page)
    # What else is missing is said when the form is to be saved.
    assert "この項目は必須です" not in text(page)
    assert not Window.objects.exists()
    browser.post(ADD, sent(page, subject="新しい相談", _save="1"))
    window = Window.objects.get()
    assert [str(row) for row in window.hours_rules.all()] == [
        "月・火・木・金曜日 9:00～17:00",
        "水曜日 9:00～19:00",
        "第2土曜日 9:00～12:00（要予約）",
    ]
    assert (window.opens_on_holidays, window.closes_at_year_end) == (False, None)


@committed
def test_a_text_is_read_beside_rows_that_are_half_typed(browser):
    """Nothing is asked of them before the form is saved, and they stay as typed."""
    half = rows("hours_rules", rule(closes="")) | {
        "hours_exceptions-TOTAL_FORMS": "1",
        "hours_exceptions-0-first_day": "",
        "hours_exceptions-0-note": "棚卸し",
    }
    page = browser.post(ADD, form(hours_text=TEXT, _read_hours="1", **half))
    assert page.status_code == 200
    assert shown_rows(page, "hours_rules")[-3:] == ROWS
    assert sent(page)["hours_exceptions-0-note"] == ["棚卸し"]
    assert "errorlist" not in text(page)


@committed
def test_rows_that_stood_there_are_marked_not_dropped(browser):
    """A row that the text says too stays; another is marked to be removed, and may be unmarked."""
    browser.post(ADD, form(**rows("hours_rules", rule(), rule("18:00", "翌8:30"))))
    window = Window.objects.get()
    address = reverse("admin:directory_window_change", args=[window.pk])
    page = browser.post(
        address,
        sent(
            browser.get(address),
            hours_text="平日 8:30～17:15、日 9:00～12:00",
            _read_hours="1",
        ),
    )
    assert "前からあった1行には、消す印を付けました" in text(page)
    assert [row[1:] for row in shown_rows(page, "hours_rules")] == [
        ("8:30", "17:15"),
        ("9:00", "12:00"),
    ]
    assert 'value="翌8:30"' in text(page)
    assert window.hours_rules.count() == 2
    browser.post(address, sent(page, _save="1"))
    assert [rule.opens for rule in window.hours_rules.all()] == [510, 540]


@committed
def test_a_text_that_is_refused_or_not_read_yet_is_not_lost(browser):
    """The piece is named; 保存 saves nothing before the text is read or the box emptied."""
    refused = form(hours_text="月～金 9:00～17:00（お盆を除く）", _save="1")
    page = browser.post(ADD, refused)
    assert "「お盆を除く」" in text(page)
    assert "この欄を空けてください" in text(page)
    assert sent(page)["hours_text"] == ["月～金 9:00～17:00（お盆を除く）"]
    page = browser.post(ADD, form(hours_text="月 9:00～17:00", _publish="1"))
    assert shown_rows(page, "hours_rules") == [(["0"], "9:00", "17:00")]
    assert not Window.objects.exists()
    browser.post(ADD, sent(page, hours_text="", _save="1"))
    assert Window.objects.get().hours_rules.count() == 1


@committed
def test_a_member_pastes_a_text_on_the_desk(client, member, listing):
    """The same box in the part 受付日時: rows and sentence, then the proposal."""
    client.force_login(member)
    address = f"/desk/listings/{listing.pk}/edit/hours/"
    page = client.post(address, sent(client.get(address), hours_text=TEXT, do="read-hours"))
    assert shown_rows(page, "hours") == ROWS
    assert "水曜日 9:00～19:00" in text(page)
    assert not ListingUpdate.objects.exists()
    refused = client.post(address, sent(page, hours_text="隔週水曜 9:00～12:00", do="submit"))
    assert "「隔週水曜" in text(refused)
    assert shown_rows(refused, "hours") == ROWS
    assert not ListingUpdate.objects.exists()
    client.post(address, sent(page, do="submit"))
    facts = ListingUpdate.objects.get().facts["hours"]
    assert [(row["weekdays"], row["closes"]) for row in facts] == [
        ([0, 1, 3, 4], 1020),
        ([2], 1140),
        ([5], 720),
    ]


@committed
def test_a_reviewer_pastes_a_text_while_correcting(client, listing, member, reviewer):
    """The same box on the page on which a change is corrected and approved."""
    update = save(listing, member, cost="無料")
    client.force_login(reviewer)
    address = f"/desk/review/{update.pk}/correct/"
    page = client.post(address, sent(client.get(address), hours_text=TEXT, do="read-hours"))
    assert shown_rows(page, "hours") == ROWS
    update.refresh_from_db()
    assert update.is_waiting
    client.post(address, sent(page, do="approve"))
    assert "水曜日 9:00～19:00" in Window.objects.get(pk=listing.window_id).printed_hours


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("祝日は休み", "祝日は休み"),
        ("月 9:00～12:00\n" * 2 + "月 10:00～11:00", "重なって"),
    ],
)
@pytest.mark.django_db
def test_what_can_be_read_and_not_kept_is_refused(written, words):
    """A text without hours, or with hours that overlap."""
    data = QueryDict(mutable=True)
    data.update({"hours_text": written, "hours-TOTAL_FORMS": "0", "hours-INITIAL_FORMS": "0"})
    shown, after = in_form(data, "hours", pressed=True, is_new=False)
    assert words in shown.refusal
    assert after["hours-TOTAL_FORMS"] == "0"


@pytest.mark.django_db
def test_more_rows_than_a_form_has_are_refused():
    """No row is cut off."""
    data = QueryDict(mutable=True)
    data.update({"hours_text": "月 9:00～12:00\n火 9:00～11:00"})
    data.update({"hours-TOTAL_FORMS": "0", "hours-INITIAL_FORMS": "0"})
    shown, after = in_form(data, "hours", pressed=True, is_new=False, most_rows=1)
    assert "行が多すぎます" in shown.refusal
    assert after["hours-TOTAL_FORMS"] == "0"
