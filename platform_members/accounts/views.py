"""Pages of a person's own account."""

from http import HTTPStatus

from allauth.core.ratelimit import consume_or_429
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from directory.resubmission import typed_into
from platform_members.accounts.actions import (
    LinkUnusable,
    ask_for_address,
    asked_address,
    prove_address,
)
from platform_members.accounts.forms import AddressForm


@typed_into(AddressForm)
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def address_edit(request):
    """Page on which a person asks for another address; a mail to it brings the link."""
    form = AddressForm(
        request.POST or None, user=request.user, initial={"email": request.user.email}
    )
    if request.method == "POST" and form.is_valid():
        email = form.cleaned_data["email"]
        if refused := consume_or_429(request, action="ask_for_address"):
            return refused
        ask_for_address(user=request.user, email=email)
        text = _("%s にメールを送りました。メールのリンクをひらくまで、何も変わりません。")
        messages.success(request, text % email)
        return redirect("platform_members:address-edit")
    return render(request, "platform_members/accounts/address.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def address_prove(request, token):
    """Page of the link that proves an address. Opening it changes nothing; its button does."""
    template = "platform_members/accounts/prove_address.html"
    try:
        if request.method != "POST":
            email = asked_address(user=request.user, token=token)
            return render(request, template, {"email": email})
        user = prove_address(user=request.user, token=token)
    except LinkUnusable:
        return render(request, template, status=HTTPStatus.GONE)
    update_session_auth_hash(request, user)
    messages.success(request, _("メールアドレスを確かめました。次からこのアドレスを使います。"))
    return redirect("platform_members:address-edit")
