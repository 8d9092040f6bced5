"""`make run`: the whole portal on one's own machine, with its data and two log-ins.

Listens on 127.0.0.1 only. Production runs gunicorn itself and never comes here.
"""

import contextlib
import fcntl
import http.client
import io
import logging
import os
import signal
import socket
import subprocess
import sys
import time

from ise_portal.dev import local

START_SECONDS = 60
GRACE_SECONDS = 10  # for requests that are being answered when the server is stopped


def main() -> None:
    """Prepare the portal, serve it until Ctrl-C, and leave no process behind.

    Ends with status 0 when it was asked to stop, else with 1 and one sentence.
    """
    _on_stop(lambda number, frame: sys.exit(0))
    try:
        port = _port()
        _refuse_if_taken(port)
        with _one_sentence():
            local.note_address(port)
        local.prepare()
        with _one_sentence():
            logins = _prepare_portal()
        _refuse_if_taken(port)  # by another `make run` that was started at the same time
        print(f"Portal: http://localhost:{port}/    Staff: http://localhost:{port}/admin/")
        for login in logins:
            print(f"  {login}")
        _serve(port)
    finally:
        _on_stop(signal.SIG_IGN)  # the embedded database is stopped in peace


def _on_stop(handler) -> None:
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, handler)


def _port() -> int:
    text = os.environ.get("PORT") or str(local.DEFAULT_PORT)
    if not (text.isascii() and text.isdecimal() and 1 <= int(text) <= 65535):
        sys.exit(f"PORT must be a whole number from 1 to 65535, not {text!r}.")
    return int(text)


def _refuse_if_taken(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except PermissionError:
            sys.exit(f"You may not open port {port}: choose another, as in `PORT=8001 make run`.")
        except OSError:
            other = 8001 if port != 8001 else 8002
            sys.exit(f"Port {port} is taken: choose another, as in `PORT={other} make run`.")


@contextlib.contextmanager
def _one_sentence():
    """End with one sentence instead of a traceback for what a person can correct."""
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import CommandError
    from django.db import OperationalError

    try:
        yield
    except (ImproperlyConfigured, CommandError) as error:
        sys.exit(str(error))
    except OperationalError as error:
        first_line = str(error).partition("\n")[0]
        sys.exit(f"The database cannot be used; check DATABASE_URL and its disk: {first_line}")
    except OSError as error:
        sys.exit(f"The portal cannot use {error.filename or 'its files'}: {error.strerror}.")


def _prepare_portal() -> list[str]:
    """Bring database and static files up to date; return the lines about the demo log-ins."""
    import django
    from django.core.management import call_command
    from django.db import connections

    django.setup()
    # Accounts of a demonstration are no news for its terminal.
    logging.getLogger("portal.audit").setLevel(logging.WARNING)
    from ise_portal.dev.demo import demo_logins  # needs the models
    from ise_portal.dev.static_files import collect_if_changed

    local.LOCAL_FOLDER.mkdir(mode=0o700, exist_ok=True)
    with open(local.LOCAL_FOLDER / "serve.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # two at once would both make the same tables
        call_command("migrate", verbosity=0, interactive=False)
        folder = os.environ.get("FIXTURES") or str(local.CHECKOUT / "fixtures")
        call_command("load_directory", folder, only_if_empty=True)
        call_command("load_organisations", folder, only_if_empty=True)
        call_command("load_campaigns", folder, only_if_empty=True)
        call_command("rebuild_search", stdout=io.StringIO())  # the way text is read may be newer
        collect_if_changed()
        logins = demo_logins(local.LOCAL_FOLDER / "demo-logins.json")
    connections.close_all()
    return logins


def _serve(port: int) -> None:
    """Run gunicorn until this process is asked to stop; then end with status 0, else 1."""
    asked: list[int] = []
    _on_stop(lambda number, frame: asked.append(number))
    command = [sys.executable, "-m", "gunicorn", "--config", "gunicorn.conf.py"]
    # A session of its own: Ctrl-C in the terminal reaches us alone, and we stop it gracefully.
    gunicorn = subprocess.Popen(
        [*command, "--bind", f"127.0.0.1:{port}", "ise_portal.wsgi"],
        cwd=local.CHECKOUT,
        start_new_session=True,
    )
    try:
        trouble = _watch(gunicorn, port, asked)
    finally:
        _stop(gunicorn)
    sys.exit(trouble)


def _watch(gunicorn: subprocess.Popen, port: int, asked: list[int]) -> str | None:
    """Print when the portal answers; None when asked to stop, a sentence on trouble."""
    deadline = time.monotonic() + START_SECONDS
    ready = False
    while not asked:
        if gunicorn.poll() is not None:
            return f"The web server ended by itself with status {gunicorn.returncode}."
        if not ready:
            status = _status_of_health(port)
            if status is not None and status >= 500:
                return f"The portal answers with error {status}; the lines above say why."
            if status is None and time.monotonic() > deadline:
                return f"The web server did not answer within {START_SECONDS} seconds."
            if status is not None:
                ready = True
                print(f"Ready: http://localhost:{port}/  (Ctrl-C stops it)", flush=True)
        time.sleep(0.1)
    return None


def _status_of_health(port: int) -> int | None:
    """HTTP status of the portal's own check; None without an answer."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status
    except (OSError, http.client.HTTPException):
        return None
    finally:
        connection.close()


def _stop(gunicorn: subprocess.Popen) -> None:
    """Let requests that are being answered end, then leave no worker behind."""
    gunicorn.terminate()
    with contextlib.suppress(subprocess.TimeoutExpired):
        gunicorn.wait(GRACE_SECONDS)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(gunicorn.pid, signal.SIGKILL)
    gunicorn.wait()


if __name__ == "__main__":
    main()
