"""The finder's questions from the database, kept for one version of the catalogue."""

from collections import defaultdict

from directory.catalogue import kept
from directory.finder.guide import Answer, Guide, Question, Suggested
from directory.models import FinderAnswer, FinderQuestion


@kept
def read_guide() -> Guide:
    """All questions in use with their answers in use, in four queries."""
    answers = defaultdict(list)
    for row in FinderAnswer.objects.to_ask():
        answers[row.question_id].append(_answer(row))
    questions = {
        row.pk: Question(row.pk, row.text, row.hint, tuple(answers[row.pk]))
        for row in FinderQuestion.objects.in_use()
    }
    return Guide(questions, next(iter(questions), None))


def _answer(row: FinderAnswer) -> Answer:
    named = row.finderanswerwindow_set.all()
    return Answer(
        key=row.pk,
        text=row.text,
        leads_to=row.leads_to_id,
        dangers=tuple(row.dangers),
        way=row.way,
        open_first=row.open_first,
        categories=tuple(each.pk for each in row.categories.all() if each.is_in_use),
        windows=tuple(Suggested(each.window_id, each.reason) for each in named),
    )
