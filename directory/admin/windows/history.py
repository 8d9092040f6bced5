"""History of a window: versions with their changes field by field, and restoring."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import cast

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from directory.admin.pages import admin_page, admin_path
from directory.changes import ChangedMeanwhile, restore_version
from directory.facts.diff import Change, changes
from directory.facts.readers import MAY_READ_ALL, shown_changes
from directory.facts.snapshot import facts_of
from directory.models import Category, Window, WindowVersion
from directory.models.window_queryset import WindowQuerySet
from directory.text.numbers import whole_number

VERSIONS_PER_PAGE = 20


@dataclass(frozen=True)
class Entry:
    """Version with the one before it."""

    version: WindowVersion
    changes: list[Change]
    status_before: str

    @property
    def status_changed(self) -> bool:
        """Whether residents saw it before and not afterwards, or the other way round."""
        return bool(self.status_before) and self.status_before != self.version.status

    @property
    def status_before_label(self) -> str:
        """Label of the former status."""
        return str(Window.Status(self.status_before).label)


def entries(versions: list[WindowVersion]) -> list[Entry]:
    """Versions with their changes; the last one given serves for comparison only."""
    names = Category.objects.names_by_slug()
    return [
        Entry(version, changes(older.facts, version.facts, names), older.status)
        for version, older in pairwise(versions)
    ]


class HistoryPages(admin.ModelAdmin):
    """The history of one window, and the page on which an earlier version is restored."""

    def get_urls(self):
        address = "<int:number>/history/<int:version>/restore/"
        page = admin_path(self, address, self.restore_view, "directory_window_restore")
        return [page, *super().get_urls()]

    def history_view(self, request, object_id, extra_context=None):
        """List the versions, the newest first."""
        window = self._window(request, whole_number(object_id) or 0)
        found = WindowVersion.objects.of_window(window.pk).select_related("made_by")
        page = Paginator(found, VERSIONS_PER_PAGE).get_page(request.GET.get("p"))
        # One more than the page shows: what the oldest of the page is compared with.
        first = page.start_index() - 1 if page else 0
        versions = list(found[first : first + VERSIONS_PER_PAGE + 1])
        listed = entries(versions)
        if versions and len(listed) < len(page):
            listed.append(Entry(versions[-1], [], ""))  # the first of all
        if not request.user.has_perm(MAY_READ_ALL):
            for each in listed:
                is_confidential = window.confidential_location or each.version.facts.get(
                    "confidential_location", True
                )
                each.changes[:] = shown_changes(each.changes, is_confidential)
        context = {
            "subtitle": window.name_with_status,
            "original": window,
            "entries": listed,
            "page": page,
            "current": found.first(),
            "confirmation": WindowVersion.objects.latest_confirmations([window]).get(window.pk),
            "may_restore": self.has_change_permission(request, window),
        }
        return admin_page(self, request, "directory/window/history", _("履歴"), **context)

    def restore_view(self, request, number, version):
        """Page of what restoring would change; a POST restores, unless there is a newer version."""
        window = self._window(request, number)
        if not self.has_change_permission(request, window):
            raise PermissionDenied
        chosen = WindowVersion.objects.numbered(window, version)
        if chosen is None:
            raise Http404
        newest = WindowVersion.objects.of_window(window.pk).first()
        faults = []
        if request.method == "POST":
            try:
                restore_version(
                    version=chosen, by=request.user, seen=whole_number(request.POST.get("seen"))
                )
            except ChangedMeanwhile:
                faults = [
                    _("この画面を開いたあとに、内容が変わりました。もう一度お確かめください。")
                ]
            except ValidationError as error:
                faults = error.messages
            else:
                self.log_change(request, window, _("前の内容に戻した。"))
                text = _("前の内容に戻しました。") + window.unseen_words
                self.message_user(request, text, messages.SUCCESS)
                return redirect("admin:directory_window_history", window.pk)
        context = {
            "subtitle": window.name_with_status,
            "original": window,
            "version": chosen,
            "newest": newest,
            "changes": changes(facts_of(window), chosen.facts),
            "faults": faults,
        }
        return admin_page(self, request, "directory/window/restore", _("前の内容に戻す"), **context)

    def _window(self, request, key: int) -> Window:
        """Window, for people with permission to view it; 403 for others."""
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        windows = cast(WindowQuerySet, self.get_queryset(request))
        window = windows.for_reading().filter(pk=key).first()
        if window is None:
            raise Http404
        return window
