"""Admin site of the portal: start page with tasks on top, forms offered again."""

from functools import update_wrapper

from django.conf import settings
from django.contrib import admin
from django.contrib.admin.apps import AdminConfig
from django.contrib.admin.utils import unquote
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect
from django.urls import path
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _


class StatusedChoices(AutocompleteJsonView):
    """Choices of autocomplete fields, with the status of windows that are not public."""

    def serialize_result(self, obj, to_field_name):
        result = super().serialize_result(obj, to_field_name)
        return {**result, "text": getattr(obj, "name_with_status", result["text"])}


def _site_name() -> str:
    """Name of the admin, by the settings of the moment."""
    return _("{site} 管理").format(site=settings.SITE_TITLE)


class PortalAdminSite(admin.AdminSite):
    """The admin under the portal's name."""

    site_header = site_title = lazy(_site_name, str)()
    index_title = _("はじめに")
    enable_nav_sidebar = False  # the lists need the width; the breadcrumb leads everywhere

    def index(self, request, extra_context=None):
        """Start page: tasks of staff before the list of models."""
        # The apps are not loaded yet when this module is.
        from directory.admin import dashboard

        rows, pages = dashboard.rows(request), dashboard.staff_pages(request)
        own = {"to_do": rows, "staff_pages": pages, "cards": dashboard.cards(rows, pages)}
        return super().index(request, {**own, **(extra_context or {})})

    def password_change(self, request, extra_context=None):
        """The account's own page: a mail tells the person, who may not have changed it."""
        return redirect("account_change_password")

    def password_change_done(self, request, extra_context=None):
        """No page of its own either."""
        return redirect("account_change_password")

    @transaction.atomic
    def logout(self, request, extra_context=None):
        """Log out, together with the audit entry."""
        return super().logout(request, extra_context)

    def admin_view(self, view, cacheable=False):
        """Offer a form again whose row or right has gone.

        Django's own sends people without the right to the log-in, and those who save a deleted row
        to the start page; what was typed would be lost on the way.
        """
        # The apps are not loaded yet when this module is.
        from directory import resubmission

        guarded = super().admin_view(view, cacheable)
        owner = getattr(view, "__self__", None)

        def page(request, *args, **kwargs):
            if request.method == "POST" and view != self.logout:
                if not self.has_permission(request):
                    return resubmission.right_is_gone(request) or guarded(request, *args, **kwargs)
                key = kwargs.get("object_id") if isinstance(owner, admin.ModelAdmin) else None
                if key and owner.get_object(request, unquote(key)) is None:
                    raise Http404
            return guarded(request, *args, **kwargs)

        return update_wrapper(page, guarded)

    def autocomplete_view(self, request):
        """Offer rows to choose from; a window that residents do not see with its status."""
        return StatusedChoices.as_view(admin_site=self)(request)

    def get_urls(self):
        from directory.admin import undo
        from ise_portal import manual, staff_search

        return [
            path("search/", self.admin_view(staff_search.search), name="search"),
            path("undo/", self.admin_view(undo.undo_list), name="undo-list"),
            path("undo/<uuid:key>/", self.admin_view(undo.undo_view), name="undo"),
            path("manual/", self.admin_view(manual.contents), name="manual"),
            path("manual/<slug:name>/", self.admin_view(manual.page), name="manual-page"),
            *super().get_urls(),
        ]


class PortalAdminConfig(AdminConfig):
    """Puts our site in the place of Django's."""

    default_site = "ise_portal.admin.PortalAdminSite"

    def ready(self):
        """Discover the apps' admin modules, and show read-only values in words."""
        # The apps are not loaded yet when this module is.
        from ise_portal.django_internals import (
            leave_out_what_is_no_key,
            read_only_what_is_seen,
            show_words_in_read_only_fields,
        )

        super().ready()
        show_words_in_read_only_fields()
        leave_out_what_is_no_key()
        read_only_what_is_seen()
