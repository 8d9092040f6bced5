"""A night of questions."""

import pytest
from django.utils import timezone

from platform_members.verification import actions


@pytest.fixture
def night(django_capture_on_commit_callbacks):
    """Return a function that does the night's work, mails included."""

    def night():
        with django_capture_on_commit_callbacks(execute=True):
            return actions.send_verification_requests(now=timezone.now())

    return night
