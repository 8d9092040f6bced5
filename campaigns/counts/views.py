"""Page of the desk: an organisation enters its window's numbers of consultations."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from campaigns.counts import actions
from campaigns.counts.forms import GridForm, grid_start
from campaigns.models import Kpi
from platform_members.desk.frame import desk_page, editable, frame
from platform_members.models import Listing


@desk_page
@require_http_methods(["GET", "HEAD", "POST"])
@transaction.atomic
def consultations_edit(request, number):
    """Numbers of consultations by month, one fiscal year at a time; no personal data."""
    listing = editable(request, Listing.objects.for_desk(), number)
    window = listing.window
    first = grid_start(request.GET.get("from", ""), Kpi.Step.MONTH)
    known = Kpi.objects.consultations_of(window).with_values().first()
    series = known or Kpi.for_consultations(window)
    form = GridForm(request.POST or None, instance=series, first=first)
    if request.method == "POST" and form.is_valid():
        try:
            actions.enter_consultations(window=window, counts=form.changed, by=request.user)
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            messages.success(request, actions.saved_words(len(form.changed)))
            here = reverse("campaigns:consultations-edit", args=[number])
            return redirect(f"{here}?from={first:%Y-%m}")
    context = frame(request.user) | {"listing": listing, "form": form}
    return render(request, "campaigns/counts/consultations.html", context)
