"""Parts of which the portal is built: weaknesses (`make audit`), and their list (`make sbom`).

`make audit` says one of three things, each with a status of its own: 0, every pinned version was
asked about and has no weakness but those allowed; 1, one has, or an allowance is over; 3, the
advisory service could not be asked about all of them, so that nothing is known of the rest.
"""

import json
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
BUILD = ROOT / "build"
ALLOWED = Path(__file__).with_name("allowed_weaknesses.toml")
NONE_KNOWN, WEAK, NOT_ASKED = 0, 1, 3


@dataclass(frozen=True)
class Allowance:
    """A weakness that is known and borne, why, and until which day."""

    id: str
    package: str
    reason: str
    until: date

    def __post_init__(self):
        if not self.reason.strip():
            raise ValueError(f"{ALLOWED.name}: {self.id} has no reason.")


def allowances(text: str) -> list[Allowance]:
    """Read the list of allowances. Raises where one lacks a reason or a date."""
    return [Allowance(**row) for row in tomllib.loads(text).get("allowed", [])]


def judge(report: dict, allowed: list[Allowance], today: date) -> tuple[int, list[str]]:
    """Return the status and the sentences for a report of pip-audit's."""
    over = [each for each in allowed if each.until < today]
    borne = {(each.package, each.id) for each in allowed if each not in over}
    parts = report["dependencies"]
    weak = [line for part in parts for line in _weaknesses(part, borne)]
    weak += [f"The allowance of {each.id} ({each.package}) ended on {each.until}." for each in over]
    unasked = [part["name"] for part in parts if "skip_reason" in part]
    if unasked:
        names = ", ".join(sorted(unasked))
        weak.append(f"Not known of {len(unasked)} of {len(parts)} parts: {names}.")
    if len(weak) > bool(unasked):
        return WEAK, weak
    if unasked or not parts:
        return NOT_ASKED, [*weak, "The advisories could not be asked: this is no clean audit."]
    return NONE_KNOWN, [f"None of {len(parts)} parts has a known weakness that is not allowed."]


def _weaknesses(part: dict, borne: set[tuple[str, str]]) -> Iterator[str]:
    for found in part.get("vulns", []):
        names = {found["id"], *found.get("aliases", [])}
        if not {(part["name"], name) for name in names} & borne:
            mended = " or ".join(found["fix_versions"]) or "no version yet"
            yield f"{part['name']} {part['version']}: {found['id']}, mended in {mended}."


def audit() -> int:
    """Ask the advisory service about every pinned version, those of tests and tools included."""
    answer = BUILD / "audit.json"
    BUILD.mkdir(exist_ok=True)
    answer.unlink(missing_ok=True)
    asked = subprocess.run(
        [
            *(sys.executable, "-m", "pip_audit", "--requirement", "requirements-dev.txt"),
            *("--no-deps", "--disable-pip", "--progress-spinner", "off"),
            *("--format", "json", "--output", str(answer)),
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    try:
        report = json.loads(answer.read_text())
    except (OSError, ValueError):
        print(asked.stderr.strip()[-500:], file=sys.stderr)
        report = {"dependencies": []}
    status, sentences = judge(report, allowances(ALLOWED.read_text()), date.today())
    print(*sentences, sep="\n", file=sys.stderr if status else sys.stdout)
    return status


def sbom() -> int:
    """Write the list of what production is built of, as CycloneDX, without asking any network."""
    from cyclonedx.model.bom import Bom
    from cyclonedx.model.component import Component, ComponentType
    from cyclonedx.output.json import JsonV1Dot6
    from packageurl import PackageURL
    from pip_requirements_parser import RequirementsFile

    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    bom = Bom()
    portal = Component(
        name=project["name"], version=project["version"], type=ComponentType.APPLICATION
    )
    bom.metadata.component = portal
    for part in RequirementsFile.from_file(str(ROOT / "requirements.txt")).requirements:
        [pin] = part.specifier
        purl = PackageURL("pypi", name=part.name, version=pin.version)
        bom.components.add(
            Component(name=part.name, version=pin.version, purl=purl, bom_ref=str(purl))
        )
    bom.register_dependency(portal, bom.components)
    BUILD.mkdir(exist_ok=True)
    file = BUILD / "sbom.cdx.json"
    file.write_text(JsonV1Dot6(bom).output_as_string(indent=2))
    print(f"{len(bom.components)} parts: {file}")
    return 0


if __name__ == "__main__":
    sys.exit({"audit": audit, "sbom": sbom}[sys.argv[1]]())
