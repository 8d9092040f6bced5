"""Worker of an import's steps: the web process, or for large files a process of its own."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from directory import own_process
from directory.exchange.run import read_import, undo_import, write_import
from directory.models import ImportRun

Status = ImportRun.Status
# What is done within about two seconds is done while the person waits.
SMALL_FILE = 120_000
FEW_ROWS = 100
LOCK = 24_203_902


def begin_reading(*, file_name: str, content: bytes, by) -> ImportRun:
    """Take an uploaded file; return its import, read already or being read."""
    now = timezone.now()
    ImportRun.objects.left_lying(at=now).delete()
    run = ImportRun.objects.create(
        file_name=file_name[-200:], made_by=by, made_at=now, step_began_at=now
    )
    _do(run, by, small=len(content) <= SMALL_FILE, content=content)
    return run


def begin_writing(*, run: ImportRun, by) -> bool:
    """Write what the preview shows, or begin to; False where it is no preview any more."""
    return _begin(run, Status.PREVIEW, Status.WRITING, by)


def begin_undoing(*, run: ImportRun, by) -> bool:
    """Undo an import, or begin to; False where there is nothing to undo any more."""
    return _begin(run, Status.APPLIED, Status.UNDOING, by)


def work(run: ImportRun, by, content: bytes = b"") -> None:
    """Do the step that an import is in; whatever goes wrong, it can be tried again."""
    try:
        with own_process.holding(LOCK, run.pk):
            if run.status == Status.READING:
                read_import(run=run, content=content)
            elif run.status == Status.WRITING:
                write_import(run=run, by=by)
            elif run.status == Status.UNDOING:
                undo_import(run=run, by=by)
    except ValidationError as error:  # a category that is gone, say
        give_up(run, error.messages)
    except BaseException:
        give_up(run)
        raise


def is_stopped(run: ImportRun) -> bool:
    """Whether the process of a step has ended."""
    return run.is_working and own_process.is_gone(LOCK, run.pk, since=run.step_began_at)


@transaction.atomic
def give_up(run: ImportRun, faults: list[str] | None = None) -> None:
    """Return to the state before a step that came to nothing, so that it can begin again."""
    run = ImportRun.objects.select_for_update().get(pk=run.pk)
    before = {
        Status.READING: Status.REFUSED,
        Status.WRITING: Status.PREVIEW,
        Status.UNDOING: Status.APPLIED,
    }
    if run.is_working:
        run.status = before[Status(run.status)]
        stopped = _("途中で止まりました。何も変わっていません。もう一度お試しください。")
        run.faults = faults or [stopped]
        run.save()


def _begin(run: ImportRun, at: Status, step: Status, by) -> bool:
    with transaction.atomic():
        run = ImportRun.objects.select_for_update().get(pk=run.pk)
        if run.status != at or run.is_expired:
            return False
        run.status, run.step_began_at = step, timezone.now()
        run.save(update_fields=["status", "step_began_at"])
    _do(run, by, small=len(run.rows) <= FEW_ROWS)
    return True


def _do(run: ImportRun, by, *, small: bool, content: bytes = b"") -> None:
    if small:
        work(run, by, content)
    else:
        own_process.start("work_on_import", run.pk, by.pk, content=content)
