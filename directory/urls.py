"""Addresses of the public pages."""

from django.urls import path

from directory import search_views, views

app_name = "directory"
urlpatterns = [
    path("", views.home, name="home-view"),
    path("categories/<slug:slug>/", views.category_view, name="category-view"),
    path("windows/", search_views.window_list, name="window-list"),
    path("windows/suggest/", search_views.suggestions, name="suggestion-list"),
    path("windows/<int:number>/", views.window_view, name="window-view"),
    path("opensearch.xml", search_views.search_description, name="search-description"),
    path("about/", views.about, name="about-view"),
]
