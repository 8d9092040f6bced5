"""What the database itself refuses, and what a window answers."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from directory.models import Window, window_queryset
from tests.factories import CategoryFactory, WindowFactory


@pytest.mark.parametrize(
    "fields",
    [
        {"status": "published", "published_at": None},
        {"status": "draft"},
        {"status": "suspended"},
        {"status": "retired"},
        {"suspended_at": timezone.now()},
        {"retired_at": timezone.now()},
        {"latitude": 34.5},
        {"status": "gone"},
    ],
)
def test_the_database_keeps_status_and_dates_together(db, fields):
    """A status without its date, or half a coordinate, cannot be stored by any road."""
    with pytest.raises(IntegrityError), transaction.atomic():
        WindowFactory(**fields)


def test_a_confirmation_has_a_day(db, clerk):
    """A confirmed window has a day on which it was confirmed."""
    with pytest.raises(IntegrityError), transaction.atomic():
        WindowFactory(verified_by=clerk)
    assert WindowFactory(verified_by=clerk, verified_on=date(2026, 11, 1)).pk


def test_a_window_moves_through_its_life(db):
    """Draft, published, suspended, published again, retired: the first publication stays known."""
    window = WindowFactory(status="draft", published_at=None)
    first = timezone.now()
    window.publish(at=first)
    window.save()
    window.suspend(at=timezone.now(), reason="改修のため")
    window.save()
    window.publish(at=timezone.now())
    window.save()
    assert (window.published_at, window.suspended_at) == (first, None)
    window.retire(at=timezone.now())
    window.save()
    assert window.retired_at


def test_only_a_published_window_can_be_suspended(db):
    """A draft has nothing to suspend."""
    with pytest.raises(ValueError, match="published"):
        Window().suspend(at=timezone.now(), reason="")


@pytest.mark.parametrize(
    "website",
    ["javascript:alert(1)", "ftp://example.jp/", "data:text/html,x", "file:///etc/passwd", "例"],
)
def test_a_website_is_http_or_https(db, website):
    """Whatever else a link could do, it cannot be stored."""
    window = WindowFactory()
    window.website = website
    with pytest.raises(ValidationError) as error:
        window.full_clean()
    assert "website" in error.value.message_dict


def test_channels_and_languages_are_of_the_known_ones(db):
    """An unknown way to consult or language is refused."""
    window = WindowFactory()
    window.channels, window.languages = ["pigeon"], ["xx"]
    with pytest.raises(ValidationError) as error:
        window.full_clean()
    assert {"channels", "languages"} <= error.value.message_dict.keys()


def test_related_windows_share_categories_and_leave_out_the_general_one(city, settings):
    """Neighbours share a category; the window for everything is no neighbour."""
    window = Window.objects.get(name="伊勢市生活支援課")
    related = list(Window.objects.published().related_to(window))
    assert all(set(other.categories.all()) & set(window.categories.all()) for other in related)
    assert window not in related
    assert settings.GENERAL_WINDOW_UID not in {str(other.uid) for other in related}


def test_windows_that_share_more_categories_are_nearer(db, monkeypatch):
    """Also where only the first windows of each category are looked at."""
    one, other = CategoryFactory(), CategoryFactory()
    window = WindowFactory(categories=[one, other])
    near = WindowFactory(categories=[one, other], order=20)
    far = [WindowFactory(categories=[category], order=10) for category in (one, one, other, other)]
    related = Window.objects.published().related_to(window)
    assert list(related) == [near, *far]
    monkeypatch.setattr(window_queryset, "MAX_CANDIDATES", 2)
    assert list(Window.objects.published().related_to(window)) == far
    assert list(Window.objects.published().related_to(WindowFactory(categories=[one]))) == far[:2]


def test_a_windows_map_is_that_of_its_public_address(db):
    """The map link carries the address; a telephone line has none."""
    assert "%E4%BC%8A%E5%8B%A2" in WindowFactory(address="伊勢市岩淵1-7-29").map_url
    assert WindowFactory(address="").map_url == ""
