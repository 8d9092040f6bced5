"""Addresses of a person's own account."""

from django.urls import path

from platform_members.accounts import views

own = [
    path("address/", views.address_edit, name="address-edit"),
    path("address/<str:token>/", views.address_prove, name="address-prove"),
]
