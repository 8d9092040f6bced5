"""Members change one part of a window at a time, on a telephone, into the same proposal."""

from datetime import date

import pytest

from directory import hours
from directory.facts.schema import PROPOSABLE
from directory.models import Window
from platform_members.listings.actions.updates import withdraw
from platform_members.listings.parts import PARTS, WHOLE
from platform_members.models import ListingUpdate, OutgoingMail
from tests.factories import ListingFactory
from tests.helpers.desk_pages import text
from tests.helpers.desk_parts import NUMBER, part_of, send, the_update
from tests.helpers.page_forms import sent
from tests.helpers.proposals import public, save
from tests.helpers.transactions import committed


def test_every_fact_is_in_one_part_and_in_the_whole_form():
    """Nothing that a member may propose is out of reach, and nothing is asked for twice."""
    names = [name for part in PARTS.values() for name in part.names]
    assert sorted(names) == sorted(PROPOSABLE) == sorted(WHOLE.names)


@pytest.mark.parametrize("part", PARTS)
def test_a_part_as_it_stands_changes_nothing(members_page, listing, part):
    """Sending what is there already is no proposal."""
    assert "いまの内容と同じです" in text(send(members_page, part_of(listing, part)))
    assert not ListingUpdate.objects.exists()


@pytest.mark.parametrize("part", PARTS)
def test_a_part_costs_the_same_however_long_it_is(
    members_page, listing, django_assert_max_num_queries, part
):
    """Forty numbers or one: the same few questions to the database."""
    window = listing.window
    for number in range(20):
        window.phones.create(printed=f"0596-21-{number:04}", dialled=f"059621{number:04}")
        window.hours_exceptions.create(
            first_day=date(2027, 1, number + 1), last_day=date(2027, 1, number + 1), spans=[]
        )
    with django_assert_max_num_queries(15):
        assert members_page.get(part_of(listing, part)).status_code == 200


def test_an_unknown_part_is_no_page(members_page, listing):
    """The desk's own page says so."""
    answer = members_page.get(part_of(listing, "nothing"))
    assert (answer.status_code, "団体用ページへ" in text(answer)) == (404, True)


# Two parts of one proposal


@committed
def test_two_tabs_with_different_parts_add_to_one_proposal(members_page, listing, reviewer):
    """The second is not told of the first: nothing of it is overwritten."""
    phones, hours = part_of(listing, "phones"), part_of(listing, "hours")
    one, other = members_page.get(phones), members_page.get(hours)
    members_page.post(phones, sent(one, do="submit", **{NUMBER: "0596-63-5224"}))
    members_page.post(hours, sent(other, do="submit", hours__0__opens="9:00"))
    update = the_update()
    assert (update.status, update.changed_names) == ("waiting", ["phones", "hours"])
    assert update.facts["phones"][0]["printed"] == "0596-63-5224"
    assert update.facts["hours"][0]["opens"] == 540
    assert OutgoingMail.objects.count() == 1


@committed
def test_two_tabs_with_the_same_part_meet(members_page, listing):
    """The second is told and keeps what it has typed; the next press replaces on purpose."""
    address = part_of(listing, "phones")
    one, other = members_page.get(address), members_page.get(address)
    members_page.post(address, sent(one, do="submit", **{NUMBER: "0596-63-5224"}))
    answer = members_page.post(address, sent(other, do="submit", **{NUMBER: "0596-63-5225"}))
    assert "ほかの画面で保存されています" in text(answer)
    assert sent(answer)["phones-0-printed"] == ["0596-63-5225"]
    assert the_update().facts["phones"][0]["printed"] == "0596-63-5224"
    members_page.post(address, sent(answer, do="submit"))
    assert the_update().facts["phones"][0]["printed"] == "0596-63-5225"


@committed
@pytest.mark.parametrize("address", ["edit/", "edit/phones/"])
def test_a_mistake_does_not_hide_that_another_tab_has_saved(members_page, listing, address):
    """Who corrects a slip is told all the same, before anything is replaced."""
    address = f"/desk/listings/{listing.pk}/{address}"
    one, other = members_page.get(address), members_page.get(address)
    members_page.post(address, sent(one, do="submit", **{NUMBER: "0596-63-5224"}))
    slipped = members_page.post(address, sent(other, do="submit", **{NUMBER: "12"}))
    assert "市外局番" in text(slipped)
    answer = members_page.post(address, sent(slipped, do="submit", **{NUMBER: "0596-63-5225"}))
    assert "ほかの画面で保存されています" in text(answer)
    assert the_update().facts["phones"][0]["printed"] == "0596-63-5224"


@committed
def test_the_form_says_what_else_goes_with_it(members_page, listing):
    """Sending a number sends the price that a colleague has written into the draft."""
    send(members_page, part_of(listing, "text"), do="save", cost="無料")
    assert "ほかの変更も入っています：費用。" in text(members_page.get(part_of(listing, "phones")))


@committed
def test_the_back_button_after_sending(members_page, listing, reviewer):
    """The same once more is the same; something else is told, and is not lost."""
    address = part_of(listing, "phones")
    page = members_page.get(address)
    form = sent(page, do="submit", **{NUMBER: "0596-63-5224"})
    for _press in range(2):
        assert "変更案を出しました" in text(members_page.post(address, form, follow=True))
    assert (the_update().status, OutgoingMail.objects.count()) == ("waiting", 1)
    answer = members_page.post(address, form | {"phones-0-printed": ["0596-63-5225"]})
    assert "ほかの画面で保存されています" in text(answer)
    assert sent(answer)["phones-0-printed"] == ["0596-63-5225"]


@committed
def test_the_back_button_after_a_decision(members_page, listing, member, reviewer):
    """The old form is told that the change was withdrawn; the next press begins a new one."""
    address = part_of(listing, "phones")
    send(members_page, address, **{NUMBER: "0596-63-5224"})
    old = members_page.get(address)
    withdraw(update=the_update(), seen=1, by=member)
    answer = members_page.post(address, sent(old, do="submit", **{NUMBER: "0596-63-5225"}))
    assert "もう決まっています" in text(answer)
    members_page.post(address, sent(answer, do="submit"))
    again = ListingUpdate.objects.open().get()
    assert again.facts["phones"][0]["printed"] == "0596-63-5225"


@committed
def test_a_double_click_publishes_trusted_hours_once(member, listing):
    """The second press finds the change made, says so, and makes no second one."""
    type(listing.organisation).objects.update(hours_need_no_review=True)
    listing.organisation.refresh_from_db()
    base = listing.window.versions.first()
    one, other = (
        save(listing, member, base=base, hours_override="毎日 10:00～18:00") for _press in range(2)
    )
    assert one == other
    assert one.auto_approved
    assert listing.window.versions.filter(how="updated").count() == 1


# What members type


@committed
@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("12/30", "2026年12月30日（水）"),
        ("１２月３０日", "2026年12月30日（水）"),
        ("1/4", "2027年1月4日（月）"),
    ],
)
def test_a_day_without_a_year_is_shown_in_full_before_it_is_sent(
    members_page, at, listing, typed, shown
):
    """It is the next such day; nothing is sent before the member has seen it."""
    at("2026-11-26 10:00")
    address = part_of(listing, "closures")
    page = send(members_page, address, exceptions__0__first_day=typed)
    assert f"を「{shown}」と読みました" in text(page)
    assert f'value="{shown}"' in page.content.decode()
    assert not ListingUpdate.objects.exists()
    send(members_page, address, exceptions__0__first_day=shown)
    [closure] = the_update().facts["exceptions"]
    assert closure["first_day"] == closure["last_day"] == str(hours.read_date(shown))


@committed
@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("令和9年1月4日", date(2027, 1, 4)),
        ("Ｒ９．１．４", date(2027, 1, 4)),
        ("2027-01-04", date(2027, 1, 4)),
        ("2027年1月4日（月）", date(2027, 1, 4)),
    ],
)
def test_a_day_off_is_typed_as_people_write_days(members_page, at, listing, typed, day):
    """One field is enough for one day."""
    at("2026-11-26 10:00")
    send(members_page, part_of(listing, "closures"), exceptions__0__first_day=typed)
    assert the_update().facts["exceptions"] == [
        {"first_day": str(day), "last_day": str(day), "spans": [], "note": ""}
    ]


@committed
@pytest.mark.parametrize(
    ("part", "field", "typed", "fact", "kept"),
    [
        ("phones", NUMBER, "０５９６（６３）５２２４", "phones", "0596(63)5224"),
        ("phones", NUMBER, "0596ー63ー5224", "phones", "0596-63-5224"),
        ("hours", "hours__0__opens", "９時３０分", "hours", 570),
        ("hours", "hours__0__closes", "午後５時半", "hours", 1050),
        ("text", "subject", "ﾋｷｺﾓﾘの相談", "subject", "ﾋｷｺﾓﾘの相談"),
    ],
)
def test_numbers_and_times_are_read_as_typed(members_page, listing, part, field, typed, fact, kept):
    """Full-width digits, long dashes, half-width kana: taken, and words left as they are."""
    send(members_page, part_of(listing, part), **{field: typed})
    value = the_update().facts[fact]
    found = value if isinstance(value, str) else value[0][field.rpartition("__")[2]]
    assert found == kept


@pytest.mark.parametrize(
    ("part", "field", "typed", "advice"),
    [
        ("phones", NUMBER, "12", "市外局番から入力してください"),
        ("hours", "hours__0__opens", "朝", "8:30"),
        ("closures", "exceptions__0__first_day", "来週", "のように入力してください"),
        ("closures", "exceptions__0__first_day", "2/30", "という日はありません"),
        ("closures", "exceptions__0__spans", "午前", "9:00～12:00"),
        ("rest", "email", "asama＠example", "メールアドレス"),
    ],
)
def test_a_slip_is_explained_beside_what_was_typed(
    members_page, listing, part, field, typed, advice
):
    """In Japanese, with what to do; the words stay, a folded group is open, nothing is saved."""
    answer = send(members_page, part_of(listing, part), **{field: typed})
    assert advice in text(answer)
    assert sent(answer)[field.replace("__", "-")] == [typed]
    assert not ListingUpdate.objects.exists()
    if part == "rest":
        assert '<details class="group fold" open>' in text(answer)


@committed
def test_a_row_is_added_within_its_part(members_page, listing):
    """The button sends the form without script: what was typed stays, nothing is saved."""
    answer = send(members_page, part_of(listing, "phones"), do="phones", **{NUMBER: "12"})
    again = sent(answer)
    assert again["phones-TOTAL_FORMS"] == ["2"]
    assert again["phones-0-printed"] == ["12"]
    assert 'id="phones-added"' in text(answer)
    assert 'formaction="#phones-added"' in text(answer)
    assert not ListingUpdate.objects.exists()


# The desk


@committed
def test_confirming_from_the_desk_is_one_press_with_a_way_back(members_page, at, listing, member):
    """The desk says what is confirmed, and takes it back where it was pressed."""
    at("2026-11-26 10:00")
    page = text(members_page.get("/desk/"))
    seen = listing.window.versions.first().pk
    assert f'name="seen" value="{seen}"' in page
    address = f"/desk/listings/{listing.pk}/"
    answer = members_page.post(f"{address}confirm/", {"seen": seen, "page": "desk"}, follow=True)
    assert answer.redirect_chain == [("/desk/", 302)]
    assert "確認を取り消す</button>" in text(answer)
    assert Window.objects.get(pk=listing.window_id).verified_on == date(2026, 11, 26)
    answer = members_page.post(f"{address}unconfirm/", {"page": "desk"}, follow=True)
    assert answer.redirect_chain == [("/desk/", 302)]
    assert "確認を取り消す</button>" not in text(answer)
    assert Window.objects.get(pk=listing.window_id).verified_on is None


@committed
def test_a_confirmation_of_another_day_is_not_offered_to_be_taken_back(members_page, at, listing):
    """The desk offers that on the day; the window's page does so later, too."""
    at("2026-11-20 10:00")
    seen = listing.window.versions.first().pk
    members_page.post(f"/desk/listings/{listing.pk}/confirm/", {"seen": seen})
    at("2026-11-26 10:00")
    assert "確認を取り消す</button>" not in text(members_page.get("/desk/"))
    assert "確認を取り消す</button>" in text(members_page.get(f"/desk/listings/{listing.pk}/"))


@committed
def test_the_desk_leads_to_every_part_of_every_window(members_page, listing):
    """With state, number, hours and the day of the last confirmation beside it."""
    other = ListingFactory(organisation=listing.organisation)
    Window.objects.filter(pk=other.window_id).update(verified_on=date(2026, 11, 1))
    page = text(members_page.get("/desk/"))
    for each in (listing, other):
        for part in PARTS:
            assert f'href="{part_of(each, part)}"' in page
    for words in ("月曜日～金曜日 8:30～17:15", "2026年11月1日", "公開"):
        assert words in page


@committed
def test_a_viewer_is_led_to_nothing_that_would_be_refused(client, listing, viewer, member):
    """Neither on the desk nor on the page of a draft."""
    save(listing, member, cost="無料")
    update = the_update()
    client.force_login(viewer)
    for address in ("/desk/", f"/desk/listings/{listing.pk}/", f"/desk/updates/{update.pk}/"):
        page = text(client.get(address))
        assert "/edit/" not in page
        assert "/send/" not in page
        assert "confirm/" not in page
    assert public(listing)["cost"] == ""
