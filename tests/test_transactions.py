"""Every form, action and command once as in production: with no transaction but its own.

Each is sent as its page shows it, what a browser demands filled in, over one row of everything;
what it has committed is put back afterwards. No answer may be a server error, and every place
that locks rows must have been passed.
"""

from collections.abc import Iterator
from io import StringIO

import pytest
from django.contrib import admin
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command, get_commands
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests.helpers.city import FIXTURES
from tests.helpers.exchange_files import exported
from tests.helpers.kept_rows import kept_rows
from tests.helpers.locks import APPS, is_committed, locking_places, noting_locks
from tests.helpers.page_forms import SentForm, posting_forms
from tests.helpers.sweeping import browsers, is_page, opened
from tests.helpers.transactions import committed
from tests.helpers.workbooks import workbook
from tests.helpers.world import make_world

# In an order in which each finds what it needs.
COMMANDS = {
    "load_directory": [FIXTURES],
    "load_organisations": [FIXTURES],
    "load_campaigns": [FIXTURES],
    "check_links": [],
    "draw_charts": [],
    "fetch_subscriptions": [],
    "mirror": [],
    "rebuild_search": [],
    "refresh_hours": [],
    "prune": [],
    "remind_reviewers": [],
    "remind_rounds": [],
    "rotate_factor_keys": [],
    "send_verification_requests": [],
    "send_mails": [],
}
# The page of a large import begins it, in a process of its own (directory/exchange/test_worker.py),
# as pages do that make editions or ask other portals (directory/test_tasks.py);
# backups are made of the whole database, from outside (tests/platform_members/backups).
# An import of HSDS keeps a preview, and locks nothing (directory/exchange/test_hsds_import.py).
ELSEWHERE = {"work_on_import", "work_on_task", "import_hsds", "backup", "check_backup", "restore"}
# What the uploads below an address take; all others are given the table of windows.
FILES = {
    "/admin/campaigns/campaign/": ("a.csv", "媒体,表示回数,クリック,費用\nLINE,10,5,50\n".encode()),
    "/admin/campaigns/kpi/": ("a.csv", "月,相談件数\n2026年4月,3\n".encode()),
    "/desk/meetings/": ("a.xlsx", workbook([["日時", "議題"], ["2026/12/1", "相談"]])),
}
# Places that a form as it stands does not reach, with the committed test that does.
REACHED_ELSEWHERE = {
    "platform_members/accounts/actions.py:prove_address": "platform_members/accounts"
    "/test_addresses.py::test_the_links_button_changes_the_address_and_tells_the_old_one",
    "directory/changes.py:take_back_confirmation": "directory/admin"
    "/test_calls_of_two_clerks.py::test_taking_back_restores_date_and_values",
    "directory/deeds/versions.py:restore": "directory/deeds"
    "/test_versions.py::test_a_former_content_is_put_back",
    "directory/changes.py:restore_version": "test_catalogue.py"
    "::test_every_way_of_changing_public_content_raises_it",
    "directory/exchange/run.py:_locked": "directory/exchange/test_undoing_imports.py"
    "::test_an_import_is_written_and_undone_outside_of_a_test",
    "directory/exchange/worker.py:_begin": "directory/exchange/test_undoing_imports.py"
    "::test_an_import_is_written_and_undone_outside_of_a_test",
    "directory/exchange/worker.py:give_up": "directory/exchange/test_worker.py"
    "::test_a_step_whose_process_died_can_be_begun_again",
    **dict.fromkeys(
        (
            "platform_members/models/subscription.py:get_for_update",
            "platform_members/sharing/actions.py:_open_update",
        ),
        "platform_members/sharing/test_night.py"
        "::test_a_number_corrected_there_is_public_here_after_one_approval",
    ),
    "platform_members/gap_map/actions.py:withdraw_check": "platform_members/gap_map"
    "/test_gap_map.py::test_staff_record_that_there_is_none",
    "platform_members/rounds/actions.py:remind_by_night": "platform_members/rounds"
    "/test_rounds.py::test_the_night_reminds_near_the_due_date",
}


@pytest.fixture
def world(administrator, settings):
    """One row of everything."""
    settings.MFA_REQUIRED = False
    return make_world(administrator)


@pytest.fixture
def no_network(monkeypatch):
    """Answer the link check without asking other machines."""
    monkeypatch.setattr("directory.links.web._request", lambda *_asked: (404, ""))
    monkeypatch.setattr("directory.links.mail._takes_mail", lambda *_asked: True)


class Sweep:
    """Sends forms one by one, and remembers which answers were server errors."""

    def __init__(self, put_back):
        self.put_back = put_back
        self.failed: list[tuple[str, str]] = []

    def send(self, client: Client, form: SentForm, page: str) -> None:
        """By each button; then what the answer asks, without a file, each by each button."""
        for data in by_each_button(form):
            answer = self._post(client, form, data | uploads(form))
            for question in questions(client, answer, {form.address, page}):
                for data_of_question in by_each_button(question):
                    self._post(client, question, data_of_question)
            self.put_back()

    def _post(self, client: Client, form: SentForm, data: dict) -> HttpResponse:
        answer = client.post(form.address, data)
        if answer.status_code >= 500:
            self.failed.append((form.address, str(data)[:300]))
        return answer


def by_each_button(form: SentForm) -> Iterator[dict]:
    """What a browser would send by each button."""
    for name, value in form.buttons or [("", "")]:
        yield form.completed() | ({name: [value]} if name else {})


def uploads(form: SentForm) -> dict:
    """A sound file for each field that takes one."""
    kinds = [file for start, file in FILES.items() if form.address.startswith(start)]
    name, content = kinds[0] if kinds else ("a.xlsx", exported())
    return {field: SimpleUploadedFile(name, content) for field in form.files}


def questions(client: Client, answer: HttpResponse, pages: set[str]) -> Iterator[SentForm]:
    """The forms of the page that answers, or to which it leads back."""
    address = answer.request["PATH_INFO"]
    if answer.get("Location") in pages:
        address = answer["Location"]
        answer = client.get(address)
    if is_page(answer):
        yield from posting_forms(answer, address)


def actions_of_lists(client: Client) -> Iterator[SentForm]:
    """Every action of every list in admin, for all rows that it shows."""
    for model in admin.site._registry:
        name = f"{model._meta.app_label}_{model._meta.model_name}"
        address = reverse(f"admin:{name}_changelist")
        page = client.get(address)
        for form in posting_forms(page, address) if is_page(page) else ():
            keys, offered = form.names.get("_selected_action"), page.context["action_form"]
            for action, _label in offered.fields["action"].choices if keys and offered else ():
                if action:
                    chosen = {"action": [action], "_selected_action": keys}
                    yield SentForm(address, form.fields | chosen)


@committed
def test_all_that_writes_does_so_in_transactions_of_its_own(world, no_network, settings, tmp_path):
    """Forms by every button, and what they ask next; actions of admin; commands."""
    settings.MIRROR_FOLDER = str(tmp_path)
    readers = browsers(world)
    with kept_rows() as put_back, noting_locks() as reached:
        sweep = Sweep(put_back)
        for client, address, page in opened(world, readers):
            for form in posting_forms(page, address) if is_page(page) else ():
                sweep.send(client, form, address)
        for form in actions_of_lists(readers[-1]):
            sweep.send(readers[-1], form, form.address)
        for command, arguments in COMMANDS.items():
            call_command(command, *arguments, stdout=StringIO(), stderr=StringIO())
    assert sweep.failed == []
    assert locking_places() - reached == set(REACHED_ELSEWHERE)


def test_what_the_sweep_does_not_reach_is_reached_by_a_committed_test():
    """Its name is not a wish."""
    assert [name for name in REACHED_ELSEWHERE.values() if not is_committed(name)] == []


def test_the_commands_are_all_that_there_are():
    """A new command is added here on purpose."""
    ours = {name for name, app in get_commands().items() if app in APPS}
    assert ours == set(COMMANDS) | ELSEWHERE
