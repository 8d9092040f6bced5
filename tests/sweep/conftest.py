"""Fixtures of the sweep: its rows and browsers, made once a file, and what was walked once."""

import logging
from functools import cache

import pytest
from django.db import transaction
from django.test import override_settings

from tests.sweep.walk import make_sweep


@pytest.fixture(scope="module")
def sweep(django_db_setup, django_db_blocker):
    """The rows and browsers, with second factors as in production; rolled back."""
    steady = {"MFA_REQUIRED": True, "ACCOUNT_REAUTHENTICATION_TIMEOUT": 24 * 3600}
    logging.disable(logging.CRITICAL)
    with django_db_blocker.unblock(), override_settings(**steady), transaction.atomic():
        yield make_sweep()
        transaction.set_rollback(True)
    logging.disable(logging.NOTSET)


@pytest.fixture(scope="module")
def opened(sweep):
    """What a person got by each safe method, read, and wrote thereby."""
    return cache(sweep.opened)


@pytest.fixture(scope="module")
def sent(sweep):
    """What a person got who sent each form to each address, and read thereby."""
    return cache(sweep.sent_by)
