"""Pages kept by the shipped nginx against static files of the same bytes from the same nginx."""

import gzip
import tempfile
from pathlib import Path

from django.core.management import call_command

from bench import load, pages
from drill.visitors import unproved
from drill.web import fronted, serving
from tests.deploy.front import NAME

WINDOWS = 100
# A page that nginx keeps is to be at most so much slower than a file that it hands over.
GOAL = 0.9


def run(database_url: str) -> list[str]:
    """Print what nginx takes for each page, and its share of the static file's speed."""
    call_command("collectstatic", interactive=False, verbosity=0)
    paths = pages.prepare(WINDOWS)
    del paths["search"]  # nginx lets no address search so often
    print(f"\nFront: the shipped nginx, TLS, {load.CONNECTIONS} connections, gzip; pages kept by")
    print(f"it; 'of file' compares nginx's processor time, the least of {pages.ROUNDS} turns")
    print(
        f"{'page':<10} {'req/s':>7} {'p50 ms':>7} {'p99 ms':>7}"
        f" {'bytes':>7} {'cpu ms':>7} {'file ms':>7} {'of file':>8}"
    )
    missed = []
    with (
        tempfile.TemporaryDirectory() as files,
        serving(
            DATABASE_URL=database_url, ALLOWED_HOSTS=f"127.0.0.1,{NAME}", BEHIND_PROXY="true"
        ) as [web],
        fronted(web.port, static=Path(files)) as front,
    ):
        nginx = load.Server(front.port, "nginx", NAME, unproved())
        for name, path in paths.items():
            page = front.ask(path).body
            (Path(files) / f"{name}.html").write_bytes(page)
            (Path(files) / f"{name}.html.gz").write_bytes(gzip.compress(page, mtime=0))
            share = pages.print_row(f"{name:<10}", (nginx, path), (nginx, f"/static/{name}.html"))
            if share < GOAL:
                missed.append(f"{name} behind nginx: {share:.2f} of a file, goal {GOAL}")
    return missed
