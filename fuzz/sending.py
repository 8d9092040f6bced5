"""Sending bad inputs one by one, and what came of them."""

import logging
import random
import time
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from unittest import mock

from django.conf import settings
from django.contrib.auth.models import Group
from django.db import transaction
from django.http import HttpResponse, QueryDict
from django.test import Client, override_settings
from django.test.utils import setup_test_environment
from django.urls import resolve

from directory import own_process
from fuzz import nonsense
from fuzz.inputs import Form, Input, Page, bad_inputs
from fuzz.report import SECONDS, Report
from platform_members.accounts.roles import PUBLICITY, READERS, WELFARE_CENTRE
from platform_members.models import User
from tests.factories import MembershipFactory, UserFactory
from tests.helpers.addresses import addresses
from tests.helpers.page_forms import posting_forms
from tests.helpers.sweeping import is_page, plain
from tests.helpers.world import World, make_world

# Answers 503 where something is not in order, as here, where no night has been.
READINESS = "/readyz"
STAFF = {"clerk": WELFARE_CENTRE, "publicist": PUBLICITY, "reader": READERS}


def send_to_a_new_world(folder: str, *, seed: str, inputs: int) -> Report:
    """Send so many inputs to a world that is made for them; static files are none but a folder."""
    plain_files = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    setup_test_environment(debug=False)
    with override_settings(
        STATIC_ROOT=folder, STORAGES=settings.STORAGES | {"staticfiles": plain_files}
    ):
        person = User.objects.create_superuser("administrator@example.jp", "x", name="朝熊 さくら")
        return send_bad_inputs(make_world(person), seed=seed, inputs=inputs)


def send_bad_inputs(world: World, *, seed: str, inputs: int) -> Report:
    """Send so many inputs of this seed to a world; whatever one has written is rolled back."""
    clients = _clients(world)
    report, chance = Report(), random.Random(seed)
    logging.disable(logging.CRITICAL)
    try:
        targets = list(_targets(world, clients))
        chance.shuffle(targets)
        with (
            mock.patch("django.test.client.store_rendered_templates", new=_store_nothing),
            # It would look for what is rolled back here. What it does is tried by `make test`.
            mock.patch.object(own_process, "start"),
        ):
            for each in islice(bad_inputs(targets, list(clients), chance), inputs):
                _send(each, clients[each.role], report)
    finally:
        logging.disable(logging.NOTSET)
    return report


def _store_nothing(*_told, **_more) -> None:
    """Stand in for what keeps a copy of every template's context for tests: none is read here."""


def _send(each: Input, client: Client, report: Report) -> None:
    answer, seconds = _ask(client, each)
    report.sent += 1
    report.statuses[answer.status_code] += 1
    if answer.status_code >= 500 and not each.address.startswith(READINESS):
        report.failed.append(f"{answer.status_code} {each}{_cause(answer)}")
    if seconds > SECONDS:  # once more, as the machine may have had something else to do
        seconds = min(seconds, _ask(client, each)[1])
    if seconds > SECONDS:
        report.slow.append(f"{seconds:.1f} s {each}")
    report.slowest = max(report.slowest, (seconds, str(each)[:200]))


def _ask(client: Client, each: Input) -> tuple[HttpResponse, float]:
    cookies = dict(client.cookies.items())
    begun = time.perf_counter()
    with transaction.atomic():
        answer = client.generic(
            each.method, each.address, each.body, each.content_type, **each.headers
        )
        if answer.streaming:
            b"".join(answer.streaming_content)
        transaction.set_rollback(True)
    seconds = time.perf_counter() - begun
    client.cookies.clear()  # what logs out does so for one request
    client.cookies.update(cookies)
    return answer, seconds


def _cause(answer: HttpResponse) -> str:
    """The exception behind a server error, and where it arose."""
    if not (found := getattr(answer, "exc_info", None)):
        return ""
    frames = traceback.extract_tb(found[2])[-3:]
    places = " < ".join(f"{frame.filename}:{frame.lineno}" for frame in reversed(frames))
    return f"\n    {found[0].__name__}: {str(found[1])[:200]} at {places}"


def _clients(world: World) -> dict[str, Client]:
    """A browser of every role."""
    organisation, member = world.rows["organisation"], world.rows["membership"].user
    people = {
        "resident": None,
        "outsider": UserFactory(),
        "viewer": MembershipFactory(organisation=organisation, role="viewer").user,
        "member": member,
        "rival": MembershipFactory().user,
        "administrator": world.rows["person"],
    }
    for role, group in STAFF.items():
        people[role] = UserFactory(is_staff=True)
        people[role].groups.set([Group.objects.get(name=group)])
    clients = {}
    for role, person in people.items():
        clients[role] = Client(raise_request_exception=False)
        if person:
            clients[role].force_login(person)
    return clients


def _targets(world: World, clients: dict[str, Client]) -> Iterator[Page | Form]:
    """Every address of the portal, and every form of every page, one of each kind."""
    seen = set()
    for address in addresses(world).values():
        for role in ("resident", "member", "administrator"):
            with _asked_for() as names:
                page = clients[role].get(address)
            if page.status_code == 200:
                break
        yield Page(role, address, sorted(names | _filters(page)))
        for form in posting_forms(page, address) if is_page(page) else ():
            fields = frozenset(plain(name) for name in [*form.names, *dict(form.buttons)])
            kind = resolve(form.address.partition("?")[0]).view_name, fields
            if kind not in seen:
                seen.add(kind)
                # A list has one address and many forms; each counts as much as an address.
                yield from [Form(role, form)] * 2


def _filters(page: HttpResponse) -> set[str]:
    """The parameters that a list of admin takes."""
    if not (listed := page.context and page.context.get("cl")):
        return set()
    named = (name for each in listed.filter_specs for name in each.expected_parameters())
    return {*nonsense.PARAMETERS, *named}


@contextmanager
def _asked_for() -> Iterator[set]:
    """The names of all parameters that a page looks for in a request, as a growing set."""
    names: set[str] = set()

    def recording(method):
        def record(self, key, *rest, **how):
            if isinstance(key, str):
                names.add(key)
            return method(self, key, *rest, **how)

        return record

    with (
        mock.patch.object(QueryDict, "__getitem__", recording(QueryDict.__getitem__)),
        mock.patch.object(QueryDict, "getlist", recording(QueryDict.getlist)),
        mock.patch.object(QueryDict, "__contains__", recording(QueryDict.__contains__)),
    ):
        yield names
