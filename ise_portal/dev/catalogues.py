"""Catalogues of translations: msgids of the public pages from the sources into `locale/`, compiled.

`python -m ise_portal.dev.catalogues` brings each `.po` up to the sources and writes its `.mo`. Both
are committed, so that neither a server nor a developer needs gettext.
"""

import ast
import os
import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parents[2]
LOCALE = ROOT / "locale"
# Templates from which all others of translated pages are reached.
PAGES = (
    "campaigns/public/*.html",
    "directory/*.html",
    "directory/api/*.html",
    "directory/cards/*.html",
    "directory/finder/*.html",
    "directory/offline/*.html",
    "directory/search/*.html",
    "django/forms/field.html",
    "platform_members/barriers/*.html",
    "platform_members/gap_map/cell.html",
    "platform_members/gap_map/public*.html",
    "platform_members/registry/list.html",
    "platform_members/registry/organisation.html",
    "[45]??*.html",
)
NAMED = re.compile(r"""\{% (?:extends|include|part|fixed) ["']([^"']+)["']""")
# Modules whose texts residents read; of those that hold texts for staff too, the names that count.
MODULES: dict[str, tuple[str, ...]] = {
    "campaigns/charts/data.py": (),
    "campaigns/files/tables.py": ("FILES",),
    "campaigns/models/campaign.py": ("Campaign.Kind", "Campaign.period"),
    "campaigns/public/*.py": (),
    "campaigns/report/wording.py": (),
    "campaigns/report_page.py": (),
    "directory/api/files/datasets.py": ("_WINDOWS", "_ORGANISATIONS", "FILES"),
    "directory/api/pages.py": (),
    "directory/api/parameters.py": (
        "PAGE",
        "PER_PAGE_",
        "FORMAT",
        "SEARCH",
        "TERM",
        "TAXONOMY",
        "ORGANIZATION",
        "MODIFIED_AFTER",
        "MINIMAL",
        "FULL",
    ),
    "directory/open_data/calendar_day.py": (),
    "directory/open_data/special_days.py": (),
    "directory/public/*.py": (),
    "directory/finder/outcome.py": (),
    "directory/booklet/content.py": (),
    "directory/booklet/labels.py": ("_rows", "_covers", "_guide", "_sheets"),
    "directory/booklet/living.py": (),
    "directory/booklet/printed.py": (),
    "directory/models/channel.py": (),
    "directory/models/before_asking.py": (),
    "directory/text/days.py": (),
    "directory/text/phones.py": ("charge",),
    "directory/models/window_answers.py": (),
    "directory/models/reservation.py": (),
    "directory/facts/diff.py": ("label_of",),
    "directory/models/window.py": (
        "Window.Language",
        "Window.Status",
        "Window.subject",
        "Window.name",
        "Window.kana",
        "Window.description",
        "Window.eligibility",
        "Window.cost",
        "Window.categories",
        "Window.provider",
        "Window.reservation",
        "Window.urgent",
        "Window.address",
        "Window.doubt",
        "Window.source",
    ),
    "directory/models/phone.py": ("Phone.Kind",),
    "directory/search/suggest.py": (),
    "directory/templatetags/languages.py": (),
    "directory/fields.py": ("ShownDayFormField",),
    "platform_members/barriers/forms.py": (),
    "platform_members/barriers/views.py": (),
    "platform_members/fiscal_years.py": ("label",),
    "platform_members/gap_map/counting.py": ("NO_CATEGORY", "GapCell.state_label"),
    "platform_members/models/gap_map_decision.py": ("GapAxis",),
    "platform_members/models/programme.py": ("Programme.Kind",),
    "platform_members/registry/presentation.py": (),
    "platform_members/spam.py": (),
    "platform_members/models/organisation.py": (
        "Organisation.Kind",
        "Organisation.Role",
        "SmallStep",
        "Area",
    ),
}
# Of these modules, what only staff read, and what is said in Japanese in every language.
LEFT_OUT = {
    "card_view",
    "manifest",
    "WindowAnswers.name_with_status",
    "WindowAnswers.unseen_words",
}
CALLS = {"_", "gettext", "gettext_lazy"}


def msgids() -> dict[str, str]:
    """Each msgid of the translated pages, with where it stands, in a lasting order."""
    found: dict[str, str] = {}
    for place, msgid in [*_in_templates(), *_in_modules()]:
        found.setdefault(msgid, place)
    return found


def public_templates() -> list[str]:
    """Names of all templates that a translated page is made of."""
    folder = ROOT / "templates"
    waiting = [str(path.relative_to(folder)) for each in PAGES for path in folder.glob(each)]
    seen: set[str] = set()
    while waiting:
        name = waiting.pop()
        if name not in seen:
            seen.add(name)
            waiting += NAMED.findall((folder / name).read_text())
    return sorted(seen)


def _in_templates() -> Iterator[tuple[str, str]]:
    from django.template.loader import get_template
    from django.templatetags.i18n import BlockTranslateNode, TranslateNode

    for name in public_templates():
        nodes = get_template(name).template.nodelist  # type: ignore[attr-defined]
        for node in nodes.get_nodes_by_type((TranslateNode, BlockTranslateNode)):
            if isinstance(node, TranslateNode):
                text = node.filter_expression.var
                if text.lookups is None:  # else a variable, whose text stands elsewhere
                    yield f"templates/{name}", str(text.literal)
            else:
                yield f"templates/{name}", node.render_token_list(node.singular)[0]


def _in_modules() -> Iterator[tuple[str, str]]:
    for pattern, names in MODULES.items():
        for path in sorted(ROOT.glob(pattern)):
            for name, node in _named(ast.parse(path.read_text())):
                is_whole = isinstance(node, ast.ClassDef)  # its parts come one by one
                if name in names or not (names or is_whole or name in LEFT_OUT):
                    place = str(path.relative_to(ROOT))
                    yield from ((place, msgid) for msgid in _called(node))


def _named(tree: ast.Module) -> Iterator[tuple[str, ast.AST]]:
    """Statements of a module, and those of its classes, by their names."""
    for node in tree.body:
        if isinstance(node, ast.ClassDef):
            yield node.name, node
            for inner in node.body:
                yield f"{node.name}.{_name(inner)}", inner
        else:
            yield _name(node), node


def _name(node: ast.AST) -> str:
    if isinstance(node, ast.Assign):
        return ast.unparse(node.targets[0])
    if isinstance(node, ast.AnnAssign):
        return ast.unparse(node.target)
    return getattr(node, "name", "")


def _called(node: ast.AST) -> Iterator[str]:
    """Texts of a statement but those that help in forms of staff."""
    helping = [each for each in ast.walk(node) if getattr(each, "arg", "") == "help_text"]
    help_texts = {call for each in helping for call in ast.walk(each)}
    for call in ast.walk(node):
        if (
            isinstance(call, ast.Call)
            and ast.unparse(call.func) in CALLS
            and call not in help_texts
        ):
            with suppress(ValueError):  # a variable, whose text stands elsewhere
                yield ast.literal_eval(call.args[0])


def update(code: str) -> polib.POFile:
    """Bring one catalogue up to the sources: new msgids without a text, and none that is gone.

    Entries of Django's own texts (without a place) stay.
    """
    file = LOCALE / code / "LC_MESSAGES" / "django.po"
    old = polib.pofile(str(file)) if file.exists() else polib.POFile()
    known = {entry.msgid: entry for entry in old}
    new = polib.POFile(wrapwidth=98)
    new.metadata = {
        "Language": code,
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
    }
    found = msgids()
    for msgid, place in found.items():
        entry = known.get(msgid) or polib.POEntry(msgid=msgid)
        entry.occurrences = [(place, "")]
        if "%(" in msgid and "python-format" not in entry.flags:
            entry.flags.append("python-format")
        new.append(entry)
    for entry in old:
        if not entry.occurrences and entry.msgid not in found:
            new.append(entry)
    file.parent.mkdir(parents=True, exist_ok=True)
    new.save(str(file))
    compile_catalogue(file)
    return new


def compile_catalogue(file: Path) -> None:
    """Write the `.mo` beside a `.po`."""
    polib.pofile(str(file)).save_as_mofile(str(file.with_suffix(".mo")))


def main() -> None:
    """Update every catalogue, and say how many texts each lacks."""
    os.environ.setdefault("DEBUG", "true")
    from ise_portal.dev import local

    local.prepare()
    import django

    django.setup()
    from directory.languages import WRITTEN

    for code in WRITTEN:
        if code != "ja":
            lacking = update(code).untranslated_entries()
            print(f"{code}: {len(lacking)} texts lack a translation")


if __name__ == "__main__":
    main()
