"""Addresses of what all pages of the desk share."""

from django.urls import path

from platform_members.desk import undo

desk = [path("undo/<uuid:key>/", undo.undo_view, name="undo")]
