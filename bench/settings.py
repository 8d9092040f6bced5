"""The portal's own settings, with the bare views beside its pages."""

from ise_portal.settings import *

ROOT_URLCONF = "bench.urls"
