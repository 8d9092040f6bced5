"""Readings that a dictionary proposes for a window's own texts, for staff to check and copy."""

import subprocess

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, render
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from directory.admin.pages import admin_path
from directory.facts.schema import LISTED
from directory.models import Window
from directory.models.furigana import saved_readings
from directory.text.furigana import propose_elsewhere, readings_in, with_ruby

TEXTS = ("subject", "name", "description", *LISTED)


class FuriganaPage(admin.ModelAdmin):
    """Admin with a page that proposes readings; it saves nothing, which the form does."""

    def get_urls(self):
        page = require_safe(self.furigana_page)
        return [
            admin_path(self, "<int:number>/furigana/", page, "directory_window_furigana"),
            *super().get_urls(),
        ]

    def furigana_page(self, request, number: int):
        """Proposed lines after those that are saved, and how the texts look with both."""
        window = get_object_or_404(Window, pk=number)
        if not self.has_change_permission(request, window):
            raise PermissionDenied
        texts = [text for name in TEXTS if (text := getattr(window, name))]
        try:
            proposed, is_told = readings_in("\n".join(propose_elsewhere(texts))), True
        except (subprocess.SubprocessError, OSError):
            proposed, is_told = {}, False
        readings = proposed | saved_readings(window.furigana)
        context = self.admin_site.each_context(request) | {
            "title": _("ふりがなの案"),
            "opts": self.opts,
            "original": window,
            "is_told": is_told,
            "lines": "\n".join(f"{word}（{reading}）" for word, reading in readings.items()),
            "texts": [SafeString(with_ruby(text, readings)) for text in texts],
        }
        return render(request, "admin/directory/window/furigana.html", context)
