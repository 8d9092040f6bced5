"""Addresses of the public reports, and of the desk's page for consultation counts."""

from django.urls import include, path

from campaigns import desk_views, views
from campaigns.files.tables import CSV, EXCEL, PDF

reports = [
    path("", views.campaign_list, name="campaign-list"),
    path("compare/", views.comparison, name="comparison-view"),
    path("<int:number>/", views.campaign_view, name="campaign-view"),
    path(f"<int:number>/{CSV}", views.campaign_file, {"name": CSV}, name="results-csv"),
    path(f"<int:number>/{EXCEL}", views.campaign_file, {"name": EXCEL}, name="results-excel"),
    path(f"<int:number>/{PDF}", views.campaign_file, {"name": PDF}, name="report-pdf"),
]

app_name = "campaigns"
urlpatterns = [
    path("campaigns/", include(reports)),
    path(
        "desk/listings/<int:number>/consultations/",
        desk_views.consultations_edit,
        name="consultations-edit",
    ),
]
