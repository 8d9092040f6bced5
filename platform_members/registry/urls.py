"""Addresses of the public list of organisations."""

from django.urls import path

from platform_members.registry import views

public = [
    path("members/", views.organisation_list, name="organisation-list"),
    path("members/<int:number>/", views.organisation_view, name="organisation-view"),
]
