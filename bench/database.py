"""A database for measuring, beside the real one and gone afterwards."""

import os
import random
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

from django.db import connection
from django.utils import timezone

from directory.loading import load_directory
from directory.models import Category, Phone, Window
from ise_portal.dev.local import CHECKOUT

NAME = "bench_portal"
TROUBLES = ["家賃", "借金", "介護", "仕事", "子育て", "不登校", "病気", "障がい", "相続", "近所"]
PLACES = ["岩渕", "宮後", "八日市場", "小木町", "本町", "御薗町", "二見町", "小俣町"]


@contextmanager
def scratch(name: str = NAME) -> Iterator[str]:
    """Make an empty, migrated database, point Django at it, and give its DATABASE_URL."""
    connection.settings_dict["TEST"]["NAME"] = name
    real = connection.settings_dict["NAME"]
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        yield urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()
    finally:
        connection.creation.destroy_test_db(real, verbosity=0)


def fill(total: int) -> None:
    """Add synthetic windows to the city's real ones until there are `total`; same every time."""
    if not Window.objects.exists():
        load_directory(CHECKOUT / "fixtures")
    chance = random.Random(total)
    categories = list(Category.objects.all())
    windows = Window.objects.bulk_create(
        [synthetic_window(number, chance) for number in range(Window.objects.count(), total)],
        batch_size=5_000,
    )
    Window.categories.through.objects.bulk_create(
        [
            Window.categories.through(window=window, category=category)
            for window in windows
            for category in chance.sample(categories, chance.choice((1, 1, 2, 3)))
        ],
        batch_size=5_000,
    )
    Phone.objects.bulk_create(
        [Phone(window=window, printed="0596-21-5556", dialled="0596215556") for window in windows],
        batch_size=5_000,
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def synthetic_window(number: int, chance: random.Random) -> Window:
    """A window that looks like a real one, unsaved."""
    return Window(
        subject=f"{chance.choice(TROUBLES)}と{chance.choice(TROUBLES)}の相談 {number}",
        name=f"試しの相談センター{number}",
        provider="試しの団体",
        hours_override="月曜日～金曜日 8:30～17:15",
        channels=[Window.Channel.TELEPHONE],
        address=f"伊勢市{chance.choice(PLACES)}{number % 90 + 1}-{number % 30 + 1}",
        place_note="試しの建物2階",
        status=Window.Status.PUBLISHED,
        published_at=timezone.now(),
    )
