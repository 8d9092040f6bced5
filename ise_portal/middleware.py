"""What every answer carries."""

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.shortcuts import redirect
from django.utils.cache import add_never_cache_headers

from platform_members.second_factor import needs_second_factor


class LoginUnlessPublic(LoginRequiredMiddleware):
    """Demand a log-in for every view that does not say it is public.

    Django's own looks at the session before it looks at the view, so that public pages would
    vary with a cookie that residents never have; here the view is asked first.
    """

    def process_view(self, request, view_func, view_args, view_kwargs):
        if not getattr(view_func, "login_required", True):
            return None
        return super().process_view(request, view_func, view_args, view_kwargs)


class SecondFactorForStaff:
    """Lead staff without a second factor to setting one up, whatever else they wanted to open.

    The account's own pages stay open (log-out, password, the second factor itself), and so do
    public ones, where the session is not looked at.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view_func, view_args, view_kwargs):
        public = not getattr(view_func, "login_required", True)
        own_account = request.resolver_match.view_name.startswith(("account_", "mfa_"))
        if public or own_account or not needs_second_factor(request.user):
            return None
        return redirect("mfa_activate_totp")


def private_by_default(get_response):
    """Forbid storing an answer unless its view has said for how long it may be kept.

    Public pages say so themselves (`directory.views.public_page`); pages behind the log-in,
    errors and redirects are kept nowhere.
    """

    def middleware(request):
        response = get_response(request)
        if not response.has_header("Cache-Control"):
            add_never_cache_headers(response)
        return response

    return middleware
