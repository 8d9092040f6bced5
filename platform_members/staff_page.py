"""Pages of the desk for the city's staff alone."""

from functools import wraps

from django.core.exceptions import PermissionDenied

from platform_members.desk_page import desk_page


def staff_page(model: str):
    """Open a view to staff who may change such rows, and to those who may only see them but for
    what changes anything."""
    return _opened(f"platform_members.change_{model}", f"platform_members.view_{model}")


def clerk_page(model: str):
    """Open a view to staff who may change such rows, and to nobody else."""
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
