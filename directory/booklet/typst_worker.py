"""The press: a job in, pages out, in a process of its own that ends and gives its memory back.

    python -m directory.booklet.typst_worker < job.json > answer

A job names a template, its data, fonts, and how it may be fitted to the pages that are bought.
The answer is one line of JSON (a `Print` without its pages, or what went wrong), then the PDF.
Nothing here knows Django or a database.
"""

import json
import sys
from dataclasses import asdict, dataclass, field
from pathlib import Path

import typst

# No density sets more rows on a page: beyond this there is no point in trying the others.
MOST_ROWS_ON_A_PAGE = 40
# Typst forgets what it has laid out only after some ten more documents.
UNTIL_FORGOTTEN = 12
PAGE_MM = 267  # of A4, between the margins
TEMPLATES = Path(__file__).parent.parent.parent / "templates" / "booklet"


@dataclass(frozen=True)
class Fit:
    """How many pages may be filled, how densely, and of how many one sheet consists."""

    styles: list[dict]  # tightest first; `room` is what each usually takes
    standard: int  # the density to begin with
    most_pages: int | None = None  # None: as many as it takes
    multiple: int = 1


@dataclass(frozen=True)
class Job:
    """Everything that one PDF is made of."""

    template: str
    data: dict
    fonts: list[str]  # folders
    fit: Fit
    standards: list[str] = field(default_factory=list)
    timestamp: int = 0  # seconds since 1970, so that equal data give equal files
    tagged: bool = True


@dataclass(frozen=True)
class Print:
    """What came of a job: pages, by how many they are too many, and what takes the room."""

    pages: int
    too_many: int
    density: int
    room: dict[str, float]  # pages taken, by category


class Press:
    """One job on the press."""

    def __init__(self, job: Job):
        self.job = job
        self.fonts = typst.Fonts(
            include_system_fonts=False, include_embedded_fonts=False, font_paths=job.fonts
        )
        self.measured: dict[int, dict] = {}

    def run(self) -> tuple[Print, bytes]:
        """Choose the density, set the pages, and give them with what was found."""
        fit = self.job.fit
        density = self._density()
        measured = self._measure(density)
        pages = -(-measured["pages"] // fit.multiple) * fit.multiple
        blank = pages - measured["pages"]
        pdf = self.compiler(density, blank).compile(
            format="pdf",
            pdf_standards=self.job.standards,
            timestamp=self.job.timestamp,
            pdf_tags=self.job.tagged,
        )
        too_many = max(measured["pages"] - fit.most_pages, 0) if fit.most_pages else 0
        return Print(pages, too_many, density, _room(measured)), pdf

    def _density(self) -> int:
        """The loosest density that needs no more sheets than the standard one, which is made
        tighter only where the pages that are bought would not suffice."""
        fit = self.job.fit
        standard = fit.standard
        if fit.most_pages is None:
            return standard
        rows = sum(len(each["windows"]) for each in self.job.data.get("categories", []))
        if rows > fit.most_pages * MOST_ROWS_ON_A_PAGE:
            return 0
        pages = self._measure(standard)["pages"]
        if pages > fit.most_pages:
            return self._loosest(fit.most_pages, [-1, standard])
        sheets = -(-pages // fit.multiple) * fit.multiple
        return self._loosest(sheets, [standard, len(fit.styles)])

    def _loosest(self, most_pages: int, between: list[int]) -> int:
        """The loosest density that fits, as far as their usual room tells where to look.

        `between` are a density that fits (or -1) and one that does not (or one too many). What
        was tried last and fits is not laid out again for the PDF.
        """
        room = [style["room"] for style in self.job.fit.styles]
        fits, does_not = between
        tried = self.job.fit.standard
        while does_not - fits > 1:
            pages = self._measure(tried)["pages"]
            likely = [
                density
                for density in range(fits + 1, does_not)
                if int(pages * room[density] / room[tried]) <= most_pages
            ]
            if not likely and fits >= 0:
                break
            tried = max(likely, default=0)
            if self._measure(tried)["pages"] <= most_pages:
                fits = tried
            else:
                does_not = tried
        return max(fits, 0)

    def _measure(self, density: int) -> dict:
        if density not in self.measured:
            self._forget()
            found = self.compiler(density).query("<measure>", field="value", one=True)
            self.measured[density] = json.loads(found)
        return self.measured[density]

    def _forget(self) -> None:
        """Give the memory of other densities back."""
        nothing = typst.Compiler(TEMPLATES / "nothing.typ", font_paths=self.fonts)
        for _round in range(UNTIL_FORGOTTEN if self.measured else 0):
            nothing.compile(format="pdf")

    def compiler(self, density: int, blank_pages: int = 0) -> typst.Compiler:
        """Typst with the template, and the data at one density."""
        style = self.job.fit.styles[density]
        data = self.job.data | {"style": style, "blank_pages": blank_pages}
        return typst.Compiler(
            TEMPLATES / self.job.template,
            root=TEMPLATES,
            font_paths=self.fonts,
            sys_inputs={"data": json.dumps(data)},
        )


def _room(measured: dict) -> dict[str, float]:
    return {
        each["slug"]: round(
            each["to"]["page"]
            - each["from"]["page"]
            + (each["to"]["y"] - each["from"]["y"]) / PAGE_MM,
            1,
        )
        for each in measured.get("categories", [])
    }


def main() -> None:
    """Read a job, write the answer."""
    job = json.load(sys.stdin)
    try:
        made, pdf = Press(Job(**job | {"fit": Fit(**job["fit"])})).run()
    except RuntimeError as error:  # TypstError is one; a query raises it bare
        answer, pdf = {"error": getattr(error, "diagnostic", "") or str(error)}, b""
    else:
        answer = asdict(made)
    sys.stdout.buffer.write(json.dumps(answer).encode() + b"\n" + pdf)


if __name__ == "__main__":
    main()
