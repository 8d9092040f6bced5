"""Drawing in the worker process: slow, so all charts with hostile names are drawn once."""

import re

import pytest
from defusedxml import ElementTree

from campaigns.charts.render import draw_elsewhere

HOSTILE = '<script>alert(1)</script> & "LINE"\x07🎬'
POINTS = [
    {"number": 1, "name": HOSTILE, "value": 3.0, "text": "3", "cost": 10, "clicks": 3},
    {"number": 2, "name": "x" * 60, "value": 0.0, "text": "0", "cost": 20, "clicks": 0},
]
MONTHS = [
    {"month": "2022-12-01", "name": "12月", "value": 0, "text": "0件"},
    {"month": "2023-03-01", "name": "3月", "value": 5, "text": "5件"},
]
AROUND = {"first": "2022-01-01", "last": "2023-04-01", "shaded": ["2022-12-17", "2023-02-16"]}
CHARTS = [
    ("bars", POINTS, {}),
    ("scatter", POINTS, {"x": "費用", "y": "クリック"}),
    ("lines", MONTHS, {**AROUND, "unit": "件"}),
]


@pytest.fixture(scope="module")
def pictures():
    """One chart of each style, with the worst names that a table may have."""
    charts = [
        {
            "name": style,
            "style": style,
            "title": f"図 {HOSTILE}",
            "description": f"{HOSTILE} 3。",
            "points": points,
            "options": options,
        }
        for style, points, options in CHARTS
    ]
    return draw_elsewhere(charts)


def test_a_picture_needs_neither_script_nor_style(pictures):
    """Whatever a medium is called, nothing in the picture is refused by the CSP."""
    for picture in pictures:
        ElementTree.fromstring(picture)  # well-formed, whatever the names are
        assert not re.search(r"<script|<style|\sstyle=|\son\w+=|href=|url\(", picture)


def test_a_picture_has_a_name_and_a_description(pictures):
    """A screen reader hears one picture with its title and its figures, and nothing else of it."""
    for picture in pictures:
        root = ElementTree.fromstring(picture)
        title, about = root[0], root[1]
        assert root.get("role") == "img"
        assert root.get("aria-labelledby") == f"{title.get('id')} {about.get('id')}"
        assert title.text.startswith("図 <script>")
        assert len(re.findall(r"\s(?:role|aria-\w+)=", picture)) == 2


def test_costs_that_hardly_differ_are_drawn_at_hardly_different_places():
    """The axis begins at zero: two per cent more paid is two per cent further to the right."""
    costs, clicks = (100_000, 101_782, 50_000), (1_431, 492, 6_726)
    points = [
        {"number": number, "name": "媒体", "cost": cost, "clicks": clicked}
        for number, (cost, clicked) in enumerate(zip(costs, clicks, strict=True), start=1)
    ]
    chart = {
        "name": "c",
        "style": "scatter",
        "title": "図",
        "description": "図。",
        "points": points,
    }
    (picture,) = draw_elsewhere([chart | {"options": {"x": "費用", "y": "クリック"}}])
    places = re.findall(r'transform="translate\(([\d.]+),[\d.]+\)"[^>]*fill="#1f5fa8"', picture)
    places = sorted(map(float, places))
    assert len(places) == 3
    half, first, second = places
    assert first == pytest.approx(2 * half, rel=0.01)
    assert 0 < second - first < 0.02 * second
