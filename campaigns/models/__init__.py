"""What a campaign is, what its media did, and the series in which its effect may show."""

from campaigns.models.campaign import Campaign, MediumResult
from campaigns.models.drawing import Drawing
from campaigns.models.kpi import Kpi, KpiValue

__all__ = ["Campaign", "Drawing", "Kpi", "KpiValue", "MediumResult"]
