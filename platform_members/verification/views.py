"""Pages of a verification link. Opening them changes nothing."""

from http import HTTPStatus

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from platform_members.listings.actions.guards import UpdateRefused
from platform_members.models import ListingUpdate, VerificationRequest
from platform_members.verification.actions import (
    FactsChanged,
    RequestClosed,
    confirm_facts,
    tell_changes,
)
from platform_members.verification.due import mark_of, shown_facts
from platform_members.verification.forms import ChangesForm


def page_of_link(view):
    """Decorator that opens a view by its link, without log-in or cookie, and passes the request.

    The secret in the address is all that permits an answer, so that no form from elsewhere can
    send one: docs/adr/0012-verification-links.md.
    """

    @csrf_exempt
    @login_not_required
    @never_cache
    @require_http_methods(["GET", "HEAD", "POST"])
    def page(request, token):
        asked = VerificationRequest.objects.with_token(token).with_window().first()
        if asked is None:
            return _page(request, "unknown", None, status=HTTPStatus.NOT_FOUND)
        if not asked.is_usable(timezone.now()):
            return _closed(request, asked)
        try:
            return view(request, asked)
        except RequestClosed:  # another answer came at this moment
            asked.refresh_from_db()
            return _closed(request, asked)

    return page


@csrf_exempt
@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def verification_unknown(request):
    """Page of a link without its secret."""
    return _page(request, "unknown", None, status=HTTPStatus.NOT_FOUND)


@page_of_link
def verification_answer(request, asked):
    """The facts as residents read them, with 「変更ありません」 and 「変更があります」."""
    refusal = ""
    if request.method == "POST":
        try:
            confirm_facts(request=asked, shown=request.POST.get("shown", ""))
        except FactsChanged:
            refusal = _(
                "ご覧になっているあいだに、載せている内容が変わりました。"
                "お返事はまだ受け付けていません。もう一度ご確認ください。"
            )
        except UpdateRefused:
            refusal = _("お返事は、まだ受け付けていません。")
        else:
            return redirect(request.path)
    facts = shown_facts(asked.window, timezone.now())
    is_changing = ListingUpdate.objects.of_windows([asked.window_id]).unsettled().exists()
    context = {"facts": facts, "mark": mark_of(facts), "refusal": refusal}
    return _page(request, "answer", asked, is_changing=is_changing, **context)


@page_of_link
def verification_changes(request, asked):
    """「変更があります」: a few words to the staff, or the way to the organisation's desk."""
    form = ChangesForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return _page(request, "changes", asked, form=form)
    tell_changes(request=asked, message=form.cleaned_data["message"])
    return redirect("platform_members:verification-answer", request.resolver_match.kwargs["token"])


def _closed(request, asked):
    """Page of a closed request; what was just sent is shown again."""
    if request.method == "POST":
        status = HTTPStatus.CONFLICT
    else:
        status = HTTPStatus.OK if asked.is_settled else HTTPStatus.GONE
    context = {
        "is_expired": asked.is_expired(timezone.now()),
        "is_refused": request.method == "POST",
        "unsent": request.POST.get("message", ""),
    }
    return _page(request, "closed", asked, status=status, **context)


def _page(request, case: str, asked, status=HTTPStatus.OK, **context):
    context |= {"asked": asked, "window": asked and asked.window}
    template = f"platform_members/verification/{case}.html"
    return render(request, template, context, status=status)
