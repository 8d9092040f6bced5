"""WSGI application, served by gunicorn."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ise_portal.settings")
django.setup(set_prefix=False)

from ise_portal.requests import PortalHandler  # noqa: E402  (once the settings are there)

application = PortalHandler()

from django.db import connections  # noqa: E402  (once the applications are loaded)

from directory.database.base import watch_database  # noqa: E402
from directory.mirror import follow  # noqa: E402
from directory.search import danger  # noqa: E402

danger.prepare()
for database in connections.all():
    watch_database(database)
follow.follow()
