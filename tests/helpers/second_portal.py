"""A second portal on this machine: another city's, with a server and a database of its own."""

import os
import re
import secrets
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection

from platform_members.backups import postgres
from tests.helpers.served import database_of_the_tests

ROOT = Path(settings.BASE_DIR)
FOLDER = ROOT / "tests" / "data" / "another_city"
PAGE = (ROOT / "docs" / "another-city.md").read_text()
# What the page tells to write into .env.
SETTINGS = dict(re.findall(r"^ +([A-Z_]+)=(.+)$", PAGE.split("```")[1], re.MULTILINE))
START_SECONDS = 60
# A database that is in use cannot be copied; earlier tests may have left a session open.
END_SESSIONS = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s"


@dataclass
class SecondPortal:
    """A running portal: its address, and its environment for commands."""

    url: str
    environment: dict[str, str]

    def run(self, code: str) -> str:
        """What Python prints in the portal's shell, in a process of its own."""
        command = [sys.executable, "manage.py", "shell", "--verbosity", "0", "--command", code]
        done = subprocess.run(
            command, cwd=ROOT, env=self.environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()


@contextmanager
def second_portal() -> Iterator[SecondPortal]:
    """The other city's portal; its database is a copy of the tests' empty one."""
    name = f"second_{secrets.token_hex(4)}"
    connection.close()
    server = postgres.portal_database().named(postgres.MAINTENANCE)
    template = connection.settings_dict["NAME"]
    with server.connected(autocommit=True) as beside:
        beside.execute(END_SESSIONS, [template])
        beside.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        try:
            with _serving(name) as portal:
                yield portal
        finally:
            postgres.drop(beside, name)


@contextmanager
def _serving(name: str) -> Iterator[SecondPortal]:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    url = f"http://127.0.0.1:{port}"
    environment = os.environ | SETTINGS
    environment |= {
        "DATABASE_URL": urlsplit(database_of_the_tests())._replace(path=f"/{name}").geturl(),
        "PORTAL_URL": url,
        "ALLOWED_HOSTS": "127.0.0.1",
        "HTTPS": "false",
        "PORTALS_INSIDE": "127.0.0.1",
        "WEB_CONCURRENCY": "1",
        "MIRROR_FOLDER": "",
    }
    command = [sys.executable, "-m", "gunicorn", "--config", "gunicorn.conf.py"]
    server = subprocess.Popen(
        [*command, "--bind", f"127.0.0.1:{port}", "ise_portal.wsgi"],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait(server, port)
        yield SecondPortal(url, environment)
    finally:
        server.send_signal(signal.SIGINT)  # at once, without waiting for open connections
        server.wait(20)


def _wait(server: subprocess.Popen, port: int) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and server.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError("The second portal did not start.")
