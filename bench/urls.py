"""The portal's addresses, bare views that return the same bytes from memory, a stock listing.

The bytes are compressed once: a bare view does nothing but hand them over.
"""

import gzip
import os
from pathlib import Path

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.urls import path

from bench.stock import StockListing
from ise_portal.urls import handler404, handler500, urlpatterns

__all__ = ["handler404", "handler500", "urlpatterns"]

FILES = Path(os.environ["BENCH_BODIES"]).iterdir() if "BENCH_BODIES" in os.environ else ()
BODIES = {file.name: gzip.compress(file.read_bytes(), mtime=0) for file in FILES}


@login_not_required
def bare(request, name):
    """Return a page as it was fetched before the measurement."""
    return HttpResponse(BODIES[name], headers={"Content-Encoding": "gzip"})


urlpatterns = [
    *urlpatterns,
    path("bare/<name>", bare),
    path("stock/", StockListing.as_view()),
]
