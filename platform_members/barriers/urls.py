"""Addresses of reports of barriers."""

from django.urls import path

from platform_members.barriers import views

public = [
    path("accessibility/report/", views.barrier_report, name="barrier-report"),
    path("accessibility/report/sent/", views.barrier_sent, name="barrier-sent"),
]
