"""Where the portal locks rows: the places in its source, and those that a test has run through."""

import ast
import inspect
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest import mock

from django.conf import settings
from django.db.models import QuerySet

ROOT = Path(settings.BASE_DIR)
APPS = ("directory", "platform_members", "campaigns", "ise_portal")
FOLDERS = tuple(f"{ROOT / app}/" for app in APPS)


def locking_places() -> set[str]:
    """The functions that call select_for_update, as `directory/changes.py:publish_windows`."""
    return {
        f"{path.relative_to(ROOT)}:{function.name}"
        for folder in FOLDERS
        for path in Path(folder).rglob("*.py")
        for function in _functions(path)
        if any(getattr(node, "attr", "") == "select_for_update" for node in ast.walk(function))
    }


@contextmanager
def noting_locks() -> Iterator[set[str]]:
    """The functions of ours in which rows are locked while the block runs, as a growing set."""
    reached: set[str] = set()
    real = QuerySet.select_for_update

    def noting(self, *args, **kwargs):
        frame = inspect.currentframe().f_back
        while frame and not frame.f_code.co_filename.startswith(FOLDERS):
            frame = frame.f_back
        if frame:
            path = Path(frame.f_code.co_filename).relative_to(ROOT)
            reached.add(f"{path}:{frame.f_code.co_name}")
        return real(self, *args, **kwargs)

    with mock.patch.object(QuerySet, "select_for_update", noting):
        yield reached


def is_committed(name: str) -> bool:
    """Whether there is a test of this name, `folder/test_file.py::test_it`, marked @committed."""
    file, _separator, test = name.partition("::")
    return any(
        function.name == test and "committed" in map(ast.unparse, function.decorator_list)
        for function in _functions(ROOT / "tests" / file)
    )


def _functions(path: Path) -> Iterator[ast.FunctionDef]:
    nodes = ast.walk(ast.parse(path.read_text()))
    return (node for node in nodes if isinstance(node, ast.FunctionDef))
