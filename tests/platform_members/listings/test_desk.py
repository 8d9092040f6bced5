"""What members do on the desk: their own windows, nothing else, and nothing typed is lost."""

from datetime import date

import pytest
from django.utils import timezone
from django.utils.html import strip_tags

from directory.facts.snapshot import facts_of
from directory.models import Window
from platform_members.models import Listing, ListingUpdate, Membership, OutgoingMail
from platform_members.proposals import PROPOSABLE, proposable
from platform_members.review import actions as review
from platform_members.review.actions import Seen
from tests.factories import CategoryFactory, ListingFactory, WindowFactory
from tests.helpers.page_forms import sent
from tests.platform_members.listings.test_updates import PHONE, public, save, staff_edit


@pytest.fixture
def members_page(client, member):
    """The browser of a member who has logged in."""
    client.force_login(member)
    return client


def edit_address(listing) -> str:
    """Where a listing is edited."""
    return f"/desk/listings/{listing.pk}/edit/"


def send(client, address, do="submit", **changes):
    """Open a form, change some of it, and press a button."""
    return client.post(address, sent(client.get(address), do=do, **changes))


def text(response) -> str:
    """The page as text."""
    return response.content.decode()


def test_the_desk_shows_ones_own_windows_and_what_is_to_be_done(members_page, listing, rival):
    """State, open update, and what is due for confirmation, of their own windows alone."""
    ListingFactory(organisation=rival.memberships.get().organisation, window__subject="よその相談")
    save(listing, members_page.get("/desk/").wsgi_request.user, cost="無料")
    page = text(members_page.get("/desk/"))
    assert listing.window.subject in page
    assert "確認待ち" in page
    assert "内容の確認をお願いします" in page
    assert "よその相談" not in page


def test_the_desk_costs_the_same_with_many_windows(
    members_page, listing, django_assert_max_num_queries
):
    """The number of queries does not grow with the windows."""
    for _window in range(10):
        ListingFactory(organisation=listing.organisation)
    with django_assert_max_num_queries(17):
        members_page.get("/desk/")


def test_log_in_leads_members_to_their_desk_and_staff_to_admin(client, member, clerk):
    """Each person lands on a page of theirs."""
    for user, page in ((member, "/desk/"), (clerk, "/admin/")):
        user.set_password("correct horse")
        user.save()
        answer = client.post("/accounts/login/", {"login": user.email, "password": "correct horse"})
        assert answer["Location"] == page
        client.logout()


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


def test_suspending_takes_nothing_but_the_reason(members_page, listing):
    """Names of fields in the post change nothing beside status, reason and days."""
    before = Window.objects.values().get(pk=listing.window_id)
    smuggled = {field.name: "1" for field in Window._meta.get_fields()}
    address = f"/desk/listings/{listing.pk}/suspend/"
    form = sent(members_page.get(address), **smuggled | {"reason": "設備の故障", "reopens_on": ""})
    members_page.post(address, form)
    after = Window.objects.values().get(pk=listing.window_id)
    changed = {name for name in before if before[name] != after[name]}
    assert changed == {"status", "suspended_at", "suspension_reason", "changed_at", "updated_at"}


def test_two_tabs_meet(members_page, listing):
    """The second is told and loses nothing; pressing again replaces the first on purpose."""
    address = edit_address(listing)
    one, other = members_page.get(address), members_page.get(address)
    members_page.post(address, sent(one, do="submit", cost="無料"))
    answer = members_page.post(address, sent(other, do="submit", cost="500円"))
    assert "ほかの画面で保存されています" in text(answer)
    assert sent(answer)["cost"] == ["500円"]
    assert ListingUpdate.objects.get().facts["cost"] == "無料"
    members_page.post(address, sent(answer, do="submit"))
    assert ListingUpdate.objects.get().facts["cost"] == "500円"


def test_the_back_button_after_approval(members_page, listing, reviewer):
    """The form of before is told that the update is decided; the next press begins a new one."""
    address = edit_address(listing)
    send(members_page, address, cost="無料")
    old = members_page.get(address)
    update = ListingUpdate.objects.get()
    review.approve(update=update, seen=Seen.of(update), by=reviewer)
    answer = members_page.post(address, sent(old, do="submit", cost="500円"))
    assert "もう決まっています" in text(answer)
    assert public(listing)["cost"] == "無料"
    members_page.post(address, sent(answer, do="submit"))
    assert ListingUpdate.objects.open().get().facts["cost"] == "500円"


def test_staffs_edit_while_a_form_is_open_becomes_a_conflict(members_page, listing, reviewer):
    """The update remembers what its writer saw, not what was there when it was sent."""
    address = edit_address(listing)
    form = members_page.get(address)
    staff_edit(listing.window, reviewer, cost="300円", eligibility="市民")
    members_page.post(address, sent(form, do="submit", cost="無料"))
    update = ListingUpdate.objects.get()
    assert update.changed_names == ["cost"]
    assert update.conflicts_with(public(listing)) == ["cost"]


def test_a_removed_editors_open_tab_is_refused_with_an_explanation(members_page, listing, member):
    """Nothing is saved; the page says what has happened."""
    form = members_page.get(edit_address(listing))
    Membership.objects.filter(user=member).update(role="viewer")
    answer = members_page.post(edit_address(listing), sent(form, do="submit", cost="無料"))
    assert (answer.status_code, "見るだけの権限" in text(answer)) == (403, True)
    Membership.objects.filter(user=member).delete()
    answer = members_page.post(edit_address(listing), sent(form, do="submit", cost="無料"))
    assert (answer.status_code, "担当から外れた" in text(answer)) == (404, True)
    assert not ListingUpdate.objects.exists()


def test_confirming_is_one_click(members_page, listing, member):
    """From the window's page; the desk asks no more."""
    page = members_page.get(f"/desk/listings/{listing.pk}/")
    seen = listing.window.versions.first().pk
    assert f'name="seen" value="{seen}"' in text(page)
    address = f"/desk/listings/{listing.pk}/confirm/"
    told = text(members_page.post(address, {"seen": seen}, follow=True))
    assert f"「{listing.window.subject}」を、きょう確認したと記録しました。" in told
    window = Window.objects.get(pk=listing.window_id)
    assert (window.verified_on, window.verified_by) == (timezone.localdate(), member)
    assert "内容の確認をお願いします" not in text(members_page.get("/desk/"))
    answer = members_page.post(address, {"seen": "\x00"}, follow=True)
    assert "窓口の内容が変わりました" in text(answer)


def test_a_closed_window_is_off_the_web_at_once(members_page, client, listing, reviewer):
    """Residents see it no more, the staff are told, and only they show it again."""
    address = f"/desk/listings/{listing.pk}/suspend/"
    assert "必須" in text(members_page.post(address, {"reason": ""}))
    assert "100" in text(members_page.post(address, {"reason": "休" * 100_000}))
    assert client.get(listing.window.get_absolute_url()).status_code == 200
    members_page.post(address, {"reason": "設備の\u200b故障"})
    assert Window.objects.get(pk=listing.window_id).suspension_reason == "設備の故障"
    assert client.get(listing.window.get_absolute_url()).status_code == 404
    assert OutgoingMail.objects.get().kind == "listing_suspended"
    assert "いま公開されていません" in text(members_page.post(address, {"reason": "もう一度"}))


def test_history_says_what_was_decided_and_why(members_page, listing, member, reviewer):
    """On the window's page and in the organisation's list."""
    update = save(listing, member, cost="無料")
    review.decline(update=update, seen=Seen.of(update), comment="市の規則です", by=reviewer)
    for page in (
        f"/desk/listings/{listing.pk}/",
        f"/desk/organisations/{listing.organisation_id}/updates/",
        f"/desk/updates/{update.pk}/",
    ):
        assert "市の規則です" in text(members_page.get(page))
        assert "見送り" in text(members_page.get(page))


def test_a_draft_or_a_waiting_update_is_withdrawn(members_page, listing, member):
    """By its organisation; a page that is out of date is told."""
    update = save(listing, member, cost="無料")
    address = f"/desk/updates/{update.pk}/withdraw/"
    assert "ほかの画面" in text(members_page.post(address, {"seen": "7"}, follow=True))
    answer = members_page.post(address, {"seen": update.revision}, follow=True)
    assert "取り下げました" in text(answer)
    assert "取り下げ" in text(members_page.post(address, {"seen": 2}, follow=True))


def test_a_viewer_sees_and_does_not_edit(client, listing, viewer, member):
    """No button leads to what would be refused."""
    save(listing, member, cost="無料")
    client.force_login(viewer)
    page = text(client.get(f"/desk/listings/{listing.pk}/"))
    assert "変更案を見る" in page
    assert "変更ありません（" not in page
    assert "/edit/" not in page


def test_an_unlisted_window_and_its_facts_stay_out_of_reach(members_page, db):
    """A window that is not the organisation's has no page on its desk."""
    window = WindowFactory()
    assert members_page.get(f"/desk/listings/{window.pk}/").status_code == 404
    assert proposable(facts_of(window))["phones"] != [PHONE]


def organisation_page(organisation) -> str:
    """Where an organisation's own page is edited."""
    return f"/desk/organisations/{organisation.pk}/edit/"


def test_a_member_edits_the_organisations_own_page(members_page, organisation, reviewer):
    """Public at once; the staff are told what was changed; sending it again tells nothing."""
    address = organisation_page(organisation)
    form = {"activities": "居場所を\xa0ひらいています。", "small_steps": ["place"]}
    members_page.post(address, sent(members_page.get(address), phone="0596(21)5556", **form))
    organisation.refresh_from_db()
    assert organisation.activities == "居場所を ひらいています。"
    assert (organisation.small_steps, organisation.phone) == (["place"], "0596(21)5556")
    mail = OutgoingMail.objects.get(kind="organisation_changed")
    assert mail.to == reviewer.email
    assert "活動の内容" in mail.text
    assert "ウェブサイト" not in mail.text
    members_page.post(address, sent(members_page.get(address)))
    assert OutgoingMail.objects.count() == 1


@pytest.mark.parametrize(
    ("field", "value", "complaint"),
    [
        ("phone", "12", "市外局番"),
        ("website", "javascript:alert(1)", "URL"),
        ("activities", "活" * 100_000, "2000"),
        ("kana", "あ\x00", "目に見えない文字"),
        ("small_steps", ["flying"], "選択"),
    ],
)
def test_bad_input_about_an_organisation_is_explained(
    members_page, organisation, field, value, complaint
):
    """Beside the field; nothing is saved, nothing typed is lost."""
    address = organisation_page(organisation)
    form = sent(members_page.get(address), email="asama@example.jp", **{field: value})
    answer = members_page.post(address, form)
    assert complaint in text(answer)
    assert sent(answer)["email"] == ["asama@example.jp"]
    organisation.refresh_from_db()
    assert organisation.email == ""


def test_only_what_the_organisation_may_say_is_taken(members_page, organisation):
    """Name, kind, trust, notes and membership are the staff's, whatever is posted."""
    before = type(organisation).objects.values().get(pk=organisation.pk)
    smuggled = {field.name: "1" for field in organisation._meta.get_fields()}
    address = organisation_page(organisation)
    keep = {name: None for name in ("areas", "small_steps")}
    declared = {"kana": "あさま", "activities": "", "phone": "", "email": "", "website": ""}
    form = sent(members_page.get(address), **smuggled | keep | declared)
    members_page.post(address, form)
    after = type(organisation).objects.values().get(pk=organisation.pk)
    assert {name for name in before if before[name] != after[name]} == {"kana", "revision"}


def test_two_tabs_at_an_organisations_page_meet(members_page, organisation):
    """The second is told once; staff's change in between counts too."""
    address = organisation_page(organisation)
    form = sent(members_page.get(address), kana="あさまの")
    type(organisation).objects.update(phone="0596-21-5556")
    answer = members_page.post(address, form)
    assert "ほかの人が先に保存しました" in text(answer)
    assert sent(answer)["kana"] == ["あさまの"]
    organisation.refresh_from_db()
    assert organisation.kana == ""
    members_page.post(address, sent(answer))
    organisation.refresh_from_db()
    assert organisation.kana == "あさまの"
