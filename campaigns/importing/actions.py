"""Import of figures by medium."""

from django.db import transaction
from django.utils.translation import gettext as _

from campaigns.charts.store import draw_after_commit
from campaigns.models import Campaign, MediumResult
from campaigns.tables import figures
from campaigns.tables.media import MediaReading
from directory.models import AuditEntry


class ChangedMeanwhile(Exception):
    """Figures were saved after a person had looked at what a table would change."""


@transaction.atomic
def import_results(
    *, campaign: Campaign, reading: MediaReading, seen: int | None, by
) -> tuple[int, int]:
    """Save the figures of a table without problems: media are added or get new figures.

    `seen` is the campaign's revision when the table was shown. Explanations stay, and so do media
    that the table does not name; the table's total is saved as reported only if it is the total of
    the whole campaign. Returns the numbers of media added and changed. Raises ChangedMeanwhile,
    and ValueError for a table with problems.
    """
    if reading.problems:
        raise ValueError("A table with problems is not imported.")
    campaign = Campaign.objects.select_for_update().get(pk=campaign.pk)
    if campaign.revision != seen:
        raise ChangedMeanwhile
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
    kind, what = AuditEntry.Kind.IMPORT, _("媒体別実績を取り込みました。")
    AuditEntry.objects.record(kind, what, by=by, about=campaign, rows=len(named))
    return len(named - had), len(named & had)


def _kinds() -> dict[str, str]:
    return {str(label): value for value, label in MediumResult.Kind.choices}
