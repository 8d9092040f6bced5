"""Plugin of pytest, named in its `addopts`: gives the tests their settings and database.

pytest-django reads the settings before any `conftest.py`; plugins named by `-p` come earlier.
"""

import os

from ise_portal.dev import local

# Not where this machine last served the portal.
os.environ["PORTAL_URL"] = local.DEMONSTRATION.format(port=local.DEFAULT_PORT)
local.prepare()
