"""The web service as systemd keeps it: its socket stays open while processes come and go."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

from drill.database import children_of
from ise_portal.dev.local import CHECKOUT
from tests.deploy.front import Front


class Web:
    """gunicorn with two workers on a socket of the drill's; `port` is where it answers."""

    def __init__(self, application: str = "ise_portal.wsgi", **environment: str) -> None:
        self.application, self.environment = application, environment
        self.socket = socket.create_server(("127.0.0.1", 0), backlog=2048)
        self.port = self.socket.getsockname()[1]

    def start(self) -> "Web":
        """Start the service; its socket takes connections already."""
        place = self.socket.fileno()
        command = [sys.executable, "-m", "gunicorn", "--config", "gunicorn.conf.py"]
        self.process = subprocess.Popen(
            [*command, "--workers", "2", "--bind", f"fd://{place}", self.application],
            cwd=CHECKOUT,
            env=os.environ | self.environment,
            pass_fds=[place],
            start_new_session=True,
            stderr=subprocess.DEVNULL,
        )
        return self

    def restart(self) -> None:
        """What `systemctl restart` does: the old process finishes its work, a new one begins."""
        self.process.terminate()
        self.process.wait()
        self.start()

    def kill(self) -> None:
        """Kill master and workers at once."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def kill_a_worker(self) -> None:
        """Kill the oldest worker."""
        if workers := sorted(children_of(self.process.pid)):
            os.kill(workers[0], signal.SIGKILL)

    def stop(self) -> None:
        """End the service and close its socket."""
        self.process.terminate()
        self.process.wait()
        self.socket.close()


class WebFront(Front):
    """The shipped nginx in front of a web service that the drill has started."""

    def __init__(self, folder: Path, port: int, static: Path) -> None:
        super().__init__(folder, "")
        self.web_port = port
        shutil.rmtree(self.mirror.parent)
        self.static, self.mirror = static, settings.MIRROR_FOLDER / Path("current")

    def start_web(self) -> None:
        """Start nothing: the service is there."""

    def configuration(self) -> str:
        """The shipped one, with the service's port for its socket."""
        of_front = f"unix:{self.folder}/web.sock"
        return super().configuration().replace(of_front, f"127.0.0.1:{self.web_port}")


@contextmanager
def serving(count: int = 1, **how: str) -> Iterator[list[Web]]:
    """Start web services, give them when they answer, stop them afterwards."""
    webs = [Web(**how).start() for _number in range(count)]
    try:
        for web in webs:
            wait_for(web.port)
        yield webs
    finally:
        for web in webs:
            web.stop()


def has_nginx() -> bool:
    """Whether this machine has an nginx."""
    return shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin") is not None


@contextmanager
def fronted(port: int, static: Path | None = None) -> Iterator[Front]:
    """Start nginx in front of a port, give it, stop it afterwards; `static`: other static files."""
    with tempfile.TemporaryDirectory() as folder:
        front = WebFront(Path(folder), port, static or settings.STATIC_ROOT)
        try:
            front.start()
            yield front
        finally:
            front.stop()


def wait_for(port: int) -> None:
    """Return when the service at a port answers."""
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=30) as probe:
                probe.sendall(b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
                if probe.recv(12).endswith(b"200"):
                    return
        except OSError:
            time.sleep(0.05)
    raise RuntimeError("gunicorn did not start.")
