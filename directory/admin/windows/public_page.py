"""Public page of a window as staff see it: as it is now, whatever copies residents are given."""

from django.conf import settings
from django.contrib import admin
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.views.decorators.http import require_safe

from directory import catalogue
from directory.admin.pages import admin_path
from directory.models import Window
from directory.public.views import window_page


class PublicPage(admin.ModelAdmin):
    """Admin with the link from a window to its public page.

    Browsers and proxies keep a public page for up to a minute under its address, and a process
    believes its version for a second; here the page is made anew, under an address of its own.
    """

    def get_urls(self):
        page = require_safe(self.public_page)
        return [
            admin_path(self, "<int:number>/public/", page, "directory_window_public"),
            *super().get_urls(),
        ]

    def view_on_site(self, window: Window) -> str | None:
        """Address of the page; None for a window that residents do not see."""
        if window.status != Window.Status.PUBLISHED:
            return None
        return reverse("admin:directory_window_public", args=[window.pk])

    def public_page(self, request, number: int):
        """What residents see of a window that is published or suspended; 404 for any other."""
        catalogue.read_anew()
        request.address_for_residents = settings.PORTAL_URL + reverse(
            "directory:window-view", args=[number]
        )
        response = window_page(request, number, "admin/directory/window/public.html")
        del response.headers["Cache-Control"]
        add_never_cache_headers(response)
        return response
