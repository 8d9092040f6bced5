"""Cells of the gap map: what makes them known, and what a page shows."""

from platform_members.models import GapCheck, GapMapDecision
from tests.factories import (
    ProgrammeFactory,
)

KINDS, STEPS = "kinds", "steps"


def programme(category=None, **fields):
    """A programme in a category."""
    made = ProgrammeFactory(**fields)
    made.categories.set([category] if category else [])
    return made


def opened(clerk, axis=KINDS, fiscal_year=2026, public=True):
    """A decision about a map."""
    return GapMapDecision.objects.create(
        fiscal_year=fiscal_year, axis=axis, public=public, decided_by=clerk
    )


def checked(category, clerk, *values, axis=KINDS):
    """Staff asked about these cells, and there is none."""
    for value in values:
        GapCheck.objects.create(
            fiscal_year=2026, axis=axis, category=category, value=value, note="尋ねた。",
            checked_by=clerk,
        )  # fmt: skip
