"""Processor time of a page, made anew and kept, beside a stock listing: one process, in turns."""

import statistics
import time
from io import BytesIO

from django.core.cache import caches
from django.core.handlers.wsgi import WSGIHandler
from django.core.management import call_command
from django.test import override_settings
from django.utils import timezone

from bench.database import fill
from directory.models import Category, Window
from directory.open_now.index import refresh_hours

ROUNDS = 40
# Milliseconds of processor time for a page that is made anew.
GOALS = {"category": 6, "search": 8, "window": 4}


def run(_database_url: str) -> list[str]:
    """Print CPU milliseconds a request for each page, made anew and kept."""
    call_command("collectstatic", interactive=False, verbosity=0)
    fill(100)
    refresh_hours(now=timezone.now())
    category = Category.objects.get(slug="money-housing")
    window = Window.objects.published().in_category(category)[0]
    pages = {
        "home": ("/", ""),
        "category": (category.get_absolute_url(), ""),
        "search": ("/windows/", "q=%E5%AE%B6%E8%B3%83"),
        "window": (window.get_absolute_url(), ""),
        "stock list": ("/stock/", ""),  # thirty windows by Django alone
    }
    with override_settings(ROOT_URLCONF="bench.urls"):
        return _print_table(pages)


def _print_table(pages: dict[str, tuple[str, str]]) -> list[str]:
    handler = WSGIHandler()
    anew: dict[str, list[float]] = {name: [] for name in pages}
    kept: dict[str, list[float]] = {name: [] for name in pages}
    for number in range(ROUNDS):
        for name, (path, query) in pages.items():
            for cache in ("pages", "missing", "searches"):
                caches[cache].clear()
            spent, again = _cost(handler, path, query), _cost(handler, path, query)
            if number > 2:
                anew[name].append(spent)
                kept[name].append(again)
    missed = []
    print(f"\nCost: CPU ms a request, median of {ROUNDS}; gzip asked for")
    print(f"{'page':<10} {'anew':>7} {'goal':>5} {'kept':>7}")
    for name in pages:
        cost, goal = statistics.median(anew[name]), GOALS.get(name)
        print(f"{name:<10} {cost:>7.2f} {goal or '':>5} {statistics.median(kept[name]):>7.2f}")
        if goal and cost > goal:
            missed.append(f"{name} made anew: {cost:.1f} ms, goal {goal} ms")
    return missed


def _cost(handler: WSGIHandler, path: str, query: str) -> float:
    start = time.process_time()
    ask(handler, path, query)
    return (time.process_time() - start) * 1000


def ask(
    handler: WSGIHandler, path: str, query: str, cookie: str = "", *, status: str = "200"
) -> None:
    """Have one page made, as a browser asks for it; raises RuntimeError for another status."""
    environ = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "80",
        "HTTP_HOST": "127.0.0.1",
        "HTTP_ACCEPT_ENCODING": "gzip",
        "HTTP_COOKIE": cookie,
        "wsgi.input": BytesIO(),
        "wsgi.url_scheme": "http",
        "wsgi.errors": BytesIO(),
    }

    def start_response(given, headers, error=None, /):
        if not given.startswith(status):
            raise RuntimeError(f"{path} was answered {given}")
        return lambda _written: None

    answer = handler(environ, start_response)
    b"".join(answer)
    answer.close()
