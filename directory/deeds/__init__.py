"""Deeds: what a person did with one form is recorded, and can be undone as a whole."""
