"""The staff's manual: every file in `templates/admin/manual/pages/` is a page of it.

A page extends `layout`, names itself in the block `heading`, and is in the contents by the
number with which its file name begins. Its pictures lie in `static/manual/`, taken by
`make screenshots`.
"""

from pathlib import Path

from django.conf import settings
from django.contrib import admin
from django.http import Http404
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

PAGES = Path(settings.BASE_DIR) / "templates" / "admin" / "manual" / "pages"
LAYOUT = "admin/manual/page.html"
ONLY_HEADING = "admin/manual/heading.html"


def names() -> list[str]:
    """The pages' names, in the order of the contents."""
    return sorted(file.stem for file in PAGES.glob("*.html"))


def heading(name: str) -> str:
    """What a page calls itself."""
    return render_to_string(f"admin/manual/pages/{name}.html", {"layout": ONLY_HEADING}).strip()


def contents(request):
    """The list of pages."""
    pages = [(name, heading(name)) for name in names()]
    context = {**admin.site.each_context(request), "title": _("使い方"), "pages": pages}
    return render(request, "admin/manual/contents.html", context)


def page(request, name):
    """One page."""
    if name not in names():
        raise Http404
    context = {**admin.site.each_context(request), "title": heading(name), "layout": LAYOUT}
    return render(request, f"admin/manual/pages/{name}.html", context)
