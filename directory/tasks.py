"""Tasks of staff: begun by a form, done by a process of its own, one of a kind at a time."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from directory import own_process
from directory.deeds.recording import OwnWork
from directory.models import Task

LOCK = 24_203_905


@dataclass(frozen=True)
class Came:
    """What came of a task: words for the person, whether these tell of a fault, the row made."""

    told: str
    is_faulty: bool = False
    result: int | None = None


_doers: dict[str, Callable[[Task], Came]] = {}


def does(kind: str) -> Callable[[Callable[[Task], Came]], Callable[[Task], Came]]:
    """Name a function as what does the tasks of a kind."""

    def register(doer: Callable[[Task], Came]) -> Callable[[Task], Came]:
        _doers[kind] = doer
        return doer

    return register


def begin(kind: str, *, by, about: int = 0, given: dict | None = None) -> tuple[Task, bool]:
    """Begin a task, unless one of its kind is under way about the same row.

    Return the one that is under way, and whether it has begun now.
    """
    if running := newest(kind, about, under_way=True):
        return running, False
    try:
        with transaction.atomic():
            task = Task.objects.create(kind=kind, about=about, given=given or {}, made_by=by)
    except IntegrityError:  # another press was quicker
        return Task.objects.of(kind, about)[0], False
    start(task)
    return task, True


def start(task: Task) -> None:
    """Let a process of its own do a task."""
    own_process.start("work_on_task", task.pk)


def newest(kind: str, about: int = 0, *, under_way: bool = False) -> Task | None:
    """The newest task of a kind about a row; one whose process has died is ended first."""
    tasks = Task.objects.of(kind, about)
    found = (tasks.under_way() if under_way else tasks).first()
    if found is None or found.ended_at or not _is_stopped(found):
        return found
    _end(found, _stopped())
    return None if under_way else found


def work(task: Task) -> None:
    """Do a task; whatever goes wrong, it ends, and can be begun again."""
    try:
        with own_process.holding(LOCK, task.pk), OwnWork(task.made_by) as own:
            came = _doers[task.kind](task)
            own.told = came.told
    except BaseException:
        _end(task, _stopped())
        raise
    task.deed = own.deed.key if own.deed else None
    _end(task, came)


def _is_stopped(task: Task) -> bool:
    return own_process.is_gone(LOCK, task.pk, since=task.began_at)


def _stopped() -> Came:
    return Came(_("途中で止まりました。もう一度お試しください。"), is_faulty=True)


def _end(task: Task, came: Came) -> None:
    task.told, task.is_faulty, task.result = came.told, came.is_faulty, came.result
    task.ended_at = timezone.now()
    task.save(update_fields=["told", "is_faulty", "result", "deed", "ended_at"])
