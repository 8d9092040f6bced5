"""What people really type leads where it must: the tables of `golden_queries`."""

import json

from directory.finding import find
from directory.models import Window
from tests.city import FIXTURES
from tests.directory.danger_table import LOOK_ALIKES, danger_table
from tests.directory.golden_queries import DANGER, EXPECTED, FINDS_NOTHING, NO_DANGER


def first_three(query):
    """The names, with and without subject, of the windows that stand on top.

    A window that can't be reached stands last, wherever it would stand otherwise.
    """
    found = list(Window.objects.published().search(query))
    first = found[:3] + [window for window in found[3:] if not window.reachable]
    return [window.name for window in first] + [f"{w.name}｜{w.subject}" for w in first]


def test_the_right_window_is_among_the_first_three(city):
    """Whoever types this finds that window without scrolling far."""
    found = [(query, expected, first_three(query)) for query, expected in EXPECTED]
    assert [row for row in found if row[1] not in row[2]] == []


def test_every_phrase_of_the_staff_leads_where_it_says(city):
    """Each everyday phrase brings one of the windows named for it among the first three."""
    phrases = json.loads((FIXTURES / "search_terms.json").read_text())
    assert len(phrases) >= 150
    lost = [
        term["phrase"]
        for term in phrases
        if not set(first_three(term["phrase"])) & set(term["windows"])
    ]
    assert lost == []


def test_what_no_window_answers_finds_nothing(city):
    """The portal says honestly that it found nothing."""
    found = {query: find(query, Window.objects.published()).windows for query in FINDS_NOTHING}
    assert {query for query, windows in found.items() if windows} == set()


def test_danger_to_life_is_recognised(city):
    """Above the results of these words stand the lines that save lives, and of no others."""
    everything = Window.objects.published()
    assert [query for query in DANGER if not find(query, everything).dangers] == []
    assert [query for query in NO_DANGER if find(query, everything).dangers] == []


def test_no_harmless_question_is_alarmed_by_what_it_finds(city):
    """Whatever way a question takes, a line for danger on top is no false alarm."""
    everything = Window.objects.published()
    harmless = [text for text, expected, _kinds in danger_table(LOOK_ALIKES) if expected == "n"]
    alarmed = {query: find(query, everything).dangers for query in harmless}
    assert {query: dangers for query, dangers in alarmed.items() if dangers} == {}
