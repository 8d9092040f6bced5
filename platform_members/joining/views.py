"""The public form by which an organisation asks to join."""

from datetime import timedelta

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from directory.public.views import public_page
from platform_members import spam
from platform_members.joining.actions import apply
from platform_members.joining.forms import ApplicationForm
from platform_members.models import MembershipApplication

MOST_IN_AN_HOUR = 30  # from everybody together


# Exempt so that the page needs no cookie; it acts for no account, so there is nothing to forge, and
# the form carries a signed mark of its own (docs/adr/0009).
@csrf_exempt
@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def application_add(request):
    """Form of an application; sound ones are saved and mailed to the welfare centre."""
    form = ApplicationForm(request.POST or None)
    status = 200
    if request.method == "POST" and form.is_valid():
        if not _too_many(request):
            apply(application=form.save(commit=False))
            return redirect("platform_members:application-sent")
        form.add_error(
            None, _("申し込みが続けて届いています。1時間ほどたってから、もう一度お試しください。")
        )
        status = 429
    return render(request, "platform_members/joining/apply.html", {"form": form}, status=status)


def _too_many(request) -> bool:
    hour_ago = timezone.now() - timedelta(hours=1)
    everybodys = MembershipApplication.objects.made_since(hour_ago).count()
    return spam.sent_too_often(request) or everybodys >= MOST_IN_AN_HOUR


@public_page
def application_sent(request):
    """Page after sending an application."""
    return render(request, "platform_members/joining/sent.html")
