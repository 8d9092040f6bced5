"""Public pages of the platform's members."""

from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from directory.open_now.page_state import show_states
from directory.public.views import holding_until, public_page
from platform_members.models import Organisation
from platform_members.registry.presentation import by_kind, by_small_step


@public_page
def organisation_list(request):
    """List of members by small step and by kind."""
    organisations = list(Organisation.objects.published().members_on(timezone.localdate()))
    context = {"ladder": by_small_step(organisations), "kinds": by_kind(organisations)}
    return render(request, "platform_members/registry/list.html", context)


@public_page
def organisation_view(request, number):
    """One member and the windows that it looks after."""
    now = timezone.now()
    public = Organisation.objects.published().members_on(timezone.localdate(now))
    organisation = get_object_or_404(public, pk=number)
    windows = list(organisation.public_windows.for_reading())
    until = show_states(windows, now)
    context = {"organisation": organisation, "windows": windows}
    response = render(request, "platform_members/registry/organisation.html", context)
    return holding_until(response, until, now)
