"""Pages of the desk for the city's staff alone."""

from functools import wraps

from django.core.exceptions import PermissionDenied

from platform_members.desk_page import desk_page


def staff_page(model: str):
    """Open a view to staff who may change such rows, and to those who may only see them but for
    what changes anything."""
    look, change = f"platform_members.view_{model}", f"platform_members.change_{model}"

    def opened(view):
        @desk_page
        @wraps(view)
        def page(request, *args, **kwargs):
            looks = request.method in ("GET", "HEAD") and request.user.has_perm(look)
            if not (looks or request.user.has_perm(change)):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return page

    return opened
