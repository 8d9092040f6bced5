"""A window's facts as one value: read, compared, written back, kept in history."""

import json
from importlib import import_module

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError

from directory.changes import (
    publish_windows,
    retire_windows,
    suspend_windows,
    verify_windows,
    windows_saved,
)
from directory.facts.apply import shown_window, write_facts
from directory.facts.diff import changes
from directory.facts.schema import COLUMNS
from directory.facts.snapshot import facts_of
from directory.models import HoursException, Window, WindowVersion
from tests.factories import CategoryFactory, WindowFactory, give_hours

# What staff do to a window, or what is derived from its facts, is no fact of its own.
NO_FACTS = {
    "id",
    "uid",
    "hours_pattern",
    "status",
    "published_at",
    "suspended_at",
    "suspension_reason",
    "retired_at",
    "reopens_on",
    "undone_import",
    "changed_at",
    "updated_at",
    "verified_on",
    "verified_by",
    "reachable",
    "reservation_kept",
}
RULE = {"weekdays": [3], "nth_weeks": [3], "opens": 570, "closes": 690, "on_holidays": "inherit"}


def test_every_field_of_a_window_is_a_fact_or_is_known_to_be_none():
    """A new field cannot be forgotten in history, imports and proposals."""
    assert {field.name for field in Window._meta.concrete_fields} == set(COLUMNS) | NO_FACTS


def test_facts_written_to_another_window_read_the_same(city):
    """All 24 windows survive the way through JSON and back, into a new window."""
    for window in Window.objects.for_reading():
        facts = json.loads(json.dumps(facts_of(window)))
        copy = Window()
        write_facts(copy, facts)
        assert facts_of(Window.objects.for_reading().get(pk=copy.pk)) == facts


def test_changes_are_told_in_words(db):
    """Each differing field is named and both values read as on a form."""
    window = WindowFactory(phones=["0596-21-5556"])
    old = facts_of(window)
    new = old | {
        "phones": [{"kind": "voice", "label": "夜間", "printed": "0596-21-5557"}],
        "hours": [RULE | {"by_reservation": True}],
        "channels": ["visit", "telephone"],
        "closes_at_year_end": None,
        "exceptions": [
            {"first_day": "2026-12-28", "last_day": "2026-12-29", "spans": [], "note": "棚卸し"}
        ],
    }
    told = {change.label: (change.old, change.new) for change in changes(old, new)}
    assert told == {
        "電話番号": ("電話 0596-21-5556", "電話 夜間 0596-21-5557"),
        "相談のしかた": ("電話", "窓口、電話"),
        "年末年始は休み": ("はい", "不明"),
        "受付日時": ("", "第3木曜日 9:30～11:30（要予約）\n（祝日は休み、年末年始は不明）"),
        "臨時の休み・臨時の受付": ("", "2026-12-28～2026-12-29 休み 棚卸し"),
    }
    assert changes(old, {"subject": old["subject"]}) == []


ALWAYS = {
    "hours": [{"weekdays": list(range(7)), "opens": 0, "closes": 1440, "on_holidays": "inherit"}],
    "opens_on_holidays": True,
    "closes_at_year_end": False,
}


def test_hours_are_told_from_the_whole_of_the_facts(db):
    """A window that never closes is not said to close on holidays; rows are no whole windows."""
    window = WindowFactory(hours_override="")
    old = facts_of(window)
    told = {change.name: change.new for change in changes(old, old | ALWAYS)}
    assert told["hours"] == "24時間・年中無休"
    reserved = ALWAYS | {"hours": [RULE | {"by_reservation": True}]}
    told = {change.name: change.new for change in changes(old, old | reserved)}
    assert told["hours"] == "第3木曜日 9:30～11:30（要予約）\n（祝日も受付、年末年始も受付）"
    older = {"hours": []}, {"hours": ALWAYS["hours"]}
    assert changes(*older)[0].new == "月曜日～日曜日 24時間"


def test_what_is_no_fact_is_kept_beside_proposed_ones(clerk, db):
    """Status, confirmation and public ID are the window's own, whatever it is to say."""
    window = WindowFactory(verified_on="2026-11-01", verified_by=clerk)
    window = Window.objects.for_reading().get(pk=window.pk)
    shown = shown_window(facts_of(window) | {"subject": "別の相談"}, window)
    assert shown.subject == "別の相談"
    for name in NO_FACTS - {"hours_pattern"}:
        assert getattr(shown, name) == getattr(window, name), name
    assert window.subject != "別の相談"


@pytest.mark.parametrize(
    ("changed", "fact", "complaint"),
    [
        ({"subject": ""}, "subject", "空"),
        ({"subject": "ゼロ\x00文字"}, "subject", "読み取れない値"),
        ({"website": "javascript:alert(1)"}, "website", "URL"),
        ({"latitude": "north"}, "latitude", "読み取れない値"),
        ({"latitude": "34.5"}, "__all__", "緯度と経度"),
        ({"source_date": "yesterday"}, "source_date", "読み取れない値"),
        ({"categories": []}, "categories", "一つ以上"),
        ({"categories": ["no-such"]}, "categories", "登録されていない"),
        ({"phones": [{"kind": "voice", "printed": "電話"}]}, "phones", "番号：電話番号として"),
        ({"phones": [{"kind": "voice", "printed": "119"}] * 2}, "phones", "2回"),
        ({"hours": [RULE, RULE | {"opens": 600}]}, "hours", "重な"),
        ({"hours": [RULE | {"valid_from": "never"}]}, "hours", "読み取れない行"),
        ({"channels": ["pigeon"]}, "channels", "pigeon"),
    ],
)
def test_unsound_facts_are_refused_and_nothing_is_saved(db, changed, fact, complaint):
    """What is wrong is named with its field; the window stays as it was."""
    window = WindowFactory()
    before = facts_of(window)
    with pytest.raises(ValidationError) as refused:
        write_facts(window, before | {"name": "別の名前"} | changed)
    assert complaint in " ".join(refused.value.message_dict[fact])
    assert facts_of(Window.objects.get(pk=window.pk)) == before


def test_some_facts_leave_the_others_alone(db):
    """Only what is given is written, and equal rows are not even replaced."""
    window = give_hours(WindowFactory(), "月火 9:00-17:00")
    rows = list(window.phones.values_list("pk", flat=True))
    category = CategoryFactory()
    facts = {"cost": "無料", "categories": [category.slug], "phones": facts_of(window)["phones"]}
    write_facts(window, facts)
    window = Window.objects.get(pk=window.pk)
    assert window.cost == "無料"
    assert window.categories.get() == category
    assert list(window.phones.values_list("pk", flat=True)) == rows
    assert window.hours_rules.count() == 1


def test_history_keeps_each_change_with_its_author_and_no_empty_one(clerk, city):
    """Loading begins the history; a saved form without a change adds nothing."""
    window = Window.objects.for_reading().first()
    assert [version.how for version in window.versions.all()] == ["loaded"]
    windows_saved(windows=[window], by=clerk, how=WindowVersion.How.EDITED)
    assert window.versions.count() == 1
    write_facts(window, {"cost": "無料"})
    windows_saved(windows=[window], by=clerk, how=WindowVersion.How.EDITED)
    newest = window.versions.first()
    assert (newest.how, newest.made_by, newest.facts["cost"]) == ("edited", clerk, "無料")
    older = WindowVersion.objects.before(newest)
    assert [change.name for change in changes(older.facts, newest.facts)] == ["cost"]


def test_moves_are_kept_too(clerk, db):
    """Publishing, suspending with a reason and confirming each leave a version."""
    window = WindowFactory()
    windows = Window.objects.all()
    assert suspend_windows(windows=windows, by=clerk, reason="改修のため") == [window]
    assert suspend_windows(windows=windows, by=clerk, reason="もう一度") == []
    window.refresh_from_db()
    assert (window.status, window.suspension_reason) == ("suspended", "改修のため")
    publish_windows(windows=windows, by=clerk)
    verify_windows(windows=windows, by=clerk)
    retire_windows(windows=windows, by=clerk)
    kept = [(version.how, version.status) for version in window.versions.all()]
    assert kept == [
        ("retired", "retired"),
        ("verified", "published"),
        ("published", "published"),
        ("suspended", "suspended"),
    ]
    window.refresh_from_db()
    assert window.suspension_reason == ""


def test_history_of_an_older_database_begins_with_what_it_holds(db):
    """The migration writes what the portal reads today of the facts that there were then."""
    window = give_hours(WindowFactory(latitude="34.5", longitude="136.7"), "月火 9:00-17:00")
    HoursException.objects.create(
        window=window, first_day="2026-12-28", last_day="2026-12-28", note="棚卸し"
    )
    migration = import_module("directory.migrations.0006_first_versions")
    migration.keep_first_versions(apps, None)
    window = Window.objects.for_reading().get()
    kept, facts = window.versions.get().facts, facts_of(window)
    assert kept["hours"]
    assert facts | kept == facts
