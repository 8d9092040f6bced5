"""Addresses of the published reports."""

from django.urls import path

from campaigns.files.tables import CSV, EXCEL, PDF
from campaigns.public import views

public = [
    path("", views.campaign_list, name="campaign-list"),
    path("compare/", views.comparison, name="comparison-view"),
    path("<int:number>/", views.campaign_view, name="campaign-view"),
    path(f"<int:number>/{CSV}", views.campaign_file, {"name": CSV}, name="results-csv"),
    path(f"<int:number>/{EXCEL}", views.campaign_file, {"name": EXCEL}, name="results-excel"),
    path(f"<int:number>/{PDF}", views.campaign_file, {"name": PDF}, name="report-pdf"),
]
