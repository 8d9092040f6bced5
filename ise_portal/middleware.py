"""Middleware of every response."""

import logging
import re
from http import HTTPStatus
from itertools import chain

from allauth.account.adapter import get_adapter
from csp.utils import build_policy
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import FieldDoesNotExist
from django.db import DataError
from django.http import HttpResponseNotAllowed
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _

from directory import resubmission
from directory.admin.rows import MAX_ROWS
from directory.django_internals import user_who_asked
from ise_portal.requests import is_odd
from ise_portal.views import bad_request
from platform_members.accounts.audit import note_refused, note_throttled
from platform_members.accounts.second_factor import must_prove_factor, must_set_up_factor

logger = logging.getLogger(__name__)
METHODS = ["GET", "HEAD", "POST"]
API = "directory:hsds-"  # how the names of its views begin
COUNTS = ("-TOTAL_FORMS", "-INITIAL_FORMS")
KEY = re.compile(r"\d{1,19}")  # of a row, as PostgreSQL counts them


class OddRequests:
    """Guard against what no browser sends: other methods, other encodings, NUL characters.

    No page has a use for PUT, PATCH, DELETE or OPTIONS; libraries take some of them for GET. The
    interface for programs answers them by itself.

    A request that names another encoding than UTF-8 is answered with the page that says so (400).

    NUL characters no keyboard types and no database takes.

    In the query of an address it is left out before any list reads it. Form fields refuse it
    beside the field; where something else of a form reaches the database with it, the answer is
    the page that says so (400), not an error of ours. So it is where Django's admin reads what no
    page of it sends.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if is_odd(request):
            request.encoding = "utf-8"  # in which the page about it reads the address
            return bad_request(request)
        query = request.META.get("QUERY_STRING", "")
        while "%00" in query or "\0" in query:
            query = query.replace("%00", "").replace("\0", "")
        request.META["QUERY_STRING"] = query
        return self.get_response(request)

    def process_view(self, request, _view, _arguments, _options):
        """Refuse other methods, and forms that announce more rows than any form has."""
        is_page = not request.resolver_match.view_name.startswith(API)
        if is_page and request.method not in METHODS:
            return HttpResponseNotAllowed(METHODS)
        for name in request.POST:
            said = request.POST[name].strip().lstrip("+0")
            if name.endswith(COUNTS) and said.isdecimal() and int(said[:9]) > MAX_ROWS:
                return bad_request(request)
        return None

    def process_exception(self, request, exception):
        if isinstance(exception, DataError | ValueError):
            sent = chain.from_iterable(values for _name, values in request.POST.lists())
            # Django's admin takes any text for the key of a row that is ticked in a list.
            ticked = request.POST.getlist("_selected_action")
            refused = any("\0" in text for text in sent) or not all(map(KEY.fullmatch, ticked))
        else:
            # And an empty name of a field for a name, which no field has.
            nameless = not request.GET.get("_to_field", "-")
            refused = isinstance(exception, FieldDoesNotExist) and nameless
        return bad_request(request) if refused else None


class LoginUnlessPublic(LoginRequiredMiddleware):
    """Demand a log-in for every view that does not say it is public.

    Django's own looks at the session before it looks at the view, so that public pages would
    vary with a cookie that residents never have; here the view is asked first. A form that comes
    after the session has ended is shown again, to be sent once more after a new log-in.
    """

    def process_view(self, request, view_func, view_args, view_kwargs):
        if not getattr(view_func, "login_required", True):
            return None
        to_log_in = super().process_view(request, view_func, view_args, view_kwargs)
        return to_log_in and (resubmission.log_in_first(request) or to_log_in)


class SecondFactor:
    """Ask for the second factor in each log-in; lead staff who have none to setting one up.

    A log-in by password alone ends as soon as its account has a factor, wherever it goes.

    The account's own pages stay open (log-out, password, the second factor itself), and so do
    public ones, where the session is not looked at.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view_func, view_args, view_kwargs):
        public = not getattr(view_func, "login_required", True)
        if public:
            return None
        if must_prove_factor(request):
            get_adapter().logout(request)
            address = request.get_full_path()
            return resubmission.log_in_first(request) or redirect_to_login(address)
        if is_of_account(request) or not must_set_up_factor(request.user):
            return None
        page = reverse("mfa_activate_totp")
        return resubmission.offer(
            request,
            reason=_("二段階認証が設定されていないので、まだ保存していません。"),
            status=HTTPStatus.FORBIDDEN,
            first=(page, _("別のタブで二段階認証を設定する")),
        ) or redirect(page)


def refusals(get_response):
    """Record in the audit that a person was refused a page (403), or that attempts were (429).

    Of a public page only where the person is known already: for residents no session is read.
    """

    def middleware(request):
        response = get_response(request)
        if response.status_code == HTTPStatus.FORBIDDEN and (user := user_who_asked(request)):
            note_refused(request, user)
        elif response.status_code == HTTPStatus.TOO_MANY_REQUESTS and is_of_account(request):
            note_throttled(request, key=request.resolver_match.view_name)
        return response

    return middleware


def is_of_account(request) -> bool:
    """Whether a page is one of allauth's: log-in, password, second factor."""
    match = request.resolver_match
    return match is not None and match.view_name.startswith(("account_", "mfa_"))


class OfferAgain:
    """Show again what was typed, wherever a form is refused; the page says why.

    Views raise `NotTaken` where things have changed since the form was opened. A missing row
    (404) or a missing right (403) counts as the same; public pages explain a 403 themselves.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if request.method != "POST" or hasattr(response, "offers_again"):
            return response
        match, offered = request.resolver_match, None
        if match and response.status_code == HTTPStatus.NOT_FOUND:
            text = _("送り先のページが、いまはありません。ほかの人が消したのかもしれません。")
            offered = resubmission.offer(request, reason=text, status=HTTPStatus.NOT_FOUND)
        elif (
            match
            and response.status_code == HTTPStatus.FORBIDDEN
            and getattr(match.func, "login_required", True)
        ):
            offered = resubmission.right_is_gone(request)
        return offered or response

    def process_exception(self, request, exception):
        """Answer for a view that found that things have changed since."""
        if not isinstance(exception, resubmission.NotTaken):
            return None
        offered = resubmission.offer(request, reason=exception.reason, back=exception.back)
        if offered is None:
            messages.warning(request, exception.reason)
        return offered or redirect(exception.back)


def safe_headers(get_response):
    """Give every answer the headers that bind a browser: static files, redirects, errors as well.

    The outermost middleware, whose headers cost nothing: they are put together once.
    """
    policy = build_policy()
    always = {
        "Cross-Origin-Resource-Policy": "same-origin",
        "Cross-Origin-Embedder-Policy": "require-corp",
        "Permissions-Policy": settings.PERMISSIONS_POLICY,
        "X-Frame-Options": settings.X_FRAME_OPTIONS,
    }

    def middleware(request):
        response = get_response(request)
        for name, value in always.items():
            response.headers.setdefault(name, value)
        # Django's own page about an error on a developer's machine has styles of its own.
        if not (settings.DEBUG and response.status_code in (404, 500)):
            response.headers.setdefault("Content-Security-Policy", policy)
        return response

    return middleware


def after_the_answer(get_response):
    """Do what a view has left for later (`request.left_for_later`) when the visitor has the answer.

    So the time that an answer takes tells nothing of it. The server closes a response after it has
    sent it whole.
    """

    def middleware(request):
        request.left_for_later = []
        response = get_response(request)
        close = response.close

        def work_and_close():
            try:
                for work in request.left_for_later:
                    work()
            except Exception as error:
                logger.exception("What was left for later failed: %s", type(error).__name__)
            finally:
                close()

        if request.left_for_later:
            response.close = work_and_close
        return response

    return middleware


def private_by_default(get_response):
    """Forbid storing an answer unless its view has said for how long it may be kept.

    Public pages say so themselves (`directory.public.views.public_page`); pages behind the log-in,
    errors and redirects are kept nowhere.
    """

    def middleware(request):
        response = get_response(request)
        if not response.has_header("Cache-Control"):
            add_never_cache_headers(response)
        return response

    return middleware
