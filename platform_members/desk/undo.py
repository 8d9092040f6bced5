"""Page on which a member undoes what they did at the desk."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from directory.deeds.undoing import UndoRefused, mails_of, page_before, undo
from directory.models import Deed
from platform_members.desk.frame import desk_page, show


@desk_page
@require_http_methods(["GET", "HEAD", "POST"])
def undo_view(request, key):
    """One deed of one's own; a POST undoes it and leads back to where it was asked for."""
    deed = Deed.objects.filter(pk=key).select_related("made_by", "undone_by").first()
    if deed is None or not deed.may_be_undone_by(request.user):
        raise Http404
    faults: tuple[str, ...] = ()
    if request.method == "POST":
        try:
            deed, told = undo(key=key, by=request.user)
        except UndoRefused as refusal:
            faults = refusal.reasons
        else:
            messages.success(request, _("元に戻しました：%(told)s。") % {"told": told})
            return redirect(page_before(request) or "platform_members:desk-view")
    context = {"deed": deed, "faults": faults, "mails": mails_of(deed.pk)}
    return show(request, "desk/undo", context)
