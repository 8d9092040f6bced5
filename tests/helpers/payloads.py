"""The payloads of tests/data/injections.csv: said by windows, and looked for in what is shown."""

from django.test import Client

from directory.models import Window
from tests.helpers.injections import (
    Page,
    payloads,
    visible,
)

PAYLOADS = payloads()
# Every text of a window that residents read.
TEXTS = ["subject", "name", "description", "eligibility", "cost", "provider"]
TEXTS += ["address", "place_note", "source", "doubt"]


def written(text: str) -> dict:
    """A window's texts, all of them the same."""
    return dict.fromkeys(TEXTS, text)


def arrived(text: str) -> str:
    """What must be found of a payload: all that shows."""
    return visible(text)


def say(windows: list[Window], texts: list[str]) -> None:
    """Let each window say one text in all of its fields."""
    for window, text in zip(windows, texts, strict=True):
        window.__dict__.update(written(text))
    Window.objects.bulk_update(windows, TEXTS)


def opened(client: Client, address: str) -> Page:
    """A page that opens."""
    answer = client.get(address)
    assert answer.status_code == 200, address
    return Page(answer.content)


def opened_all(client: Client, addresses: list[str]) -> tuple[set, str]:
    """The parts and the words of several pages together."""
    pages = [opened(client, address) for address in addresses]
    return set().union(*(page.beyond() for page in pages)), "".join(page.text for page in pages)


def missing(shown: str, texts: list[str] = PAYLOADS) -> list[str]:
    """The payloads that do not stand in a text."""
    return [text for text in texts if arrived(text) not in shown]
