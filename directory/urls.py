"""Addresses of the public pages."""

from django.urls import path

from directory.api.urls import for_programs
from directory.languages.addresses import in_languages
from directory.public import booklet_views, card_views, search_views, views

app_name = "directory"
pages = [
    path("", views.home, name="home-view"),
    path("categories/<slug:slug>/", views.category_view, name="category-view"),
    path("windows/", search_views.window_list, name="window-list"),
    path("windows/suggest/", search_views.suggestions, name="suggestion-list"),
    path("windows/<int:number>/", views.window_view, name="window-view"),
    path("windows/<int:number>/memo.pdf", booklet_views.window_memo, name="window-memo"),
    path("cards/", card_views.card_list, name="card-list"),
    path("cards/<slug:code>/", card_views.card_view, name="card-view"),
    path("about/", views.about, name="about-view"),
]
# The booklet is printed in Japanese.
paper = [
    path("booklet.pdf", booklet_views.booklet, name="booklet-pdf"),
    path("booklet-large.pdf", booklet_views.booklet_large, name="booklet-large-pdf"),
    path("booklet/errata/", booklet_views.errata_view, name="errata-list"),
    path("booklet/errata/<int:number>/", booklet_views.errata_view, name="errata-view"),
    path("booklet/errata/<int:number>.pdf", booklet_views.errata_pdf, name="errata-pdf"),
    path("opensearch.xml", search_views.search_description, name="search-description"),
]
urlpatterns = [in_languages(pages), *paper, *for_programs]
