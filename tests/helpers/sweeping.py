"""Every page of the portal with the person for whom it opens, for tests that walk through all."""

import re
from collections.abc import Iterator

from django.contrib import admin
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import resolve

from platform_members.models import User
from tests.helpers.addresses import addresses
from tests.helpers.page_forms import SentForm, posting_forms
from tests.helpers.world import World

# Pages that make a PDF, which takes seconds, and read neither parameter nor form.
SLOW = {
    "directory:booklet-pdf",
    "directory:booklet-large-pdf",
    "directory:window-memo",
    "directory:errata-pdf",
    "campaigns:report-pdf",
}

# What actions of a list ask for.
ASKED = {"reason": "工事", "first_day": "2030-01-05", "last_day": "2030-01-06", "note": "休み"}


def browsers(world: World) -> list[Client]:
    """A browser of a resident, of a member who edits and of who has made the world's rows."""
    found = [Client(raise_request_exception=False) for _number in range(3)]
    found[1].force_login(world.rows["membership"].user)
    found[2].force_login(world.rows["person"])
    return found


def opened(world: World, readers: list[Client]) -> Iterator[tuple[Client, str, HttpResponse]]:
    """Each address that opens, with the first of the readers for whom it does."""
    for name, address in addresses(world).items():
        for client in readers if name not in SLOW else []:
            page = client.get(address)
            if page.status_code == 200:
                yield client, address, page
                break


def is_page(answer: HttpResponse) -> bool:
    """Whether it is a page that was shown, and no file or redirect."""
    html = answer.get("Content-Type", "").startswith("text/html")
    return answer.status_code == 200 and html and not answer.streaming


def plain(name: str) -> str:
    """The name of a field without the number of its row."""
    return re.sub(r"\d+|__prefix__", "#", name)


def different_forms(world) -> Iterator[tuple[Client, SentForm]]:
    """Every form of every page, one of each kind."""
    seen = set()
    for client, address, page in opened(world, browsers(world)):
        for form in posting_forms(page, address) if is_page(page) else ():
            names = frozenset(plain(name) for name in [*form.names, *dict(form.buttons)])
            kind = resolve(form.address.partition("?")[0]).view_name, names
            if kind not in seen:
                seen.add(kind)
                yield client, form


def list_actions(person: User) -> Iterator[tuple[str, str, dict]]:
    """Name, address and form of every action of every list of admin, on its first row."""
    request = RequestFactory().get("/")
    request.user = person
    for model, pages in admin.site._registry.items():
        row = model._default_manager.order_by("pk").first()
        for action in pages.get_actions(request) if row else ():
            meta = model._meta
            address = f"/admin/{meta.app_label}/{meta.model_name}/"
            sent = {"action": action, "_selected_action": [row.pk], "apply": "1", "post": "yes"}
            yield f"{meta.model_name} {action}", address, sent | ASKED
