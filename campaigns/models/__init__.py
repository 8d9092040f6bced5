"""Models: campaigns, their results by medium, series of counts, stored charts."""

from campaigns.models.campaign import Campaign, MediumResult
from campaigns.models.drawing import Drawing
from campaigns.models.kpi import Kpi, KpiValue

__all__ = ["Campaign", "Drawing", "Kpi", "KpiValue", "MediumResult"]
