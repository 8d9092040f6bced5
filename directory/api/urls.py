"""Addresses for programs."""

from django.urls import URLPattern, path

from directory.api import feeds, pages, views
from directory.api.endpoints import ENDPOINTS

in_words = [
    path("data/", pages.data_page, name="data-page"),
    path("data/api/", pages.api_page, name="api-page"),
    path("windows/<int:number>/days.ics", feeds.special_days_view, name="window-days"),
]
for_programs: list[URLPattern] = [
    path("data/changes.atom", feeds.changes_feed, name="changes-feed"),
    path("data/<str:name>", pages.data_file, name="data-file"),
    path("hsds/", views.root, name="hsds-root"),
    path("hsds/openapi.json", views.description, name="hsds-openapi"),
]
for _each in ENDPOINTS:
    _given = {"endpoint": _each}
    for_programs += [
        path(f"hsds/{_each.name}", views.list_view, _given, name=f"hsds-{_each.name}"),
        path(f"hsds/{_each.name}/<str:uid>", views.item_view, _given, name=f"hsds-{_each.schema}"),
    ]
