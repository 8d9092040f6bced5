"""What every answer carries."""

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.utils.cache import add_never_cache_headers


class LoginUnlessPublic(LoginRequiredMiddleware):
    """Demand a log-in for every view that does not say it is public.

    Django's own looks at the session before it looks at the view, so that public pages would
    vary with a cookie that residents never have; here the view is asked first.
    """

    def process_view(self, request, view_func, view_args, view_kwargs):
        if not getattr(view_func, "login_required", True):
            return None
        return super().process_view(request, view_func, view_args, view_kwargs)


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
