"""Decisions of staff about the gap map: checks of cells, publication of maps."""

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from directory.models import Category
from platform_members.models import GapCheck, GapMapDecision, User


class GapRefused(Exception):
    """Refusal: nothing was changed; its text says why and what to do."""


@transaction.atomic
def record_check(*, check: GapCheck, category: Category, by: User) -> None:
    """Record that staff found no support in a cell. Raises GapRefused where that is recorded."""
    check.category, check.checked_by = category, by
    try:
        with transaction.atomic():
            check.save()
    except IntegrityError as error:
        text = _("このますは、もう「確かめて、なし」です。いまの内容を確かめてください。")
        raise GapRefused(text) from error


@transaction.atomic
def withdraw_check(*, checks, by: User) -> bool:
    """Withdraw a cell's check; False where there is none."""
    standing = checks.standing().select_for_update(of=("self",)).first()
    if standing is None:
        return False
    standing.withdraw(at=timezone.now(), by=by)
    standing.save()
    return True


def decide(*, fiscal_year: int, axis: str, public: bool, by: User) -> None:
    """Open a map to residents, or take it back; who decided stays on record."""
    GapMapDecision.objects.create(fiscal_year=fiscal_year, axis=axis, public=public, decided_by=by)
