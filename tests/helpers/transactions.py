"""What a browser meets, without the transaction that pytest wraps around a test.

Two helpers. `refuse_borrowed_transactions`, always on (tests/conftest.py): a row lock that only
holds because pytest has opened a transaction fails the test, as it would answer 500 in production.
`committed` and `post_as`: a whole request as a browser sends it, in one line:

    @committed
    def test_publishing(publicist, campaign):
        assert post_as(publicist, LIST, action="publish", ...).status_code == 302
"""

import re
from contextlib import contextmanager

import pytest
from django.db import connection
from django.db.transaction import TransactionManagementError
from django.test import Client

committed = pytest.mark.django_db(transaction=True)
NEEDS_A_TRANSACTION = re.compile(
    r"\bFOR (?:NO KEY )?UPDATE\b|\bFOR (?:KEY )?SHARE\b|\bSET LOCAL\b|_xact_lock|\bLOCK TABLE\b"
)


@contextmanager
def refuse_borrowed_transactions():
    """Raise TransactionManagementError where a lock is taken in no transaction but the test's."""
    with connection.execute_wrapper(_refuse_borrowed):
        yield


def _refuse_borrowed(execute, sql, params, many, context):
    blocks = context["connection"].atomic_blocks
    if NEEDS_A_TRANSACTION.search(str(sql)) and all(block._from_testcase for block in blocks):
        raise TransactionManagementError(f"This locks outside of a transaction: …{str(sql)[-160:]}")
    return execute(sql, params, many, context)


def post_as(user, address: str, **sent):
    """Send a form as a person would, logged in afresh; None is a visitor without an account.

    Follows no redirect, so that a test sees whether the form was taken.
    """
    client = Client()
    if user is not None:
        client.force_login(user)
    return client.post(address, sent)
