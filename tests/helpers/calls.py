"""Calls of clerks: windows to ring, and the buttons of their pages."""

from django.test import Client

from directory import changes
from directory.models import Window, WindowVersion
from tests.factories import WindowFactory, give_hours
from tests.helpers.page_forms import sent

CALLS = "/admin/directory/window/calls/"


def call(window) -> str:
    return f"/admin/directory/window/{window.pk}/call/"


def due(subject: str, **facts) -> Window:
    """A window with hours, kept in history, that is due for confirmation."""
    window = give_hours(
        WindowFactory(subject=subject, hours_override="", **facts), "月火 9:00-17:00"
    )
    changes.windows_saved(windows=[window], by=None, how=WindowVersion.How.LOADED)
    return now(window)


def now(window) -> Window:
    return Window.objects.for_reading().get(pk=window.pk)


def browser(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def press(client, window, answer="confirmed", **typed):
    """Open the page of a window and press one of its buttons."""
    return client.post(call(window), sent(client.get(call(window)), **typed) | {"answer": answer})
