"""Stored facts of every former schema read as facts of today."""

import json
from pathlib import Path

import pytest
from django.db import connection

from directory.facts import upgrade
from directory.facts.apply import check_facts, write_facts
from directory.facts.schema import NAMED
from directory.facts.snapshot import facts_of
from directory.models import Window, WindowVersion
from tests.factories import CategoryFactory, WindowFactory

SAMPLES = {int(path.stem): path for path in (Path(__file__).parent / "samples").glob("*.json")}


def sample(number: int) -> dict:
    """Facts as a portal of that schema stored them."""
    return json.loads(SAMPLES[number].read_text())


def stored(version: WindowVersion) -> dict:
    """What the database holds of a version, untouched."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT facts FROM directory_windowversion WHERE id = %s", [version.pk])
        return json.loads(cursor.fetchone()[0])


def test_every_schema_has_a_step_and_a_frozen_sample():
    """A new number cannot be taken without both."""
    assert set(SAMPLES) == set(range(1, upgrade.SCHEMA + 1))
    assert len(upgrade.STEPS) == upgrade.SCHEMA - 1


@pytest.mark.parametrize("number", SAMPLES)
def test_a_former_value_can_be_restored(db, number):
    """Whatever a version says, a window can say again; nothing that it says is lost."""
    CategoryFactory(slug="money")
    facts = upgrade.lifted(sample(number))
    assert set(facts) <= set(NAMED)
    window = WindowFactory()
    check_facts(window, facts)
    write_facts(window, facts)
    now = facts_of(Window.objects.for_reading().get(pk=window.pk))
    assert now | facts == now


def test_a_value_carries_the_number_of_its_schema(db):
    """In the database only: pages and comparisons meet plain facts."""
    window = WindowFactory()
    facts = facts_of(window)
    version = WindowVersion.objects.create(
        window=window, made_at="2026-11-26T09:00+09:00", how="edited", status="draft", facts=facts
    )
    assert stored(version) == facts | {"schema": upgrade.SCHEMA}
    assert WindowVersion.objects.get(pk=version.pk).facts == facts


def test_a_step_lifts_what_is_read(db, monkeypatch):
    """A renamed fact is read under its new name from versions, editions and imports alike."""

    def renamed(facts: dict) -> dict:
        return {"title" if name == "subject" else name: value for name, value in facts.items()}

    monkeypatch.setattr(upgrade, "SCHEMA", 2)
    monkeypatch.setattr(upgrade, "STEPS", (renamed,))
    assert upgrade.lifted({"subject": "借金"}) == {"title": "借金"}
    assert upgrade.lifted({"subject": "借金", "schema": 2}) == {"subject": "借金"}
    rows = [
        {"uid": "1", "facts": {"subject": "借金"}},
        {"before": None, "after": {"subject": "家"}},
    ]
    assert upgrade.lifted(rows) == [
        {"uid": "1", "facts": {"title": "借金"}},
        {"before": None, "after": {"title": "家"}},
    ]
