"""Addresses of the public pages."""

from django.urls import path

from directory import views

app_name = "directory"
urlpatterns = [
    path("", views.home, name="home-view"),
    path("categories/<slug:slug>/", views.category_view, name="category-view"),
    path("windows/", views.window_list, name="window-list"),
    path("windows/<int:number>/", views.window_view, name="window-view"),
    path("about/", views.about, name="about-view"),
]
