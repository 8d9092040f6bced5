"""Counts by month or day: entered in a grid by staff or by a window's organisation."""
