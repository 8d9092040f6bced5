"""Environment of a portal on one's own machine, in place of production's."""

import contextlib
import os
import secrets
import tempfile
from collections.abc import Callable
from pathlib import Path

import environ
from cryptography.fernet import Fernet

CHECKOUT = Path(__file__).resolve().parents[2]
# Secrets and demo log-ins of this checkout; git does not see it.
LOCAL_FOLDER = CHECKOUT / ".local"
# Not by its number: browsers keep passkeys for names only.
DEMONSTRATION = "http://localhost:{port}"
DEFAULT_PORT = 8000


def prepare() -> None:
    """Set what production must set, each variable only where it is unset or empty.

    Called by `manage.py` when DEBUG is set, by `make run` (`ise_portal.dev.serve`) and by the tests
    (`ise_portal.dev.pytest_plugin`). Production never calls it, so that there a forgotten variable
    is an error and not a default. Ends the process with one sentence where the embedded database
    or the folder `.local` cannot be had.
    """
    if (CHECKOUT / ".env").is_file():
        environ.Env.read_env(CHECKOUT / ".env")
    _set_unless_set("DJANGO_SETTINGS_MODULE", "ise_portal.settings")
    _set_unless_set("ALLOWED_HOSTS", "127.0.0.1,localhost,[::1]")
    _set_unless_set("HTTPS", "false")
    _set_unless_set("MFA_REQUIRED", "false")
    _set_unless_set("PORTAL_URL", last_address())
    _set_unless_set("EMAIL_URL", "consolemail://")
    for name, file, make in (
        ("SECRET_KEY", "secret-key", lambda: secrets.token_urlsafe(50)),
        ("FACTOR_KEYS", "factor-keys", lambda: Fernet.generate_key().decode()),
    ):
        try:
            os.environ[name] = os.environ.get(name) or kept(LOCAL_FOLDER / file, make)
        except OSError as error:
            raise SystemExit(
                f"The portal cannot keep its secret key in {LOCAL_FOLDER} ({error.strerror}):"
                " correct that folder's owner and permissions and try again."
            ) from error
    if not os.environ.get("DATABASE_URL"):
        # Imported only here: with a database named, no embedded one is needed.
        from ise_portal.dev.embedded_postgres import EmbeddedPostgresError, programs, provide

        try:
            os.environ["DATABASE_URL"] = provide(CHECKOUT)
            _set_unless_set("POSTGRES_BIN", str(programs()))
        except EmbeddedPostgresError as error:
            raise SystemExit(str(error)) from error


def last_address() -> str:
    """Where `make run` serves this checkout, or last did: for mails of commands run beside it."""
    with contextlib.suppress(OSError):
        return (LOCAL_FOLDER / "address").read_text()
    return DEMONSTRATION.format(port=DEFAULT_PORT)


def note_address(port: int) -> None:
    """Note the port at which this checkout is served. Raises OSError."""
    LOCAL_FOLDER.mkdir(mode=0o700, exist_ok=True)
    (LOCAL_FOLDER / "address").write_text(DEMONSTRATION.format(port=port))


def kept(path: Path, make: Callable[[], str]) -> str:
    """Return the text in this file; make it first, for the owner's eyes only, if there is none.

    Processes that come at the same time get the same text. Raises OSError.
    """
    if not path.exists():
        path.parent.mkdir(mode=0o700, exist_ok=True)
        with tempfile.NamedTemporaryFile("w", dir=path.parent) as draft:  # mode 0600
            draft.write(make())
            draft.flush()
            with contextlib.suppress(FileExistsError):
                os.link(draft.name, path)  # unlike a rename, replaces no other process's file
    return path.read_text()


def _set_unless_set(name: str, value: str) -> None:
    os.environ[name] = os.environ.get(name) or value
