"""Addresses of the gap map, for staff and for residents."""

from django.urls import path

from platform_members.gap_map import public_views, views

GAP = "gaps/<slug:axis>/<slug:slug>/<slug:value>/"

desk = [
    path("gaps/", views.gap_list, name="gap-list"),
    path("gaps/export/", views.gap_export, name="gap-export"),
    path("gaps/publish/<int:year>/<slug:axis>/", views.gap_publish, name="gap-publish"),
    path("gaps/unpublish/<int:year>/<slug:axis>/", views.gap_unpublish, name="gap-unpublish"),
    path(GAP, views.gap_view, name="gap-view"),
    path(f"{GAP}check/", views.gap_check, name="gap-check"),
    path(f"{GAP}uncheck/", views.gap_uncheck, name="gap-uncheck"),
]
public = [
    path("members/gaps/", public_views.public_gap_list, name="public-gap-list"),
    path(f"members/{GAP}", public_views.public_gap_view, name="public-gap-view"),
]
