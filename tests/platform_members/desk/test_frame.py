"""The frame of the desk's pages: who may open a view, and which rows are found."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponse
from django.utils import timezone

from platform_members.desk import frame
from platform_members.models import ListingUpdate, User
from platform_members.proposals import nothing

OPENED = {
    "review_page": frame.review_page,
    "decision_page": frame.decision_page,
    "staff_page": frame.staff_page("programme"),
    "clerk_page": frame.clerk_page("programme"),
}


@pytest.fixture(params=OPENED)
def answer_to(request, rf):
    """Return a function that says how a view so opened answers a person, and counts its calls."""
    done = []

    @OPENED[request.param]
    def view(_request):
        done.append(request.param)
        return HttpResponse("done")

    def answer(user: User | AnonymousUser, method: str) -> tuple[int, int]:
        asked = rf.generic(method, "/desk/")
        asked.user = user
        return view(asked).status_code, len(done)

    return answer


@pytest.mark.parametrize("method", ["GET", "HEAD", "POST"])
def test_a_member_without_the_permission_is_refused_before_the_view(member, answer_to, method):
    """Whichever decorator opens it, and however it is asked; the view itself is not called."""
    assert answer_to(member, method) == (403, 0)


def test_a_clerk_is_let_in(clerk, answer_to):
    """The same views, for those who may."""
    assert answer_to(clerk, "POST") == (200, 1)


def test_updates_are_found_by_the_people_of_their_organisation(organisation, member, rival, viewer):
    """A rival, who edits for another organisation, finds none of them."""
    update = ListingUpdate.objects.create(
        organisation=organisation, saved_by=member, saved_at=timezone.now(), facts=nothing()
    )
    for person, found in ((member, [update]), (viewer, [update]), (rival, [])):
        assert list(ListingUpdate.objects.viewable_by(person)) == found
