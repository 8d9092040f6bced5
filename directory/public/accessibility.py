"""The accessibility statement (JIS X 8341-3:2016), with the results of the last machine test."""

import functools
import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.conf import settings
from django.shortcuts import render

from directory.public.views import public_page

# Written by `make accessibility`, which opens every kind of public page in a real browser.
RESULTS = Path(__file__).with_name("accessibility.json")


@dataclass(frozen=True)
class MachineTest:
    """What one run found: the rules' version, kinds of pages, views of each, and violations."""

    on: date
    axe: str
    pages: list[str]
    views: list[str]
    violations: int

    @property
    def tried(self) -> int:
        """How many times a page was tried."""
        return len(self.pages) * len(self.views)


@functools.cache
def last_test() -> MachineTest:
    """The results that came with this release."""
    told = json.loads(RESULTS.read_text("utf-8"))
    return MachineTest(**told | {"on": date.fromisoformat(told["on"])})


@public_page
def accessibility(request):
    """Accessibility statement: aim, scope, results, what is not met, and the contact."""
    context = {"test": last_test(), "takes_reports": bool(settings.STAFF_EMAIL)}
    return render(request, "directory/accessibility.html", context)
