"""Another portal, the organisation that its windows count as, and a window of it."""

from uuid import uuid4

import pytest
from django.utils import timezone

from directory.changes import keep_first_versions
from directory.models import Window
from platform_members.models import SubscribedWindow, Subscription
from tests.factories import ListingFactory, OrganisationFactory, WindowFactory
from tests.helpers.other_portal import night, other_portal, service


@pytest.fixture
def portal(settings):
    """The prefecture's portal, which stands on this machine."""
    settings.PORTALS_INSIDE = ["127.0.0.1"]
    with other_portal() as portal:
        yield portal


@pytest.fixture
def subscription(transactional_db, portal):
    """The prefecture's portal, as staff have named it."""
    organisation = OrganisationFactory(name="三重県")
    return Subscription.objects.create(
        name="三重県の相談窓口", address=portal.address, organisation=organisation
    )


@pytest.fixture
def choose(subscription, portal, clerk):
    """Return a function that chooses a window, which the portal tells with these words."""

    def choose(window: Window | None = None, **words) -> SubscribedWindow:
        uid = window.uid if window else uuid4()
        portal.answers[f"/hsds/services/{uid}"] = service(uid, **words)
        return SubscribedWindow.objects.create(
            subscription=subscription,
            uid=uid,
            name="県の相談窓口",
            window=window,
            chosen_at=timezone.now(),
            chosen_by=clerk,
        )

    return choose


@pytest.fixture
def shared(subscription, choose):
    """A public window that has been taken over already, and says what its owner says."""
    window = WindowFactory(
        subject="消費生活の相談", name="県の相談窓口", phones=["059-224-2400"], hours_override=""
    )
    ListingFactory(window=window, organisation=subscription.organisation)
    keep_first_versions(Window.objects.filter(pk=window.pk))
    shared = choose(window)
    night()
    shared.refresh_from_db()
    assert (shared.fault, shared.facts["name"]) == ("", "県の相談窓口")
    return shared


@pytest.fixture
def say(portal):
    """Return a function that lets the portal tell a window otherwise."""

    def say(shared: SubscribedWindow, answer=None, **words) -> None:
        told = service(shared.uid, **words) if answer is None else answer
        portal.answers[f"/hsds/services/{shared.uid}"] = told

    return say
