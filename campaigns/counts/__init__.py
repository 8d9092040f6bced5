"""Counts by month or day: grids for staff and for the organisations of windows."""
