"""Confirming by telephone: the queue, what a press records, who may, the sheet."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from directory import changes
from directory.facts.snapshot import facts_of
from directory.models import Call, DangerLine, Window
from platform_members.listings.actions import updates
from platform_members.proposals import proposable
from tests.factories import ListingFactory, WindowFactory
from tests.helpers.calls import CALLS, browser, call, due, now, press
from tests.helpers.page_forms import sent
from tests.helpers.transactions import committed

SHEET = f"{CALLS}sheet/"


# The queue


@committed
def test_the_most_urgent_windows_come_first(first):
    """Danger lines, unknown hours, doubtful data, then the oldest confirmation."""
    year = timezone.localdate().year
    recent = due("新しい", verified_on=date(year - 2, 5, 1))
    old = due("古い", verified_on=date(year - 5, 5, 1))
    doubtful = due("疑い", note="番号は要確認")
    unknown = WindowFactory(subject="日時不明")
    danger = due("危険", verified_on=date(year - 2, 1, 1))
    DangerLine.objects.create(kind="suicide", window=danger)
    due("確認済み", verified_on=timezone.localdate())
    WindowFactory(subject="電話なし", phones=[])
    WindowFactory(subject="下書き", status="draft", published_at=None)
    page = first.get(CALLS)
    assert page.context["windows"] == [danger, unknown, doubtful, old, recent]
    assert "あと5件" in page.content.decode()


@committed
def test_a_window_with_a_waiting_proposal_is_not_rung(first, member, organisation):
    """It cannot be confirmed before a reviewer has decided."""
    window = ListingFactory(organisation=organisation).window
    updates.submit(
        organisation=organisation,
        window=window,
        typed=updates.Typed(proposable(facts_of(window)) | {"cost": "無料"}),
        base=window.versions.first(),
        update=None,
        by=member,
    )
    assert first.get(CALLS).context["windows"] == []
    page = press(first, window, call_note="山田さん").content.decode()
    assert "NPO法人あさまの変更案" in page
    assert "まだ記録していません。" in page
    assert "山田さん" in page
    assert now(window).verified_on is None


@committed
@pytest.mark.parametrize("count", [2, 25])
def test_pages_cost_a_constant_number_of_queries(first, django_assert_max_num_queries, count):
    """List, sheet and one window, however many windows wait."""
    windows = [due(f"相談{number}") for number in range(count)]
    for address in (CALLS, SHEET, call(windows[0])):
        with django_assert_max_num_queries(28, info=address):
            assert first.get(address).status_code == 200


# One press


@committed
def test_one_press_confirms_and_leads_to_the_next(first, clerk):
    """The day, the person and the note stand in the history; the next window is in hand."""
    window, other = due("一つめ", source_date=date(2019, 1, 1)), due("二つめ")
    answer = press(first, window, call_note="山田さんに聞いた")
    assert answer.status_code == 302
    assert answer["Location"].startswith(call(other))
    window = now(window)
    assert (window.verified_on, window.verified_by) == (timezone.localdate(), clerk)
    version = window.versions.first()
    assert (version.how, version.made_by) == ("verified", clerk)
    assert version.comment == "電話で確かめた。山田さんに聞いた"
    assert Call.objects.get().window == other
    page = first.get(answer["Location"]).content.decode()
    assert "今日確かめたと記録しました" in page
    assert "あと1件" in page


@committed
def test_corrected_values_are_saved_with_the_confirmation(first):
    """A number, hours and a fact that was unknown, read as in admin's own form: one version."""
    window = due("直す窓口")
    press(
        first,
        window,
        phones__0__printed="０５９６－６３－５２２４",
        hours_rules__0__opens="８時３０分",
        cost="無料",
    )
    window = now(window)
    assert [phone.dialled for phone in window.phones.all()] == ["0596635224"]
    assert window.printed_hours.startswith("月・火曜日 8:30～17:00")
    assert (window.cost, window.verified_on) == ("無料", timezone.localdate())
    assert [each.how for each in window.versions.all()] == ["verified", "loaded"]
    history = first.get(f"/admin/directory/window/{window.pk}/history/").content.decode()
    assert "0596-21-5556" in history
    assert "無料" in history


@committed
def test_confirming_leaves_what_is_not_asked_as_it_is(first):
    """Notes among staff, order, coordinates: the page does not have them, and keeps them."""
    window = due("そのまま", note="メモ", order=7, latitude="34.5", longitude="136.7")
    before = facts_of(now(window))
    press(first, window)
    assert facts_of(now(window)) == before


@committed
def test_a_window_that_does_not_answer_comes_back(first, second, monkeypatch):
    """It is left alone for an hour, by colleagues too, and then says who has tried."""
    window = due("出ない窓口")
    answer = press(first, window, "nobody", call_note="話し中")
    assert answer["Location"].startswith(CALLS)
    assert "また出てきます" in first.get(answer["Location"]).content.decode()
    assert now(window).verified_on is None
    for client in (first, second):
        assert client.get(CALLS).context["windows"] == []
    later = timezone.now() + timedelta(minutes=61)
    monkeypatch.setattr(timezone, "now", lambda: later)
    assert second.get(CALLS).context["windows"] == [window]
    page = second.get(call(window)).content.decode()
    assert "伊勢 花子がかけて、出ませんでした。話し中" in page


@committed
def test_bad_input_comes_back_as_typed(first):
    """Nothing is recorded; each field with an error is named, and every text is still there."""
    window = due("まちがい")
    answer = press(
        first, window, phones__0__printed="でんわ", cost="無料", call_note="山田さんに聞いた"
    )
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "「電話番号」を直してください。" in page
    for typed in ('value="でんわ"', 'value="無料"', 'value="山田さんに聞いた"'):
        assert typed in page
    assert now(window).verified_on is None
    assert window.versions.count() == 1
    long = press(first, window, call_note="長" * 151, cost="無料")
    assert 'value="無料"' in long.content.decode()
    assert now(window).verified_on is None


@committed
def test_corrections_are_not_lost_by_the_wrong_button(first):
    """「出なかった」 with something corrected asks first."""
    window = due("直しかけ")
    page = press(first, window, "nobody", cost="無料").content.decode()
    assert "内容を直してあります。" in page
    assert 'value="無料"' in page
    assert not Call.objects.exists()


@committed
def test_each_fact_shows_its_source_and_its_doubt(first, clerk):
    """The source of the whole, or who has changed the fact since; a doubt beside what it names."""
    window = due(
        "出所",
        source="市の報告",
        source_date=date(2022, 3, 1),
        note="電話番号は要確認です。担当は健康課です。",
        doubt="受付時間は、2015年の案内によるものです。",
        cost="無料",
    )
    changes.change_windows(changes=[(window, {"cost": "100円"})], by=clerk, how="edited")
    asked = {fact.name: fact for fact in first.get(call(window)).context["asked"]}
    assert asked["phones"].source == "市の報告（2022年3月1日）"
    assert "伊勢 花子" in asked["cost"].source
    assert asked["phones"].doubts == ["電話番号は要確認です。"]
    assert asked["hours"].doubts == ["受付時間は、2015年の案内によるものです。"]
    assert asked["cost"].doubts == []
    page = first.get(call(window)).content.decode()
    assert "担当は健康課です。" in page
    assert 'href="tel:0596215556"' in page


# Rights, and pages that are opened too late


@pytest.mark.parametrize(
    ("person", "status"),
    [
        ("reader", 403),
        ("publicist", 403),
        ("outsider", 302),
        ("clerk", 200),
        ("administrator", 200),
    ],
)
def test_only_the_welfare_centre_confirms(request, db, person, status):
    """The others open neither page nor button."""
    window = due("権限")
    client = browser(request.getfixturevalue(person))
    for address in (CALLS, SHEET, call(window)):
        assert client.get(address).status_code == status
    if status != 200:
        assert press_blindly(client, window) in (302, 403)
        assert now(window).verified_on is None


def press_blindly(client, window) -> int:
    return client.post(call(window), {"answer": "confirmed"}).status_code


@committed
def test_looking_changes_nothing(first):
    """Opening pages takes nothing in hand; the way back is no link."""
    window = due("見るだけ")
    for address in (CALLS, SHEET, call(window)):
        first.get(address)
    assert first.get(f"{call(window)}undo/").status_code == 405
    assert not Call.objects.exists()


@committed
def test_a_window_retired_meanwhile_gives_back_what_was_typed(first, colleague):
    """404 to the button, with everything typed on the page that says so."""
    window = due("なくなる窓口")
    page = sent(first.get(call(window)), cost="ここまでの費用") | {"answer": "confirmed"}
    changes.retire_windows(windows=Window.objects.all(), by=colleague)
    answer = first.post(call(window), page, headers={"Sec-Fetch-Site": "same-origin"})
    assert answer.status_code == 404
    assert "ここまでの費用" in answer.content.decode()


@committed
def test_the_sheet_has_boxes_for_every_window(first):
    """Number, what is asked, boxes: the same list on paper."""
    windows = [due(f"紙の窓口{number}") for number in range(3)]
    page = first.get(SHEET).content.decode()
    for window in windows:
        assert str(window) in page
    assert page.count("(0596)21-5556") + page.count("0596-21-5556") >= 3
    assert page.count("出なかった") == 3
