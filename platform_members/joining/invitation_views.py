"""Page of an invitation's link. Opening it changes nothing; only a button does."""

from http import HTTPStatus

from allauth.account.adapter import get_adapter
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from platform_members.joining.forms import NewAccountForm
from platform_members.models import Invitation, Membership, User
from platform_members.registry.actions import (
    InvitationUnusable,
    accept_invitation,
    join_with_new_account,
)


@sensitive_post_parameters()
@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invitation_accept(request, token):
    """Join an organisation: with the account that one has, or with a new one."""
    invitation = Invitation.objects.with_token(token).first()
    if invitation is None:
        return invitation_unknown(request)
    invited = User.objects.with_address(invitation.email).first()
    if not invitation.is_usable(timezone.now()) or (invited and not invited.is_active):
        return _page(request, "unusable", invitation, status=HTTPStatus.GONE)
    if request.user.is_authenticated and request.user != invited:
        return _page(request, "for_another", invitation, status=HTTPStatus.FORBIDDEN)
    if invited and not request.user.is_authenticated:
        if request.method == "POST":  # the account was made a moment ago, or the session ended
            return redirect(request.path)
        return _page(request, "log_in", invitation)
    if invited and not invited.has_proved_address:
        return _page(request, "unproved", invitation, status=HTTPStatus.FORBIDDEN)
    return _join(request, invitation) if invited else _join_newly(request, invitation)


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invitation_unknown(request):
    """Page of a damaged or unknown link, with the remedy."""
    template = "platform_members/joining/invitation/unknown.html"
    return render(request, template, status=HTTPStatus.NOT_FOUND)


def _join(request, invitation):
    """Accept with the account that is logged in."""
    if request.method != "POST":
        return _page(request, "join", invitation)
    try:
        accept_invitation(invitation=invitation, by=request.user)
    except InvitationUnusable:
        return redirect(request.path)
    return redirect("platform_members:invitation-accepted")


def _join_newly(request, invitation):
    """Accept with a new account."""
    # The address is known to the form, so that no password is like it.
    form = NewAccountForm(request.POST or None, instance=User(email=invitation.email))
    if request.method != "POST" or not form.is_valid():
        return _page(request, "new", invitation, form=form)
    try:
        membership = join_with_new_account(
            invitation=invitation,
            name=form.cleaned_data["name"],
            password=form.cleaned_data["password1"],
        )
    except InvitationUnusable:
        return redirect(request.path)
    get_adapter().login(request, membership.user)
    return redirect("platform_members:invitation-accepted")


def _page(request, case: str, invitation, status=HTTPStatus.OK, **context):
    context |= {
        "invitation": invitation,
        "organisation": invitation.organisation,
        "has_left": invitation.organisation.has_left_on(timezone.localdate()),
        "is_expired": invitation.is_expired(timezone.now()),
        "may_edit": invitation.role == Membership.Role.EDITOR,
    }
    template = f"platform_members/joining/invitation/{case}.html"
    return render(request, template, context, status=status)


@require_safe
def invitation_accepted(request):
    """Page after joining: the organisation and the role."""
    memberships = Membership.objects.of(request.user)
    return render(
        request, "platform_members/joining/invitation/accepted.html", {"memberships": memberships}
    )
