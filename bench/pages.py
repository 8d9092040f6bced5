"""Public pages against a bare view that returns the same bytes from the same server."""

import gzip
import tempfile
from pathlib import Path

from django.core.management import call_command

from bench import load, server
from bench.database import fill
from directory.models import Window

SIZES = (100, 10_000)


def run(database_url: str) -> None:
    """Print requests/s, p50, p99 and bytes of each page, and its share of the bare view's speed."""
    call_command("collectstatic", interactive=False, verbosity=0)
    print("\nPages: 2 gunicorn workers, 16 connections; 'of bare' compares requests/s")
    print(
        f"{'windows':>8} {'page':<10} {'req/s':>7} {'p50 ms':>7} {'p99 ms':>7}"
        f" {'bytes':>7} {'gzip':>6} {'bare req/s':>10} {'of bare':>8}"
    )
    for size in SIZES:
        fill(size)
        window = Window.objects.published().earliest("pk")
        pages = {
            "home": "/",
            "category": "/categories/money-housing/",
            "window": window.get_absolute_url(),
        }
        with tempfile.TemporaryDirectory() as bodies:
            with server.serving(database_url) as port:
                for name, path in pages.items():
                    (Path(bodies) / name).write_bytes(server.fetch(port, path))
            with server.serving(
                database_url, DJANGO_SETTINGS_MODULE="bench.settings", BENCH_BODIES=bodies
            ) as port:
                for name, path in pages.items():
                    _print_row(size, name, (Path(bodies) / name).read_bytes(), port, path)


def _print_row(size: int, name: str, body: bytes, port: int, path: str) -> None:
    page, bare = load.measure(port, path), load.measure(port, f"/bare/{name}")
    print(
        f"{size:>8,} {name:<10} {page.requests_per_second:>7.0f} {page.p50:>7.1f} {page.p99:>7.1f}"
        f" {page.body_bytes:>7,} {len(gzip.compress(body)):>6,} {bare.requests_per_second:>10.0f}"
        f" {page.requests_per_second / bare.requests_per_second:>8.2f}"
    )
