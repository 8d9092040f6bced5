"""One of the processes of `make fuzz`: reads its settings before anything of Django's."""

import importlib
import os
import tempfile

import django

from fuzz.report import Report


def of_one_process(share: tuple[str, int, int]) -> Report:
    """What a process finds that sends its share to a database of its own."""
    seed, core, inputs = share
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"BOOKLET_FOLDER": folder, "MIRROR_FOLDER": "", "MFA_REQUIRED": "false"}
        django.setup()
        sending = importlib.import_module("fuzz.sending")
        with importlib.import_module("bench.database").scratch(f"fuzz_{core}"):
            return sending.send_to_a_new_world(folder, seed=seed, inputs=inputs)
