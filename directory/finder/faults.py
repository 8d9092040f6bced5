"""What is wrong with the finder's questions: every way through them is tried."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from directory.catalogue import kept
from directory.finder.guide import MAX_QUESTIONS, Guide, Walk
from directory.finder.read import read_guide
from directory.models import Category, DangerLine, FinderAnswer, Window

# More ways than this no person can look over either.
MAX_WALKS = 20_000
MAX_TOLD = 20
Way = FinderAnswer.Way


@dataclass(frozen=True)
class Fault:
    """A fault in a sentence; `answer` or `question` is the key of the row to be mended."""

    text: str
    answer: int | None = None
    question: int | None = None


@dataclass(frozen=True)
class Reach:
    """Which windows and which categories can be reached, by way; kinds of danger with a line."""

    windows: dict[str, frozenset[int]]
    categories: dict[str, frozenset[int]]
    dangers: frozenset[str]

    def leads_somewhere(self, walk: Walk) -> bool:
        """Whether a way ends at a window that is reached in the way that was asked for."""
        if walk.dangers:
            return self.dangers.issuperset(walk.dangers)
        windows, categories = self.windows[walk.way], self.categories[walk.way]
        return any(
            each.window in windows for step in walk.steps for each in step.answer.windows
        ) or any(key in categories for step in walk.steps for key in step.answer.categories)


@kept
def faults() -> list[Fault]:
    """All faults of the questions in use; none where every way ends at a window."""
    guide = read_guide()
    if guide.first is None:
        return [Fault(_("案内の質問が、ひとつもありません。"))]
    walks = list(islice(guide.walks(), MAX_WALKS + 1))
    if len(walks) > MAX_WALKS:
        return [Fault(_("答えの組み合わせが多すぎて、確かめられません。答えを減らしてください。"))]
    return [*_of_questions(guide, walks), *_dead_ends(walks, _reach(guide))]


def _of_questions(guide: Guide, walks: Iterable[Walk]) -> list[Fault]:
    """Questions without an answer, or to which no answer leads; ways with too many questions."""
    found = []
    asked = {step.question.key for walk in walks for step in walk.steps}
    for question in guide.questions.values():
        if not question.answers:
            text = _("「%(question)s」に、答えがありません。")
        elif question.key not in asked:
            text = _("「%(question)s」に進む答えがありません。")
        else:
            continue
        found.append(Fault(text % {"question": question.text}, question=question.key))
    too_long = {
        walk.steps[-1].answer
        for walk in walks
        if len(walk.steps) == MAX_QUESTIONS and walk.steps[-1].answer.leads_to in guide.questions
    }
    for answer in sorted(too_long, key=lambda each: each.key):
        text = _("「%(answer)s」の次の質問は、たずねられません。質問は%(most)dつまでです。")
        values = {"answer": answer.text, "most": MAX_QUESTIONS}
        found.append(Fault(text % values, answer=answer.key))
    return found


def _dead_ends(walks: Iterable[Walk], reach: Reach) -> list[Fault]:
    """Ways that end at no window, the first of them in words.

    Where no question has an answer, the only way has no step; that fault is the question's.
    """
    ends = [walk for walk in walks if walk.steps and not reach.leads_somewhere(walk)]
    text = _("行き止まり：%(way)s。この答えの人に案内できる窓口がありません。")
    found = [
        Fault(
            text % {"way": "→".join(f"「{step.answer.text}」" for step in walk.steps)},
            answer=walk.steps[-1].answer.key,
        )
        for walk in ends[:MAX_TOLD]
    ]
    if len(ends) > MAX_TOLD:
        more = _("ほかにも、行き止まりが%(count)d件あります。")
        found.append(Fault(more % {"count": len(ends) - MAX_TOLD}))
    return found


def _reach(guide: Guide) -> Reach:
    """What can be reached, in a query for each way and two more."""
    answers = [each for question in guide.questions.values() for each in question.answers]
    named = {each.window for answer in answers for each in answer.windows}
    able = Window.objects.published().that_can_be_reached()
    ways = [str(way) for way in Way.values]
    windows = {
        way: frozenset(
            able.reached_in_way(way).filter(pk__in=named).order_by().values_list("pk", flat=True)
        )
        for way in ways
    }
    within = able.without_general().order_by().filter(categories=OuterRef("pk"))
    marked = {f"way_{way}": Exists(within.reached_in_way(way)) for way in ways}
    categories = list(Category.objects.in_use().annotate(**marked))
    return Reach(
        windows,
        {
            way: frozenset(each.pk for each in categories if getattr(each, f"way_{way}"))
            for way in ways
        },
        frozenset(DangerLine.objects.for_residents().values_list("kind", flat=True)),
    )
