"""A clerk's form of a window: its parts, the line below the hours, the bar, the public page."""

import pytest
from django.test import Client

from directory.admin.windows.layout import PARTS
from directory.facts.schema import FACTS
from directory.models import Phone, Window
from tests.directory.admin.test_window_form import ADD, form, rows, rule
from tests.factories import CategoryFactory, WindowFactory, give_hours
from tests.helpers.page_forms import filled_form
from tests.helpers.transactions import committed

LIST = "/admin/directory/window/"
LINE = f"{LIST}hours-line/"


def change(window) -> str:
    return f"{LIST}{window.pk}/change/"


def open_parts(answer) -> set[str]:
    """Titles of the folded parts that a page shows unfolded."""
    shown = [each for each in answer.context["parts"] if each.part.is_folded and each.is_open]
    return {str(each.part.title) for each in shown}


def test_every_fact_stands_in_the_form_once():
    """A new fact is given a place, or this test fails."""
    places = [name for part in PARTS for name in (part.fields or (part.rows,))]
    assert sorted(places) == sorted((fact.related if fact.row else fact.name) for fact in FACTS)


def test_rows_stand_where_a_clerk_asks_for_them(clerk_client):
    """What, telephone, hours, reservation, place: from top to bottom, before all that is folded."""
    page = clerk_client.get(ADD).content.decode()
    order = ["id_subject", "id_phones-0-printed", "id_hours_rules-0-opens", "id_reservation"]
    order += ["id_address", "説明・対象・費用</h2>", "id_description"]
    order += ["id_hours_exceptions-0-first_day"]
    places = [page.index(each) for each in order]
    assert places == sorted(places)


def test_a_folded_part_is_open_when_it_holds_something(clerk_client):
    """Facts, rows and settings that differ from a new window's; the place in the order is none."""
    assert open_parts(clerk_client.get(ADD)) == set()
    window = WindowFactory(cost="無料", closes_at_year_end=None, order=3, provider="")
    assert open_parts(clerk_client.get(change(window))) >= {
        "説明・対象・費用",
        "祝日・年末年始・特別な文",
    }
    assert "確認・見せ方・並び順" not in open_parts(clerk_client.get(change(window)))


def test_a_folded_part_is_open_when_it_holds_an_error(clerk_client):
    """A mistake is never in a part that is shut; the list on top leads to it."""
    CategoryFactory()
    closure = rows("hours_exceptions", {"first_day": "きのう", "last_day": "2026-12-28"})
    answer = clerk_client.post(ADD, form(latitude="95", longitude="136", **closure))
    assert open_parts(answer) == {"地図の位置", "臨時の休み・臨時の受付"}
    page = answer.content.decode()
    assert '<a href="#id_latitude">緯度：' in page
    first_day = "id_hours_exceptions-0-first_day"
    assert f'<a href="#{first_day}">臨時の休み・臨時の受付 1 この日から：' in page


def test_a_blank_row_with_a_place_is_no_number(clerk_client):
    """The script numbers blank rows too; only what is typed is a number, in the order of places."""
    CategoryFactory()
    numbers = {
        "phones-TOTAL_FORMS": "3",
        "phones-0-printed": "0596-21-5556",
        "phones-0-order": "2",
        "phones-1-order": "1",
        "phones-2-kind": "voice",
        "phones-2-printed": "0596-63-5224",
        "phones-2-order": "0",
    }
    assert clerk_client.post(ADD, form(**numbers)).status_code == 302
    printed = list(Phone.objects.order_by("order").values_list("printed", flat=True))
    assert printed == ["0596-63-5224", "0596-21-5556"]


# The line below the hours


def test_the_line_says_what_is_printed_and_when_it_opens(clerk_client, at):
    """Rows that are saved, typed or to be removed count as they stand in the form."""
    at("2026-11-24 10:00")
    window = give_hours(WindowFactory(hours_override=""), "月火水木金 8:30-17:15")
    sent = filled_form(clerk_client.get(change(window)), "subject")
    assert "月曜日～金曜日 8:30～17:15" in clerk_client.post(LINE, sent).content.decode()
    third = rule("9:30", "11:30", weekdays=["3"], nth_weeks=["3"], by_reservation="on")
    sent |= {"hours_rules-0-DELETE": "on"}
    sent |= {f"hours_rules-1-{name}": value for name, value in third.items()}
    words = clerk_client.post(LINE, sent).content.decode()
    assert "第3木曜日 9:30～11:30" in words
    for day in ("12月17日（木）", "1月21日（木）", "2月18日（木）", "3月18日（木）"):
        assert day in words
    assert "4月15日" not in words
    window.refresh_from_db()
    assert window.hours_rules.get().closes == 1035


@pytest.mark.parametrize(
    ("hours", "words"),
    [
        ([], "受付日時は、窓口へ確認してください。"),
        ([rule("25:00", "8:30")], "まだ読み取れません。"),
        ([rule("", "8:30")], "1行目の開始"),
        ([rule(valid_until="2026-11-01")], "1年先までありません"),
    ],
)
def test_the_line_says_what_it_does_not_know(clerk_client, at, hours, words):
    """No hours, a time that is none, half a row, and days that are over."""
    at("2026-11-24 10:00")
    CategoryFactory()
    sent = form(**rows("hours_rules", *hours))
    assert words in clerk_client.post(LINE, sent).content.decode()


def test_the_line_is_for_who_may_save(client, reader):
    """Not for those who only look, and not by an address."""
    client.force_login(reader)
    assert client.post(LINE, {"hours_override": "毎日"}).status_code == 403
    assert client.get(LINE).status_code == 405


# The bar


@committed
def test_a_new_window_is_confirmed_with_its_first_publication(clerk, at):
    """The mark stands on the form of a new window too."""
    at("2026-11-24 10:00")
    CategoryFactory()
    client = Client()
    client.force_login(clerk)
    assert 'name="_verify"' in client.get(ADD).content.decode()
    client.post(ADD, form(_publish="1", _verify="on"))
    window = Window.objects.get()
    assert (window.status, str(window.verified_on)) == ("published", "2026-11-24")


def test_a_copy_is_made_after_asking(clerk_client):
    """The first button shows what a copy is; nothing is made, nothing typed is lost."""
    window = WindowFactory(phones=["0596-21-5556"])
    sent = filled_form(clerk_client.get(change(window)), "subject")
    asked = clerk_client.post(
        change(window), sent | {"cost": "写しの費用", "_copy": "1", "_verify": "on"}
    )
    assert "もとの窓口は、保存してあるときのまま変わりません。" in asked.content.decode()
    assert Window.objects.count() == 1
    carried = filled_form(asked, "subject")
    assert "_verify" not in carried
    clerk_client.post(change(window), carried | {"_saveasnew": "1"})
    copy = Window.objects.exclude(pk=window.pk).get()
    assert (copy.status, copy.cost, copy.phones.count()) == ("draft", "写しの費用", 1)


# The public page


@committed
def test_staff_are_led_to_the_page_as_it_is_now(clerk):
    """The message links an answer that no cache keeps, made anew although a page is kept."""
    client, window = Client(), WindowFactory(cost="前の費用")
    client.force_login(clerk)
    assert "前の費用" in client.get(window.get_absolute_url()).content.decode()
    sent = filled_form(client.get(change(window)), "subject")
    told = client.post(change(window), sent | {"cost": "新しい費用"}, follow=True)
    address = f"{LIST}{window.pk}/public/"
    assert f'<a href="{address}">住民のページを見る</a>' in told.content.decode()
    page = client.get(address)
    assert "新しい費用" in page.content.decode()
    assert "no-store" in page["Cache-Control"]
    assert "public" not in page["Cache-Control"]


def test_a_draft_has_no_public_page(clerk_client, client):
    """404, as for residents; and without a log-in a way to it."""
    draft = WindowFactory(status="draft", published_at=None)
    assert clerk_client.get(f"{LIST}{draft.pk}/public/").status_code == 404
    client.logout()
    assert client.get(f"{LIST}{draft.pk}/public/").status_code == 302
