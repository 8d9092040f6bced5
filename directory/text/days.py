"""Days and moments in words, as pages, mails and paper show them: one table of formats."""

import re
from datetime import date, datetime, time

from django.utils import dateformat
from django.utils.timezone import is_aware, localtime
from django.utils.translation import gettext_lazy as _

from directory.hours.words.easy import month_day
from directory.languages import current

FORMATS = {
    "": _("Y年n月j日"),
    "weekday": _("Y年n月j日（D）"),
    "time": _("Y年n月j日 H:i"),
    "weekday time": _("Y年n月j日（D）H:i"),
    "short": _("n月j日"),
    "short weekday": _("n月j日（D）"),
    "short time": _("n月j日 H:i"),
    "short weekday time": _("n月j日（D）H:i"),
    "month": _("Y年n月"),
    "clock": _("G:i"),
}


# What no line of a page may cut: 8:30～17:15, 第1・第3木曜日.
UNCUT = re.compile(r"\d{1,2}:\d\d～(?:翌日?)?\d{1,2}:\d\d|第\d(?:・第?\d)*.曜日?")


def day_words(value: date | time | None, form: str = "") -> str:
    """The value in one of `FORMATS`, a moment by the clocks of the city; "" for no value."""
    if not value:
        return ""
    pattern = str(FORMATS[form])
    if isinstance(value, time):
        return dateformat.time_format(value, pattern)
    if isinstance(value, datetime) and is_aware(value):
        value = localtime(value)
    if current().is_easy:
        pattern = pattern.replace("j日", month_day(value.day))
    return dateformat.format(value, pattern)
