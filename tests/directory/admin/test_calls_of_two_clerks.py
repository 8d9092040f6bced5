"""Two clerks at the telephone: one window each, nothing lost, and the way back."""

from datetime import date, timedelta

from django.utils import timezone

from directory import changes
from directory.facts.snapshot import facts_of
from directory.models import Call
from tests.helpers.calls import CALLS, call, due, now, press
from tests.helpers.page_forms import filled_form, sent
from tests.helpers.transactions import committed

# The way back


@committed
def test_taking_back_restores_date_and_values(first, clerk):
    """The database says again what it said, the history tells both, the window is in hand again."""
    window = due("戻す窓口", verified_on=date(2020, 4, 1), verified_by=clerk)
    before = facts_of(window)
    answer = press(first, window, cost="無料", phones__0__printed="0596-63-5224")
    done = first.get(answer["Location"])
    undo = {"version": window.versions.first().pk}
    assert f'name="version" value="{undo["version"]}"' in done.content.decode()
    back = first.post(f"{call(window)}undo/", undo, follow=True)
    assert "元に戻しました" in back.content.decode()
    window = now(window)
    assert facts_of(window) == before
    assert (window.verified_on, window.verified_by) == (date(2020, 4, 1), clerk)
    assert [each.how for each in window.versions.all()] == ["unverified", "verified", "loaded"]
    assert Call.objects.get().window == window


@committed
def test_what_a_colleague_has_changed_since_is_not_taken_back(first, colleague):
    """The second of two changes stays; the clerk is led to the history."""
    window = due("戻せない窓口")
    press(first, window)
    version = window.versions.first()
    changes.change_windows(changes=[(now(window), {"cost": "無料"})], by=colleague, how="edited")
    back = first.post(f"{call(window)}undo/", {"version": version.pk}, follow=True)
    assert "履歴から戻せます" in back.content.decode()
    assert (now(window).cost, now(window).verified_on) == ("無料", timezone.localdate())


@committed
def test_a_call_without_answer_is_taken_back(first):
    """The window stands before the clerk again."""
    window = due("出ていた窓口")
    press(first, window, "nobody")
    missed = Call.objects.get()
    first.post(f"{call(window)}undo/", {"missed": missed.pk})
    assert first.get(CALLS).context["windows"] == [window]
    assert Call.objects.get().again_at is None


# Two clerks


@committed
def test_two_clerks_get_different_windows(first, second, clerk):
    """What one has in hand is not offered to the other, and is said where it is opened."""
    one, two = due("一つめ"), due("二つめ", source_date=date(2019, 1, 1))
    assert first.post(CALLS)["Location"] == call(one)
    assert second.post(CALLS)["Location"] == call(two)
    page = second.get(call(one)).content.decode()
    assert "伊勢 花子さんが、この窓口に電話をかけています" in page
    assert "電話をかけています" not in first.get(call(one)).content.decode()
    taken = second.post(CALLS, {"window": one.pk}, follow=True)
    assert "ほかの人が電話をかけています" in taken.content.decode()
    assert Call.objects.get(window=one).by == clerk


@committed
def test_a_window_left_lying_goes_to_a_colleague(first, second, monkeypatch):
    """After half an hour a call counts as over."""
    window = due("置いていかれた窓口")
    first.post(CALLS)
    later = timezone.now() + timedelta(minutes=31)
    monkeypatch.setattr(timezone, "now", lambda: later)
    assert second.post(CALLS)["Location"] == call(window)


@committed
def test_the_second_clerk_is_told(first, second):
    """Both have the same window open: it is confirmed once, and the second goes on."""
    window = due("二人の窓口")
    page = second.get(call(window))
    press(first, window)
    answer = second.post(call(window), sent(page) | {"answer": "confirmed"}, follow=True)
    assert "伊勢 花子が先に確かめました" in answer.content.decode()
    assert [each.how for each in window.versions.all()] == ["verified", "loaded"]


@committed
def test_the_second_clerks_corrections_are_kept(first, second):
    """What was corrected meanwhile is shown again, and saved with the next press."""
    window = due("二人の窓口")
    page = second.get(call(window))
    press(first, window)
    told = second.post(call(window), sent(page, cost="無料") | {"answer": "confirmed"})
    assert "伊勢 花子が先に確かめました。あなたが直したところは" in told.content.decode()
    assert 'value="無料"' in told.content.decode()
    second.post(call(window), sent(told) | {"answer": "confirmed"})
    assert now(window).cost == "無料"


@committed
def test_two_corrections_of_one_fact_are_put_side_by_side(first, second):
    """The second clerk sees both texts and chooses; the choice confirms, and nothing is lost."""
    window = due("二人の窓口")
    page = second.get(call(window))
    press(first, window, cost="100円", eligibility="市内の方")
    asked = second.post(call(window), sent(page, cost="無料") | {"answer": "confirmed"})
    text = asked.content.decode()
    assert "ほかの人が、先に保存しています" in text
    assert "100円" in text
    chosen = filled_form(asked, "seen") | {"choose-cost": "mine"}
    assert second.post(call(window), chosen).status_code == 302
    assert (now(window).cost, now(window).eligibility) == ("無料", "市内の方")


@committed
def test_a_double_click_confirms_once(first):
    """The second click of the same person leads on without a second version."""
    window = due("二度押し")
    page = sent(first.get(call(window)), cost="無料") | {"answer": "confirmed"}
    for _click in range(2):
        assert first.post(call(window), page).status_code == 302
    assert [each.how for each in window.versions.all()] == ["verified", "loaded"]
