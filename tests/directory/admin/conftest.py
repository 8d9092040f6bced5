"""Browsers of two clerks."""

import pytest

from tests.helpers.calls import browser


@pytest.fixture
def first(clerk):
    """The browser of the clerk who rings."""
    return browser(clerk)


@pytest.fixture
def second(colleague):
    """The browser of a colleague who rings at the same time."""
    return browser(colleague)
