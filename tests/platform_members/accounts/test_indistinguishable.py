"""Whether an address has an account is not told outside.

Compared is all that a visitor sees, and what the server does before the visitor has the answer.
How long it takes is measured by `python -m bench bench.accounts` (docs/security.md).
"""

import re
from io import BytesIO
from itertools import pairwise
from urllib.parse import urlencode

import pytest
from django.core import mail
from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from platform_members.models import Attempt, OutgoingMail, User
from platform_members.registry.actions import invite
from tests.factories import OrganisationFactory
from tests.helpers.mail_server_that_is_down import DOWN
from tests.helpers.transactions import committed

LOGIN = "/accounts/login/"
RESET = "/accounts/password/reset/"
UP = "django.core.mail.backends.locmem.EmailBackend"
ADDRESSES = ("clerk@example.jp", "x@example.jp", "gone@example.jp", "bare@example.jp")


@pytest.fixture(autouse=True)
def people(clerk):
    """A clerk, an account that is disabled, one that has no password; the fourth has none."""
    User.objects.create_user("gone@example.jp", "correct horse", name="去", is_active=False)
    User.objects.create_user("bare@example.jp", name="無")


def seen(answer, email: str) -> tuple:
    """All that a visitor sees of an answer, the address typed and tokens left out."""
    page = answer.content.decode().replace(email, "…")
    page = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page)
    left_out = {"Content-Length", "Expires"}  # the address, and the second, stand in them
    headers = {name: value for name, value in answer.headers.items() if name not in left_out}
    return answer.status_code, page, headers, sorted(answer.cookies)


@committed
@pytest.mark.parametrize("backend", [UP, DOWN])
def test_a_log_in_tells_nothing(backend, settings):
    """The same words to all, as long as one may try, and the same when one may not."""
    settings.EMAIL_BACKEND = backend
    told, counted = [], []
    for number, email in enumerate(ADDRESSES):
        client, place = Client(), f"192.0.2.{number}"
        answers = []
        for _time in range(7):
            # Of the disabled account it is the right one.
            password = "correct horse" if email.startswith("gone") else "guess"
            sent = {"login": email, "password": password}
            answers.append(seen(client.post(LOGIN, sent, REMOTE_ADDR=place), email))
        told.append(answers)
        counted.append(Attempt.objects.count())
        assert "_auth_user_id" not in client.session
    assert told.count(told[0]) == len(ADDRESSES)
    assert len({str(page) for _status, page, _headers, _cookies in told[0]}) == 2
    steps = [after - before for before, after in pairwise(counted)]
    assert len(set(steps)) == 1


@committed
@pytest.mark.parametrize("backend", [UP, DOWN])
def test_a_reset_tells_nothing(backend, settings):
    """The same words, and none but an account that is in use gets a mail."""
    settings.EMAIL_BACKEND = backend
    told = []
    for email in ADDRESSES:
        answer = Client().post(RESET, {"email": email})
        told.append((seen(answer, email), seen(Client().get(answer["Location"]), email)))
    assert told.count(told[0]) == len(ADDRESSES)
    written = OutgoingMail.objects.values_list("to", flat=True)
    assert set(written) == {"clerk@example.jp", "bare@example.jp"}
    assert len(mail.outbox) == (2 if backend == UP else 0)


@committed
def test_a_reset_does_the_same_before_the_answer_is_sent():
    """What depends on the account happens when the server closes the answer."""
    application = get_wsgi_application()
    statements = []
    for number, email in enumerate(ADDRESSES):
        client = Client()
        client.get(RESET)
        token = client.cookies["csrftoken"].value
        body = urlencode({"email": email, "csrfmiddlewaretoken": token}).encode()
        environ = client._base_environ(
            PATH_INFO=RESET,
            REQUEST_METHOD="POST",
            REMOTE_ADDR=f"192.0.2.{number}",
            CONTENT_TYPE="application/x-www-form-urlencoded",
            CONTENT_LENGTH=str(len(body)),
        ) | {"wsgi.input": BytesIO(body), "HTTP_COOKIE": f"csrftoken={token}"}
        with CaptureQueriesContext(connection) as before:
            answer = application(environ, lambda *_answer: None)
            assert b"".join(answer) == b""
        assert not OutgoingMail.objects.filter(to=email).exists()
        answer.close()
        known = email in ("clerk@example.jp", "bare@example.jp")
        assert OutgoingMail.objects.filter(to=email).exists() is known
        said = [re.sub(r"'[0-9a-f]{64}'|\d+\.\d+", "…", each["sql"]) for each in before]
        statements.append(said)
    assert statements[0]
    assert statements.count(statements[0]) == len(ADDRESSES)


@committed
def test_too_many_resets_are_refused_alike():
    """In Japanese, whether the address has an account or not, and none gets more than three."""
    told = []
    for number, email in enumerate(ADDRESSES[:2]):
        client = Client()
        answers = [
            client.post(RESET, {"email": email}, REMOTE_ADDR=f"192.0.2.{number}")
            for _time in range(5)
        ]
        assert [answer.status_code for answer in answers] == [302, 302, 302, 429, 429]
        assert "しばらくお待ちください" in answers[-1].content.decode()
        told.append(seen(answers[-1], email))
    assert told[0] == told[1]
    assert OutgoingMail.objects.count() == 3


@committed
@pytest.mark.parametrize("backend", [UP, DOWN])
def test_an_invitation_tells_nothing_to_whoever_sends_it(backend, clerk, settings):
    """A mail of the same kind goes to an address with an account and to one without."""
    settings.EMAIL_BACKEND = backend
    organisation = OrganisationFactory(name="いせの会")
    for email in ("bare@example.jp", "x@example.jp"):
        invite(organisation=organisation, email=email, role="editor", by=clerk)
    rows = OutgoingMail.objects.order_by("pk").values_list("kind", "subject", "confidential")
    assert len(rows) == 2
    assert rows[0] == rows[1]
