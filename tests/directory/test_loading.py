"""Loading the fixtures: all or nothing, and never over what staff changed."""

import json

import pytest
from django.core.management import CommandError, call_command

from directory.facts.snapshot import facts_of
from directory.models import Category, Phone, Window, WindowVersion
from tests.helpers.city import FIXTURES


def damage(folder, change, file="windows.json"):
    """Apply a change to the rows of a file."""
    rows = json.loads((folder / file).read_text())
    change(rows)
    (folder / file).write_text(json.dumps(rows))


def test_loading_twice_changes_nothing(db):
    """A second run adds nothing, and leaves a clerk's correction as it is."""
    call_command("load_directory", FIXTURES, verbosity=0)
    window = Window.objects.get(name="伊勢市生活支援課")
    window.subject = "職員が直した相談内容"
    window.save()
    call_command("load_directory", FIXTURES, verbosity=0)
    window.refresh_from_db()
    assert window.subject == "職員が直した相談内容"
    assert (Category.objects.count(), Window.objects.count()) == (8, 74)
    assert Phone.objects.filter(window=window).count() == 1


def test_a_directory_in_use_is_left_alone(city):
    """With --only-if-empty a window that staff removed does not come back."""
    WindowVersion.objects.of_window(Window.objects.first().pk).delete()
    Window.objects.first().delete()
    call_command("load_directory", FIXTURES, only_if_empty=True)
    assert Window.objects.count() == 73


def test_a_later_load_adds_only_what_is_new(db, folder):
    """A portal filled with the first 24 windows keeps its corrections and gets the others."""
    rows = json.loads((folder / "windows.json").read_text())
    first = {row["name"] for row in rows[:24]}
    first |= {f"{row['name']}｜{row['subject']}" for row in rows[:24]}
    damage(folder, lambda rows: rows.__delitem__(slice(24, None)))
    damage(
        folder,
        lambda terms: [
            term.update(windows=sorted(first & {*term.get("windows", [])})) for term in terms
        ],
        file="search_terms.json",
    )
    damage(
        folder,
        lambda rows: [
            row.update({key: sorted(first & {*row.get(key, [])}) for key in ("windows", "raising")})
            for row in rows
        ],
        file="danger_lines.json",
    )
    damage(folder, lambda questions: questions.clear(), file="finder.json")
    call_command("load_directory", folder, verbosity=0)
    window = Window.objects.get(name="伊勢市住宅政策課")
    window.phones.all().delete()
    window.address = "職員が直した所在地"
    window.save()
    before = {window.pk: (window.updated_at, facts_of(window)) for window in Window.objects.all()}
    call_command("load_directory", FIXTURES, verbosity=0)
    after = {window.pk: (window.updated_at, facts_of(window)) for window in Window.objects.all()}
    assert len(before) == 24
    assert len(after) == 74
    assert {key: after[key] for key in before} == before


def test_old_undated_and_unreachable_windows_are_loaded_as_drafts(city):
    """Residents see what has a source since 2022 and can be reached; staff see the rest."""
    for window in Window.objects.filter(order__gte=250).prefetch_related("phones"):
        recent = window.source_date is not None and window.source_date.year >= 2022
        reachable = bool(window.telephones or window.website or window.email)
        assert (window.status == "published") == (recent and reachable), window
        assert window.status == "published" or window.doubt, window
    assert Window.objects.published().count() == 47


def test_nobody_has_confirmed_what_was_loaded(city):
    """Every loaded window names its source, and bears no day of confirmation."""
    assert not Window.objects.exclude(verified_on=None).exists()
    assert not Window.objects.filter(source="").exists()


@pytest.mark.parametrize(
    ("change", "named"),
    [
        (lambda rows: rows[23].update(reservation="maybe"), "row 24, field reservation"),
        (lambda rows: rows[30].update(status="secret"), "row 31, field status"),
        (lambda rows: rows[4]["phones"][1].update(printed="12"), "row 5, field printed"),
        (lambda rows: rows[2].update(categories=["nowhere"]), "row 3, field categories"),
        (lambda rows: rows[2].pop("categories"), "row 3, field categories"),
        (lambda rows: rows[0].update(subject="長" * 101), "row 1, field subject"),
        (lambda rows: rows[0].update(subject="\x00"), "row 1, field subject"),
        (lambda rows: rows[0].update(colour="red"), "row 1, field colour"),
        (lambda rows: rows[7].update(source_date="2023-02-30"), "row 8, field source_date"),
        (lambda rows: rows[7].update(uid="seven"), "row 8, field uid"),
        (lambda rows: rows[7].pop("uid"), "row 8, field uid"),
        (lambda rows: rows[7].update(uid=rows[6]["uid"], subject=""), None),
        (lambda rows: rows[1].update(phones="0596-21-5556"), "row 2"),
        (lambda rows: rows[1].update(phones=7), "row 2"),
        (lambda rows: rows[1].update(uid=["x"]), "row 2"),
        (lambda rows: rows.insert(0, "a window"), "row 1, field uid"),
    ],
)
def test_a_damaged_row_is_named_and_nothing_is_loaded(db, folder, change, named):
    """The file, the row and the field are named; nothing is half-loaded."""
    damage(folder, change)
    if named is None:  # the same window twice is the same window
        call_command("load_directory", folder, verbosity=0)
        assert Window.objects.count() == 73
        return
    with pytest.raises(CommandError, match=rf"windows\.json, {named}.*Nothing was loaded"):
        call_command("load_directory", folder, verbosity=0)
    assert not Category.objects.exists()
    assert not Window.objects.exists()


@pytest.mark.parametrize(
    ("content", "named"),
    [
        (b"[{", r"line 1, column 3"),
        (b"\xff\xfe", "not UTF-8"),
        (b"{}", "must be a list"),
        (None, "no such file"),
    ],
)
def test_a_damaged_file_is_named(db, folder, content, named):
    """A file that is not what it should be is refused with the place of the damage."""
    if content is None:
        (folder / "windows.json").unlink()
    else:
        (folder / "windows.json").write_bytes(content)
    with pytest.raises(CommandError, match=rf"windows\.json.*{named}"):
        call_command("load_directory", folder, verbosity=0)
    assert not Category.objects.exists()


def test_a_fixture_keeps_its_doubts(city):
    """Where the source is doubtful, staff see it; residents do not."""
    window = Window.objects.get(name="特定非営利活動法人いせコンビニネット")
    assert "いせコンシェルジュ" in window.note
    assert "伊勢市の取組報告" in window.source
    assert str(window.source_date) == "2023-02-28"
    assert window.verified_by is None
