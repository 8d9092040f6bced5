"""Python in a process of its own, with an environment of its own."""

import os
import subprocess
import sys

from django.conf import settings

SHOW = "import os, sys; from ise_portal.dev import local; local.prepare(); print({})"


def prepared(expression: str, **environment) -> str:
    """What Python prints after `prepare` in a process with nothing but this environment."""
    outcome = subprocess.run(
        [sys.executable, "-c", SHOW.format(expression)],
        cwd=settings.BASE_DIR,
        env={"PATH": os.environ["PATH"], **environment},
        capture_output=True,
        text=True,
        check=True,
    )
    return outcome.stdout.strip()
