"""Every form of every page, sent as it stands: no server error, and no lock without a transaction.

Each page is opened by the first of a resident, a member who edits and an administrator who may
open it. What a form writes is rolled back. The only transaction around it is marked as the test's
own, so that a view which locks rows in no transaction of its own fails here as it would in
production (tests/helpers/transactions.py).
"""

import ast
import inspect
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib import admin
from django.core.management import call_command
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests.helpers.page_forms import SentForm, posting_forms
from tests.helpers.world import addresses, make_world

ROOT = Path(settings.BASE_DIR)
OURS = tuple(str(ROOT / app) for app in ("directory", "platform_members", "campaigns"))
COMMANDS = (
    "refresh_hours",
    "send_verification_requests",
    "remind_reviewers",
    "remind_rounds",
    "send_mails",
    "rebuild_search",
    "draw_charts",
    "clearsessions",
)
IMPORTS = "directory/exchange/test_worker.py"
# Places that lock rows and need more than a form as it stands; each with a test that reaches it,
# in which a lock without a transaction of its own fails as well.
REACHED_ELSEWHERE = {
    "campaigns/actions.py:import_results": "campaigns/test_admin.py"
    "::test_a_contractors_file_is_looked_at_then_saved",
    "directory/exchange/run.py:_locked": f"{IMPORTS}"
    "::test_a_large_import_goes_on_while_a_page_watches",
    "directory/exchange/worker.py:_begin": f"{IMPORTS}"
    "::test_a_large_import_goes_on_while_a_page_watches",
    "directory/exchange/worker.py:give_up": f"{IMPORTS}"
    "::test_a_step_whose_process_died_can_be_begun_again",
    "directory/models/window_queryset.py:locked_with_links": "directory/links/test_links.py"
    "::test_a_night_without_network_says_so_and_forgets_nothing",
    "platform_members/gap_map/actions.py:withdraw_check": "platform_members/gap_map"
    "/test_gap_map.py::test_staff_record_that_there_is_none",
    "platform_members/joining/actions.py:_waiting": "platform_members/joining"
    "/test_applications.py::test_a_clerk_accepts",
    "platform_members/meetings/actions.py:undo_import": "platform_members/meetings"
    "/test_imports.py::test_an_import_is_undone_whole",
    "platform_members/rounds/actions.py:remind_by_night": "platform_members/rounds"
    "/test_rounds.py::test_the_night_reminds_near_the_due_date",
}


@pytest.fixture
def world(administrator):
    """One row of everything."""
    return make_world(administrator)


@pytest.fixture
def readers(world, administrator, settings):
    """A browser of a resident, of a member who edits and of an administrator."""
    settings.MFA_REQUIRED = False
    browsers = [Client(), Client(), Client()]
    browsers[1].force_login(world.rows["membership"].user)
    browsers[2].force_login(administrator)
    for browser in browsers:
        browser.raise_request_exception = False
    return browsers


@contextmanager
def rolled_back() -> Iterator[None]:
    """The test's own transaction around one request, taken back afterwards."""
    block = transaction.atomic()
    block._from_testcase = True
    with block:
        yield
        transaction.set_rollback(True)


@contextmanager
def noting_locks() -> Iterator[set[str]]:
    """The functions of ours in which rows are locked while the block runs, as a growing set."""
    reached: set[str] = set()
    real = QuerySet.select_for_update

    def noting(self, *args, **kwargs):
        frame = inspect.currentframe().f_back
        while frame and not frame.f_code.co_filename.startswith(OURS):
            frame = frame.f_back
        if frame:
            path = Path(frame.f_code.co_filename).relative_to(ROOT)
            reached.add(f"{path}:{frame.f_code.co_name}")
        return real(self, *args, **kwargs)

    QuerySet.select_for_update = noting
    try:
        yield reached
    finally:
        QuerySet.select_for_update = real


def locking_places() -> set[str]:
    """The functions of ours that lock rows, as their source says."""
    return {
        f"{path.relative_to(ROOT)}:{function.name}"
        for app in OURS
        for path in Path(app).rglob("*.py")
        for function in ast.walk(ast.parse(path.read_text()))
        if isinstance(function, ast.FunctionDef)
        and any(
            isinstance(node, ast.Attribute) and node.attr == "select_for_update"
            for node in ast.walk(function)
        )
    }


def is_page(answer: HttpResponse) -> bool:
    """Whether an answer is a page with forms."""
    kind = answer.get("Content-Type", "")
    return answer.status_code == 200 and kind.startswith("text/html") and not answer.streaming


def forms(world, readers) -> Iterator[tuple[Client, SentForm]]:
    """Every form of every page that opens, and every action of every list in admin."""
    for address in addresses(world).values():
        for client in readers:
            with rolled_back():
                page = client.get(address)
            if is_page(page):
                yield from ((client, form) for form in posting_forms(page, address))
                break
    for model in admin.site._registry:
        opts = model._meta
        address = reverse(f"admin:{opts.app_label}_{opts.model_name}_changelist")
        keys = list(model._default_manager.values_list("pk", flat=True)[:3])
        with rolled_back():
            page = readers[2].get(address)
        offered = page.context["action_form"] if keys and is_page(page) else None
        actions = [name for name, _label in offered.fields["action"].choices] if offered else []
        for form in posting_forms(page, address) if actions else ():
            for action in filter(None, actions):
                fields = form.fields | {"action": [action], "_selected_action": keys}
                yield readers[2], SentForm(address, fields)


def statuses(client: Client, form: SentForm) -> Iterator[tuple[int, dict]]:
    """The statuses with which a form, by each of its buttons, and what is asked next answer."""
    for name, value in form.buttons or [("", "")]:
        data = form.fields | ({name: [value]} if name else {})
        with rolled_back():
            answer = client.post(form.address, data)
            yield answer.status_code, data
            for question in posting_forms(answer, form.address) if is_page(answer) else ():
                for button, said in [*question.buttons, ("", "")][:3]:
                    data = question.fields | ({button: [said]} if button else {})
                    yield client.post(question.address, data).status_code, data


def test_every_form_can_be_sent_and_every_lock_has_a_transaction(world, readers):
    """By every button, with what it asks next; every action of admin; every nightly command."""
    failed = []
    with noting_locks() as reached:
        for client, form in forms(world, readers):
            for status, data in statuses(client, form):
                failed += [(form.address, data)] if status >= 500 else []
        for command in COMMANDS:
            with rolled_back():
                call_command(command, verbosity=0)
    assert failed == []
    assert locking_places() - reached == set(REACHED_ELSEWHERE)


def test_what_the_sweep_does_not_reach_has_a_test():
    """Its name is not a wish."""
    for name in REACHED_ELSEWHERE.values():
        path, _separator, test = name.partition("::")
        assert f"def {test}(" in (ROOT / "tests" / path).read_text(), name
