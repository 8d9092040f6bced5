"""The real server on the tests' database, with static files as production has them."""

import fcntl
import os
import subprocess
import sys
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection


def database_of_the_tests() -> str:
    """The address of the database that a test has filled, for another process."""
    url = urlsplit(os.environ["DATABASE_URL"])
    return url._replace(path=f"/{connection.settings_dict['NAME']}").geturl()


def collect_static_files() -> None:
    """Collect them as production does; tests that run beside each other wait."""
    with (settings.BASE_DIR / ".venv" / "collecting").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        subprocess.run(
            [sys.executable, "manage.py", "collectstatic", "--no-input", "--verbosity", "0"],
            cwd=settings.BASE_DIR,
            check=True,
        )
