"""A window, and an edition that prints it."""

import pytest

from directory.models import Edition
from tests.factories import CategoryFactory, WindowFactory
from tests.helpers.booklet_pages import ADD, FORM


@pytest.fixture
def window(db):
    """A window with a place, to be printed."""
    category = CategoryFactory(name="仕事")
    return WindowFactory(
        subject="仕事の相談", name="相談室", address="伊勢市本町1-1", categories=[category]
    )


@pytest.fixture
def edition(clerk_client, window):
    """An edition with the one window in it, made by the clerk."""
    page = clerk_client.post(ADD, FORM, follow=True).content.decode()
    assert "作りました。PDFを受け取れます。" in page
    return Edition.objects.get()
