"""PDFs as a reader sees them: text, sizes and colours of a page, targets of links and bookmarks."""

import io
import re
import unicodedata
from dataclasses import dataclass

import pikepdf
from PIL import Image

from directory.typesetting.jobs import Job
from directory.typesetting.typst_worker import Typesetter

COLOURS_WITHOUT_INK = {"rg", "RG", "g", "G", "cs", "CS", "sc", "SC", "scn", "SCN"}


@dataclass(frozen=True)
class Page:
    """What stands on one page."""

    text: str  # without spaces
    lines: list[str]  # the same, as it is set
    sizes: set[float]  # points
    operators: set[str]
    links: list[str]  # web and telephone
    leads_to: list[int]  # pages, from 1


class Paper:
    """An opened PDF."""

    def __init__(self, pdf: bytes):
        self.pdf = pikepdf.open(io.BytesIO(pdf))
        self.numbers = {page.objgen: n for n, page in enumerate(self.pdf.pages, start=1)}
        self.pages = [self._read(page) for page in self.pdf.pages]

    @property
    def text(self) -> str:
        """All text without spaces."""
        return "".join(page.text for page in self.pages)

    def bookmarks(self) -> dict[str, int]:
        """The page, from 1, of each bookmark."""
        with self.pdf.open_outline() as outline:
            return {item.title: self.page_of(item.destination) for item in outline.root}

    def page_of(self, destination) -> int:
        """The number of the page to which a destination leads; names are looked up."""
        if isinstance(destination, pikepdf.String | str):
            names = pikepdf.NameTree(self.pdf.Root.Names.Dests)
            destination = names[str(destination)]
        if isinstance(destination, pikepdf.Dictionary):
            destination = destination.D
        return self.numbers[destination[0].objgen]

    def rows(self) -> int:
        """How many rows its tables have, headers included."""
        return sum(
            1
            for each in self.pdf.objects
            if isinstance(each, pikepdf.Dictionary) and each.get("/S") == pikepdf.Name.TR
        )

    def fonts(self) -> list[pikepdf.Dictionary]:
        """The descriptors of all fonts."""
        return [
            each
            for each in self.pdf.objects
            if isinstance(each, pikepdf.Dictionary) and each.get("/Type") == "/FontDescriptor"
        ]

    def _read(self, page: pikepdf.Page) -> Page:
        fonts = {name: _letters(font) for name, font in page.Resources.get("/Font", {}).items()}
        sizes, operators, letters = set(), set(), {}
        lines, height, last_height = [], 0.0, None
        for operands, operator in pikepdf.parse_content_stream(page):
            operators.add(str(operator))
            if str(operator) == "cm":
                height = float(operands[5])
            if str(operator) == "Tf":
                letters = fonts[str(operands[0])]
                sizes.add(round(float(operands[1]), 2))
            for shown in _strings(operands) if str(operator) in {"Tj", "TJ"} else []:
                codes = [shown[i : i + 2] for i in range(0, len(shown), 2)]
                if height != last_height:
                    lines.append("")
                    last_height = height
                lines[-1] += "".join(letters.get(code, "�") for code in codes)
        annotations = list(page.get("/Annots", []))
        actions = [each.A for each in annotations if "/A" in each]
        links = [str(action.URI) for action in actions if "/URI" in action]
        goals = [each.Dest for each in annotations if "/Dest" in each]
        goals += [action.D for action in actions if "/D" in action]
        lines = [plain(line) for line in lines]
        return Page(
            "".join(lines), lines, sizes, operators, links, [self.page_of(goal) for goal in goals]
        )


def plain(text: str) -> str:
    """Text without spaces, in one spelling, for comparing."""
    return re.sub(r"[\s​]+", "", unicodedata.normalize("NFKC", text))


def _strings(operands) -> list[bytes]:
    first = operands[0]
    parts = first if isinstance(first, pikepdf.Array) else [first]
    return [bytes(part) for part in parts if isinstance(part, pikepdf.String)]


def _letters(font: pikepdf.Dictionary) -> dict[bytes, str]:
    """From a font's two-byte codes to letters, by its ToUnicode map."""
    table = font.ToUnicode.read_bytes().decode("latin-1")
    found = {}
    for block in re.findall(r"beginbfchar(.*?)endbfchar", table, re.DOTALL):
        for code, letter in re.findall(r"<(\w+)>\s*<(\w+)>", block):
            found[bytes.fromhex(code)] = bytes.fromhex(letter).decode("utf-16-be")
    for block in re.findall(r"beginbfrange(.*?)endbfrange", table, re.DOTALL):
        for first, last, letter in re.findall(r"<(\w+)>\s*<(\w+)>\s*<(\w+)>", block):
            start = int.from_bytes(bytes.fromhex(letter), "big")
            for step in range(int(last, 16) - int(first, 16) + 1):
                found[(int(first, 16) + step).to_bytes(2, "big")] = chr(start + step)
    return found


def pages_of(job: Job) -> list[Image.Image]:
    """Pages of a job as pictures of 80 dots an inch."""
    typesetter = Typesetter(job)
    result, _pdf = typesetter.run()
    pages = typesetter.compile(result.density, format="png", ppi=80.0)
    pages = pages if isinstance(pages, list) else [pages]
    return [Image.open(io.BytesIO(page)) for page in pages]
