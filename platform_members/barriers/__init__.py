"""Barriers of the public pages: what residents report, mailed to the city."""
