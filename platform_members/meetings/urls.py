"""Addresses of the meetings and their calendars."""

from django.urls import path

from platform_members.meetings import import_views, views

desk = [
    path("meetings/", views.meeting_list, name="meeting-list"),
    path("meetings/import/", import_views.meeting_import, name="meeting-import"),
    path(
        "meetings/imports/<int:number>/",
        import_views.meeting_import_view,
        name="meeting-import-view",
    ),
    path("meetings/<int:number>/", views.meeting_view, name="meeting-view"),
    path("meetings/calendar/renew/", views.feed_renew, name="feed-renew"),
    path("meetings/calendar/revoke/", views.feed_revoke, name="feed-revoke"),
]
public = [path("calendars/<str:token>.ics", views.feed_view, name="feed-view")]
