"""The finder as a picture: questions in columns, a line from each answer to what follows. Pure.

Numbers only; templates/admin/directory/finderquestion/picture.html draws them as SVG.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from directory.finder.guide import Answer, Guide, Question

WIDTH, GAP, ROW, HEAD, BETWEEN, EDGE = 236, 62, 30, 44, 28, 8
LETTERS = 16


@dataclass(frozen=True)
class AnswerRow:
    """An answer in a box, with its height on the page and where its line ends."""

    answer: Answer
    y: int
    line: str
    short: str


@dataclass(frozen=True)
class Box:
    """A question with its answers; x and y of the upper left corner."""

    question: Question
    x: int
    y: int
    height: int
    rows: list[AnswerRow]
    lines: list[str]


@dataclass(frozen=True)
class Picture:
    """All boxes, and the size of the whole."""

    boxes: list[Box]
    width: int
    height: int
    box_width: int = WIDTH
    row_height: int = ROW


def draw(guide: Guide) -> Picture:
    """The picture; each question stands right of all that lead to it."""
    columns = _columns(guide)
    places: dict[int, tuple[int, int]] = {}
    heights = dict.fromkeys(columns.values(), EDGE)
    for key, column in columns.items():
        places[key] = EDGE + column * (WIDTH + GAP), heights[column]
        heights[column] += _height(guide.questions[key]) + BETWEEN
    boxes = [_box(guide.questions[key], places) for key in columns]
    width = max((x for x, _y in places.values()), default=0) + WIDTH + GAP
    return Picture(boxes, width, max(heights.values(), default=EDGE))


def _columns(guide: Guide) -> dict[int, int]:
    """The column of each question: the longest way to it; unasked questions stand first."""
    columns = dict.fromkeys(guide.questions, 0)
    for _round in guide.questions:
        for question in guide.questions.values():
            for answer in question.answers:
                following = answer.leads_to
                if following in columns and not answer.dangers:
                    after = min(columns[question.key] + 1, len(columns) - 1)
                    columns[following] = max(columns[following], after)
    return columns


def _height(question: Question) -> int:
    return HEAD + ROW * len(question.answers)


def _box(question: Question, places: dict[int, tuple[int, int]]) -> Box:
    x, y = places[question.key]
    rows = [
        AnswerRow(answer, middle, _line(answer, x + WIDTH, middle, places), _cut(answer.text))
        for number, answer in enumerate(question.answers)
        for middle in [y + HEAD + ROW * number + ROW // 2]
    ]
    return Box(question, x, y, _height(question), rows, _halves(question.text))


def _line(answer: Answer, x: int, y: int, places: dict[int, tuple[int, int]]) -> str:
    """The path from an answer to the question that follows; "" where windows do."""
    if answer.dangers or answer.leads_to not in places:
        return ""
    to_x, to_y = places[answer.leads_to]
    to_y += HEAD // 2
    bend = GAP // 2
    return f"M{x} {y}C{x + bend} {y} {to_x - bend} {to_y} {to_x} {to_y}"


def _cut(text: str) -> str:
    return text if len(text) <= LETTERS else text[: LETTERS - 1] + "…"


def _halves(text: str) -> list[str]:
    """A question in at most two lines."""
    lines: Iterable[str] = (text[:LETTERS], text[LETTERS:])
    return [_cut(each) for each in lines if each]
