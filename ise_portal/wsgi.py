"""Where gunicorn finds the portal."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ise_portal.settings")

application = get_wsgi_application()

from directory.search import danger  # noqa: E402  (once the applications are loaded)

danger.prepare()
