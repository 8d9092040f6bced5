"""`make run` serves the whole portal, or says in one sentence why not."""

import contextlib
import http.client
import json
import os
import re
import runpy
import secrets
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest
from django.conf import settings

from ise_portal.dev import demo, serve
from platform_members.models import Listing, User
from tests.helpers.processes import prepared

LOGIN = re.compile(r"\S+@example\.jp .*")


def free_port() -> int:
    """A port on which nothing listens, outside the range that outgoing connections use."""
    while True:
        with contextlib.suppress(OSError), socket.socket() as probe:
            probe.bind(("127.0.0.1", 20_000 + secrets.randbelow(10_000)))
            return probe.getsockname()[1]


class Serving:
    """`make run` as a terminal starts it: in a process group of its own."""

    def __init__(self, **environment):
        self.port = environment.setdefault("PORT", str(free_port()))
        self.folder = tempfile.TemporaryDirectory()
        # Files, because a pipe would not be emptied while a test waits for something else.
        self.output = Path(self.folder.name) / "output"
        self.errors = Path(self.folder.name) / "errors"
        with self.output.open("w") as output, self.errors.open("w") as errors:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "ise_portal.dev.serve"],
                cwd=settings.BASE_DIR,
                env={"PATH": os.environ["PATH"], "PYTHONUNBUFFERED": "1", **environment},
                stdout=output,
                stderr=errors,
                start_new_session=True,
            )

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        """End it, whatever the test has done."""
        self.process.terminate()
        self.end()
        self.folder.cleanup()

    def end(self) -> int:
        """Wait until it has ended and return its exit status."""
        return self.process.wait(timeout=120)

    def printed(self) -> str:
        """All that it has printed so far."""
        return self.output.read_text()

    def complaint(self) -> str:
        """All that it has said on standard error so far."""
        return self.errors.read_text()

    def wait_for(self, text: str) -> None:
        """Wait until this has been printed."""
        deadline = time.monotonic() + 120
        while text not in self.printed():
            assert self.process.poll() is None, self.complaint()
            assert time.monotonic() < deadline, self.complaint()
            time.sleep(0.05)


def living() -> dict[int, int]:
    """The number of every process that has not ended, and that of its parent."""
    found = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):  # it ended meanwhile
            state, parent = path.read_text().rpartition(")")[2].split()[:2]
            if state != "Z":
                found[int(path.parent.name)] = int(parent)
    return found


def started_by(process: subprocess.Popen) -> set[int]:
    """The processes that this one and its children have started."""
    family, parents = {process.pid}, living()
    while more := {pid for pid, parent in parents.items() if parent in family} - family:
        family |= more
    return family - {process.pid}


def get(port: str, path: str) -> int:
    """Ask the portal for a page and return the status of its answer."""
    connection = http.client.HTTPConnection("127.0.0.1", int(port), timeout=60)
    with contextlib.closing(connection):
        connection.request("GET", path)
        return connection.getresponse().status


def refusal(**environment) -> str:
    """What `make run` says when it gives up."""
    with Serving(**environment) as run:
        assert run.end() == 1
        assert run.printed() == ""
        return run.complaint()


@pytest.fixture
def database_url():
    """A fresh, empty database on the server that the tests use."""
    url = os.environ["DATABASE_URL"]
    name = f"serve_{secrets.token_hex(4)}"
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
        yield urlsplit(url)._replace(path=f"/{name}").geturl()
        connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_it_serves_until_it_is_stopped_and_leaves_no_process(database_url, stop):
    """Ready means that it answers; Ctrl-C ends everything that was started, with status 0."""
    with Serving(DATABASE_URL=database_url) as run:
        run.wait_for(f"Ready: http://localhost:{run.port}/  (Ctrl-C stops it)\n")
        assert get(run.port, "/healthz") == 200
        assert get(run.port, "/") == 200
        started = started_by(run.process)
        assert len(started) >= 3, "gunicorn and its workers"
        os.killpg(run.process.pid, stop)
        assert run.end() == 0
        assert run.complaint() == ""
    assert not started & living().keys()


def test_it_may_be_stopped_before_it_is_ready(database_url):
    """Ctrl-C while the web server is starting ends it as quietly."""
    with Serving(DATABASE_URL=database_url) as run:
        run.wait_for("Portal: ")
        os.killpg(run.process.pid, signal.SIGINT)
        assert run.end() == 0
        assert run.complaint() == ""


def test_a_second_start_overwrites_nothing(database_url):
    """What staff changed stays, and the same log-ins are told again."""
    with Serving(DATABASE_URL=database_url) as run:
        run.wait_for("Ready: ")
        logins = LOGIN.findall(run.printed())
    with psycopg.connect(database_url) as connection:
        loaded = connection.execute("SELECT uid FROM directory_window").fetchall()
        connection.execute("UPDATE directory_window SET subject = '変更' WHERE uid = %s", loaded[0])
    with Serving(DATABASE_URL=database_url) as run:
        run.wait_for("Ready: ")
        assert LOGIN.findall(run.printed()) == logins
        beside = prepared("os.environ['PORTAL_URL']", DATABASE_URL=database_url)
        assert beside == f"http://localhost:{run.port}", "mails of a command run beside it"
    with psycopg.connect(database_url) as connection:
        changed = connection.execute("SELECT uid FROM directory_window WHERE subject = '変更'")
        assert changed.fetchall() == loaded[:1]
        count = connection.execute("SELECT count(*) FROM directory_window")
        assert count.fetchone()[0] == len(loaded)
    assert len(logins) == 3


def test_it_says_so_when_the_web_server_dies(database_url):
    """No page waits for a portal that is gone."""
    with Serving(DATABASE_URL=database_url) as run:
        run.wait_for("Ready: ")
        started = started_by(run.process)
        parents = living()
        os.kill(next(pid for pid in started if parents[pid] == run.process.pid), signal.SIGKILL)
        assert run.end() == 1
        assert run.complaint() == "The web server ended by itself with status -9.\n"
    assert not started & living().keys()


def test_a_portal_that_only_answers_with_errors_is_not_called_ready(monkeypatch):
    """One look is enough: the same error is not written ten times a second."""
    monkeypatch.setattr(serve, "_status_of_health", {1: 503}.get)
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as server:
        assert serve._watch(server, 1, []) == (
            "The portal answers with error 503; the lines above say why."
        )


def test_a_taken_port_is_named_with_a_way_out():
    """Before anything is started, one sentence says which port and what to type."""
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        assert refusal(PORT=str(port)) == (
            f"Port {port} is taken: choose another, as in `PORT=8001 make run`.\n"
        )


@pytest.mark.parametrize("port", ["http", "0", "65536", "-1", "80.5", "８０００"])
def test_a_port_that_is_none_is_refused(port):
    """PORT is a whole number in the range that exists."""
    assert refusal(PORT=port) == f"PORT must be a whole number from 1 to 65535, not {port!r}.\n"


@pytest.mark.parametrize(
    "url", ["postgres://portal@127.0.0.1:1/portal", "postgres://portal@/portal?host=/nowhere"]
)
def test_a_database_that_does_not_answer_is_one_sentence(url):
    """No traceback: where to look, and what the database driver said."""
    sentence = refusal(DATABASE_URL=url)
    assert sentence.startswith("The database cannot be used; check DATABASE_URL and its disk: ")
    assert sentence.count("\n") == 1


@pytest.mark.django_db
def test_demo_logins_work_and_are_told_again(tmp_path, members):
    """An administrator, a clerk, a member who edits; their file is for one's own eyes."""
    file = tmp_path / "folder" / "demo-logins.json"
    lines = demo.demo_logins(file)
    assert lines == demo.demo_logins(file)
    assert file.stat().st_mode & 0o777 == 0o600
    administrator, clerk, member = User.objects.order_by("email")
    assert administrator.is_superuser
    assert clerk.is_staff
    assert clerk.has_perm("directory.change_window")
    assert not clerk.has_perm("directory.delete_window")
    assert not member.is_staff
    assert Listing.objects.editable_by(member).exists()
    for user, line in zip((administrator, clerk, member), lines, strict=True):
        assert user.check_password(line.split()[1])


@pytest.mark.django_db
def test_a_changed_demo_password_is_not_told(tmp_path):
    """It is the clerk's own secret from then on, and nothing sets it back."""
    file = tmp_path / "demo-logins.json"
    demo.demo_logins(file)
    clerk = User.objects.get(email=demo.CLERK)
    clerk.set_password("correct horse")
    clerk.save()
    assert demo.demo_logins(file)[1] == f"{demo.CLERK}  (password changed since)"
    clerk.refresh_from_db()
    assert clerk.check_password("correct horse")


@pytest.mark.django_db
def test_where_people_exist_no_demo_login_is_made(tmp_path):
    """A database with people in it is work, and stays."""
    User.objects.create_user("someone@example.jp", "correct horse", name="誰か")
    file = tmp_path / "demo-logins.json"
    assert demo.demo_logins(file) == []
    assert not file.exists()
    file.write_text(json.dumps({demo.CLERK: "old"}))
    assert demo.demo_logins(file) == []
    assert User.objects.count() == 1


def test_residents_are_not_logged():
    """gunicorn writes no access log and opens no socket of its own in the home folder."""
    configuration = runpy.run_path(settings.BASE_DIR / "gunicorn.conf.py")
    assert configuration["accesslog"] is None
    assert configuration["control_socket_disable"] is True
