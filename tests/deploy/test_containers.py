"""The containers: what Dockerfile and compose.yaml name is there, and agrees with the units.

The images themselves are built where an image builder is; here is none.
"""

import re
import subprocess
from pathlib import Path

import pytest
import yaml
from django.conf import settings
from django.core.management import get_commands

from tests.deploy.front import DEPLOY
from tests.deploy.test_units import UNITS, command_of, read

ROOT = Path(settings.BASE_DIR)
DOCKERFILE = (ROOT / "Dockerfile").read_text()


@pytest.fixture
def services() -> dict:
    """The services of compose.yaml."""
    return yaml.safe_load((ROOT / "compose.yaml").read_text())["services"]


def test_every_path_that_is_copied_is_there_and_not_ignored():
    """A file that was moved stops the build of the image, and before it this test."""
    ignored = (ROOT / ".dockerignore").read_text().split()
    copied = re.findall(r"^COPY (?!--from)(.*) \S+$", DOCKERFILE, re.MULTILINE)
    names = [name for line in copied for name in line.split()]
    assert {"directory", "templates", "manage.py"} <= set(names)
    assert not {"tests", "fuzz", "mutations", "drill", "bench"} & set(names)
    assert [name for name in names if not (ROOT / name).exists()] == []
    assert [name for name in names if name.split("/")[0] in ignored] == []


def test_no_secret_is_copied():
    """Settings, keys, local data and what was made stay out, whatever is copied one day."""
    ignored = (ROOT / ".dockerignore").read_text().split()
    assert {".env", ".local", ".pg", ".git"} <= set(ignored)


def test_every_app_is_in_the_image():
    """Every app of ours is named in a COPY."""
    for app in ("directory", "platform_members", "campaigns", "ise_portal"):
        assert f"\nCOPY {app} {app}\n" in DOCKERFILE


def test_one_command_starts_all_that_the_portal_needs(services):
    """nginx, web service, database, cache, timers; each builds what it runs, or names an image."""
    assert set(services) == {"database", "cache", "migrate", "web", "nightly", "front"}
    targets = set(re.findall(r"^FROM \S+ AS (\w+)$", DOCKERFILE, re.MULTILINE))
    for name, service in services.items():
        assert service["image"], name
        assert "build" not in service or service["build"]["target"] in targets
        assert set(service.get("depends_on", ())) <= set(services)
        for program in service.get("command", ()):
            if program.startswith("deploy/"):
                assert (ROOT / program).stat().st_mode & 0o111


def test_the_client_is_of_the_databases_version(services):
    """pg_dump of another major version would refuse the server."""
    [server] = re.findall(r"^postgres:(\d+)", services["database"]["image"])
    assert f"ARG POSTGRES_CLIENT=postgresql-client-{server}\n" in DOCKERFILE


def test_containers_may_do_little(services):
    """No new rights, no capabilities but nginx's, and no file system but what is named."""
    for name, service in services.items():
        assert "no-new-privileges:true" in service["security_opt"], name
        if name != "database":
            assert service["cap_drop"] == ["ALL"], name
    for name in ("cache", "web", "nightly", "migrate"):
        assert services[name]["read_only"] is True
    assert [name for name, service in services.items() if "ports" in service] == ["front"]


def test_every_setting_is_one_that_the_portal_knows(services):
    """Its name stands in .env.example, but for the clock's."""
    known = (ROOT / ".env.example").read_text()
    for name in services["web"]["environment"].keys() - {"TZ"}:
        assert re.search(rf"^#?{name}=", known, re.MULTILINE), name


def test_containers_have_the_same_night_as_units():
    """Times and commands of deploy/nightly are those of the timers."""
    lines = (DEPLOY / "nightly").read_text().split("jobs='")[1].split("'")[0].split("\n")
    nightly = {line.split()[1]: line.split()[0] for line in lines if line}
    timers = {
        command_of(path.with_suffix(".service")): read(path)["Timer"]["OnCalendar"]
        for path in UNITS.glob("*.timer")
    }
    assert timers.pop("send_mails") == "*-*-* *:*:00"
    assert {name: f"*-*-* {time}:00" for name, time in nightly.items()} == timers
    assert set(nightly) <= set(get_commands())


@pytest.mark.parametrize(
    ("last", "now", "job", "due"),
    [
        ("07:29", "07:30", "07:30", True),
        ("07:30", "07:31", "07:30", False),
        ("07:20", "07:55", "07:40", True),
        ("23:58", "00:12", "00:10", True),
        ("23:58", "00:12", "23:59", True),
        ("23:58", "00:12", "12:10", False),
    ],
)
def test_a_job_whose_minute_passed_while_another_ran_is_not_forgotten(last, now, job, due):
    """Due is what lies between two looks at the clock, also across midnight."""
    script = (DEPLOY / "nightly").read_text()
    function = script[script.index("is_due()") : script.index("last=$(date")]
    asked = subprocess.run(["/bin/sh", "-c", f"last={last} now={now}\n{function}\nis_due {job}"])
    assert (asked.returncode == 0) is due


@pytest.mark.parametrize("script", ["nightly", "nginx/render", "nginx/start"])
def test_scripts_are_of_plain_shell(script):
    """The image's shell reads them."""
    subprocess.run(["/bin/sh", "-n", DEPLOY / script], check=True)
