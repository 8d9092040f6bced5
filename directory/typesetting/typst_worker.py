"""Typst worker process: JSON job on stdin, JSON result and PDF on stdout.

    python -m directory.worker_process directory.typesetting.typst_worker < job.json > answer

The answer is one line of JSON (a `Print`, or {"error": Typst's message}), then the PDF. Imports
neither Django nor a model.
"""

import json
import sys
from dataclasses import asdict
from pathlib import Path

import typst

from directory.typesetting.jobs import Fit, Job, Print

# No density sets more rows on a page: for more rows than fit so, only the tightest is tried.
MAX_ROWS_ON_A_PAGE = 40
# Typst drops layouts from its memory only after some ten more documents.
ROUNDS_UNTIL_DROPPED = 12
PAGE_MM = 267  # of A4, between the margins
TEMPLATES = Path(__file__).parent.parent.parent / "templates"


class Typesetter:
    """Typesetter of one job: chooses the density, then compiles the PDF."""

    def __init__(self, job: Job):
        self.job = job
        self.fonts = typst.Fonts(
            include_system_fonts=False, include_embedded_fonts=False, font_paths=job.fonts
        )
        self.measured: dict[int, dict] = {}

    def run(self) -> tuple[Print, bytes]:
        """Result and PDF at the chosen density."""
        fit = self.job.fit
        density = self._density()
        measured = self._measure(density)
        pdf = self.compile(
            density,
            format="pdf",
            pdf_standards=self.job.standards,
            timestamp=self.job.timestamp,
            pdf_tags=self.job.tagged,
        )
        pages = measured["pages"] + self._blank_pages(density)
        too_many = max(measured["pages"] - fit.max_pages, 0) if fit.max_pages else 0
        return Print(pages, too_many, density, _room(measured)), pdf

    def compile(self, density: int, **options):
        """Document at one density, filled up to whole sheets; `options` are Typst's own."""
        return self._compiler(density, self._blank_pages(density)).compile(**options)

    def _blank_pages(self, density: int) -> int:
        return -self._measure(density)["pages"] % self.job.fit.multiple

    def _density(self) -> int:
        """Loosest density that needs no more sheets than the standard one.

        The standard one is made tighter only where it needs more than `max_pages`.
        """
        fit = self.job.fit
        standard = fit.standard
        if fit.max_pages is None:
            return standard
        rows = sum(len(each["windows"]) for each in self.job.data.get("categories", []))
        if rows > fit.max_pages * MAX_ROWS_ON_A_PAGE:
            return 0
        pages = self._measure(standard)["pages"]
        if pages > fit.max_pages:
            return self._loosest(fit.max_pages, [-1, standard])
        sheets = -(-pages // fit.multiple) * fit.multiple
        return self._loosest(sheets, [standard, len(fit.styles)])

    def _loosest(self, max_pages: int, between: list[int]) -> int:
        """Loosest density that fits, searched where the styles' usual room makes it likely.

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
                if int(pages * room[density] / room[tried]) <= max_pages
            ]
            if not likely and fits >= 0:
                break
            tried = max(likely, default=0)
            if self._measure(tried)["pages"] <= max_pages:
                fits = tried
            else:
                does_not = tried
        return max(fits, 0)

    def _measure(self, density: int) -> dict:
        """What a template notes under `<measure>`: its pages, and where each category stands."""
        if density not in self.measured:
            self._drop_layouts()
            found = self._compiler(density).query("<measure>", field="value", one=True)
            self.measured[density] = json.loads(found)
        return self.measured[density]

    def _drop_layouts(self) -> None:
        """Give the memory of other densities back by compiling empty documents."""
        for _round in range(ROUNDS_UNTIL_DROPPED if self.measured else 0):
            typst.Compiler(b"", font_paths=self.fonts).compile(format="pdf")

    def _compiler(self, density: int, blank_pages: int = 0) -> typst.Compiler:
        style = self.job.fit.styles[density]
        data = self.job.data | {"style": style, "blank_pages": blank_pages}
        return typst.Compiler(
            TEMPLATES / self.job.template,
            root=TEMPLATES,
            font_paths=self.fonts,
            sys_inputs={"data": json.dumps(data)},
        )


def _room(measured: dict) -> dict[str, float]:
    """Pages that each category takes, to a tenth."""
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
        result, pdf = Typesetter(Job(**job | {"fit": Fit(**job["fit"])})).run()
    except RuntimeError as error:  # TypstError is one; a query raises it bare
        answer, pdf = {"error": getattr(error, "diagnostic", "") or str(error)}, b""
    else:
        answer = asdict(result)
    sys.stdout.buffer.write(json.dumps(answer).encode() + b"\n" + pdf)


if __name__ == "__main__":
    main()
