"""What the web service loads before it answers the first request."""

import subprocess
import sys

from django.conf import settings

# Libraries for work that few requests ask for: Excel, PDF, charts, calendars, readings, links.
FOR_LATER = {
    "altair",
    "defusedxml",
    "dns",
    "fontTools",
    "holidays",
    "icalendar",
    "openpyxl",
    "phonenumbers",
    "segno",
    "sudachipy",
    "typst",
    "vl_convert",
}
START = """
import sys
from django.urls import get_resolver
from ise_portal import wsgi
get_resolver().url_patterns
print(*sys.modules)
"""


def test_the_portal_starts_without_libraries_that_few_pages_need():
    """After the applications, the URLconf and admin are loaded, none of them has been imported."""
    start = subprocess.run(
        [sys.executable, "-c", START],
        cwd=settings.BASE_DIR,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    loaded = set(start.stdout.split())
    assert "directory.admin.windows.page" in loaded
    assert FOR_LATER & loaded == set()
