"""Measures the real server on this machine; figures mean something only as ratios of one run."""
