"""Forms that are sent: what each person changes, and what the answers tell them."""

import pytest

from tests.sweep.rights import PEOPLE, may_change, may_read

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("who", PEOPLE)
def test_each_changes_only_what_is_theirs(sent, who):
    """Each form by each of its buttons, as it stands filled in for a person who may send it."""
    got, _read = sent(who)
    assert {place for place, letter in got.items() if letter == "!"} == set()
    written = {place for place, letter in got.items() if letter == "w"}
    assert {place for place in written if not may_change(who, *place)} == set()
    if who in ("member", "clerk", "administrator"):  # or the forms would prove nothing
        assert len({name for name, _button, _rows in written}) > 10


@pytest.mark.parametrize("who", PEOPLE)
def test_an_answer_tells_only_what_is_for_them(sent, who):
    """Each text of each row, in whatever answers a form."""
    _got, read = sent(who)
    assert {each: where for each, where in read.items() if not may_read(who, *each)} == {}
    if who == "clerk":  # or the marks would prove nothing
        assert ("Window.name", "foreign") in read
