"""Pages on which windows are exported and imported."""

from directory.facts.snapshot import facts_of
from directory.models import Window

LIST = "/admin/directory/window/"
RUNS = f"{LIST}imports/"
DEBTS = "多重債務についての相談"


def all_facts() -> dict:
    """What every window says."""
    return {window.pk: facts_of(window) for window in Window.objects.for_reading()}
