"""Addresses of the published reports."""

from django.urls import path

from campaigns.files.tables import CSV, EXCEL, PDF
from campaigns.public import views

NUMBER = "campaigns/<int:number>/"

pages = [
    path("campaigns/", views.campaign_list, name="campaign-list"),
    path("campaigns/compare/", views.comparison, name="comparison-view"),
    path(NUMBER, views.campaign_view, name="campaign-view"),
]
# Made in Japanese, for the council and for programs.
files = [
    path(f"{NUMBER}{CSV}", views.campaign_file, {"name": CSV}, name="results-csv"),
    path(f"{NUMBER}{EXCEL}", views.campaign_file, {"name": EXCEL}, name="results-excel"),
    path(f"{NUMBER}{PDF}", views.campaign_file, {"name": PDF}, name="report-pdf"),
]
