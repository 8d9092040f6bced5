"""Tasks on the pages of admin that have begun them: how far they are, what came of them."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.template.response import TemplateResponse

from directory.models import Deed, Task
from directory.own_process import REFRESH_SECONDS


@dataclass(frozen=True)
class Watched:
    """A task as a page shows it, with what the reader may undo of it."""

    task: Task
    deed: Deed | None = None


def watched(task: Task, reader) -> Watched:
    """A task for a reader; only who may undo what it did is offered that."""
    if task.deed is None:
        return Watched(task)
    deed = Deed.objects.still_open().filter(pk=task.deed).first()
    return Watched(task, deed if deed and deed.may_be_undone_by(reader) else None)


def refreshing(response: TemplateResponse, tasks: Iterable[Task]) -> TemplateResponse:
    """The page, asked for anew by the browser itself while a task is under way."""
    if any(task.ended_at is None for task in tasks):
        response["Refresh"] = str(REFRESH_SECONDS)
        response.context_data = {**(response.context_data or {}), "is_under_way": True}
    return response
