"""Second chance for a form that could not be taken: the page that shows what was sent, and why.

Nothing is kept on the server or in a cookie: the page itself holds what was typed, in words for
reading and copying, and in hidden fields that go to the same address again with a fresh token.
"""

from __future__ import annotations

import re
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from directory.django_internals import user_who_asked
from directory.typed_words import TypedWords

MAX_CHARACTERS = 1_000_000
# Passwords, codes of the second factor and secrets are never written into a page.
SECRET = re.compile(r"password|passwd|secret|^code$|^otp")
STAFF_FRAME = "admin/frame.html"
NOT_SENT_AGAIN = {"csrfmiddlewaretoken"}


class NotTaken(Exception):
    """Refusal of a form that came too late; nothing was saved.

    `reason` is a sentence for the person; `back` the address that shows how things stand now.
    """

    def __init__(self, reason: str, back: str):
        super().__init__(reason)
        self.reason, self.back = str(reason), back


def typed_into(*forms, **formsets):
    """Decorator of a view: the form classes (and, by prefix, formset classes) that post to it.

    Their labels and choices name what was typed when the view did not take it.
    """

    def decorated(view):
        view.typed_into = (forms, formsets)
        return view

    return decorated


def frame_of(request: HttpRequest) -> str:
    """The template of the staff's frame for pages of theirs; "" for the portal's own.

    Asks no database: what the person is, is known only where the view has asked.
    """
    if request.path.startswith(reverse("admin:index")):
        return STAFF_FRAME
    user = user_who_asked(request)
    return STAFF_FRAME if user is not None and user.is_staff else ""


def is_from_here(request: HttpRequest) -> bool:
    """Whether a page of the portal has sent the request, by the browser's own headers.

    A page elsewhere cannot forge these headers, so it cannot make the portal show a form of
    its own making.
    """
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    return request.headers.get("Origin") == f"{request.scheme}://{request.get_host()}"


def fields_to_send(request: HttpRequest) -> list[tuple[str, str]]:
    """Name and value of everything that may be sent again."""
    return [
        (name, value)
        for name, values in request.POST.lists()
        if name not in NOT_SENT_AGAIN and not SECRET.search(name)
        for value in values
    ]


def offer(
    request: HttpRequest,
    *,
    reason: str,
    status: HTTPStatus = HTTPStatus.CONFLICT,
    back: str = "",
    first: tuple[str, str] | None = None,
) -> HttpResponse | None:
    """Return the page that offers what was sent again; None where there is nothing to offer.

    `first` is the address and the name of what is to be done before, in another tab.
    """
    if request.method != "POST" or not is_from_here(request):
        return None
    fields = fields_to_send(request)
    typed = TypedWords(request.resolver_match).of(fields)
    files = [(name, file.name) for name, many in request.FILES.lists() for file in many]
    if not typed and not files:
        return None
    context = {
        "frame": frame_of(request),
        "reason": reason,
        "typed": typed,
        "files": files,
        "file_inputs": dict.fromkeys(name for name, _file in files),
        "fields": fields,
        "back": back,
        "first": first,
        "has_secrets": any(SECRET.search(name) for name in request.POST),
        "is_too_long": sum(len(value) for _name, value in fields) > MAX_CHARACTERS,
    }
    response = render(request, "resubmission.html", context, status=status)
    response.offers_again = True  # type: ignore[attr-defined]  # read by our own middleware
    return response


def right_is_gone(request: HttpRequest) -> HttpResponse | None:
    """Offer to a person who may not do this, or may no more."""
    reason = _("この内容を保存する権限が、いまはありません。")
    return offer(request, reason=reason, status=HTTPStatus.FORBIDDEN)


def log_in_first(request: HttpRequest) -> HttpResponse | None:
    """The offer to a person whose session has ended: log in, in another tab, then go on here."""
    query = urlencode({"next": reverse("signed-in")})
    return offer(
        request,
        reason=_("ログインの期限が切れたか、ログアウトしたため、まだ保存していません。"),
        status=HTTPStatus.FORBIDDEN,
        first=(f"{reverse('account_login')}?{query}", _("別のタブでログインする")),
    )
