"""Tries every kind of public page with axe and writes what the accessibility statement tells.

Run by `make accessibility`, not by `make test`: a violation is written down, not raised."""

import json
import re

from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone

from directory.public.accessibility import RESULTS
from tests.browser.test_accessibility import PAGES, RULES, address

VIEWS = {
    "320": {"width": 320},
    "390": {"width": 390},
    "1280": {"width": 1280},
    "dark": {"color_scheme": "dark"},
    "400%": {"width": 320, "height": 256},
}


def test_take_the_results_of_every_page(open_page, live_city, settings):
    """Every page in every view; the file is part of the release."""
    settings.STAFF_EMAIL = "office@example.lg.jp"  # so that the form of reports is there
    violations, axe = 0, Axe()
    for view in VIEWS.values():
        page = open_page("/about/", **view)
        origin = page.url.removesuffix("/about/")
        for name in PAGES:
            page.goto(origin + address(name))
            answer = axe.run(page, options=RULES).response
            violations += len(answer["violations"])
    told = {
        "on": timezone.localdate().isoformat(),
        "axe": re.sub(r"[^\d.]", "", answer["testEngine"]["version"]),
        "pages": list(PAGES),
        "views": list(VIEWS),
        "violations": violations,
    }
    RESULTS.write_text(json.dumps(told, ensure_ascii=False, indent=2) + "\n", "utf-8")
