"""The clerk's pages: list, form and start page, at a hundred and at ten thousand windows."""

import statistics
import time
from http.client import HTTPConnection

from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from bench import server
from bench.database import fill
from directory.models import Window
from directory.open_now import index as hours_index
from platform_members.models import User

SIZES = (100, 10_000)
ROUNDS = 25


def run(database_url: str) -> None:
    """Print p50 and p95 of each page for one clerk, and the ratio of the two sizes."""
    call_command("collectstatic", interactive=False, verbosity=0)
    print(f"\nAdmin: 2 gunicorn workers, one clerk, {ROUNDS} times each")
    print(f"{'windows':>8} {'page':<6} {'p50 ms':>7} {'p95 ms':>7} {'of 100':>7}")
    smallest: dict[str, float] = {}
    for size in SIZES:
        fill(size)
        hours_index.refresh_hours(now=timezone.now())
        window = Window.objects.published().latest("pk")
        pages = {
            "start": "/admin/",
            "list": "/admin/directory/window/",
            "form": f"/admin/directory/window/{window.pk}/change/",
        }
        cookie = log_in()
        with server.serving(database_url) as port:
            for name, path in pages.items():
                times = _measure(port, path, cookie)
                p50 = statistics.median(times)
                p95 = statistics.quantiles(times, n=20)[18]
                ratio = p50 / smallest.setdefault(name, p50)
                print(f"{size:>8,} {name:<6} {p50:>7.1f} {p95:>7.1f} {ratio:>7.2f}", flush=True)


def log_in() -> str:
    """The cookie of an administrator's session."""
    user = User.objects.filter(email="bench@example.jp").first()
    user = user or User.objects.create_superuser("bench@example.jp", "unused", name="計測")
    client = Client()
    client.force_login(user)
    return f"sessionid={client.session.session_key}"


def _measure(port: int, path: str, cookie: str) -> list[float]:
    """Milliseconds of each answer; raises RuntimeError for anything but 200."""
    connection = HTTPConnection("127.0.0.1", port)
    times = []
    for number in range(ROUNDS + 4):
        start = time.perf_counter()
        connection.request("GET", path, headers={"Cookie": cookie})
        answer = connection.getresponse()
        answer.read()
        if answer.status != 200:
            raise RuntimeError(f"{path} was answered {answer.status}")
        if number >= 4:  # the first ones warm both workers up
            times.append((time.perf_counter() - start) * 1000)
    connection.close()
    return times
