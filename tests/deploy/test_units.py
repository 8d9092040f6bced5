"""The units for systemd: sound, hardened, and one timer for each command of the night."""

import configparser
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import get_commands

from ise_portal.readiness import JOBS
from tests.deploy.front import DEPLOY

UNITS = DEPLOY / "systemd"
SERVICES = sorted(UNITS.glob("*.service"))
HOME = "/srv/ise-portal"
MOST_EXPOSED = 20  # of 100, as systemd-analyze counts


def read(path: Path) -> configparser.RawConfigParser:
    """The sections of a unit; of a key that is there twice the last line."""
    unit = configparser.RawConfigParser(strict=False)
    unit.optionxform = str
    unit.read_string(path.read_text())
    return unit


def command_of(path: Path) -> str:
    """The management command that a service runs."""
    return re.search(r"manage\.py (\w+)", read(path)["Service"]["ExecStart"])[1]


@pytest.fixture
def analyze(tmp_path):
    """Return a function that runs systemd-analyze on units whose programs exist here."""
    program = shutil.which("systemd-analyze")
    assert program, "systemd-analyze belongs to Debian's systemd"
    for path in UNITS.glob("*.*"):
        if path.is_file():
            text = re.sub(
                rf"^ExecStart={HOME}/\S+", "ExecStart=/bin/true", path.read_text(), flags=re.M
            )
            (tmp_path / path.name).write_text(text)

    def run(*words) -> subprocess.CompletedProcess:
        return subprocess.run(
            [program, *words], cwd=tmp_path, capture_output=True, text=True, check=False
        )

    return run


def test_systemd_understands_every_word_of_every_unit(analyze):
    """It says nothing: an unknown key is no more than a warning to it, with status 0."""
    names = sorted(path.name for path in UNITS.iterdir() if path.is_file())
    found = analyze("verify", "--man=no", *(f"./{name}" for name in names))
    said = [line for line in found.stderr.splitlines() if "ise-portal" in line]
    assert (found.returncode, said) == (0, [])


@pytest.mark.parametrize("path", SERVICES, ids=lambda path: path.stem)
def test_a_service_can_do_little_harm(analyze, path):
    """As systemd counts: no rights, no other files, no other system calls."""
    limit = f"--threshold={MOST_EXPOSED}"
    found = analyze("security", "--offline=true", "--no-pager", limit, f"./{path.name}")
    assert found.returncode == 0, found.stdout.splitlines()[-1]


def test_every_command_of_the_night_has_a_timer_and_its_own_service():
    """What /readyz waits for is what the timers run, and what the README's table names."""
    timed = {command_of(path.with_suffix(".service")) for path in UNITS.glob("*.timer")}
    assert timed == set(JOBS) | {"mirror"}, "the mirror's age is read from its folder"
    assert timed <= set(get_commands())
    page = (Path(settings.BASE_DIR) / "README.md").read_text()
    rows = [
        line for line in page.splitlines() if re.search(r"\| every (night|day|minute) \|", line)
    ]
    named = {name for row in rows for name in re.findall(r"`([a-z_]+)", row)}
    assert named == timed
    for path in UNITS.glob("*.timer"):
        name = command_of(path.with_suffix(".service")).replace("_", "-")
        assert path.stem == f"ise-portal-{name}"


def test_no_two_commands_of_the_night_start_together():
    """One machine does one thing at a time; only mails go out every minute."""
    times = [read(path)["Timer"]["OnCalendar"] for path in UNITS.glob("*.timer")]
    assert len(times) == len(set(times))


def test_the_web_service_has_the_socket_that_nginx_is_given():
    """A restart closes no door: the socket is systemd's, and its group is nginx's."""
    socket = read(UNITS / "ise-portal.socket")["Socket"]
    handed_out = (DEPLOY / "nginx" / "settings.env").read_text()
    assert f"UPSTREAM=unix:{socket['ListenStream']}\n" in handed_out
    assert socket["SocketGroup"] == "www-data"
