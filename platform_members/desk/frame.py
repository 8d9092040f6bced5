"""The frame of the desk's pages: who sees what on top, and how refusals are explained."""

import logging
from functools import wraps

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import render

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


def review_page(view):
    """Open a view to reviewers, and to staff who may look on, but for what changes anything."""

    @desk_page
    @wraps(view)
    def page(request, *args, **kwargs):
        looks = request.method in ("GET", "HEAD") and request.user.has_perm(May.LOOK_AT_UPDATES)
        if not (looks or request.user.has_perm(May.REVIEW)):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return page


def decision_page(view):
    """Open a view to reviewers only."""

    @desk_page
    @wraps(view)
    def page(request, *args, **kwargs):
        if not request.user.has_perm(May.REVIEW):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return page


def staff_page(model: str):
    """Open a view to staff who may change such rows, and to those who may only see them but for
    what changes anything."""
    return _opened(f"platform_members.change_{model}", f"platform_members.view_{model}")


def clerk_page(model: str):
    """Open a view only to staff who may change such rows."""
    return _opened(f"platform_members.change_{model}", None)


def _opened(change: str, look: str | None):
    def opened(view):
        @desk_page
        @wraps(view)
        def page(request, *args, **kwargs):
            reads = look and request.method in ("GET", "HEAD")
            if not (request.user.has_perm(change) or (reads and request.user.has_perm(look))):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return page

    return opened


def show(request, template: str, context: dict | None = None, status: int = 200):
    """Answer with a page of the desk in its frame."""
    page = f"platform_members/{template}.html"
    return render(request, page, frame(request.user) | (context or {}), status=status)


def frame(user) -> dict:
    """What the frame of the desk's pages shows a person."""
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
