"""Worker process: a module of the portal that answers one job and ends.

What loads a dictionary, a typesetter or a chart engine takes 70 to 150 MB of memory, which a web
worker would keep for ever. The job goes in as JSON on stdin; the answer comes out of stdout.
"""

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
MAX_SECONDS = 25  # shorter than a web worker's patience


def ask(module: str, job, seconds: float = MAX_SECONDS) -> bytes:
    """Run `python -m module` with a job. Raises subprocess.SubprocessError or OSError."""
    done = subprocess.run(
        [sys.executable, "-m", module],
        input=json.dumps(job).encode(),
        capture_output=True,
        check=True,
        timeout=seconds,
        cwd=ROOT,
    )
    return done.stdout
