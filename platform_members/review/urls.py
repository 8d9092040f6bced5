"""Addresses of the review."""

from django.urls import path

from platform_members.review import views

desk = [
    path("review/", views.review_list, name="review-list"),
    path("review/published/", views.review_published, name="review-published"),
    path("review/<int:number>/", views.review_view, name="review-view"),
    path("review/<int:number>/correct/", views.review_correct, name="review-correct"),
]
