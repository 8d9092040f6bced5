"""Words of the code: where Japanese may stand, and plain nouns in docstrings and names."""

import ast
import io
import re
import tokenize
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.helpers.source import JAPANESE, MODULES, OWN_FILES, relative

TRANSLATING = re.compile(r"_|n?p?gettext(_lazy|_noop)?")
# What people write, and how a clerk's or a resident's text is told apart: tables and patterns.
READING = {
    "directory/hours/clock.py": "times as people write them",
    "directory/hours/dates.py": "dates as people write them, the names of eras",
    "directory/hours/reading": "reception hours as people write them, several modules",
    "directory/search/": "questions as residents type them",
    "directory/text/": "letters, and what the dictionary calls kinds of words",
    "directory/booklet/index_order.py": "the order of kana",
    "directory/booklet/phrases.py": "what the dictionary calls kinds of words",
    "directory/number_fields.py": "numbers with their units",
    "directory/models/reservation.py": "hours in free words that ask for an appointment",
    "directory/admin/windows/call_facts.py": "doubts as clerks write them",
    "directory/exchange/columns.py": "headings by which a file is recognised",
    "directory/exchange/lists.py": "cells of the directory's table",
    "directory/spreadsheets/cells.py": "yes, no and unknown in cells",
    "platform_members/meetings/table.py": "lists of meetings as people keep them",
    "platform_members/rounds/sheets/": "the city's sharing sheet",
    "platform_members/accounts/passwords.py": "words that are guessed first",
    "platform_members/fiscal_years.py": "years with their era",
    "platform_members/similar_names.py": "legal forms within names",
    "campaigns/tables/figures.py": "figures and their units",
    "campaigns/tables/media.py": "contractors' tables and the headings of ours",
}
# Words of one language by design: a further language is a further module.
WORDS = {
    "directory/hours/words/": "reception hours, one module a language",
    "directory/languages/cards.py": "cards, one a language",
    "directory/hours/refusals.py": "refusals of typed hours and dates, for calculations",
    "campaigns/tables/refusals.py": "refusals of tables, for calculations",
}
# Names that are data: of the city, and of rows in the database.
NAMES = {
    "ise_portal/settings.py": "the city's names, which another city sets",
    "directory/languages/__init__.py": "languages by their own names",
    "directory/languages/markup.py": "letters of Japanese",
    "platform_members/accounts/roles.py": "names of groups in the database",
}


def is_listed(path: Path, modules: dict[str, str]) -> bool:
    """Whether a module or its folder is on a list."""
    return relative(path).startswith(tuple(modules))


def without(tree: ast.AST) -> set[int]:
    """The ids of nodes that are documentation, or lie within a call of gettext."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            found.add(id(node.value))
        elif isinstance(node, ast.Call):
            name = ast.unparse(node.func).split(".")[-1]
            if TRANSLATING.fullmatch(name):
                found |= {id(inner) for each in node.args for inner in ast.walk(each)}
    return found


def japanese(source: str) -> Iterator[tuple[int, str]]:
    """The literals of a module with Japanese letters that no translation sees, by their lines."""
    tree = ast.parse(source)
    seen = without(tree)
    for node in ast.walk(tree):
        is_text = isinstance(node, ast.Constant) and isinstance(node.value, str)
        if is_text and id(node) not in seen and JAPANESE.search(node.value):
            yield node.lineno, node.value


FOUND = {
    path: list(japanese(path.read_text())) for path in MODULES if "migrations" not in path.parts
}


def test_japanese_for_people_goes_through_gettext_or_a_words_module():
    """All other literals with Japanese letters are read, or are names, in modules listed above."""
    assert [
        f"{relative(path)}:{line} {text[:40]}"
        for path, literals in FOUND.items()
        if not is_listed(path, READING | WORDS | NAMES)
        for line, text in literals
    ] == []


def test_a_module_that_reads_shows_no_sentence_of_its_own():
    """A sentence ends with a full stop; one that a person reads is translated there too."""
    assert [
        f"{relative(path)}:{line} {text[:40]}"
        for path, literals in FOUND.items()
        if is_listed(path, READING | NAMES)
        for line, text in literals
        if text.rstrip().endswith("。")
    ] == []


def test_the_lists_name_only_modules_that_hold_such_literals():
    """A module that no longer needs to be listed is listed no longer."""
    holding = [path for path, literals in FOUND.items() if literals]
    assert [
        name
        for name in READING | WORDS | NAMES
        if not any(is_listed(path, {name: ""}) for path in holding)
    ] == []


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ('name = "窓口"', ["窓口"]),
        ('text = f"{count}件"', ["件"]),
        ('name = _("窓口")', []),
        ('name = translation.ngettext("%d件", "%d件", count)', []),
        ('text = _("%(name)s") % {"name": "窓口"}', ["窓口"]),
        ('def name():\n    """窓口"""', []),
        ("name = 1  # 窓口", []),
    ],
)
def test_a_literal_is_found_wherever_it_stands(source, found):
    """Comments and docstrings may quote Japanese; what is put into a translation may not."""
    assert [text for _line, text in japanese(source)] == found


# Words that hide the noun which a search would find, or that belong to a story; HOUSE's plain
# words say what stands in their place.
PRIVATE = re.compile(
    r"\b(anybody|breath|dies|nobody|shelf|somebody|the press|whoever)\b", re.IGNORECASE
)
CLEVER_NAMES = re.compile(r"(^|_)(door|shelf|otherwise|reread|in_words|held)(_|s?$)", re.IGNORECASE)


def documented(tree: ast.AST) -> Iterator[tuple[str, str]]:
    """The docstrings of a module, with the names of what they describe."""
    for node in ast.walk(tree):
        is_documented = isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        if is_documented and (text := ast.get_docstring(node)):
            yield getattr(node, "name", "module"), text


def comments(source: str) -> Iterator[tuple[str, str]]:
    """The comments of a module, with their lines."""
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.COMMENT:
            yield f"line {token.start[0]}", token.string


def test_docstrings_and_comments_are_plain():
    """A reader of the field finds the thing by its name, also with English learnt late."""
    assert [
        f"{relative(path)} {name}: {found[0]}"
        for path in OWN_FILES
        if "migrations" not in path.parts
        for name, text in [*documented(ast.parse(path.read_text())), *comments(path.read_text())]
        for found in PRIVATE.finditer(text)
    ] == []


def test_the_first_line_of_a_docstring_is_whole():
    """It is read alone: in an editor's hint, in a list of functions."""
    assert [
        f"{relative(path)} {name}: {lines[0]}"
        for path in OWN_FILES
        if "migrations" not in path.parts
        for name, text in documented(ast.parse(path.read_text()))
        if len(lines := text.splitlines()) > 1 and lines[1].strip()
    ] == []


def test_names_are_plain_nouns_and_verbs():
    """No function or class is named by a metaphor, or by a word that hides what it gives."""
    assert [
        f"{relative(path)} {node.name}"
        for path in MODULES
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.ClassDef | ast.FunctionDef) and CLEVER_NAMES.search(node.name)
    ] == []
