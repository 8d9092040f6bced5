"""Addresses of the ways to join."""

from django.urls import path

from platform_members.joining import invitation_views, views

public = [
    path("members/apply/", views.application_add, name="application-add"),
    path("members/apply/sent/", views.application_sent, name="application-sent"),
    path("invitations/accepted/", invitation_views.invitation_accepted, name="invitation-accepted"),
    path("invitations/", invitation_views.invitation_unknown, name="invitation-unknown"),
    path("invitations/<str:token>/", invitation_views.invitation_accept, name="invitation-accept"),
]
