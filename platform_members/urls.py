"""Addresses of the platform's members: the desk's, and those that open without a log-in."""

from django.urls import include, path

from directory.languages.addresses import in_languages
from platform_members.accounts import urls as accounts
from platform_members.barriers import urls as barriers
from platform_members.desk import urls as shared
from platform_members.gap_map import urls as gap_map
from platform_members.joining import urls as joining
from platform_members.listings import urls as listings
from platform_members.meetings import urls as meetings
from platform_members.registry import urls as registry
from platform_members.review import urls as review
from platform_members.rounds import urls as rounds
from platform_members.verification import urls as verification

app_name = "platform_members"
desk = [*shared.desk, *listings.desk, *review.desk, *rounds.desk, *meetings.desk, *gap_map.desk]
urlpatterns = [
    path("desk/", include(desk)),
    path("accounts/", include(accounts.own)),
    in_languages([*registry.public, *gap_map.public, *barriers.public]),
    *joining.public,
    *verification.public,
    *meetings.public,
]
