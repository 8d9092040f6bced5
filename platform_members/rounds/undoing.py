"""Guard of closed years against undoing: what a department did stays once its round is closed."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from directory.deeds.undoing import Change, UndoRefused
from platform_members.models import CollectionRound, Programme


def refuse_in_closed_years(changes: Iterable[Change], **_of_signal) -> None:
    """Refuse to put programmes of a closed year back, by whatever way. Raises UndoRefused."""
    rows = [
        row
        for change in changes
        if change.table == Programme._meta.db_table
        for row in (change.before, change.after)
        if row
    ]
    for year in sorted({row["fiscal_year"] for row in rows}):
        rounds = CollectionRound.objects.of_year(year).select_for_update()
        if any(not each.is_open for each in rounds):
            raise UndoRefused(
                _("%(year)d年度の照会は締め切られています。事業は変えられません。") % {"year": year}
            )
