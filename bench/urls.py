"""The portal's addresses, and beside them bare views that return the same bytes from memory."""

import os
from pathlib import Path

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.urls import path

from ise_portal.urls import handler404, handler500, urlpatterns

__all__ = ["handler404", "handler500", "urlpatterns"]

BODIES = {file.name: file.read_bytes() for file in Path(os.environ["BENCH_BODIES"]).iterdir()}


@login_not_required
def bare(request, name):
    """Return a page as it was fetched before the measurement."""
    return HttpResponse(BODIES[name])


urlpatterns = [*urlpatterns, path("bare/<name>", bare)]
