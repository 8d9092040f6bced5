"""The house as DESIGN draws it: who may import whom, and how templates are written."""

import ast
import re
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
# Each room, and the rooms that it may import. Nobody imports the wires.
MAY_IMPORT = {
    "directory": {"directory"},
    "platform_members": {"platform_members", "directory"},
    "campaigns": {"campaigns", "platform_members", "directory"},
    "ise_portal": {"ise_portal", "directory", "platform_members", "campaigns"},
}
MODULES = sorted(path for room in MAY_IMPORT for path in (ROOT / room).rglob("*.py"))
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
JAPANESE = re.compile(r"[ぁ-んァ-ヶ一-龠々]")
TRANSLATED = re.compile(
    r"\{% translate .*?%\}|\{% blocktranslate.*?\{% endblocktranslate %\}"
    r"|\{% comment %\}.*?\{% endcomment %\}|\{\{.*?\}\}",
    re.DOTALL,
)


def relative(path: Path) -> str:
    """The path as a reader of the tree knows it."""
    return str(path.relative_to(ROOT))


def imported_rooms(path: Path) -> set[str]:
    """The rooms of ours that a module imports."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{relative(path)} imports relatively"
            names.add(node.module)
    return {name.split(".")[0] for name in names} & MAY_IMPORT.keys()


@pytest.mark.parametrize("path", MODULES, ids=relative)
def test_a_room_imports_only_what_it_may(path):
    """The import table holds for every module."""
    room = path.relative_to(ROOT).parts[0]
    assert imported_rooms(path) <= MAY_IMPORT[room]


@pytest.mark.parametrize("path", MODULES, ids=relative)
def test_a_file_fits_a_head(path):
    """No module is longer than 350 lines; about 300 is the aim."""
    assert "/migrations/" in str(path) or len(path.read_text().splitlines()) <= 350


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


@pytest.mark.parametrize("path", [p for p in MODULES if p.name.endswith("views.py")], ids=relative)
def test_views_do_not_spell_queries(path):
    """Views ask querysets in the words of the domain."""
    assert ".filter(" not in path.read_text()


@pytest.mark.parametrize("path", TEMPLATES, ids=relative)
def test_what_residents_read_goes_through_gettext(path):
    """No Japanese stands in a template outside a translation tag."""
    assert not JAPANESE.search(TRANSLATED.sub("", path.read_text()).replace("年n月j日", ""))


@pytest.mark.parametrize("path", TEMPLATES, ids=relative)
def test_templates_carry_no_inline_style_or_script(path):
    """The CSP knows no exception, so no template needs one."""
    assert not re.search(
        r"\sstyle=|<style|\son\w+=\"|<script(?![^>]*(?:\bsrc=|application/ld\+json))",
        path.read_text(),
    )
