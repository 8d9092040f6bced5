"""Addresses of the public reports, and of the desk's page for consultation counts."""

from django.urls import include, path

from campaigns.counts.urls import desk
from campaigns.public.urls import public

app_name = "campaigns"
urlpatterns = [path("campaigns/", include(public)), path("desk/", include(desk))]
