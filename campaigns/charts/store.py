"""Storage of charts: drawn after figures are saved, once for equal figures."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict

from django.db import transaction
from django.db.models import Q
from django.utils import translation

from campaigns.charts.data import Chart, charts_of
from campaigns.charts.render import draw_elsewhere
from campaigns.models import Campaign, Drawing, Kpi
from directory import catalogue
from directory.languages import offered
from directory.languages.markup import plain


def draw_missing(campaigns: Iterable[Campaign], *, draw=draw_elsewhere) -> int:
    """Draw missing charts and delete outdated ones; the number drawn."""
    missing: list[tuple[Campaign, Chart]] = []
    stale: list[int] = []
    for campaign in campaigns:
        charts = {chart.fingerprint: chart for chart in _in_every_language(campaign)}
        for drawing in campaign.drawings.only("fingerprint"):
            if charts.pop(drawing.fingerprint, None) is None:
                stale.append(drawing.pk)
        missing += [(campaign, chart) for chart in charts.values()]
    pictures = draw([_without_readings(chart) for _campaign, chart in missing]) if missing else []
    with transaction.atomic():
        Drawing.objects.filter(pk__in=stale).delete()
        Drawing.objects.bulk_create(
            (
                Drawing(campaign=campaign, fingerprint=chart.fingerprint, svg=svg)
                for (campaign, chart), svg in zip(missing, pictures, strict=True)
            ),
            ignore_conflicts=True,
        )
        catalogue.announce()
    return len(missing)


def _in_every_language(campaign: Campaign) -> Iterator[Chart]:
    """Charts of a campaign in each language that is switched on; their words differ."""
    for language in offered():
        with translation.override(language.code):
            yield from charts_of(campaign)


def _without_readings(chart: Chart) -> dict:
    """Chart as plain values; a picture has no room for furigana."""
    return json.loads(plain(json.dumps(asdict(chart), ensure_ascii=False)))


def draw_after_commit(campaigns: Iterable[Campaign]) -> None:
    """Draw charts after the commit; a failure is logged, and the figures stay saved."""
    keys = [campaign.pk for campaign in campaigns]
    transaction.on_commit(
        lambda: draw_missing(Campaign.objects.filter(pk__in=keys).with_results()), robust=True
    )


def draw_what_was_put_back(sender, roots: dict, **_signal) -> None:
    """Draw the charts of campaigns whose figures, or counts, were put back."""
    keys = roots.get(Campaign, [])
    counted = Campaign.objects.filter(kpis__in=roots.get(Kpi, [])).values("pk")
    draw_after_commit(Campaign.objects.filter(Q(pk__in=keys) | Q(pk__in=counted)))


def drawings_of(campaign: Campaign) -> dict[str, str]:
    """Stored SVGs by fingerprint; one of older figures has another fingerprint."""
    return dict(campaign.drawings.values_list("fingerprint", "svg"))
