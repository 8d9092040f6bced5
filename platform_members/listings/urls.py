"""Addresses of a member's own windows at the desk."""

from django.urls import path

from platform_members.listings import editing_views, views

desk = [
    path("", views.desk_view, name="desk-view"),
    path("listings/<int:number>/", views.listing_view, name="listing-view"),
    path("listings/<int:number>/edit/", editing_views.listing_edit, name="listing-edit"),
    path(
        "listings/<int:number>/edit/<slug:part>/", editing_views.listing_edit, name="listing-part"
    ),
    path("listings/<int:number>/confirm/", views.listing_confirm, name="listing-confirm"),
    path("listings/<int:number>/unconfirm/", views.listing_unconfirm, name="listing-unconfirm"),
    path("listings/<int:number>/suspend/", views.listing_suspend, name="listing-suspend"),
    path("organisations/<int:number>/edit/", views.organisation_edit, name="organisation-edit"),
    path("organisations/<int:number>/updates/", views.update_list, name="update-list"),
    path("organisations/<int:number>/windows/add/", editing_views.update_add, name="update-add"),
    path("updates/<int:number>/", views.update_view, name="update-view"),
    path("updates/<int:number>/edit/", editing_views.update_edit, name="update-edit"),
    path("updates/<int:number>/edit/<slug:part>/", editing_views.update_edit, name="update-part"),
    path("updates/<int:number>/send/", views.update_send, name="update-send"),
    path("updates/<int:number>/withdraw/", views.update_withdraw, name="update-withdraw"),
]
