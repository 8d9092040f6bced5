"""The addresses of the portal. They are part of its contract: they stay."""

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.urls import include, path

from ise_portal import views

admin.site.login = secure_admin_login(admin.site.login)

urlpatterns = [
    path("", include("directory.urls")),
    path("", include("platform_members.urls")),
    path("", include("campaigns.urls")),
    path("healthz", views.health, name="healthz"),
    path("accounts/", include("allauth.account.urls")),
    path("accounts/second-factor/", include("allauth.mfa.urls")),
    path("admin/", admin.site.urls),
]

handler400 = views.bad_request
handler403 = views.permission_denied
handler404 = views.page_not_found
handler500 = views.server_error
