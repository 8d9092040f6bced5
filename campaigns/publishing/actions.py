"""Publishing and withdrawing campaigns."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from campaigns.charts.store import draw_after_commit
from campaigns.models import Campaign
from campaigns.models.campaign import CampaignQuerySet
from directory.models import AuditEntry


@transaction.atomic
def publish_campaigns(*, campaigns: CampaignQuerySet, by) -> list[Campaign]:
    """Publish the internal ones among these campaigns; return them."""
    now = timezone.now()
    published = _locked(campaigns.internal())
    for campaign in published:
        campaign.publish(at=now, by=by)
        campaign.save()
        _record(campaign, _("公開しました。"), by)
    draw_after_commit(published)
    return published


@transaction.atomic
def withdraw_campaigns(*, campaigns: CampaignQuerySet, by) -> list[Campaign]:
    """Withdraw the published ones among these campaigns; return them."""
    withdrawn = _locked(campaigns.published())
    for campaign in withdrawn:
        campaign.withdraw()
        campaign.save()
        _record(campaign, _("庁内のみに戻しました。"), by)
    return withdrawn


def _record(campaign: Campaign, what: str, by) -> None:
    AuditEntry.objects.record(AuditEntry.Kind.PUBLICATION, what, by=by, about=campaign)


def _locked(campaigns: CampaignQuerySet) -> list[Campaign]:
    """Campaigns as they are now, locked until the transaction ends."""
    return list(campaigns.select_for_update(of=("self",)).order_by("pk"))
