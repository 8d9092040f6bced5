"""The booklet and all else on paper, as residents fetch it: PDFs for everybody, and 正誤表."""

from urllib.parse import quote

from django.conf import settings
from django.core.cache import cache
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.utils.translation import gettext as _

from directory.booklet import content, leaflets, pdf_cache, typesetting
from directory.booklet.errata import errata, errata_page
from directory.models import Category, Edition, Window
from directory.public.views import public_page

# Single sheets are kept in memory only: a file would tell that somebody has fetched a 相談メモ.
SHEET_SECONDS = 600


@public_page
def booklet(request):
    """The booklet as it would be printed today."""
    return _booklet(request, "screen", settings.BOOKLET_TITLE)


@public_page
def booklet_large(request):
    """The same in large letters."""
    name = _("%(title)s（大きな文字）") % {"title": settings.BOOKLET_TITLE}
    return _booklet(request, "large", name)


def _booklet(request, kind, name):
    windows = Window.objects.published().for_reading()
    data = content.booklet(windows, Category.objects.in_use(), timezone.localdate())
    tag = quote_etag(pdf_cache.stamp_of(data))
    if fresh := get_conditional_response(request, etag=tag):
        return fresh
    try:
        kept = pdf_cache.fetch(kind, data, lambda: typesetting.set_booklet(data, kind))
    except typesetting.PressFailed:
        return _not_today(request)
    return pdf_response(kept.pdf, name, etag=quote_etag(kept.stamp))


@public_page
def window_memo(request, number):
    """相談メモ: one window on a sheet of paper with lines to write on."""
    window = get_object_or_404(Window.objects.published().for_reading(), pk=number)
    return _sheet(request, "memo.typ", leaflets.memo(window, timezone.localdate()))


@public_page
def errata_view(request, number=None):
    """What has changed since an edition was printed; the newest one unless another is named."""
    today = timezone.localdate()
    issued = Edition.objects.issued_by(today)
    edition = issued.first() if number is None else _edition(number)
    context = {
        "edition": edition,
        "other_editions": [each for each in issued.defer("facts") if each != edition],
        "errata": errata(edition) if edition else None,
        "today": today,
    }
    return render(request, "directory/errata.html", context)


@public_page
def errata_pdf(request, number):
    """The same to print and put into the booklet."""
    edition = _edition(number)
    return _sheet(
        request, "errata.typ", errata_page(edition, errata(edition), timezone.localdate())
    )


def _sheet(request, template, data):
    stamp = pdf_cache.stamp_of(data)
    tag = quote_etag(stamp)
    if fresh := get_conditional_response(request, etag=tag):
        return fresh
    key = f"directory.booklet.{stamp}"
    try:
        pdf = cache.get(key) or typesetting.set_plain(template, data)[1]
    except typesetting.PressFailed:
        return _not_today(request)
    cache.set(key, pdf, timeout=SHEET_SECONDS)
    return pdf_response(pdf, data["title"], etag=tag)


def _edition(number: int) -> Edition:
    return get_object_or_404(Edition.objects.in_use(), pk=number)


def pdf_response(pdf: bytes, name: str, *, etag: str = "") -> HttpResponse:
    """A PDF that opens in the browser and keeps a Japanese name when it is saved."""
    disposition = f"inline; filename*=UTF-8''{quote(name)}.pdf"
    headers = {"Content-Disposition": disposition, **({"ETag": etag} if etag else {})}
    return HttpResponse(pdf, content_type="application/pdf", headers=headers)


def _not_today(request):
    """The press is broken and nothing good is left to give: lead on to the pages."""
    return render(request, "directory/booklet_not_today.html", status=503)
