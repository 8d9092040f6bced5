"""Formats in which Django itself reads dates; our forms read them with `directory.hours`.

A year of two digits is read in none: 8/12/30 may be of Reiwa 8.
"""

DATE_INPUT_FORMATS = ["%Y-%m-%d", "%Y/%m/%d"]
DATETIME_INPUT_FORMATS = ["%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M", "%Y/%m/%d %H:%M"]
