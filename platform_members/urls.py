"""Addresses of the platform's members and of the ways to join."""

from django.urls import include, path

from platform_members import (
    desk_views,
    editing_views,
    invitation_views,
    joining_views,
    review_views,
    verification_views,
    views,
    work_urls,
)

desk = [
    path("", desk_views.desk_view, name="desk-view"),
    path("listings/<int:number>/", desk_views.listing_view, name="listing-view"),
    path("listings/<int:number>/edit/", editing_views.listing_edit, name="listing-edit"),
    path("listings/<int:number>/confirm/", desk_views.listing_confirm, name="listing-confirm"),
    path(
        "listings/<int:number>/unconfirm/",
        desk_views.listing_unconfirm,
        name="listing-unconfirm",
    ),
    path("listings/<int:number>/suspend/", desk_views.listing_suspend, name="listing-suspend"),
    path(
        "organisations/<int:number>/edit/",
        desk_views.organisation_edit,
        name="organisation-edit",
    ),
    path("organisations/<int:number>/updates/", desk_views.update_list, name="update-list"),
    path("organisations/<int:number>/windows/add/", editing_views.update_add, name="update-add"),
    path("updates/<int:number>/", desk_views.update_view, name="update-view"),
    path("updates/<int:number>/edit/", editing_views.update_edit, name="update-edit"),
    path("updates/<int:number>/withdraw/", desk_views.update_withdraw, name="update-withdraw"),
    path("review/", review_views.review_list, name="review-list"),
    path("review/published/", review_views.review_published, name="review-published"),
    path("review/<int:number>/", review_views.review_view, name="review-view"),
    path("review/<int:number>/correct/", review_views.review_correct, name="review-correct"),
]

app_name = "platform_members"
urlpatterns = [
    path("desk/", include([*desk, *work_urls.desk])),
    path("members/", views.organisation_list, name="organisation-list"),
    path("members/<int:number>/", views.organisation_view, name="organisation-view"),
    path("members/apply/", joining_views.application_add, name="application-add"),
    path("members/apply/sent/", joining_views.application_sent, name="application-sent"),
    path(
        "invitations/accepted/",
        invitation_views.invitation_accepted,
        name="invitation-accepted",
    ),
    path("invitations/", invitation_views.invitation_unknown, name="invitation-unknown"),
    path(
        "invitations/<str:token>/",
        invitation_views.invitation_accept,
        name="invitation-accept",
    ),
    path("verify/", verification_views.verification_unknown, name="verification-unknown"),
    path(
        "verify/<str:token>/",
        verification_views.verification_answer,
        name="verification-answer",
    ),
    path(
        "verify/<str:token>/changes/",
        verification_views.verification_changes,
        name="verification-changes",
    ),
    *work_urls.public,
]
