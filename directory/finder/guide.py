"""Questions of the finder as plain values, and a person's way through them. Pure."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

MAX_QUESTIONS = 4
# What an address may carry; more of it is no answer of a person.
MAX_GIVEN = 40
NUMBER = re.compile(r"(?<![0-9])[0-9]{1,9}(?![0-9])")


@dataclass(frozen=True)
class Suggested:
    """A window that an answer names, by primary key, with the reason that staff have written."""

    window: int
    reason: str = ""


@dataclass(frozen=True)
class Answer:
    """An answer; see `directory.models.FinderAnswer`. `leads_to` is the key of a question."""

    key: int
    text: str
    leads_to: int | None = None
    dangers: tuple[str, ...] = ()
    way: str = ""
    open_first: bool = False
    categories: tuple[int, ...] = ()
    windows: tuple[Suggested, ...] = ()


@dataclass(frozen=True)
class Question:
    """A question with its answers in order."""

    key: int
    text: str
    hint: str = ""
    answers: tuple[Answer, ...] = ()


@dataclass(frozen=True)
class Step:
    """A question and the answer that was given to it."""

    question: Question
    answer: Answer


@dataclass(frozen=True)
class Walk:
    """The answers so far, and the question that comes next; None where windows do.

    `ahead` are answers that were given to questions that have not been asked yet.
    """

    steps: tuple[Step, ...] = ()
    question: Question | None = None
    ahead: tuple[int, ...] = ()

    @property
    def keys(self) -> tuple[int, ...]:
        """The answers given, by key."""
        return tuple(step.answer.key for step in self.steps)

    @property
    def dangers(self) -> tuple[str, ...]:
        """The kinds of danger that were told."""
        return tuple(dict.fromkeys(kind for step in self.steps for kind in step.answer.dangers))

    @property
    def way(self) -> str:
        """How the person wants to talk: what was said last."""
        ways = [step.answer.way for step in self.steps if step.answer.way]
        return ways[-1] if ways else ""

    @property
    def is_pressing(self) -> bool:
        """Whether windows that answer now come first."""
        return any(step.answer.open_first for step in self.steps)


@dataclass(frozen=True)
class Guide:
    """All questions in use by key, the first of which is asked first."""

    questions: dict[int, Question] = field(default_factory=dict)
    first: int | None = None

    def walk(self, given: Iterable[int]) -> Walk:
        """The way of these answers, in whatever order; what is no answer to a question is left.

        Of two answers to a question the first counts. Danger ends the way at once.
        """
        given, steps = tuple(dict.fromkeys(given)), list[Step]()
        while question := self.after(steps):
            known = {answer.key: answer for answer in question.answers}
            answer = next((known[key] for key in given if key in known), None)
            if answer is None:
                return Walk(tuple(steps), question, self._ahead(given, steps))
            steps.append(Step(question, answer))
        return Walk(tuple(steps))

    def after(self, steps: list[Step]) -> Question | None:
        """The question after these steps; None where the way ends."""
        if len(steps) >= MAX_QUESTIONS or any(step.answer.dangers for step in steps):
            return None
        key = steps[-1].answer.leads_to if steps else self.first
        question = self.questions.get(key) if key is not None else None
        if question is None or not question.answers:
            return None
        return None if question in [step.question for step in steps] else question

    def walks(self) -> Iterator[Walk]:
        """Every way that ends."""
        ways: list[list[Step]] = [[]]
        while ways:
            steps = ways.pop()
            question = self.after(steps)
            if question is None:
                yield Walk(tuple(steps))
            else:
                ways += [[*steps, Step(question, each)] for each in reversed(question.answers)]

    def _ahead(self, given: tuple[int, ...], steps: list[Step]) -> tuple[int, ...]:
        asked = {step.question.key for step in steps}
        answers = {
            answer.key
            for question in self.questions.values()
            if question.key not in asked
            for answer in question.answers
        }
        return tuple(key for key in given if key in answers)


def read_answers(texts: Iterable[str]) -> tuple[int, ...]:
    """The answers in an address, by key: all whole numbers in it, whatever stands between."""
    found = (number for text in texts for number in NUMBER.findall(text[:400]))
    return tuple(dict.fromkeys(map(int, found)))[:MAX_GIVEN]


def written(keys: Iterable[int]) -> str:
    """Answers as an address carries them."""
    return ".".join(map(str, keys))
