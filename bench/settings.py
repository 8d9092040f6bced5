"""The portal's own settings, with the bare views beside its pages."""

from ise_portal.settings import *  # noqa: F403

ROOT_URLCONF = "bench.urls"
