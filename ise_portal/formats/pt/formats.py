"""Formats of dates on Portuguese pages, in place of Django's, which read years of two digits."""

from ise_portal.formats import DATE_INPUT_FORMATS, DATETIME_INPUT_FORMATS

__all__ = ["DATETIME_INPUT_FORMATS", "DATE_INPUT_FORMATS"]
