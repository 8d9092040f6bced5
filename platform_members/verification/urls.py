"""Addresses of the page behind a verification mail."""

from django.urls import path

from platform_members.verification import views

public = [
    path("verify/", views.verification_unknown, name="verification-unknown"),
    path("verify/<str:token>/", views.verification_answer, name="verification-answer"),
    path("verify/<str:token>/changes/", views.verification_changes, name="verification-changes"),
]
