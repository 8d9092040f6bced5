"""Production starts with everything it needs, or not at all; and static files are sound."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.finders import get_finder
from django.core.management import call_command
from django.test import override_settings

from directory.models import Category
from ise_portal.dev.static_files import collect_if_changed

PRODUCTION = {
    "SECRET_KEY": "Zk3-wQ8_tB5xLm0RfYc7Hd2Jn9Gs4Vp6Ua1Ee-TiOoWyXqKz_MbCl",
    "FACTOR_KEYS": "S3bLk0m3cQ3Jp3t9rCk1uG9d3yq0c4nB7oQb8y2lq2M=",
    "ALLOWED_HOSTS": "soudan.example.lg.jp",
    "DATABASE_URL": "postgres://localhost/portal",
    "PORTAL_URL": "https://soudan.example.lg.jp",
    "EMAIL_URL": "smtp://localhost",
    "DJANGO_SETTINGS_MODULE": "ise_portal.settings",
}


def start(code: str, **environment) -> subprocess.CompletedProcess:
    """Run Python in the checkout with nothing but this environment."""
    return subprocess.run(
        [sys.executable, "-c", code],
        cwd=settings.BASE_DIR,
        env={"PATH": os.environ["PATH"], **environment},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    "missing",
    ["SECRET_KEY", "FACTOR_KEYS", "ALLOWED_HOSTS", "DATABASE_URL", "PORTAL_URL", "EMAIL_URL"],
)
@pytest.mark.parametrize("value", [None, "", " "])
def test_production_refuses_to_start_without(missing, value):
    """A missing or empty setting is named in a sentence that says what to do."""
    environment = {name: text for name, text in PRODUCTION.items() if name != missing}
    if value is not None:
        environment[missing] = value
    outcome = start("import django; django.setup()", **environment)
    assert outcome.returncode != 0
    assert f"{missing} is not set: " in outcome.stderr.splitlines()[-1]


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("SECRET_KEY", "x", "SECRET_KEY can be guessed: "),
        ("SECRET_KEY", "Kq8_" * 12, "SECRET_KEY can be guessed: "),
        ("SECRET_KEY", "abc" * 40, "SECRET_KEY can be guessed: "),
        ("SECRET_KEY", "django-insecure-" + "q8Zt_w3Lx0" * 6, "SECRET_KEY can be guessed: "),
        ("FACTOR_KEYS", "short", "FACTOR_KEYS holds what is no key: "),
        ("ALLOWED_HOSTS", "*", "ALLOWED_HOSTS lets every name in: "),
        ("ALLOWED_HOSTS", "soudan.example.lg.jp, *", "ALLOWED_HOSTS lets every name in: "),
        ("PORTAL_URL", "http://soudan.example.lg.jp", "PORTAL_URL is no https address: "),
        ("PORTAL_URL", "soudan.example.lg.jp", "PORTAL_URL is no https address: "),
        ("AUDIT_DAYS", "0", "AUDIT_DAYS: keep entries of the audit for 30 days at least."),
    ],
)
def test_production_refuses_what_protects_nothing(name, value, said):
    """One sentence names the setting and says what to do."""
    outcome = start("import django; django.setup()", **PRODUCTION | {name: value})
    assert outcome.returncode != 0
    assert said in outcome.stderr.splitlines()[-1]


def test_production_is_secure_by_default():
    """Without a word about it: no debug pages, https, secure cookies, no embedded database."""
    outcome = start(
        "import django, sys; django.setup(); from django.conf import settings as s;"
        "assert not s.DEBUG and s.SECURE_SSL_REDIRECT and s.SECURE_HSTS_SECONDS == 365 * 24 * 3600;"
        "assert s.SECURE_HSTS_INCLUDE_SUBDOMAINS and s.SECURE_HSTS_PRELOAD;"
        "assert s.MFA_REQUIRED and s.ACCOUNT_EMAIL_VERIFICATION == 'none';"
        "assert s.SESSION_COOKIE_SECURE and s.CSRF_COOKIE_SECURE and s.CSRF_COOKIE_HTTPONLY;"
        "assert s.SESSION_COOKIE_NAME == '__Host-sessionid' and s.SESSION_COOKIE_HTTPONLY;"
        "assert s.CSRF_COOKIE_NAME == '__Host-csrftoken';"
        "assert s.SESSION_COOKIE_SAMESITE == s.CSRF_COOKIE_SAMESITE == 'Lax';"
        "assert s.SESSION_COOKIE_AGE == 14 * 24 * 3600 and not s.SESSION_SAVE_EVERY_REQUEST;"
        "assert s.MESSAGE_STORAGE.endswith('.session.SessionStorage');"
        "assert 'ise_portal.dev.embedded_postgres' not in sys.modules;"
        "assert 'ise_portal.dev.local' not in sys.modules",
        **PRODUCTION,
    )
    assert outcome.returncode == 0, outcome.stderr


VISITOR = """
import django
django.setup()
from allauth.account.adapter import get_adapter
from django.test import RequestFactory
request = RequestFactory().get("/", REMOTE_ADDR="10.0.0.1", headers={
    "X-Forwarded-For": "192.0.2.66, 203.0.113.7", "X-Forwarded-Proto": "https",
})
print(get_adapter().get_client_ip(request), request.is_secure())
"""


@pytest.mark.parametrize(
    ("behind_proxy", "seen"),
    [({"BEHIND_PROXY": "true"}, "203.0.113.7 True"), ({}, "10.0.0.1 False")],
)
def test_a_visitor_is_who_the_proxy_says_and_no_proxy_is_believed_unasked(behind_proxy, seen):
    """What stands before the last address was sent by the visitor, who may write anything."""
    assert start(VISITOR, **PRODUCTION, **behind_proxy).stdout.strip() == seen


def test_production_hashes_passwords_slowly():
    """Tests hash with one round; production with Django's own PBKDF2 and its many."""
    code = (
        "import django; django.setup(); from django.contrib.auth.hashers import make_password;"
        "print(make_password('correct horse'))"
    )
    algorithm, rounds, *_rest = start(code, **PRODUCTION).stdout.split("$")
    assert algorithm == "pbkdf2_sha256"
    assert int(rounds) >= 600_000


def test_a_font_folder_that_is_not_there_is_named():
    """A misspelt folder stops the start, not the first clerk who saves a window."""
    outcome = start("import django; django.setup()", **PRODUCTION, BOOKLET_FONT_FOLDER="/nowhere")
    assert outcome.returncode != 0
    assert "there is no folder /nowhere" in outcome.stderr.splitlines()[-1]


def test_every_setting_is_explained():
    """Each variable that the settings read is commented in .env.example."""
    folder = settings.BASE_DIR / "ise_portal"
    read = "".join((folder / name).read_text() for name in ("settings.py", "required.py"))
    explained = (settings.BASE_DIR / ".env.example").read_text()
    for line in read.splitlines():
        if "env." in line and '("' in line:
            assert line.split('("')[1].split('"')[0] in explained


def test_static_files_are_hashed_and_compressed(tmp_path):
    """Every file that a style sheet names exists, and browsers get compressed, hashed files."""
    storages = settings.STORAGES | {
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}
    }
    with override_settings(STATIC_ROOT=tmp_path, STORAGES=storages):
        call_command("collectstatic", interactive=False, verbosity=0)
    assert list(tmp_path.glob("css/portal/portal.*.css.br"))
    assert list(tmp_path.glob("icons.*.svg.gz"))


def test_static_files_are_collected_again_only_when_they_change(tmp_path):
    """`make run` starts quickly, and still serves a style sheet that was edited."""
    sources, collected = tmp_path / "sources", tmp_path / "collected"
    sources.mkdir()
    sheet = sources / "sheet.css"
    sheet.write_text("a { color: red }")
    with override_settings(STATIC_ROOT=collected, STATICFILES_DIRS=[sources]):
        get_finder.cache_clear()
        collect_if_changed()
        (collected / "sheet.css").unlink()
        collect_if_changed()
        assert not (collected / "sheet.css").exists()
        sheet.write_text("a { color: blue }")
        collect_if_changed()
        assert "blue" in (collected / "sheet.css").read_text()
    get_finder.cache_clear()


def test_there_is_a_pictogram_for_every_mark():
    """Each mark that a category may carry is drawn, and has its colour."""
    icons = Path(finders.find("icons.svg")).read_text()
    styles = Path(finders.find("css/portal/portal.css")).read_text()
    for mark in Category.Mark.values:
        assert f'<symbol id="{mark}"' in icons
        assert f".mark-{mark} {{ --mark:" in styles
