"""Pages on which staff undo what was done: one deed, and the list of the last days' deeds."""

from django.contrib import admin, messages
from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from directory.deeds.undoing import mails_of, page_before, undo_and_tell
from directory.models import Deed


def undo_list(request):
    """元に戻せる操作: what was done in the last days and the person may undo."""
    deeds = [each for each in Deed.objects.to_undo() if each.may_be_undone_by(request.user)]
    return _page(request, "undo_list", _("元に戻せる操作"), deeds=deeds)


def undo_view(request, key):
    """Page of one deed; a POST undoes it and leads back to where it was asked for."""
    deed = Deed.objects.filter(pk=key).select_related("made_by", "undone_by").first()
    if deed is None:
        messages.warning(request, _("期限が過ぎたので、元に戻せません。"))
        return redirect("admin:undo-list")
    if not deed.may_be_undone_by(request.user):
        raise Http404
    faults: tuple[str, ...] = ()
    if request.method == "POST":
        faults = undo_and_tell(request, key)
        if not faults:
            return redirect(page_before(request) or "admin:undo-list")
    mails = mails_of(deed.pk)
    return _page(request, "undo", _("元に戻す"), deed=deed, faults=faults, mails=mails)


def _page(request, template: str, title: str, **context) -> TemplateResponse:
    context |= {**admin.site.each_context(request), "title": title}
    return TemplateResponse(request, f"admin/{template}.html", context)
