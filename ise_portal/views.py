"""Health and readiness; pages of errors."""

import sys
from http import HTTPStatus

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import AnonymousUser
from django.db import InterfaceError, OperationalError
from django.http import Http404, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from psycopg.errors import DiskFull, ReadOnlySqlTransaction

from directory import resubmission
from directory.api import errors
from directory.public.danger_notice import read_notice
from directory.search import danger
from ise_portal.readiness import read_checks

# The database answers, and takes nothing: set to read only, or its disk is full.
TAKES_NOTHING = (ReadOnlySqlTransaction, DiskFull)


@login_not_required
@require_safe
@never_cache
def health(request):
    """200: this process answers. No database is asked, so that one that is down stops nothing."""
    return JsonResponse({"status": "ok"})


@login_not_required
@require_safe
@never_cache
def readiness(request):
    """Readiness for monitoring: 200 when every check is in order, else 503."""
    checks = read_checks(timezone.now())
    failing = [name for name, check in checks.items() if not check["ok"]]
    return JsonResponse(
        {"status": "failing" if failing else "ok", "failing": failing, "checks": checks},
        status=HTTPStatus.SERVICE_UNAVAILABLE if failing else HTTPStatus.OK,
        json_dumps_params={"ensure_ascii": False},
    )


@login_not_required
def closed(request, **kwargs):
    """404: a page of a library that the portal has no use for."""
    raise Http404


def _error(request, template: str, status: int, **context):
    """Page of an error, in the frame in which the person works; JSON for a program."""
    if for_program := errors.of_status(request, status):
        return for_program
    context["frame"] = resubmission.frame_of(request)
    return render(request, template, context, status=status)


def bad_request(request, exception=None):
    """400: a request that no browser of ours sends."""
    return _error(request, "400.html", 400)


def permission_denied(request, exception=None):
    """403: logged in, but not for this."""
    return _error(request, "403.html", 403)


def csrf_failure(request, reason=""):
    """403: a form opened before another log-in, or cookies that are switched off."""
    is_public = not getattr(request.resolver_match.func, "login_required", True)
    if not is_public and not request.user.is_authenticated:
        offered = resubmission.log_in_first(request)
    else:
        text = _(
            "このページを開いたあとに、ログインし直したか、クッキーが消えたため、"
            "安全のため送信を止めました。まだ保存していません。"
        )
        offered = resubmission.offer(request, reason=text, status=HTTPStatus.FORBIDDEN)
    return offered or _error(request, "403_csrf.html", HTTPStatus.FORBIDDEN)


@require_safe
def signed_in(request):
    """Page after a log-in in another tab: the waiting form is in the first one."""
    return render(request, "signed_in.html")


def page_not_found(request, exception=None):
    """404, with a way on."""
    return _error(request, "404.html", 404)


def server_error(request):
    """500, with the lines that matter; 503 when it is the database that does not answer or take."""
    error = sys.exc_info()[1]
    takes_nothing = isinstance(getattr(error, "__cause__", None), TAKES_NOTHING)
    if takes_nothing or isinstance(error, OperationalError | InterfaceError):
        return without_database(request, takes_nothing=takes_nothing)
    notice = read_notice(danger.kinds(request.GET.get("q", "")))
    return _error(request, "500.html", 500, notice=notice)


def without_database(request, *, takes_nothing=False):
    """503: nothing was saved, and what was typed is offered again."""
    reason = (
        _("データベースにいまは書き込めないため、まだ保存していません。管理者に知らせてください。")
        if takes_nothing
        else _(
            "データベースが応答しないため、まだ保存していません。少し待ってから、もう一度送ってください。"
        )
    )
    status = HTTPStatus.SERVICE_UNAVAILABLE
    request.user = AnonymousUser()  # who it is stands in the database
    offered = resubmission.offer(request, reason=reason, status=status)
    response = offered or _error(request, "503.html", status)
    response["Retry-After"] = "10"
    return response
