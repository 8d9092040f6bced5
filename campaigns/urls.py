"""Addresses of the public reports, and of the desk's page for consultation counts."""

from django.urls import include, path

from campaigns.counts.urls import desk
from campaigns.public.urls import files, pages
from directory.languages.addresses import in_languages

app_name = "campaigns"
urlpatterns = [in_languages(pages), *files, path("desk/", include(desk))]
