"""A window's form at the desk: what it takes, explains, keeps and refuses."""

from datetime import date

import pytest
from django.utils.html import strip_tags

from directory.facts.snapshot import facts_of
from directory.models import Window
from platform_members.models import Listing, ListingUpdate
from platform_members.proposals import PROPOSABLE
from platform_members.review import actions as review
from platform_members.review.actions import Seen
from tests.factories import CategoryFactory, ListingFactory
from tests.helpers.desk_pages import edit_address, send, text
from tests.helpers.page_forms import sent
from tests.helpers.proposals import public


def test_the_form_as_it_stands_changes_nothing(members_page, members, organisation):
    """Every real window goes through the form unchanged, whatever it consists of."""
    for window in Window.objects.published():
        Listing.objects.update_or_create(window=window, defaults={"organisation": organisation})
        answer = send(members_page, edit_address(window.listing))
        assert "いまの内容と同じです" in text(answer)
    assert not ListingUpdate.objects.exists()


def test_a_member_edits_everything_that_residents_read(members_page, listing):
    """Facts, numbers, hours and days off in one form; what is public waits for review."""
    before = public(listing)
    category = CategoryFactory()
    answer = send(
        members_page,
        edit_address(listing),
        subject="しごとと居場所の相談",
        categories=[str(category.pk)],
        cost="無料",
        website="example.jp/asama",
        closes_at_year_end="unknown",
        phones__TOTAL_FORMS="2",
        phones__1__kind="fax",
        phones__1__printed="０５９６（２１）５５５７",
        hours__0__opens="９：００",
        exceptions__TOTAL_FORMS="1",
        exceptions__0__first_day="2027-01-04",
        exceptions__0__last_day="2027-01-04",
        exceptions__0__spans="9:00～12:00",
    )
    update = ListingUpdate.objects.get()
    assert answer["Location"] == f"/desk/updates/{update.pk}/"
    assert set(update.changed_names) == {
        "subject",
        "categories",
        "phones",
        "cost",
        "website",
        "closes_at_year_end",
        "hours",
        "exceptions",
    }
    assert update.facts["phones"][1]["printed"] == "0596(21)5557"
    assert update.facts["hours"][0]["opens"] == 540
    assert update.facts["website"] == "https://example.jp/asama"
    assert public(listing) == before


def test_a_row_is_added_without_script(members_page, listing):
    """The button sends the form; what was typed stays, nothing is saved or complained of."""
    answer = send(members_page, edit_address(listing), do="hours", subject="", cost="無料")
    again = sent(answer)
    assert again["hours-TOTAL_FORMS"] == ["2"]
    assert again["cost"] == ["無料"]
    assert again["hours-0-opens"] == ["8:30"]
    assert "必須です" not in text(answer)
    assert not ListingUpdate.objects.exists()


def test_a_row_is_taken_out(members_page, listing):
    """A ticked row is gone from the proposal."""
    send(members_page, edit_address(listing), phones__0__DELETE="on")
    assert ListingUpdate.objects.get().facts["phones"] == []


def test_a_preview_shows_what_residents_would_read_and_saves_nothing(members_page, listing):
    """The article in the public words, from what was typed."""
    answer = send(
        members_page,
        edit_address(listing),
        do="preview",
        hours__0__opens="10:00",
        phones__0__printed="0596-63-5224",
        description="<b>どうぞ</b>",
    )
    page = text(answer)
    assert "月曜日～金曜日 10:00～17:15" in strip_tags(page)
    assert 'href="tel:0596635224"' in page
    assert "&lt;b&gt;どうぞ&lt;/b&gt;" in page
    assert not ListingUpdate.objects.exists()
    assert sent(answer)["hours-0-opens"] == ["10:00"]


def test_a_preview_keeps_what_is_known_of_the_window(members_page, listing, reviewer):
    """When it was confirmed last is not unknown because a person is typing."""
    listing.window.verify(on=date(2026, 11, 1), by=reviewer)
    listing.window.save()
    page = text(send(members_page, edit_address(listing), do="preview", cost="無料"))
    assert "2026年11月1日" in page
    assert "最終確認の日は、わかっていません" not in page


def test_a_draft_is_kept_and_gone_on_with(members_page, listing, reviewer):
    """Only its organisation sees it; later it is sent."""
    send(members_page, edit_address(listing), do="save", cost="無料")
    draft = ListingUpdate.objects.get()
    assert draft.status == "draft"
    assert sent(members_page.get(edit_address(listing)))["cost"] == ["無料"]
    members_page.force_login(reviewer)
    assert members_page.get(f"/desk/review/{draft.pk}/").status_code == 404
    members_page.force_login(draft.saved_by)
    send(members_page, f"/desk/updates/{draft.pk}/edit/")
    draft.refresh_from_db()
    assert (draft.status, draft.facts["cost"]) == ("waiting", "無料")


def test_a_new_window_is_proposed(members_page, organisation, reviewer):
    """From an empty form to a window that the organisation looks after."""
    address = f"/desk/organisations/{organisation.pk}/windows/add/"
    category = CategoryFactory()
    new = {"subject": "居場所の相談", "name": "あさまの家", "categories": [str(category.pk)]}
    answer = send(members_page, address, **new, phones__0__printed="0596-63-5224")
    update = ListingUpdate.objects.get()
    assert answer["Location"] == f"/desk/updates/{update.pk}/"
    assert "居場所の相談" in text(members_page.get("/desk/"))
    review.approve(update=update, seen=Seen.of(update), shows=True, by=reviewer)
    window = Window.objects.get()
    assert (window.status, window.listing.organisation) == ("published", organisation)
    assert "居場所の相談" in text(members_page.get(f"/windows/{window.pk}/"))


WORD = "電話\xa0は\u200b\u3000こちら\r\nまで\u2028どうぞ\u202e"


@pytest.mark.parametrize(
    ("field", "value", "kept"),
    [
        ("description", WORD, "電話 は\u3000こちら\nまで\nどうぞ"),
        ("cost", "\u200b無料\xa0", "無料"),
        ("description", "<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("subject", "<b>相談</b>", "<b>相談</b>"),
        ("description", "{{ 7|add:7 }}{% now 'Y' %}", "{{ 7|add:7 }}{% now 'Y' %}"),
    ],
)
def test_pasted_text_is_made_plain_and_stays_text(members_page, listing, field, value, kept):
    """Odd white space is gone; HTML is shown as it was typed."""
    send(members_page, edit_address(listing), **{field: value})
    update = ListingUpdate.objects.get()
    assert update.facts[field] == kept
    page = text(members_page.get(f"/desk/updates/{update.pk}/"))
    assert "<script>alert" not in page
    assert "<b>相談" not in page


@pytest.mark.parametrize(
    ("field", "value", "complaint"),
    [
        ("subject", "", "必須"),
        ("subject", "a\x00b", "目に見えない文字"),
        ("name", "窓" * 100_000, "100"),
        ("description", "説" * 100_000, "2000"),
        ("website", "javascript:alert(1)", "URL"),
        ("website", "data:text/html,x", "URL"),
        ("email", "nobody", "メールアドレス"),
        ("categories", [], "必須"),
        ("categories", ["999999"], "選択"),
        ("categories", ["x"], "無効"),
        ("reservation", "maybe", "選択"),
        ("channels", ["telepathy"], "選択"),
        ("latitude", "34.5", "両方"),
        ("latitude", "1e400", "桁"),
        ("phones__0__printed", "12", "市外局番"),
        ("phones__0__label", "あ\x00", "目に見えない文字"),
        ("phones__TOTAL_FORMS", "x", "ManagementForm"),
        ("phones__TOTAL_FORMS", "200", "40"),
        ("hours__0__opens", "26:00", "時"),
        ("hours__0__weekdays", [], "曜日を一つ以上"),
        ("hours__0__weekdays", ["9"], "選択"),
        (
            "hours__0__valid_from",
            "0000-00-00",
            "という日はありません。日付を確かめて、入力し直してください。",
        ),
    ],
)
def test_bad_input_is_explained_and_kept(members_page, listing, field, value, complaint):
    """Beside the field, with everything else still there, and nothing saved."""
    answer = send(members_page, edit_address(listing), eligibility="市内の方", **{field: value})
    assert answer.status_code == 200
    assert complaint in text(answer)
    assert sent(answer)["eligibility"] == ["市内の方"]
    assert not ListingUpdate.objects.exists()


def test_hours_are_checked_as_staffs_are(members_page, listing):
    """Rows that overlap and the same number twice are refused beside the later row."""
    answer = send(
        members_page,
        edit_address(listing),
        hours__TOTAL_FORMS="2",
        hours__1__weekdays=["0"],
        hours__1__opens="9:00",
        hours__1__closes="10:00",
        hours__1__on_holidays="inherit",
        phones__TOTAL_FORMS="2",
        phones__1__kind="voice",
        phones__1__printed="0596(21)5556",
    )
    assert "重なっています" in text(answer)
    assert "同じ番号が2回" in text(answer)


def test_another_windows_version_is_refused_and_logged(members_page, listing, rival, caplog):
    """A hidden field that names what is not theirs is no mistake."""
    other = ListingFactory(organisation=rival.memberships.get().organisation)
    foreign = other.window.versions.first().pk
    answer = send(members_page, edit_address(listing), base=str(foreign), cost="無料")
    assert answer.status_code == 403
    assert "was refused" in caplog.text
    assert not ListingUpdate.objects.exists()


# Facts of a window that members do not propose.
OF_STAFF = {
    *("order", "verification_months", "verification_email", "discreet"),
    *("source", "source_date", "doubt", "origin", "note", "furigana"),
}


def test_posting_every_field_of_every_model_changes_nothing_undeclared(
    members_page, listing, reviewer
):
    """Status, order, notes, confirmation, ownership: none of it is taken from a form."""
    smuggled = {
        field.name: "1"
        for model in (Window, ListingUpdate)
        for field in model._meta.get_fields()
        if field.name in OF_STAFF or field.name not in PROPOSABLE
    }
    smuggled |= {"window_id": "1", "organisation_id": "1"}
    before = {
        field.name: getattr(Window.objects.get(pk=listing.window_id), field.attname)
        for field in Window._meta.concrete_fields
    }
    send(members_page, edit_address(listing), **smuggled | {"cost": "無料"})
    update = ListingUpdate.objects.get()
    assert set(facts_of(listing.window)) - set(update.facts) == OF_STAFF
    assert (update.status, update.organisation, update.window) == (
        "waiting",
        listing.organisation,
        listing.window,
    )
    review.approve(update=update, seen=Seen.of(update), by=reviewer)
    window = Window.objects.get(pk=listing.window_id)
    changed = {
        name
        for name, value in before.items()
        if value != getattr(window, Window._meta.get_field(name).attname)
    }
    assert changed == {"cost", "changed_at", "updated_at"}
    assert facts_of(window)["order"] == facts_of(listing.window)["order"]
