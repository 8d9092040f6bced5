"""The addresses of the portal. They are part of its contract: they stay."""

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.urls import include, path

from ise_portal import views

admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]  # as allauth documents it

# Pages of allauth's that the portal has no use for: people are invited, and the staff keep their
# addresses and first passwords.
CLOSED = [
    "signup/",
    "email/",
    "confirm-email/",
    "confirm-email/<str:key>/",
    "password/set/",
    "login/code/confirm/",
]

urlpatterns = [
    path("", include("directory.urls")),
    path("", include("platform_members.urls")),
    path("", include("campaigns.urls")),
    path("healthz", views.health, name="healthz"),
    path("readyz", views.readiness, name="readyz"),
    *(path(f"accounts/{address}", views.closed, name="closed") for address in CLOSED),
    path("signed-in/", views.signed_in, name="signed-in"),
    path("accounts/", include("allauth.account.urls")),
    path("accounts/second-factor/", include("allauth.mfa.urls")),
    path("admin/", admin.site.urls),
]

handler400 = views.bad_request
handler403 = views.permission_denied
handler404 = views.page_not_found
handler500 = views.server_error
