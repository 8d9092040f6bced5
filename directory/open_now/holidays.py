"""Entering foretold public holidays into their table."""

from django.utils.translation import gettext as _

from directory import catalogue
from directory.models import Holiday

# So many whole years after the present one, so that "next open" can look a year ahead of them.
YEARS_AHEAD = 3


def seed_holidays(this_year: int) -> int:
    """Enter the holidays of last year to three years ahead; return how many were added.

    A year that is in the table already is left alone, so that what staff corrected stays.
    The dates are those that the law foretells; the equinoxes become official a year before.
    """
    import holidays  # 11 MB, of which the web service needs nothing

    missing = set(range(this_year - 1, this_year + YEARS_AHEAD + 1))
    missing -= Holiday.objects.entered_years()
    foretold = holidays.country_holidays("JP", years=missing, language="ja") if missing else {}
    source = _("国民の祝日に関する法律（holidays %s）") % holidays.__version__
    rows = [Holiday(date=day, name=name, source=source) for day, name in foretold.items()]
    catalogue.announce()
    return len(Holiday.objects.bulk_create(rows, ignore_conflicts=True))
