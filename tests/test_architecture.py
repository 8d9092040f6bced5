"""Rules of the code: imports between apps and rooms, purity, the form of files and templates.

One test a rule; each lists its offenders.
"""

import ast
import inspect
import re
from collections.abc import Iterator
from pathlib import Path

from django.db.models import QuerySet

from tests.helpers.source import APPS, JAPANESE, MODULES, ROOT, relative

# Each app, and the apps that it may import.
MAY_IMPORT = {
    "directory": {"directory"},
    "platform_members": {"platform_members", "directory"},
    "campaigns": {"campaigns", "platform_members", "directory"},
    "ise_portal": set(APPS),
}
# The rooms of each app, lowest floor first. A room imports rooms of lower floors, and no other.
FLOORS = {
    "directory": [
        "text.folding",
        "hours out_of_use database django_internals worker_process"
        " search.danger facts.schema facts.upgrade",
        "languages",
        "catalogue text fields number_fields concurrency spreadsheets",
        "search.text typesetting",
        "models",
        "facts forms hindrances links nightly open_now own_process typed_words",
        "hours_text open_data search templatetags",
        "booklet changes resubmission",
        "closures deeds exchange finder loading mirror",
        "tasks",
        "public",
        "api",
        "admin management urls apps",
    ],
    "platform_members": [
        "fiscal_years permissions secret_links similar_names spam working_days",
        "proposals year_fields",
        "models",
        "desk hindrances loading outbox",
        "accounts listings registry rounds",
        "backups barriers gap_map joining meetings pruning review sharing verification",
        "admin apps management urls",
    ],
    "campaigns": [
        "report",
        "tables templatetags",
        "fields",
        "models",
        "charts loading",
        "importing publishing report_page",
        "counts files",
        "public",
        "admin management urls apps",
    ],
}
# Calculations on plain values: no Django, no database.
PURE = (
    "directory/hours",
    "directory/search/text",
    "directory/search/danger",
    "campaigns/tables",
)
# Templates of the directory that name another app, each with its reason.
REACHING = {
    "templates/directory/about.html": "the page about the portal leads to its members",
    "templates/includes/frame/undo_button.html": "members undo at the desk, staff in admin",
    "templates/includes/window/facts.html": "the provider's name leads to its page",
}
# Names that begin with an underscore and are documented all the same.
PROMISED = {"_meta", "_default_manager", "_base_manager", "_replace"}
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
TRANSLATED = re.compile(
    r"\{% translate .*?%\}|\{% blocktranslate.*?\{% endblocktranslate %\}"
    r"|\{% comment %\}.*?\{% endcomment %\}|\{\{.*?\}\}",
    re.DOTALL,
)


def imported(path: Path) -> Iterator[str]:
    """The modules that a module imports, by their full names."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{relative(path)} imports relatively"
            for alias in node.names:
                inner = f"{node.module}.{alias.name}"
                place = ROOT.joinpath(*inner.split("."))
                is_module = place.is_dir() or place.with_suffix(".py").exists()
                yield inner if is_module else node.module


def room_of(name: str) -> str:
    """The room of a module: search.text for directory.search.text.query."""
    app, *inner = name.split(".")
    deep = ".".join(inner[:2])
    floors = " ".join(FLOORS[app]).split()
    return deep if deep in floors else ".".join(inner[:1])


def floor_of(name: str) -> int:
    """The number of a module's floor; the lowest is 0."""
    rooms = FLOORS[name.split(".")[0]]
    return next(number for number, row in enumerate(rooms) if room_of(name) in row.split())


def test_an_app_imports_only_the_apps_that_it_may():
    """campaigns → platform_members → directory, and ise_portal above them all."""
    assert [
        (relative(path), name)
        for path in MODULES
        for name in imported(path)
        if name.split(".")[0] in APPS
        and name.split(".")[0] not in MAY_IMPORT[path.relative_to(ROOT).parts[0]]
    ] == []


def test_a_room_imports_only_lower_floors():
    """No cycles between rooms, so that each can be read with what lies below it."""
    above = []
    for path in MODULES:
        name = ".".join(path.relative_to(ROOT).with_suffix("").parts)
        app = name.split(".")[0]
        if app not in FLOORS or "migrations" in path.parts or name == f"{app}.__init__":
            continue
        for other in imported(path):
            is_ours = other.startswith(f"{app}.") and room_of(other) != room_of(name)
            if is_ours and floor_of(other) >= floor_of(name):
                above.append((name, other))
    assert above == []


def test_every_room_stands_on_a_floor_and_every_floor_has_its_rooms():
    """The table above and the tree are the same."""
    for app, floors in FLOORS.items():
        tree = {
            path.stem
            for path in (ROOT / app).iterdir()
            if path.suffix == ".py" or (path / "__init__.py").exists()
        }
        named = {room.split(".")[0] for room in " ".join(floors).split()}
        assert tree - {"__init__", "migrations"} == named, app


def test_the_map_shows_the_same_floors():
    """docs/architecture.md is what a newcomer reads first."""
    page = (ROOT / "docs" / "architecture.md").read_text()
    table = page.split("```")[1].strip()
    drawn = {
        app: [line.strip() for line in lines]
        for app, *lines in (part.split("\n") for part in table.split("\n\n"))
    }
    assert drawn == FLOORS


def test_calculations_know_no_django():
    """What needs no database is tried without one, and moves anywhere."""
    assert [
        (relative(path), name)
        for room in PURE
        for path in sorted((ROOT / room).rglob("*.py"))
        for name in imported(path)
        if name.split(".")[0] == "django" or ".models" in name
    ] == []


def test_the_directorys_templates_reach_into_no_other_app():
    """What a resident reads of a window opens without members and campaigns."""
    folders = ("includes", "directory", "admin/directory", "booklet")
    reaching = {
        relative(path)
        for folder in folders
        for path in (ROOT / "templates" / folder).rglob("*.*")
        if re.search(r"(platform_members|campaigns):|\.listing\b", path.read_text())
    }
    assert reaching == set(REACHING)


def test_a_file_fits_a_head():
    """No module is longer than 350 lines, one of tests neither; about 300 is the aim."""
    modules = [*MODULES, *(ROOT / "tests").rglob("*.py")]
    own = [path for path in modules if "migrations" not in path.parts]
    assert [relative(path) for path in own if len(path.read_text().splitlines()) > 350] == []


def test_decisions_are_numbered_once_and_listed():
    """Each has a number of its own, in its file's name and its title, and a line in the index."""
    pages = sorted((ROOT / "docs" / "adr").glob("0*.md"))
    assert [int(page.name[:4]) for page in pages] == list(range(1, len(pages) + 1))
    index = (ROOT / "docs" / "adr" / "README.md").read_text().splitlines()[4:]
    titles = [page.read_text().splitlines()[0].removeprefix("# ") for page in pages]
    listed = [f"- [{title}]({page.name})" for page, title in zip(pages, titles, strict=True)]
    assert index == listed
    assert [title.split(".")[0] for title in titles] == [str(int(p.name[:4])) for p in pages]


def test_every_exception_of_ours_is_raised():
    """Declared once in its app, and raised: otherwise it promises a refusal that never comes."""
    declared, raised = [], set()
    for path in MODULES:
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.ClassDef) and any(
                re.search("(Exception|Error|Refused)$", ast.unparse(base)) for base in node.bases
            ):
                declared.append((path.relative_to(ROOT).parts[0], node.name))
            elif isinstance(node, ast.Raise) and node.exc:
                raised.add(ast.unparse(node.exc).split("(")[0].split(".")[-1])
            elif isinstance(node, ast.Call):
                raised.add(ast.unparse(node.func).split(".")[-1])
    assert len(declared) == len(set(declared))
    assert [name for _app, name in declared if name not in raised] == []


def test_facts_are_written_through_one_door():
    """Nothing but `directory.changes` writes a window's facts, its index or its versions."""
    writing = re.compile(r"\b(write_facts|_keep_versions|WindowVersion\.objects\.bulk_create)\(")
    writers = {
        relative(path)
        for path in MODULES
        if "migrations" not in path.parts and writing.search(path.read_text())
    }
    assert writers == {"directory/changes.py", "directory/facts/apply.py"}


def test_what_django_does_not_promise_is_used_in_one_file():
    """A private attribute is read by the module that has it; Django's, in one file."""
    found = set()
    for path in MODULES:
        tree = list(ast.walk(ast.parse(path.read_text())))
        own = {node.name for node in tree if isinstance(node, ast.FunctionDef | ast.ClassDef)}
        for node in tree:
            name = node.attr if isinstance(node, ast.Attribute) else ""
            is_ours = name in own or getattr(getattr(node, "value", None), "id", "") == "self"
            if name.startswith("_") and not (name.startswith("__") or name in PROMISED or is_ours):
                found.add((relative(path), name))
    # The connection is a psycopg connection that gives up; it overrides how that waits.
    # openpyxl does not tell from which part of a workbook a sheet comes that it reads row by row.
    expected = {
        "directory/django_internals.py",
        "directory/database/base.py",
        "directory/spreadsheets/workbook_worker.py",
    }
    assert {path for path, _name in found} == expected, found


def test_views_do_not_spell_queries():
    """Views ask querysets in the words of the domain."""
    views = [path for path in MODULES if path.name.endswith("views.py")]
    assert [relative(path) for path in views if ".filter(" in path.read_text()] == []


def test_what_residents_read_goes_through_gettext():
    """No Japanese stands in a template outside a translation tag."""
    assert [
        relative(path)
        for path in TEMPLATES
        if JAPANESE.search(TRANSLATED.sub("", path.read_text()))
    ] == []


def test_texts_count_without_a_plural():
    """The catalogues have none: a text with one would stay Japanese in every language."""
    assert [relative(path) for path in TEMPLATES if "{% plural %}" in path.read_text()] == []


def test_days_are_put_into_words_in_one_place():
    """Pages and mails ask the filter `day`; a format of their own is for machines only."""
    for_machines = {"c", "Y-m-d", "Y-m-d H:i"}
    written = {
        (relative(path), form)
        for path in (ROOT / "templates").rglob("*.*")
        for form in re.findall(r"""\|(?:date|time):["'](.*?)["']""", path.read_text())
    }
    assert {(path, form) for path, form in written if form not in for_machines} == set()


def test_templates_carry_no_inline_style_or_script():
    """The CSP knows no exception, so no template needs one; JSON is no script that runs."""
    inline = re.compile(
        r"\sstyle=|<style|\son\w+=\"|<script(?![^>]*(?:\bsrc=|application/(?:ld\+)?json))"
    )
    assert [relative(path) for path in TEMPLATES if inline.search(path.read_text())] == []


def test_browser_tests_wait_as_the_policy_allows():
    """Playwright's own waiting for an expression needs `eval` where a page is not quick."""
    asking = [
        path for path in (ROOT / "tests").rglob("*.py") if ".wait_for_function(" in path.read_text()
    ]
    assert [relative(path) for path in asking if path.name != "test_architecture.py"] == []


def test_a_question_to_the_rows_has_one_meaning():
    """No queryset of ours hides a method of the same name of another queryset that it is made of.

    One that goes on to `super()` adds to it.
    """
    hidden = [
        f"{kind.__module__}.{kind.__name__}.{name} hides that of {base.__name__}"
        for kind in _querysets_of_ours()
        for base in kind.__mro__[1:]
        if base.__module__.split(".")[0] in APPS
        for name in vars(kind).keys() & vars(base).keys()
        if not name.startswith("__") and inspect.isfunction(vars(kind)[name])
        if "super()" not in inspect.getsource(vars(kind)[name])
    ]
    assert hidden == []


def _querysets_of_ours() -> Iterator[type]:
    waiting = [QuerySet]
    while waiting:
        for kind in waiting.pop().__subclasses__():
            waiting.append(kind)
            if kind.__module__.split(".")[0] in APPS:
                yield kind
