"""Pictograms and QR codes as numbers, from which Typst draws lines.

Drawn as lines of the page itself they have no colours of their own, so that a printing house gets
its four inks and nothing else. Pure.
"""

import functools
from pathlib import Path
from xml.etree.ElementTree import Element

ICONS = Path(__file__).parent.parent.parent / "static" / "icons.svg"
VERBS = {"moveTo": "M", "lineTo": "L", "curveTo": "C", "closePath": "Z"}
QUIET_ZONE = 4  # modules, as the standard wants it

Step = tuple[str, list[list[float]]]


@functools.cache
def pictograms() -> dict[str, list[list[Step]]]:
    """Every pictogram of the web by name: its paths, each a list of (verb, points) on 24 × 24."""
    from defusedxml import ElementTree

    root = ElementTree.parse(ICONS).getroot()
    return {symbol.get("id"): _paths(symbol) for symbol in root if symbol.get("id")}


def _paths(symbol: Element) -> list[list[Step]]:
    from fontTools.pens.recordingPen import RecordingPen
    from fontTools.svgLib.path import parse_path
    from fontTools.svgLib.path.shapes import PathBuilder

    builder = PathBuilder()
    for element in symbol.iter():
        builder.add_path_from_element(element)
    paths = []
    for text in builder.paths:
        pen = RecordingPen()
        parse_path(text, pen)
        paths.append(
            [
                (VERBS[verb], [[round(x, 3), round(y, 3)] for x, y in points])
                for verb, points in pen.value
                if verb in VERBS
            ]
        )
    return paths


@functools.lru_cache(maxsize=64)
def qr(address: str) -> dict:
    """A QR code: `modules` on each side with the quiet zone, and the dark runs of each row."""
    import segno

    code = segno.make_qr(address, error="m")
    rows = [list(row) for row in code.matrix_iter(border=QUIET_ZONE)]
    runs = []
    for number, row in enumerate(rows):
        start = None
        for column, dark in enumerate([*row, 0]):
            if dark and start is None:
                start = column
            elif not dark and start is not None:
                runs.append([number, start, column])
                start = None
    return {"modules": len(rows), "runs": runs}
