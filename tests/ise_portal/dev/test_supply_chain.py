"""What `make audit` says, and with which status; and the list of parts."""

import json
import re
from datetime import date

import pytest

from ise_portal.dev import supply_chain
from ise_portal.dev.supply_chain import ALLOWED, NONE_KNOWN, NOT_ASKED, WEAK, allowances, judge

TODAY = date(2026, 11, 27)
WEAKNESS = {"id": "GHSA-1", "aliases": ["CVE-1"], "fix_versions": ["2.1"], "description": ""}
SOUND = {"name": "django", "version": "5.2", "vulns": []}
ILL = {"name": "gunicorn", "version": "2.0", "vulns": [WEAKNESS]}
UNASKED = {"name": "typst", "skip_reason": "Dependency not found and could not be audited"}


def allowing(day: str, name: str = "GHSA-1", package: str = "gunicorn") -> list:
    """An allowance that ends on a day."""
    lines = [f'id = "{name}"', f'package = "{package}"', 'reason = "Not called."', f"until = {day}"]
    return allowances("\n".join(["[[allowed]]", *lines]))


@pytest.mark.parametrize(
    ("parts", "allowed", "status", "said"),
    [
        ([SOUND], [], NONE_KNOWN, "None of 1 parts"),
        ([SOUND, ILL], [], WEAK, "gunicorn 2.0: GHSA-1, mended in 2.1."),
        ([ILL], allowing("2026-11-27"), NONE_KNOWN, "None of 1 parts"),
        ([ILL], allowing("2026-11-27", "CVE-1"), NONE_KNOWN, "None of 1 parts"),
        ([ILL], allowing("2026-11-27", package="django"), WEAK, "gunicorn 2.0: GHSA-1"),
        ([ILL], allowing("2026-11-26"), WEAK, "gunicorn 2.0: GHSA-1"),
        ([SOUND], allowing("2026-11-26"), WEAK, "ended on 2026-11-26"),
        ([SOUND, UNASKED], [], NOT_ASKED, "Not known of 1 of 2 parts: typst."),
        ([ILL, UNASKED], [], WEAK, "Not known of 1 of 2 parts: typst."),
        ([], [], NOT_ASKED, "this is no clean audit"),
    ],
)
def test_weak_not_asked_and_sound_are_three_things(parts, allowed, status, said):
    """None is taken for another; an allowance holds for one package, until its day."""
    found, sentences = judge({"dependencies": parts}, allowed, TODAY)
    assert found == status
    assert said in "\n".join(sentences)


@pytest.mark.parametrize("lacking", ["reason", "until"])
def test_an_allowance_has_a_reason_and_a_date(lacking):
    """Without one of them the list is not read."""
    lines = {"id": '"GHSA-1"', "package": '"x"', "reason": '"y"', "until": "2026-12-01"}
    text = "\n".join(f"{name} = {value}" for name, value in lines.items() if name != lacking)
    with pytest.raises(TypeError, match=lacking):
        allowances(f"[[allowed]]\n{text}")
    with pytest.raises(ValueError, match="no reason"):
        allowances('[[allowed]]\nid="a"\npackage="b"\nreason=" "\nuntil=2026-12-01')


def test_the_list_that_is_in_use_can_be_read():
    """And holds nothing that is over."""
    assert [each for each in allowances(ALLOWED.read_text()) if each.until < date.today()] == []


def test_a_service_that_does_not_answer_is_no_clean_audit(monkeypatch, tmp_path, capsys):
    """pip-audit ends without a report where its service cannot be reached."""
    monkeypatch.setattr(supply_chain, "BUILD", tmp_path / "build")
    for proxy in ("HTTPS_PROXY", "https_proxy", "ALL_PROXY"):
        monkeypatch.setenv(proxy, "http://127.0.0.1:1")
    assert supply_chain.audit() == NOT_ASKED
    assert "this is no clean audit" in capsys.readouterr().err


def test_the_list_of_parts_holds_every_pinned_version(monkeypatch, tmp_path):
    """Of production; in CycloneDX, each part with the name by which advisories call it."""
    monkeypatch.setattr(supply_chain, "BUILD", tmp_path / "build")
    assert supply_chain.sbom() == 0
    written = json.loads((tmp_path / "build" / "sbom.cdx.json").read_text())
    pinned = re.findall(
        r"^([\w.-]+)(?:\[\w+\])?==([\w.]+)",
        (supply_chain.ROOT / "requirements.txt").read_text(),
        re.MULTILINE,
    )
    assert written["bomFormat"] == "CycloneDX"
    parts = {(part["name"], part["version"]) for part in written["components"]}
    assert parts == set(pinned)
    purls = {part["purl"] for part in written["components"]}
    assert f"pkg:pypi/django@{dict(pinned)['django']}" in purls
