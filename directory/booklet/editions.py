"""Making an edition: three PDFs, kept with the facts that they print."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from directory.booklet import content, documents
from directory.booklet.errata import printed_facts
from directory.models import AuditEntry, Category, Edition, EditionFile, Window
from directory.text.days import day_words
from directory.typesetting.jobs import Print


class TooLong(Exception):
    """The booklet needs more pages than are bought; `made` says by how many and why."""

    def __init__(self, made: Print):
        super().__init__(made.too_many)
        self.made = made


class NameTaken(Exception):
    """Another edition in use has this name."""


@transaction.atomic
def withdraw_edition(*, edition: Edition, by) -> bool:
    """Mark an edition as made by mistake; False where that was done already."""
    kept = Edition.objects.get_for_update(edition.pk)
    if kept.is_withdrawn:
        return False
    kept.withdraw(at=timezone.now(), by=by)
    kept.save()
    _record(kept, _("取り下げました。"), by)
    return True


@transaction.atomic
def take_edition_back(*, edition: Edition, by) -> bool:
    """Take a withdrawn edition back; False where it is not withdrawn. Raises NameTaken."""
    kept = Edition.objects.get_for_update(edition.pk)
    if not kept.is_withdrawn:
        return False
    kept.take_back()
    _save(kept)
    _record(kept, _("取り下げをやめました。"), by)
    return True


def _record(edition: Edition, what: str, by) -> None:
    AuditEntry.objects.record(AuditEntry.Kind.PUBLICATION, what, by=by, about=edition)


def _save(edition: Edition) -> None:
    try:
        with transaction.atomic():
            edition.save()
    except IntegrityError as error:
        raise NameTaken from error


def make_edition(
    *, name: str, printed_on: date, copies: int, by, progress: Callable[[int, int], None]
) -> Edition:
    """Make an edition: three PDFs of the present facts, saved together or not at all.

    `progress` is told how many of the PDFs there are. Raises TypesettingFailed, TooLong or
    NameTaken, with nothing kept.
    """
    with transaction.atomic():
        windows = list(Window.objects.published().for_reading())
        facts = [printed_facts(window) for window in windows]
        day = timezone.localdate()
        cover = _("%(name)s　%(day)s発行") % {"name": name, "day": day_words(printed_on)}
        data = content.booklet(windows, Category.objects.in_use(), day, cover)
    kinds = EditionFile.Kind.values
    with ThreadPoolExecutor() as workers:
        done = workers.map(lambda kind: documents.typeset_booklet(data, kind), kinds)
        files = {}
        for number, (kind, file) in enumerate(zip(kinds, done, strict=True), start=1):
            files[kind] = file
            progress(number, len(kinds))
    made, _pdf = files[EditionFile.Kind.PRINT]
    if made.too_many:
        raise TooLong(made)
    with transaction.atomic():
        edition = Edition(name=name, printed_on=printed_on, copies=copies, facts=facts, made_by=by)
        _save(edition)
        EditionFile.objects.bulk_create(
            EditionFile(edition=edition, kind=kind, pdf=pdf, size=len(pdf), pages=made.pages)
            for kind, (made, pdf) in files.items()
        )
        _record(edition, _("版を作りました。"), by)
    return edition
