"""Contents of filled sheets: rows, 該当なし, parts left out. Pure."""

from dataclasses import asdict, dataclass, field

from directory.text.folding import lookup_key


@dataclass
class SheetRow:
    """Row of a table: place, organisation, values by column."""

    place: str
    organisation: int
    values: dict[str, str]
    file: str = ""

    @property
    def key(self) -> tuple[int, str, str]:
        """Key of the programme: equal for lines about one programme."""
        name, npo = (lookup_key(self.values[field]) for field in ("name", "npo_name"))
        return self.organisation, name, npo


@dataclass
class LeftOut:
    """Part of a file that is not taken in: place, text, reasons.

    A fault has to be mended; anything else (a title, a note, a remark) may stay as it is.
    """

    file: str
    place: str  # within the file; nothing for the whole file
    text: str
    reasons: list[str]
    is_fault: bool = True


@dataclass
class Found:
    """Contents: rows, organisations with nothing to report, parts left out."""

    rows: list[SheetRow] = field(default_factory=list)
    nothing: dict[int, LeftOut] = field(default_factory=dict)  # where it says so, by organisation
    left_out: list[LeftOut] = field(default_factory=list)

    @property
    def faults(self) -> list[LeftOut]:
        """Parts that have to be corrected."""
        return [each for each in self.left_out if each.is_fault]

    @property
    def incomplete(self) -> set[int]:
        """The organisations in whose files something has to be mended."""
        files = {each.file for each in self.faults}
        own = {row.organisation for row in self.rows if row.file in files}
        return own | {key for key, line in self.nothing.items() if line.file in files}

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to take in."""
        return not (self.rows or self.nothing)

    def as_stored(self) -> dict:
        """The same as values of JSON, for the page that shows it before it is taken in."""
        return {
            "rows": [asdict(row) for row in self.rows],
            "nothing": sorted(self.nothing),
            "incomplete": sorted(self.incomplete),
            "left_out": [asdict(each) for each in self.left_out],
        }
