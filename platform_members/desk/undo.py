"""Page on which a member undoes what they did at the desk."""

from django.http import Http404
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from directory.deeds.undoing import mails_of, page_before, undo_and_tell
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
        faults = undo_and_tell(request, key)
        if not faults:
            return redirect(page_before(request) or "platform_members:desk-view")
    context = {"deed": deed, "faults": faults, "mails": mails_of(deed.pk)}
    return show(request, "desk/undo", context)
