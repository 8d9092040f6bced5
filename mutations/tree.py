"""Copy of the checkout in which guards are taken away, and the database of each run."""

import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import django
import psycopg

from ise_portal.dev import local
from mutations.guards import ROOT, Guard

LEFT_OUT = shutil.ignore_patterns(".*", "__pycache__")
# The migrated database, of which each run has a copy: tests that commit leave nothing to the next.
KEPT, USED = "mutations_kept", "test_mutations"
# Migrating gives the roles their rights anew; all other runs take the database as it is.
MIGRATED = "platform_members/accounts/roles.py"
AS_IT_IS = """
import pytest
from django.db import connection


@pytest.fixture(scope="session")
def django_db_setup():
    connection.settings_dict["NAME"] = "{name}"
"""
# Of one guard's tests; without the guard one of them may wait for what does not come.
SECONDS = 180
PYTEST = ["-q", "-x", "--tb=line", "--no-header", "-p", "no:cacheprovider", "--reuse-db"]
FAILED = 1  # pytest's own number for tests that ran and failed


@dataclass(frozen=True)
class Outcome:
    """What a run of tests came to."""

    status: int
    text: str

    @property
    def passed(self) -> bool:
        """Whether every test ran and passed; one that was left out proves nothing."""
        return self.status == 0 and "skipped" not in self.last_line

    @property
    def failed(self) -> bool:
        """Whether a test failed; one that could not begin proves nothing."""
        return self.status == FAILED and " failed" in f" {self.last_line}"

    @property
    def last_line(self) -> str:
        """What pytest says at the end."""
        return (self.text.strip().splitlines() or [""])[-1]


@dataclass(frozen=True)
class Tree:
    """Copy of the checkout, and the address of its databases' server."""

    folder: Path
    server: str

    def run(self, tests: list[str], *, limit: float | None = SECONDS) -> Outcome:
        """Run some tests in the copy, on a database of their own."""
        _renew(self.server)
        try:
            done = subprocess.run(
                [sys.executable, "-m", "pytest", *PYTEST, *(f"tests/{test}" for test in tests)],
                cwd=self.folder,
                env=os.environ | {"DATABASE_URL": _named(self.server, "mutations")},
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                errors="replace",
                timeout=limit,
                check=False,
            )
        except subprocess.TimeoutExpired:
            return Outcome(FAILED, f"1 failed: not done after {limit} seconds")
        return Outcome(done.returncode, done.stdout)

    @contextmanager
    def without(self, guard: Guard) -> Iterator[None]:
        """The copy without a guard, within the block."""
        path, conftest = self.folder / guard.file, self.folder / "conftest.py"
        self._write(path, guard.source_without)
        if guard.file == MIGRATED:
            conftest.unlink()
        try:
            yield
        finally:
            self._write(path, guard.source)
            conftest.write_text(AS_IT_IS.format(name=USED))

    def _write(self, path: Path, source: str) -> None:
        path.write_text(source)
        if path.suffix == ".py":
            # Python takes a file of the same second and length for the one that it has compiled.
            Path(importlib.util.cache_from_source(str(path))).unlink(missing_ok=True)


@contextmanager
def copied(folder: str) -> Iterator[Tree]:
    """A copy of the checkout, and a migrated database."""
    local.prepare()
    django.setup()
    from django.db import connection  # knows its settings only now

    tree = Tree(Path(folder), os.environ["DATABASE_URL"])
    shutil.copytree(ROOT, folder, ignore=LEFT_OUT, dirs_exist_ok=True)
    (tree.folder / "conftest.py").write_text(AS_IT_IS.format(name=USED))
    (tree.folder / ".venv").mkdir()  # where tests that run beside each other wait for each other
    connection.settings_dict["TEST"]["NAME"] = KEPT
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    connection.close()
    try:
        yield tree
    finally:
        for name in (USED, KEPT):
            _statement(tree.server, f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def _renew(server: str) -> None:
    _statement(server, f"DROP DATABASE IF EXISTS {USED} WITH (FORCE)")
    _statement(server, f"CREATE DATABASE {USED} TEMPLATE {KEPT} STRATEGY file_copy")


def _statement(server: str, text: str) -> None:
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(text)


def _named(server: str, name: str) -> str:
    return urlsplit(server)._replace(path=f"/{name}").geturl()
