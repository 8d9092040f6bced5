"""What every scene has: goals, and the pages that residents open meanwhile."""

from dataclasses import dataclass
from pathlib import Path

from django.urls import reverse

from directory.models import Category, Window
from drill.database import DrillDatabase


@dataclass(frozen=True)
class Goal:
    """A sentence, what was found, and whether it holds."""

    sentence: str
    found: str
    holds: bool


@dataclass
class Stage:
    """What the scenes are played on, one after the other.

    The primary holds the city's data; the standby is empty but while a scene of the two is played.
    `is_full`: at full length. `folder` is for what scenes write.
    """

    primary: DrillDatabase
    standby: DrillDatabase
    folder: Path
    is_full: bool

    def of(self, full: int, shortened: int) -> int:
        """A number of rounds, seconds or visitors a second, for this length."""
        return full if self.is_full else shortened

    def change_places(self) -> None:
        """Call the standby the primary."""
        self.primary, self.standby = self.standby, self.primary


def public_paths() -> list[str]:
    """Pages of each kind, as residents open them."""
    categories = [category.get_absolute_url() for category in Category.objects.in_use()]
    windows = [window.get_absolute_url() for window in Window.objects.published()[:20]]
    lists = [reverse("directory:home-view"), reverse("directory:window-list"), "/about/"]
    return [*lists, *categories, "/members/", *windows]


def none_failed(name: str, visits) -> Goal:
    """No visitor of a scene was left without a page."""
    return Goal(
        f"{name}: no page fails", f"{len(visits.failed)} of {len(visits.all)}", not visits.failed
    )


def nothing_lost(name: str, confirmed: int, lost: int, half: int) -> list[Goal]:
    """All that was confirmed is there, and nothing by halves."""
    return [
        Goal(f"{name}: no confirmed save is lost", f"{lost} of {confirmed}", not lost),
        Goal(f"{name}: no save is half written", f"{half} windows", not half),
        Goal(f"{name}: saves were confirmed", f"{confirmed}", confirmed > 0),
    ]
