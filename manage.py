#!/usr/bin/env python
"""Django's command line: `DEBUG=1 python manage.py …` on one's own machine.

With DEBUG set it gets a secret key and an embedded database where none is named; without it,
as in production, everything comes from the environment.
"""

import os
import sys


def main() -> None:
    """Run the command that the arguments name."""
    if os.environ.get("DEBUG", "").strip().lower() in {"1", "true", "yes", "on"}:
        from ise_portal.dev import local

        local.prepare()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ise_portal.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
