"""A report computed from counts: ratios, periods, wording. Plain values."""
