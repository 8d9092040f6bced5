"""Plugin of pytest, named in its `addopts`: gives the tests their settings and database.

pytest-django reads the settings before any `conftest.py`; plugins named by `-p` come earlier.
"""

from ise_portal import local

local.prepare()
