"""The booklet and its 正誤表 know the same facts: what would be printed otherwise is told."""

from datetime import date

import pytest

from directory.booklet import content
from directory.booklet.errata import errata, printed_facts
from directory.booklet.printed import PARTS
from directory.facts.apply import write_facts
from directory.facts.schema import NAMED, PRINTED
from directory.models import Category, Edition, Window
from tests.factories import CategoryFactory, WindowFactory, give_hours

TODAY = date(2026, 11, 26)
RULE = {"weekdays": [5], "opens": 540, "closes": 720, "on_holidays": "inherit"}
OTHERWISE = {
    "subject": "別の相談",
    "name": "別の名称",
    "kana": "べつのめいしょう",
    "furigana": "相談（そうだん）",
    "description": "別の説明",
    "eligibility": "市民",
    "cost": "500円",
    "anonymity": "yes",
    "asked_first": "家族のこと",
    "duration": "30分",
    "by_others": "family",
    "provider": "別の団体",
    "channels": ["telephone"],
    "languages": ["ja", "en"],
    "website": "https://example.jp/",
    "email": "madoguchi@example.jp",
    "reservation": "required",
    "urgent": True,
    "opens_on_holidays": True,
    "closes_at_year_end": None,
    "shifted_closing_days": [2],
    "hours_override": "お問い合わせください",
    "address": "伊勢市本町2-2",
    "place_note": "3階",
    "confidential_location": True,
    "latitude": "34.487500",
    "longitude": "136.709300",
    "order": 7,
    "verification_months": 1,
    "verification_email": "kakunin@example.jp",
    "note": "内部のメモ",
    "discreet": True,
    "doubt": "古いかもしれません",
    "source": "別の出典",
    "source_date": "2026-01-01",
    "origin": "https://ken.example.jp/hsds",
    "phones": [{"kind": "voice", "label": "夜間", "printed": "0596-21-5557"}],
    "hours": [RULE],
    "exceptions": [
        {"first_day": "2026-12-28", "last_day": "2026-12-28", "spans": [], "note": "棚卸し"}
    ],
}
# A place that has become secret is told nowhere, least of all by what points at the old one.
NEVER_TOLD = {"confidential_location"}
WINDOWS = {
    "with a place": {"address": "伊勢市本町1-1", "channels": ["visit"], "hours_override": ""},
    "without a place": {"channels": ["visit"], "hours_override": ""},
    "with hours in words": {"hours_override": "毎月第1月曜日（要予約）", "description": "長" * 200},
}


def booklet() -> dict:
    """Everything that would be printed today, index included."""
    windows = Window.objects.published().for_reading()
    return content.with_index(content.booklet(windows, Category.objects.all(), TODAY), list)


@pytest.fixture
def print_run(clerk):
    """Return a function that prints a window and forgets what an older portal did not keep."""

    def print_run(window, *forgotten):
        row = printed_facts(Window.objects.for_reading().get(pk=window.pk))
        row["facts"] = {name: row["facts"][name] for name in row["facts"].keys() - set(forgotten)}
        return Edition.objects.create(
            name="版", printed_on=TODAY, copies=1, facts=[row], made_by=clerk
        )

    return print_run


def test_every_fact_is_changed_in_turn():
    """A new fact has to say here what becomes of it on paper."""
    assert {*OTHERWISE, "categories"} == set(NAMED)


def test_the_table_names_what_the_booklet_prints():
    """An edition keeps what the parts of the booklet are made of, no less and no more."""
    assert {fact for part in PARTS for fact in part.facts} == PRINTED


@pytest.mark.parametrize("kind", WINDOWS)
@pytest.mark.parametrize("name", [*OTHERWISE, "categories"])
def test_what_is_printed_otherwise_is_told_and_nothing_else(print_run, name, kind):
    """The booklet's data differ if and only if the 正誤表 names the window."""
    window = WindowFactory(verification_months=60, **WINDOWS[kind])
    give_hours(window, "月火水木金 8:30-17:15")
    other = CategoryFactory(name="別の分野")
    edition, before = print_run(window), booklet()
    facts = {name: OTHERWISE.get(name, [other.slug])}
    if name in {"latitude", "longitude"}:
        facts = {each: OTHERWISE[each] for each in ("latitude", "longitude")}
    write_facts(Window.objects.get(pk=window.pk), facts)
    differs = booklet() != before
    told = bool(errata(edition).changed)
    assert told == (differs and name not in NEVER_TOLD)


def test_a_new_provider_is_told_on_the_page(client, print_run):
    """The index names who runs a window, so the 正誤表 does too."""
    window = WindowFactory(provider="前の団体")
    print_run(window)
    write_facts(Window.objects.get(pk=window.pk), {"provider": "次の団体"})
    page = client.get("/booklet/errata/").content.decode()
    assert all(words in page for words in ("運営", "前の団体", "次の団体"))


def test_an_edition_of_an_older_portal_tells_nothing_that_it_did_not_keep(print_run):
    """Provider and reading were not kept then: whether they have changed is not known."""
    edition = print_run(WindowFactory(provider="団体"), "provider", "kana", "channels")
    assert errata(edition).nothing


def test_the_errata_cost_the_same_however_many_windows(print_run, django_assert_num_queries):
    """No window is asked about on its own."""
    windows = [WindowFactory() for _number in range(6)]
    edition = print_run(windows[0])
    edition.facts = [printed_facts(each) for each in Window.objects.for_reading()]
    Window.objects.update(cost="500円")
    with django_assert_num_queries(8):
        assert len(errata(edition).changed) == 6
