"""A round that asks one organisation: its answer, and a programme of it once it is closed."""

import pytest

from platform_members.rounds.actions import close_round
from tests.factories import ProgrammeFactory, RoundFactory


@pytest.fixture
def collection(organisation):
    """An open round in which the member's organisation is asked."""
    return RoundFactory(asked=[organisation])


@pytest.fixture
def answer(collection):
    """The organisation's answer, not given yet."""
    return collection.answers.get()


@pytest.fixture
def closed(collection, clerk, answer):
    """A programme of a year that is closed."""
    programme = ProgrammeFactory(organisation=answer.organisation)
    close_round(collection=collection, by=clerk)
    return programme
