"""Frame of the desk's pages: navigation, permissions, pages of refusals."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, render

from platform_members.models import ListingUpdate
from platform_members.permissions import May

logger = logging.getLogger(__name__)


def desk_page(view):
    """Explain a refusal on the desk's own page; who was refused what stands in the log.

    A stranger's page and one that is not there answer alike.
    """

    @wraps(view)
    def page(request, *args, **kwargs):
        try:
            return view(request, *args, **kwargs)
        except Http404:
            return show(request, "desk/missing", status=404)
        except PermissionDenied:
            what = f"{request.method} {request.path}"
            logger.warning("User %s was refused: %s", request.user.pk, what)
            return show(request, "desk/refused", status=403)

    return page


def _opened(permissions: Callable[[], tuple[str, str]]):
    """Decorator for people with the first permission, or with the second to look on (GET, HEAD)."""

    def opened(view):
        @desk_page
        @wraps(view)
        def page(request, *args, **kwargs):
            change, look = permissions()
            reads = request.method in ("GET", "HEAD") and request.user.has_perm(look)
            if not (reads or request.user.has_perm(change)):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return page

    return opened


# Opens a view to reviewers, and to staff who may look on, but for what changes anything.
review_page = _opened(lambda: (May.REVIEW, May.LOOK_AT_UPDATES))
# Opens a view to reviewers only.
decision_page = _opened(lambda: (May.REVIEW, May.REVIEW))


def staff_page(model: str):
    """Open a view to staff who may change such rows, and its GET to those who may see them."""
    return _opened(lambda: (f"platform_members.change_{model}", f"platform_members.view_{model}"))


def clerk_page(model: str):
    """Open a view only to staff who may change such rows."""
    return _opened(lambda: (f"platform_members.change_{model}",) * 2)


def viewable(request, rows, number: int):
    """One of these rows, for its organisation's people; 404 for everybody else."""
    return get_object_or_404(rows.viewable_by(request.user), pk=number)


def editable(request, rows, number: int):
    """One of these rows, for its organisation's editors; 403 for those who only look on."""
    row = viewable(request, rows, number)
    if not rows.editable_by(request.user).contains(row):
        raise PermissionDenied
    return row


@contextmanager
def refusals_told(request, refused: type[Exception]) -> Iterator[None]:
    """Steps of a page that goes on in either case: a refusal ends them and is a message."""
    try:
        yield
    except refused as refusal:
        messages.warning(request, str(refusal))


def show(request, template: str, context: dict | None = None, status: int = 200):
    """Answer with a page of the desk in its frame."""
    page = f"platform_members/{template}.html"
    return render(request, page, frame(request.user) | (context or {}), status=status)


def frame(user) -> dict:
    """Context of the frame for a person."""
    shown = {
        "may_look_on": may_look_on(user),
        "may_review": user.has_perm(May.REVIEW),
        "sees_programmes": user.has_perm(May.SEE_PROGRAMMES),
    }
    if shown["may_look_on"]:
        shown["waiting_count"] = ListingUpdate.objects.waiting().count()
    return shown


def may_look_on(user) -> bool:
    """Whether a person of the staff may open the review."""
    return user.has_perm(May.LOOK_AT_UPDATES) or user.has_perm(May.REVIEW)
