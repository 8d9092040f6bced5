"""A category of windows."""

import pytest

from tests.factories import (
    CategoryFactory,
)


@pytest.fixture
def work_category(db):
    """The category 仕事."""
    return CategoryFactory(slug="work", name="仕事")
