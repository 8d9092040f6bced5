"""Campaigns in Django admin, one file a kind of thing."""

from campaigns.admin import campaigns, kpis

__all__ = ["campaigns", "kpis"]
