"""The public page on which a barrier is reported."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from directory.public.views import public_page
from platform_members import spam
from platform_members.barriers.forms import BarrierForm
from platform_members.barriers.mails import barrier_reported


# Exempt so that the page needs no cookie; it acts for no account, so there is nothing to forge, and
# the form carries a signed mark of its own (docs/adr/0009).
@csrf_exempt
@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def barrier_report(request):
    """Form of a report; a sound one is mailed to the city. 404 where no mail reaches it."""
    if not settings.STAFF_EMAIL:
        raise Http404
    form, status = BarrierForm(request.POST or None), 200
    if request.method == "POST" and form.is_valid():
        if not spam.sent_too_often(request):
            barrier_reported(report={field.name: field.value() for field in form.answers()})
            return redirect("platform_members:barrier-sent")
        form.add_error(
            None, _("知らせが続けて届いています。1時間ほどたってから、もう一度お試しください。")
        )
        status = 429
    context = {"form": form}
    return render(request, "platform_members/barriers/report.html", context, status=status)


@public_page
def barrier_sent(request):
    """Page after a report."""
    return render(request, "platform_members/barriers/sent.html")
