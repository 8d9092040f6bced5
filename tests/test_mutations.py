"""The tables of guards that `make mutations` takes away: true of the code as it is today."""

import ast
import re
from collections import Counter

from mutations.guards import ROOT, guards, tables

GUARDS = [guard for table in tables() for guard in guards(table)]


def test_every_guard_stands_in_its_file_once():
    """And something else stands there without it, which is still Python."""
    stale = [
        guard.name
        for guard in GUARDS
        if guard.source.count(guard.text) != 1 or guard.without == guard.text
    ]
    assert stale == []
    for guard in GUARDS:
        if guard.file.endswith(".py"):
            ast.parse(guard.source_without, guard.name)


def test_the_tests_that_must_miss_a_guard_are_there():
    """Each guard has one at least, in a file below `tests/`."""
    assert [guard.name for guard in GUARDS if not guard.tests] == []
    missing = []
    for test in {test for guard in GUARDS for test in guard.tests}:
        file, _colons, name = test.partition("::")
        path = ROOT / "tests" / file
        function = re.escape(name.partition("[")[0])
        if not (
            path.is_file() and re.search(rf"^def {function}\(", path.read_text(), re.MULTILINE)
        ):
            missing.append(test)
    assert missing == []


def test_every_guard_has_a_name_of_its_own():
    """By which it is asked for, and told of when it survives."""
    assert [name for name, times in Counter(g.name for g in GUARDS).items() if times > 1] == []
    assert len(GUARDS) >= 90
