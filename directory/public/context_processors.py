"""Context of every template: the portal's own facts, and the windows for urgent help.

Error pages show both too, so that neither needs an answering database.
"""

from dataclasses import dataclass
from functools import partial

from django.conf import settings
from django.core.cache import caches
from django.db import DatabaseError
from django.templatetags.static import static
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext

from directory.catalogue import kept
from directory.languages import current
from directory.languages.addresses import choices, is_translated
from directory.mirror import files as mirror
from directory.models import Window
from directory.public.kept_pages import PUBLIC

LAST_KNOWN = "directory.urgent_help.last_known"


@dataclass(frozen=True)
class Help:
    """The windows that answer round the clock, and the window for unsure residents."""

    urgent: list[Window]
    general: Window | None
    unsure_line: Window | None = None

    @property
    def answering(self) -> Window | None:
        """Whose number the "when unsure" box carries: the city's own once it has one."""
        if self.general and self.general.telephones:
            return self.general
        return self.unsure_line


def read_help() -> Help:
    """Urgent help: the windows to turn to now.

    When the database does not answer, what this process read last, or what the mirror knows, is
    better than nothing: an error page must still carry the lines that save lives.
    """
    try:
        return _help()
    except DatabaseError:
        return caches["process"].get(LAST_KNOWN) or _help_of(mirror.windows())


@kept
def _help() -> Help:
    found = _help_of(list(Window.objects.published().for_help()))
    caches["process"].set(LAST_KNOWN, found, timeout=None)
    return found


def _help_of(windows: list) -> Help:
    by_uid = {str(window.uid): window for window in windows}
    return Help(
        urgent=[window for window in windows if window.urgent],
        general=by_uid.get(settings.GENERAL_WINDOW_UID),
        unsure_line=by_uid.get(settings.UNSURE_LINE_UID),
    )


def _address_for_all(request) -> str:
    """The address of a page that everybody may open; "" for all others, which may hold secrets."""
    is_for_all = hasattr(request, PUBLIC) or hasattr(request, "as_of")
    return settings.PORTAL_URL + request.path if is_for_all else ""


def portal(request) -> dict:
    """Give templates the city's name, the site's title, and (only when used) the `help`."""
    return {
        "city_name": gettext(settings.CITY_NAME),
        "city_url": settings.CITY_URL,
        "city_phone": settings.CITY_PHONE,
        "site_title": gettext(settings.SITE_TITLE),
        "booklet_title": gettext(settings.BOOKLET_TITLE),
        "general_window_name": settings.GENERAL_WINDOW_NAME,
        "exit_url": settings.EXIT_URL,
        "today": timezone.localdate(),
        "page_address": _address_for_all(request),
        "own_image": settings.PORTAL_URL + static("icon-512.png"),
        "icons": static("icons.svg"),  # looked up once a page, not once a pictogram
        "help": SimpleLazyObject(read_help),
        "language": current(),
        "language_choices": SimpleLazyObject(partial(choices, request)),
        "is_translated": SimpleLazyObject(partial(is_translated, request)),
        "portal_url": settings.PORTAL_URL,
        "as_of": getattr(request, "as_of", None),  # of a page of the mirror: when it was written
    }
