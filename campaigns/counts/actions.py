"""Saving counts of a series."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from campaigns.charts.store import draw_after_commit
from campaigns.importing.actions import ChangedMeanwhile
from campaigns.models import Campaign, Kpi, KpiValue
from campaigns.report import periods
from directory import catalogue
from directory.models import AuditEntry, Window


@transaction.atomic
def save_values(*, kpi: Kpi, values: dict[date, int | None], by) -> None:
    """Save counts of a series; None deletes a count. All are checked before any is saved.

    They count as a change of the series. Raises ValidationError with a Japanese sentence.
    """
    checked = []
    for day, count in values.items():
        if count is not None:
            value = KpiValue(kpi=kpi, on=day, value=count, entered_by=by, entered_at=timezone.now())
            value.full_clean(exclude=["kpi", "entered_by"], validate_unique=False)
            checked.append(value)
    kpi.values.filter(on__in=[day for day, count in values.items() if count is None]).delete()
    KpiValue.objects.bulk_create(
        checked,
        update_conflicts=True,
        unique_fields=["kpi", "on"],
        update_fields=["value", "entered_by", "entered_at"],
    )
    Kpi.objects.count_revision(kpi)
    catalogue.announce()
    draw_after_commit(Campaign.objects.showing(kpi))


@transaction.atomic
def import_values(*, kpi: Kpi, values: dict[date, int | None], seen: int | None, by) -> None:
    """Take over the counts of a table; `seen` is the series' revision when they were shown.

    Raises ChangedMeanwhile, and ValidationError with a Japanese sentence.
    """
    if Kpi.objects.select_for_update().get(pk=kpi.pk).revision != seen:
        raise ChangedMeanwhile
    save_values(kpi=kpi, values=values, by=by)
    kind, what = AuditEntry.Kind.IMPORT, _("指標の数を取り込みました。")
    AuditEntry.objects.record(kind, what, by=by, about=kpi, rows=len(values))


def saved_words(count: int) -> str:
    """What has come of sending counts of a series."""
    if count:
        return _("%d件の数を保存しました。") % count
    return _("前と同じ数です。何も変わっていません。")


@transaction.atomic
def enter_consultations(*, window: Window, counts: dict[date, int | None], by) -> Kpi:
    """Save the numbers of consultations of a window by month: numbers only, no personal data.

    None deletes a count. The window's series is made with its first count. Raises
    ValidationError with a Japanese sentence for a month that has not begun, or a count that is
    none; nothing is saved then.
    """
    if any(periods.month_of(month) > timezone.localdate() for month in counts):
        raise ValidationError(_("これからの月の件数は入力できません。"))
    kpi = Kpi.objects.consultations_of(window).select_for_update().first()
    if kpi is None:
        kpi = Kpi.for_consultations(window)
        kpi.full_clean()
        kpi.save()
    values = {periods.month_of(month): count for month, count in counts.items()}
    save_values(kpi=kpi, values=values, by=by)
    return kpi
