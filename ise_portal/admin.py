"""The staff's own start page: Django's admin, with what needs seeing to on top."""

from django.conf import settings
from django.contrib import admin
from django.contrib.admin.apps import AdminConfig
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class PortalAdminSite(admin.AdminSite):
    """The admin under the portal's name."""

    site_header = site_title = f"{settings.SITE_TITLE} 管理"
    index_title = _("はじめに")

    def index(self, request, extra_context=None):
        """Show what staff must see to before the list of what there is."""
        from directory import hours_index
        from directory.admin.doubts import doubts
        from platform_members.models import Listing, ListingUpdate

        now = timezone.now()
        to_do = {
            "warnings": hours_index.warnings(now=now),
            "doubt_count": len(doubts(timezone.localdate(now))),
            "doubts_url": reverse("admin:directory_window_hours_doubts"),
            "waiting_count": ListingUpdate.objects.waiting().count(),
            "suspended_count": Listing.objects.suspended().count(),
        }
        return super().index(request, {**to_do, **(extra_context or {})})


class PortalAdminConfig(AdminConfig):
    """Puts our site in the place of Django's."""

    default_site = "ise_portal.admin.PortalAdminSite"
