"""Answers about addresses with an account and without: how far apart in time, through gunicorn.

Log-in with a wrong password and asking for a new one, with a mail server that takes mails, one that
is down and one that hangs. First the processor's time until the visitor has the answer, in this
process, which a busy machine changes least. PAIRS=1000 measures longer.
"""

import http.client
import os
import random
import re
import socket
import statistics
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from io import BytesIO
from urllib.parse import urlencode

from django.contrib.auth.hashers import make_password
from django.core.handlers.wsgi import WSGIHandler
from django.test import Client

from bench.server import serving
from ise_portal.dev.static_files import collect_if_changed
from platform_members.models import Attempt, User

PAIRS = int(os.environ.get("PAIRS", "200"))
GOAL_MS = 5.0
# What a visitor's next request must not wait for: the work that follows an answer.
PAUSE_SECONDS = 0.05
PAGES = {
    "log-in": ("/accounts/login/", "login", {"password": "not the password"}),
    "reset": ("/accounts/password/reset/", "email", {}),
}


def run(database_url: str) -> list[str]:
    """Print medians and their difference; return what misses the goal."""
    print(f"\nKnown and unknown addresses: {PAIRS} pairs each, through gunicorn")
    print(f"{'page':>8} {'mail server':>12} {'known ms':>9} {'unknown ms':>11} {'apart':>7}")
    collect_if_changed()
    password = make_password("correct horse")
    User.objects.bulk_create(
        User(email=f"known{number}@example.jp", name="人", password=password)
        for number in range(PAIRS)
    )
    missed = []
    for page in ("reset", "log-in"):
        missed += told(page, "(processor)", *in_process(page))
    for page, state in (*(("reset", each) for each in ("up", "down", "hangs")), ("log-in", "up")):
        with mail_server(state) as address:
            environment = {"EMAIL_URL": address, "BEHIND_PROXY": "true"}
            # An address may ask three times in ten minutes, and this asks in four tables.
            Attempt.objects.all().delete()
            with serving(database_url, **environment) as port:
                known, unknown = measure(port, page)
        missed += told(page, state, known, unknown)
    return missed


def told(page: str, state: str, known: float, unknown: float) -> list[str]:
    """Print a line of the table; return what misses the goal."""
    apart = known - unknown
    print(f"{page:>8} {state:>12} {known:>9.2f} {unknown:>11.2f} {apart:>+7.2f}", flush=True)
    return [f"{page}, {state}: {apart:+.2f} ms apart"] if abs(apart) > GOAL_MS else []


def in_process(page: str) -> tuple[float, float]:
    """Medians of the processor's time of this thread, until the answer is whole."""
    path, field, rest = PAGES[page]
    handler, client = WSGIHandler(), Client(SERVER_NAME="127.0.0.1")
    client.get(path)
    token = client.cookies["csrftoken"].value
    chance = random.Random(page)
    took: dict[str, list[float]] = {"known": [], "unknown": []}
    for number in range(PAIRS):
        for kind in chance.sample(sorted(took), 2):
            sent = {field: f"{kind}{number}@example.jp", "csrfmiddlewaretoken": token, **rest}
            body = urlencode(sent).encode()
            environ = {
                "REQUEST_METHOD": "POST",
                "PATH_INFO": path,
                "SERVER_NAME": "127.0.0.1",
                "SERVER_PORT": "80",
                "HTTP_HOST": "127.0.0.1",
                "HTTP_COOKIE": f"csrftoken={token}",
                "REMOTE_ADDR": f"198.51.{chance.randrange(256)}.{chance.randrange(256)}",
                "CONTENT_TYPE": "application/x-www-form-urlencoded",
                "CONTENT_LENGTH": str(len(body)),
                "wsgi.input": BytesIO(body),
                "wsgi.url_scheme": "http",
                "wsgi.errors": BytesIO(),
            }
            began = time.thread_time()
            answer = handler(environ, lambda *_given: lambda _written: None)
            b"".join(answer)
            took[kind].append((time.thread_time() - began) * 1000)
            answer.close()
    return statistics.median(took["known"]), statistics.median(took["unknown"])


@contextmanager
def mail_server(state: str) -> Iterator[str]:
    """EMAIL_URL of a server that takes mails, is down (its port is closed) or answers nothing."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
        if state == "down":
            listening.close()
        yield "dummymail://" if state == "up" else f"smtp://127.0.0.1:{port}"


def measure(port: int, page: str) -> tuple[float, float]:
    """Medians of a page in milliseconds, addresses with an account and without in chance order."""
    path, field, rest = PAGES[page]
    cookie, token = opened(port, path)
    chance = random.Random(page)
    took: dict[str, list[float]] = {"known": [], "unknown": []}
    for number in range(PAIRS):
        for kind in chance.sample(sorted(took), 2):
            sent = {field: f"{kind}{number}@example.jp", "csrfmiddlewaretoken": token, **rest}
            headers = {
                "Cookie": cookie,
                "Content-Type": "application/x-www-form-urlencoded",
                # A place of its own each time, so that no attempt is slowed down.
                "X-Forwarded-For": f"198.51.{chance.randrange(256)}.{chance.randrange(256)}",
            }
            connection = http.client.HTTPConnection("127.0.0.1", port)
            connection.connect()
            began = time.perf_counter()
            connection.request("POST", path, urlencode(sent), headers)
            answer = connection.getresponse()
            answer.read()
            took[kind].append((time.perf_counter() - began) * 1000)
            connection.close()
            if answer.status not in (200, 302):
                raise RuntimeError(f"{path} was answered {answer.status}")
            time.sleep(PAUSE_SECONDS)
    return statistics.median(took["known"]), statistics.median(took["unknown"])


def opened(port: int, path: str) -> tuple[str, str]:
    """Cookie and token of a form."""
    connection = http.client.HTTPConnection("127.0.0.1", port)
    connection.request("GET", path, headers={"X-Forwarded-For": "198.51.100.1"})
    answer = connection.getresponse()
    page = answer.read().decode()
    if answer.status != HTTPStatus.OK:
        raise RuntimeError(f"{path} was answered {answer.status}: {page[:300]}")
    [token] = set(re.findall(r'name="csrfmiddlewaretoken" value="(\w+)"', page))
    return str(answer.headers["Set-Cookie"]).partition(";")[0], token
