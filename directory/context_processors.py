"""What every template may say about the portal itself."""

from django.conf import settings
from django.templatetags.static import static
from django.utils.functional import SimpleLazyObject

from directory.help import read_help


def portal(request) -> dict:
    """Give templates the city's name, the site's title, and (only when used) the `help`."""
    return {
        "city_name": settings.CITY_NAME,
        "city_url": settings.CITY_URL,
        "city_phone": settings.CITY_PHONE,
        "site_title": settings.SITE_TITLE,
        "general_window_name": settings.GENERAL_WINDOW_NAME,
        "exit_url": settings.EXIT_URL,
        "icons": static("icons.svg"),  # looked up once a page, not once a pictogram
        "help": SimpleLazyObject(read_help),
    }
