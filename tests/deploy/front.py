"""nginx with the portal's own configuration, in front of gunicorn with the portal's own."""

import contextlib
import datetime
import http.client
import json
import os
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from django.conf import settings

DEPLOY = Path(settings.BASE_DIR) / "deploy"
NAME = "soudan.example.lg.jp"
START_SECONDS = 60
APPLICATION = "tests.deploy.answering:application"


@dataclass
class Answer:
    """An answer of the front."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def asked(self) -> dict:
        """What the application was asked."""
        return json.loads(self.body)

    @property
    def number(self) -> str:
        """What tells this answer of the application from all others."""
        return self.asked["number"]


class Front:
    """A running nginx, the web service behind it, and their folder."""

    def __init__(self, folder: Path, application: str, **environment: str):
        self.folder, self.application = folder, application
        self.environment = environment
        with contextlib.ExitStack() as free:
            probes = [free.enter_context(socket.create_server(("127.0.0.1", 0))) for _ in "ab"]
            self.http_port, self.port = (probe.getsockname()[1] for probe in probes)
        self.static, self.mirror = folder / "static", folder / "mirror" / "current"
        for place in (self.static, self.mirror, folder / "cache"):
            place.mkdir(parents=True)
        self.log = folder / "error.log"
        self.nginx = self.web = None

    def start(self) -> None:
        """Start both, and wait until they answer."""
        make_certificate(self.folder)
        self.start_web()
        # Debian's own user of the workers cannot enter a folder of the tests.
        user = "user root;\n" if os.geteuid() == 0 else ""
        words = f"daemon off;\n{user}{self.configuration()}"
        (self.folder / "nginx.conf").write_text(words)
        self.nginx = subprocess.Popen(
            [program(), "-e", self.log, "-p", self.folder, "-c", "nginx.conf"],
        )
        self._wait_for(("127.0.0.1", self.port))

    def configuration(self) -> str:
        """The template with this folder's places."""
        places = {
            "SERVER_NAMES": NAME,
            "HTTP_PORT": self.http_port,
            "HTTPS_PORT": self.port,
            "CERTIFICATE": self.folder / "certificate.pem",
            "CERTIFICATE_KEY": self.folder / "key.pem",
            "UPSTREAM": f"unix:{self.folder}/web.sock",
            "STATIC_FOLDER": self.static,
            "MIRROR_FOLDER": self.mirror.parent,
            "PAGES_FOLDER": DEPLOY / "nginx" / "pages",
            "CACHE_FOLDER": self.folder / "cache",
            "BROTLI_MODULE": "/usr/lib/nginx/modules/ngx_http_brotli_static_module.so",
            "PID_FILE": self.folder / "nginx.pid",
            "ERROR_LOG": self.log,
        }
        words = self.folder / "settings.env"
        words.write_text("".join(f"{name}={value}\n" for name, value in places.items()))
        made = subprocess.run(
            [DEPLOY / "nginx" / "render", words], stdout=subprocess.PIPE, text=True, check=True
        )
        return made.stdout

    def start_web(self) -> None:
        """Start gunicorn on its socket."""
        command = [sys.executable, "-m", "gunicorn", "--config", "gunicorn.conf.py"]
        with (self.folder / "web.log").open("ab") as log:
            self.web = subprocess.Popen(
                [*command, "--bind", f"unix:{self.folder}/web.sock", self.application],
                cwd=settings.BASE_DIR,
                env=os.environ | self.environment,
                stderr=log,
                start_new_session=True,
            )
        self._wait_for(str(self.folder / "web.sock"))

    def kill_web(self) -> None:
        """Kill gunicorn and its workers, as a machine without memory does."""
        os.killpg(self.web.pid, signal.SIGKILL)
        self.web.wait()

    def stop(self) -> None:
        """End both."""
        for process in (self.nginx, self.web):
            if process and process.poll() is None:
                process.terminate()
                process.wait(timeout=60)

    def ask(self, path: str, method: str = "GET", body=None, name: str = NAME, **headers) -> Answer:
        """Ask the front for a page; of a header's name each underscore stands for a hyphen."""
        connection = http.client.HTTPSConnection(
            "127.0.0.1", self.port, timeout=60, context=_unproved(name)
        )
        with contextlib.closing(connection):
            named = {word.replace("_", "-"): text for word, text in headers.items()}
            connection.request(method, path, body, {"Host": name} | named)
            answer = connection.getresponse()
            return Answer(answer.status, dict(answer.getheaders()), answer.read())

    def ask_with(self, method: str, path: str, headers: dict, body) -> tuple[int, list]:
        """Status of an answer and all of its headers, those that it has twice as well."""
        connection = http.client.HTTPSConnection(
            "127.0.0.1", self.port, timeout=60, context=_unproved(NAME)
        )
        with contextlib.closing(connection):
            connection.request(method, path, body, {"Host": NAME} | headers)
            answer = connection.getresponse()
            return answer.status, answer.getheaders()

    def ask_raw(self, text: str, *, over_tls: bool = True) -> str:
        """Send these lines as they are, to the port of https; all that comes back."""
        plain = socket.create_connection(("127.0.0.1", self.port), timeout=60)
        with _unproved(NAME).wrap_socket(plain) if over_tls else plain as connection:
            connection.sendall(text.replace("\n", "\r\n").encode())
            received = b""
            while more := connection.recv(65536):
                received += more
            return received.decode()

    def everything_logged(self) -> str:
        """All that nginx and gunicorn have written, wherever that is."""
        return "\n".join(path.read_text(errors="replace") for path in self.folder.glob("*.log"))

    def _wait_for(self, address) -> None:
        family = socket.AF_UNIX if isinstance(address, str) else socket.AF_INET
        deadline = time.monotonic() + START_SECONDS
        while True:
            with socket.socket(family) as probe:
                if probe.connect_ex(address) == 0:
                    return
            ended = [each for each in (self.web, self.nginx) if each and each.poll() is not None]
            assert not ended, self.everything_logged()
            assert time.monotonic() < deadline, self.everything_logged()
            time.sleep(0.05)


def program() -> str:
    """Debian's nginx; where there is none the test is skipped, or fails with REQUIRE_NGINX."""
    found = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
    if found is None:
        explain = pytest.fail if os.environ.get("REQUIRE_NGINX") else pytest.skip
        explain("No nginx found. Install: nginx-light libnginx-mod-http-brotli-static")
    return found


@contextlib.contextmanager
def running(application: str, **environment: str) -> Iterator[Front]:
    """Give a front that runs, and stop it afterwards."""
    program()
    # Not one of pytest's own folders: their paths are too long for a socket.
    with tempfile.TemporaryDirectory() as folder:
        front = Front(Path(folder), application, **environment)
        try:
            front.start()
            yield front
        finally:
            front.stop()


def make_certificate(folder: Path) -> None:
    """Write a key and a certificate that is signed by itself alone."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, NAME)])
    now = datetime.datetime.now(datetime.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    form = serialization.Encoding.PEM
    (folder / "certificate.pem").write_bytes(certificate.public_bytes(form))
    (folder / "key.pem").write_bytes(
        key.private_bytes(form, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )


def _unproved(name: str) -> ssl.SSLContext:
    """TLS to the server that answers, asking for a name that need not be the address's."""
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    wrap = context.wrap_socket
    context.wrap_socket = lambda sock, **how: wrap(sock, **how | {"server_hostname": name})
    return context
