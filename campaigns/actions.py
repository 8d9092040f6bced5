"""Operations that change more than one row."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from campaigns.charts.store import draw_after_commit
from campaigns.models import Campaign, Kpi, KpiValue, MediumResult
from campaigns.models.campaign import CampaignQuerySet
from campaigns.report import periods
from campaigns.tables import figures
from campaigns.tables.media import MediaReading
from directory import catalogue
from directory.models import Window


@transaction.atomic
def publish_campaigns(*, campaigns: CampaignQuerySet, by) -> list[Campaign]:
    """Show the internal ones among these to everybody; return them."""
    now = timezone.now()
    published = _held(campaigns.internal())
    for campaign in published:
        campaign.publish(at=now, by=by)
        campaign.save()
    draw_after_commit(published)
    return published


@transaction.atomic
def withdraw_campaigns(*, campaigns: CampaignQuerySet) -> list[Campaign]:
    """Keep the published ones among these within the city hall again; return them."""
    withdrawn = _held(campaigns.published())
    for campaign in withdrawn:
        campaign.withdraw()
        campaign.save()
    return withdrawn


def _held(campaigns: CampaignQuerySet) -> list[Campaign]:
    """The campaigns as they are now; others wait with theirs until the transaction ends."""
    return list(campaigns.select_for_update(of=("self",)).order_by("pk"))


@transaction.atomic
def import_results(*, campaign: Campaign, reading: MediaReading) -> tuple[int, int]:
    """Take over the figures of a sound table: new media are added, known ones get the new figures.

    Explanations stay. Media that the table does not name stay as they are; the table's total is
    kept as reported only when it is the total of the whole campaign. Returns how many media were
    added and changed. Raises ValueError for a table with problems.
    """
    if reading.problems:
        raise ValueError("A table with problems is not imported.")
    campaign = Campaign.objects.select_for_update().get(pk=campaign.pk)
    known = {figures.same_medium(result.medium): result for result in campaign.results.all()}
    had = set(known)
    for order, medium in enumerate(reading.media, start=len(known) + 1):
        new = MediumResult(campaign=campaign, medium=medium.name, order=order)
        result = known.setdefault(figures.same_medium(medium.name), new)
        result.kind = _kinds().get(medium.kind, result.kind)
        counted = medium.figures
        result.impressions, result.clicks = counted.impressions, counted.clicks
        result.cost, result.views = counted.cost, counted.views
        result.reported_ctr, result.reported_cpc = medium.ctr_reported, medium.cpc_reported
        result.full_clean(exclude=["campaign"])
        result.save()
    named = {figures.same_medium(medium.name) for medium in reading.media}
    if reading.totals and named == known.keys():
        for name in ("impressions", "clicks", "cost", "ctr", "cpc"):
            setattr(campaign, f"reported_{name}", getattr(reading.totals, name))
    campaign.save()
    draw_after_commit([campaign])
    return len(named - had), len(named & had)


def _kinds() -> dict[str, str]:
    return {str(label): value for value, label in MediumResult.Kind.choices}


@transaction.atomic
def save_values(*, kpi: Kpi, values: dict[date, int | None], by) -> None:
    """Enter counts of a series; None takes a count back. All are checked before any is saved.

    Raises ValidationError with a Japanese sentence.
    """
    kept = []
    for day, count in values.items():
        if count is not None:
            value = KpiValue(kpi=kpi, on=day, value=count, entered_by=by, entered_at=timezone.now())
            value.full_clean(exclude=["kpi", "entered_by"], validate_unique=False)
            kept.append(value)
    kpi.values.filter(on__in=[day for day, count in values.items() if count is None]).delete()
    KpiValue.objects.bulk_create(
        kept,
        update_conflicts=True,
        unique_fields=["kpi", "on"],
        update_fields=["value", "entered_by", "entered_at"],
    )
    catalogue.announce()
    draw_after_commit(Campaign.objects.showing(kpi))


@transaction.atomic
def enter_consultations(*, window: Window, counts: dict[date, int | None], by) -> Kpi:
    """Enter how many consultations a window had in some months: numbers, nothing about anybody.

    None takes a count back. The window's series is made with its first count. Raises
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
