"""Operations of departments on programmes and answers; guards of closed years."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import count

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from directory.models import AuditEntry
from platform_members.models import (
    CollectionRound,
    Organisation,
    Programme,
    RoundAnswer,
    SheetUpload,
    User,
)
from platform_members.permissions import May
from platform_members.rounds.sheets.comparing import ComparedRow, compare, fingerprint
from platform_members.rounds.sheets.found import SheetRow

# What a programme keeps from one year to the next.
CARRIED = [
    "kind",
    "target",
    "delivery",
    "contractor",
    "content",
    "possible_development",
    "npo_name",
    "npo_about",
]


class ProgrammeRefused(Exception):
    """Refusal: nothing was changed; its text says why and what to do."""


class SheetOutdated(ProgrammeRefused):
    """Refusal: a programme has changed since the comparison with the sheet was shown."""


class YearClosed(ProgrammeRefused):
    """Refusal: the round of the programme's year is closed."""


class RoundWithdrawn(ProgrammeRefused):
    """Refusal: the round is withdrawn."""


@transaction.atomic
def save_programme(
    *, programme: Programme, seen: int, related: dict[str, Iterable], by: User
) -> None:
    """Save a programme as typed.

    `seen` is its revision when the page was opened; `related` gives the rows of each many-to-many
    field. Raises ProgrammeRefused, and PermissionDenied without the right to edit there.
    """
    hold_year(programme.fiscal_year, programme.organisation, by)
    if programme.pk is None:
        programme.order = _next_order(programme.organisation, programme.fiscal_year)
    else:
        _hold(programme, seen)
    programme.revision += 1
    programme.saved_at, programme.saved_by = timezone.now(), by
    programme.save()
    for name, rows in related.items():
        getattr(programme, name).set(rows)


@transaction.atomic
def remove_programme(*, programme: Programme, seen: int, by: User) -> None:
    """Take a programme out of use. Raises ProgrammeRefused."""
    hold_year(programme.fiscal_year, programme.organisation, by)
    _hold(programme, seen)
    programme.retire(at=timezone.now())
    programme.save(update_fields=["retired_at"])


@transaction.atomic
def carry_over(*, answer: RoundAnswer, by: User) -> int:
    """Copy the rows of the latest earlier year that are not there yet; return how many.

    New programmes of that year become existing ones. Raises ProgrammeRefused.
    """
    year, organisation = answer.round.fiscal_year, answer.organisation
    hold_answer(answer, by)
    own = Programme.objects.in_use().of(organisation)
    earlier = own.before(year).years()
    there = set(own.in_year(year).values_list("name", "npo_name"))
    rows = own.in_year(earlier[0]).as_collated() if earlier else own.none()
    copied = [row for row in rows if (row.name, row.npo_name) not in there]
    order = _next_order(organisation, year)
    for place, row in enumerate(copied):
        copy = Programme(
            organisation=organisation,
            fiscal_year=year,
            order=order + place,
            name=row.name,
            status=Programme.Status.EXISTING if row.status else "",
            saved_by=by,
            **{name: getattr(row, name) for name in CARRIED},
        )
        copy.save()
        for name in ("categories", "windows", "partners"):
            getattr(copy, name).set(getattr(row, name).all())
    return len(copied)


@transaction.atomic
def answer_round(*, answer: RoundAnswer, by: User) -> None:
    """Give the answer that all programmes are listed. Raises ProgrammeRefused."""
    hold_answer(answer, by)
    if not _rows_of(answer).exists():
        raise ProgrammeRefused(
            _("まだ事業がありません。事業を足すか、「該当なし」と回答してください。")
        )
    _give(answer, RoundAnswer.Status.ANSWERED, by)


@transaction.atomic
def answer_nothing(*, answer: RoundAnswer, by: User) -> None:
    """Give the answer that there is no programme (該当なし). Raises ProgrammeRefused."""
    hold_answer(answer, by)
    if _rows_of(answer).exists():
        raise ProgrammeRefused(
            _(
                "この年度の事業があるので、「該当なし」にはできません。事業を消してから選んでください。"
            )
        )
    _give(answer, RoundAnswer.Status.NOTHING, by)


@transaction.atomic
def take_back_answer(*, answer: RoundAnswer, by: User) -> None:
    """Take an answer back. Raises ProgrammeRefused."""
    hold_answer(answer, by)
    answer.take_back()
    answer.save()


@dataclass
class TakenIn:
    """Result of an upload: counts of programmes and answers, and organisations still to answer."""

    added: int = 0
    changed: int = 0
    same: int = 0
    nothing: int = 0
    waiting: list[Organisation] = field(default_factory=list)


@transaction.atomic
def take_in(*, upload: SheetUpload, seen: str, by: User) -> TakenIn:
    """Save the rows of an upload, all or nothing.

    Rows of the same name replace what is there. A department whose sheet is taken in whole has
    answered. `seen` is the fingerprint of the comparison that the person has looked at. Raises
    ProgrammeRefused.
    """
    year = upload.round.fiscal_year
    hold_round(upload.round)
    rows = [SheetRow(**row) for row in upload.rows]
    organisations = Organisation.objects.in_bulk(
        {*upload.nothing, *(row.organisation for row in rows)}
    )
    for organisation in organisations.values():
        hold_year(year, organisation, by)
    compared = compare(rows, Programme.objects.in_use().in_year(year).of_all(organisations))
    if fingerprint(compared) != seen:
        raise SheetOutdated(
            _("ページをひらいたあとに、事業が変わりました。もう一度、内容を確かめてください。")
        )
    taken = _write_rows(compared, organisations, year, by)
    _answer_by_sheet(upload, organisations, taken, by)
    kind, what = AuditEntry.Kind.IMPORT, _("情報交換・共有シートを取り込みました。")
    AuditEntry.objects.record(kind, what, by=by, about=upload.round, rows=len(rows))
    upload.delete()
    return taken


def _write_rows(
    compared: list[ComparedRow], organisations: dict[int, Organisation], year: int, by: User
) -> TakenIn:
    npos = dict(Organisation.objects.values_list("name", "pk"))
    orders = {key: count(_next_order(each, year)) for key, each in organisations.items()}
    taken = TakenIn()
    for each in compared:
        if not (each.is_new or each.is_changed):
            taken.same += 1
            continue
        organisation = organisations[each.row.organisation]
        programme = each.programme or Programme(
            organisation=organisation, fiscal_year=year, order=next(orders[organisation.pk])
        )
        for name, text in each.row.values.items():
            setattr(programme, name, text)
        programme.revision += 1
        programme.saved_at, programme.saved_by = timezone.now(), by
        programme.save()
        if npo := npos.get(programme.npo_name):
            programme.partners.add(npo)
        taken.added += each.is_new
        taken.changed += not each.is_new
    return taken


def _answer_by_sheet(
    upload: SheetUpload, organisations: dict[int, Organisation], taken: TakenIn, by: User
) -> None:
    """Give the answers that the sheets are; a sheet with faults is none."""
    for answer in upload.round.answers.for_lists():
        key = answer.organisation_id
        if key not in organisations:
            continue
        if key in upload.incomplete or (key in upload.nothing and _rows_of(answer).exists()):
            if answer.is_waiting:
                taken.waiting.append(answer.organisation)
        elif key in upload.nothing:
            _give(answer, RoundAnswer.Status.NOTHING, by)
            taken.nothing += 1
        else:
            _give(answer, RoundAnswer.Status.ANSWERED, by)


def hold_answer(answer: RoundAnswer, by: User) -> None:
    """Lock the round of an answer, and check the person's right.

    Raises RoundWithdrawn, YearClosed, and PermissionDenied.
    """
    hold_round(answer.round)
    hold_year(answer.round.fiscal_year, answer.organisation, by)


def hold_round(collection: CollectionRound) -> None:
    """Lock a round that takes answers. Raises RoundWithdrawn."""
    if CollectionRound.objects.select_for_update().get(pk=collection.pk).is_withdrawn:
        raise RoundWithdrawn(_("この照会は取り下げられました。回答は要りません。"))


def hold_year(fiscal_year: int, organisation: Organisation, by: User) -> None:
    """Lock the round of a year, and check the person's right.

    Raises YearClosed, and PermissionDenied.
    """
    rounds = CollectionRound.objects.of_year(fiscal_year).select_for_update()
    if any(not each.is_open for each in rounds):
        raise YearClosed(_("この年度の照会は締め切られています。事業は変えられません。"))
    if not (
        by.has_perm(May.KEEP_PROGRAMMES)
        or Organisation.objects.editable_by(by).contains(organisation)
    ):
        raise PermissionDenied


def _hold(programme: Programme, seen: int) -> None:
    """Lock a programme at the revision that was seen. Raises ProgrammeRefused."""
    stored = Programme.objects.in_use().select_for_update().filter(pk=programme.pk).first()
    if stored is None:
        raise ProgrammeRefused(_("この事業は、ほかの方が消しました。"))
    if stored.revision != seen:
        raise ProgrammeRefused(
            _(
                "この事業は、ページをひらいたあとに、ほかの画面で保存されています。"
                "いまの内容を確かめてから、入力しなおしてください。"
            )
        )
    programme.revision = seen


def _next_order(organisation: Organisation, fiscal_year: int) -> int:
    rows = Programme.objects.of(organisation).in_year(fiscal_year)
    last = rows.aggregate(last=Max("order"))["last"]
    return 0 if last is None else last + 1


def _rows_of(answer: RoundAnswer):
    return Programme.objects.in_use().of(answer.organisation).in_year(answer.round.fiscal_year)


def _give(answer: RoundAnswer, status: str, by: User) -> None:
    answer.give(status, at=timezone.now(), by=by)
    answer.save()
