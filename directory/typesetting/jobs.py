"""Job of the Typst worker: what one PDF is made of, and what came of it. Plain values."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Fit:
    """Densities that may be chosen, and how many pages they may fill.

    `styles` are given to the template, tightest first; where there are several, `room` is how many
    pages each takes for one of the standard style's.
    """

    styles: list[dict] = field(default_factory=lambda: [{}])
    standard: int = 0  # index of the style that is tried first
    max_pages: int | None = None  # None: as many as it takes
    multiple: int = 1  # pages of one sheet


@dataclass(frozen=True)
class Job:
    """Template, data, fonts and PDF standards of one document."""

    template: str  # below `templates/`
    data: dict
    fonts: list[str]  # folders
    fit: Fit
    standards: list[str] = field(default_factory=list)
    timestamp: int = 0  # seconds since 1970, so that equal data give equal files
    tagged: bool = True


@dataclass(frozen=True)
class Print:
    """Result of a job: pages, how many of them are too many, the style, pages by category."""

    pages: int
    too_many: int
    density: int
    room: dict[str, float]
