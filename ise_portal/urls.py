"""The addresses of the portal. They are part of its contract: they stay."""

from allauth.account import urls as account_urls
from allauth.account.decorators import secure_admin_login
from allauth.mfa import urls as mfa_urls
from django.contrib import admin
from django.db import transaction
from django.urls import URLPattern, URLResolver, include, path

from ise_portal import views

admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]  # as allauth documents it

# The pages of allauth that the portal uses; all others answer 404, those that a later release
# brings as well. People are invited, so there is no sign-up, and an address is changed on a page of
# ours, which asks for the password and proves the address.
OPEN = {
    "account_login",
    "account_logout",
    "account_reauthenticate",
    "account_change_password",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "mfa_index",
    "mfa_authenticate",
    "mfa_activate_totp",
    "mfa_deactivate_totp",
    "mfa_view_recovery_codes",
    "mfa_generate_recovery_codes",
    "mfa_download_recovery_codes",
    "mfa_list_webauthn",
    "mfa_add_webauthn",
    "mfa_edit_webauthn",
    "mfa_remove_webauthn",
    "mfa_login_webauthn",
}
# What these write (passkey, recovery codes, mail) stands together or not at all.
ATOMIC = {"mfa_add_webauthn", "mfa_remove_webauthn"}


def only_open(patterns: list[URLPattern | URLResolver]) -> list[URLPattern | URLResolver]:
    """Return a library's addresses with 404 for those that are not in OPEN; all keep names."""
    return [
        URLResolver(each.pattern, only_open(each.url_patterns))
        if isinstance(each, URLResolver)
        else URLPattern(each.pattern, transaction.atomic(each.callback), name=each.name)
        if each.name in ATOMIC
        else each
        if each.name in OPEN
        else URLPattern(each.pattern, views.closed, name=each.name)
        for each in patterns
    ]


urlpatterns = [
    path("", include("directory.urls")),
    path("", include("platform_members.urls")),
    path("", include("campaigns.urls")),
    path("healthz", views.health, name="healthz"),
    path("readyz", views.readiness, name="readyz"),
    path("signed-in/", views.signed_in, name="signed-in"),
    path("accounts/", include(only_open(account_urls.urlpatterns))),
    path("accounts/second-factor/", include(only_open(mfa_urls.urlpatterns))),
    path("admin/", admin.site.urls),
]

handler400 = views.bad_request
handler403 = views.permission_denied
handler404 = views.page_not_found
handler500 = views.server_error
