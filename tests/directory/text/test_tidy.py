"""Text as people paste it, made plain."""

import pytest

from directory.facts.apply import shown_window
from directory.facts.snapshot import facts_of
from directory.models import Window
from directory.text.tidy import tidy


@pytest.mark.parametrize(
    ("pasted", "plain"),
    [
        ("電話\xa0は\u2003こちら", "電話 は こちら"),
        ("表\tの\u202f中", "表 の 中"),
        ("一行目\r\n二行目\r三行目\u2028四行目\v五行目", "一行目\n二行目\n三行目\n四行目\n五行目"),
        ("ゼロ\u200b幅\ufeff\u00ad\u2060", "ゼロ幅"),
        ("右から\u202eは出ない\u2066", "右からは出ない"),
        ("ベル\x07も\x1b出ない", "ベルも出ない"),
        ("全角\u3000空白と葛\U000e0100城はそのまま", "全角\u3000空白と葛\U000e0100城はそのまま"),
        ("NUL は\x00欄が断る", "NUL は\x00欄が断る"),
        ("", ""),
    ],
)
def test_what_nobody_can_see_is_gone_and_the_rest_stays(pasted, plain):
    """Once made plain, text is plain."""
    assert tidy(pasted) == plain
    assert tidy(plain) == plain


def test_facts_are_shown_as_the_window_itself_is(city, django_assert_num_queries):
    """A preview says what the saved window would say, and saves nothing."""
    for window in Window.objects.for_reading():
        facts = facts_of(window)
        with django_assert_num_queries(1):
            shown = shown_window(facts)
        assert facts_of(shown) == facts
        assert shown.printed_hours == window.printed_hours
        assert [phone.href for phone in shown.phones.all()] == [
            phone.href for phone in window.phones.all()
        ]
