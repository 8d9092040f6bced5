"""Addresses of the public pages."""

from django.urls import path

from directory.api.urls import for_programs, in_words
from directory.languages.addresses import in_languages
from directory.public import (
    accessibility,
    booklet_views,
    card_views,
    finder_views,
    found_outside,
    offline,
    search_views,
    views,
)

app_name = "directory"
pages = [
    path("", views.home, name="home-view"),
    path("categories/<slug:slug>/", views.category_view, name="category-view"),
    path("windows/", search_views.window_list, name="window-list"),
    path("windows/suggest/", search_views.suggestions, name="suggestion-list"),
    path("windows/<int:number>/", views.window_view, name="window-view"),
    path("windows/<int:number>/day.ics", views.window_day, name="window-day"),
    path("windows/<int:number>/memo.pdf", booklet_views.window_memo, name="window-memo"),
    path("guide/", finder_views.guide_view, name="guide-view"),
    path("guide/memo.pdf", finder_views.guide_memo, name="guide-memo"),
    path("cards/", card_views.card_list, name="card-list"),
    path("cards/<slug:code>/", card_views.card_view, name="card-view"),
    path("booklet.pdf", booklet_views.booklet, name="booklet-pdf"),
    path("booklet-large.pdf", booklet_views.booklet_large, name="booklet-large-pdf"),
    path("about/", views.about, name="about-view"),
    path("accessibility/", accessibility.accessibility, name="accessibility-view"),
    path("booklet/errata/", booklet_views.errata_view, name="errata-list"),
    path("booklet/errata/<int:number>/", booklet_views.errata_view, name="errata-view"),
    path("offline/", offline.offline, name="offline-view"),
    path("offline/list/", offline.offline_list, name="offline-list"),
]
# The printed booklet's 正誤表 as paper, in Japanese as it is, and what programs read.
paper = [
    path("booklet/errata/<int:number>.pdf", booklet_views.errata_pdf, name="errata-pdf"),
    path("opensearch.xml", search_views.search_description, name="search-description"),
    path("sw.js", offline.worker, name="worker"),
    path("manifest.webmanifest", offline.manifest, name="manifest"),
    path("robots.txt", found_outside.robots, name="robots"),
    path("sitemap.xml", found_outside.sitemap_index, name="sitemap-index"),
    path("sitemap-pages.xml", found_outside.sitemap_pages, name="sitemap-pages"),
    path("sitemap-windows-<int:number>.xml", found_outside.sitemap_windows, name="sitemap-windows"),
]
urlpatterns = [in_languages([*pages, *in_words]), *paper, *for_programs]
