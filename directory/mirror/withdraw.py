"""Taking a window out of the mirror at once, without a database.

A window that was withdrawn, or whose place became secret, must be gone within a minute, also when
the database fails right after. Its page and all that is on paper are deleted, its row is cut out of
lists; a page that still names it is deleted whole. The next mirror has these pages again.
"""

import json
import re
import shutil
from collections.abc import Iterable
from pathlib import Path

from directory.languages import WRITTEN
from directory.mirror import files


def withdraw(numbers: Iterable[int]) -> None:
    """Take windows out of the newest copy, and note them for a copy that is being written."""
    numbers, root = sorted(numbers), files.root()
    if not numbers or root is None or not root.is_dir():
        return
    with open(root / files.WITHDRAWN, "a", encoding="ascii") as noted:
        noted.writelines(f"{number}\n" for number in numbers)
    if copy := files.current():
        for number in numbers:
            take_out(copy, number)


def take_out(copy: Path, number: int) -> None:
    """Take one window out of a copy."""
    for language in WRITTEN.values():
        folder = copy / language.prefix
        shutil.rmtree(folder / "windows" / str(number), ignore_errors=True)
        for paper in folder.glob("*.pdf"):
            paper.unlink(missing_ok=True)
    pages = json.loads((copy / files.PAGES).read_text("utf-8"))
    for path in pages["naming"].get(str(number), ()):
        file = files.file_of(copy, path)
        if file and file.is_file():
            _cut(file, number)
    rows = json.loads((copy / files.WINDOWS).read_text("utf-8"))
    left = [row for row in rows if row["pk"] != number]
    files.write_whole(copy / files.WINDOWS, json.dumps(left, ensure_ascii=False))


def _cut(file: Path, number: int) -> None:
    row = rf'<(article|li|section)\b[^>]*\bdata-window="{number}"[^>]*>.*?</\1>'
    left = re.sub(row, "", file.read_text("utf-8"), flags=re.DOTALL)
    if f"/windows/{number}/" in left:
        file.unlink()
    else:
        files.write_whole(file, left)
