"""Calculation of a report from counts: ratios, periods, wording. Plain values."""
