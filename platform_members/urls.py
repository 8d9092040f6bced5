"""Addresses of the platform's members and of the ways to join."""

from django.urls import path

from platform_members import invitation_views, joining_views, views

app_name = "platform_members"
urlpatterns = [
    path("members/", views.organisation_list, name="organisation-list"),
    path("members/<int:number>/", views.organisation_view, name="organisation-view"),
    path("members/apply/", joining_views.application_add, name="application-add"),
    path("members/apply/sent/", joining_views.application_sent, name="application-sent"),
    path(
        "invitations/accepted/",
        invitation_views.invitation_accepted,
        name="invitation-accepted",
    ),
    path(
        "invitations/<str:token>/",
        invitation_views.invitation_accept,
        name="invitation-accept",
    ),
]
