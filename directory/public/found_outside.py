"""What search engines read: which pages there are, and which they leave alone."""

from collections.abc import Iterable
from datetime import date
from xml.sax.saxutils import escape

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from directory.mirror.addresses import page_addresses
from directory.models import Window
from directory.public.views import public_page

# Windows stand in one file a range of so many keys, so that no file grows with the directory.
RANGE = 5_000
_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"


@public_page
def robots(request):
    """The rules for robots (RFC 9309): no page of staff, no question."""
    context = {"sitemap": settings.PORTAL_URL + reverse("directory:sitemap-index")}
    return render(request, "directory/robots.txt", context, content_type="text/plain")


@public_page
def sitemap_index(request):
    """The files of the sitemap: pages, then ranges of windows up to the newest published one."""
    newest = Window.objects.published().order_by("-pk").values_list("pk", flat=True).first()
    paths = [reverse("directory:sitemap-pages")]
    if newest is not None:
        ranges = range(newest // RANGE + 1)
        paths += [reverse("directory:sitemap-windows", args=[number]) for number in ranges]
    return _answer("sitemapindex", "sitemap", ((path, None) for path in paths))


@public_page
def sitemap_pages(request):
    """All public pages but those of windows."""
    return _answer("urlset", "url", ((path, None) for path in page_addresses()))


@public_page
def sitemap_windows(request, number):
    """The published windows of one range, each with the day of its last change."""
    first = number * RANGE
    found = Window.objects.published().order_by("pk").filter(pk__gte=first, pk__lt=first + RANGE)
    rows = list(found.values_list("pk", "changed_at"))
    if not rows:
        raise Http404
    return _answer(
        "urlset",
        "url",
        ((reverse("directory:window-view", args=[key]), changed.date()) for key, changed in rows),
    )


def _answer(root: str, name: str, rows: Iterable[tuple[str, date | None]]) -> HttpResponse:
    lines = [f'<?xml version="1.0" encoding="UTF-8"?>\n<{root} xmlns="{_NAMESPACE}">']
    for path, changed in rows:
        told = f"<lastmod>{changed.isoformat()}</lastmod>" if changed else ""
        lines.append(f"<{name}><loc>{escape(settings.PORTAL_URL + path)}</loc>{told}</{name}>")
    lines.append(f"</{root}>\n")
    return HttpResponse("\n".join(lines), content_type="application/xml")
