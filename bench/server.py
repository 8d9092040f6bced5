"""The real server, as production runs it: gunicorn with two workers."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.error import URLError
from urllib.request import urlopen

from ise_portal.dev.local import CHECKOUT


@contextmanager
def serving(database_url: str, **environment: str) -> Iterator[int]:
    """Start gunicorn on a free port of this machine, give the port, stop it afterwards."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    gunicorn = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "gunicorn",
            "--config",
            "gunicorn.conf.py",
            "--workers",
            "2",
            "--bind",
            f"127.0.0.1:{port}",
            "ise_portal.wsgi",
        ],
        cwd=CHECKOUT,
        env={**os.environ, "DATABASE_URL": database_url, **environment},
    )
    try:
        _wait_for(port)
        yield port
    finally:
        gunicorn.terminate()
        gunicorn.wait()


def fetch(port: int, path: str) -> bytes:
    """The body of one page of the server."""
    with urlopen(f"http://127.0.0.1:{port}{path}") as answer:
        return answer.read()


def _wait_for(port: int) -> None:
    for _attempt in range(1_200):
        try:
            fetch(port, "/healthz")
            return
        except (URLError, ConnectionError):
            time.sleep(0.05)
    raise RuntimeError("gunicorn did not start.")
