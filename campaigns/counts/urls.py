"""Address of the desk's page for consultation counts."""

from django.urls import path

from campaigns.counts import views

desk = [
    path(
        "listings/<int:number>/consultations/", views.consultations_edit, name="consultations-edit"
    )
]
