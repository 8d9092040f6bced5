"""Nonsense in every field of every form of every page: never a server error, never a hang.

All fields at once with each kind of nonsense; NUL and 10^30 in each field alone. A form that
stands on several pages, and a row that stands in a form many times, is tried once.
"""

import re
from collections.abc import Iterator
from urllib.parse import urlencode

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from tests.helpers.fuzzing import HUGE
from tests.helpers.page_forms import SentForm
from tests.helpers.sweeping import different_forms, plain
from tests.helpers.world import make_world

ALONE = ["a\0b", HUGE]
BROKEN = b"\xff\xed\xa0\x80"  # no UTF-8: a byte that never occurs, and half of a pair
TOGETHER = ["\0", HUGE, "-1", "9" * 5000, "あ" * 2000, "2026-99-99", "<b>&\"'", "", BROKEN]
COUNTS = ["", "-1", "a", "1000", "99999999", HUGE]
COUNTING = re.compile(r"-(TOTAL|INITIAL|MIN_NUM|MAX_NUM)_FORMS$")
FORM = "application/x-www-form-urlencoded"


@pytest.fixture
def world(administrator, settings):
    """One row of everything."""
    settings.MFA_REQUIRED = False
    return make_world(administrator)


def nonsense(form: SentForm) -> Iterator[dict]:
    """What is sent in place of the form's own fields."""
    names = [name for name in form.names if name != "csrfmiddlewaretoken"]
    counts = [name for name in names if COUNTING.search(name)]
    visible = [name for name in names if name not in form.hidden]
    for value in TOGETHER:
        yield form.fields | dict.fromkeys(visible, value)
    yield {}
    yield {name: values for name, values in form.fields.items() if name in counts}
    yield form.fields | {name: [*form.names[name], "-1", "x"] for name in visible}
    yield {f"{name}[]": values for name, values in form.fields.items()}
    for value in COUNTS if counts else []:
        yield form.fields | dict.fromkeys(counts, value)
        yield form.fields | {counts[0]: value}
    one_of_each = {plain(name): name for name in reversed([*names, *dict(form.buttons)])}
    for name in one_of_each.values():
        yield from (form.fields | {name: value} for value in ALONE)


def sent_as_files(form: SentForm) -> dict:
    """Every field as a file of nonsense, the way forms with uploads are sent."""
    return {name: SimpleUploadedFile("a.xlsx", BROKEN) for name in form.names}


def bodies(form: SentForm) -> Iterator[tuple[object, dict]]:
    """What a client is given to post, with the content type."""
    button = dict(form.buttons[:1])
    for data in nonsense(form):
        body = urlencode(button | data, doseq=True)
        yield body, {"content_type": FORM}
    yield sent_as_files(form) | button, {}


def failures(world, *, half: int) -> list[tuple]:
    """What every other form answers with a server error: its address, the status and what was sent.

    Two files share the forms, so that two cores do.
    """
    failed = []
    for number, (client, form) in enumerate(different_forms(world)):
        if number % 2 != half:
            continue
        for body, how in bodies(form):
            with transaction.atomic():
                answer = client.post(form.address, body, **how)
                transaction.set_rollback(True)
            if answer.status_code >= 500:
                failed.append((form.address, answer.status_code, str(body)[:300]))
    return failed


def test_no_form_fails_whatever_its_fields_say(world):
    """NUL, 10^30, broken UTF-8, very long, missing, repeated, arrays, files, forged counts."""
    assert failures(world, half=0) == []
