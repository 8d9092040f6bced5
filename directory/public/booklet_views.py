"""Public pages of print: booklet, 相談メモ, 正誤表, as PDFs."""

import hashlib
import threading
from urllib.parse import quote

from django.core.cache import caches
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.utils.translation import gettext as _

from directory import catalogue
from directory.booklet import documents, leaflets, living
from directory.booklet.errata import errata, errata_page
from directory.languages.beside import in_two_languages
from directory.languages.markup import plain
from directory.models import Edition, Window
from directory.public.views import public_page
from directory.typesetting.process import TypesettingFailed, cached_pdf, stamp_of

SECONDS_KEPT = 600
_turn = threading.Lock()


@public_page
def booklet(request):
    """The booklet as it would be printed today."""
    return _booklet(request, "screen")


@public_page
def booklet_large(request):
    """The same in large letters."""
    return _booklet(request, "large")


def _booklet(request, output):
    data = _read_once(request, living.living)
    tag = quote_etag(stamp_of(data))
    if fresh := get_conditional_response(request, etag=tag):
        return fresh
    try:
        kept = living.fetch(output, data)
    except TypesettingFailed:
        return _booklet_unavailable(request)
    return pdf_response(kept.pdf, plain(living.name_of(output)), etag=quote_etag(kept.stamp))


@public_page
def window_memo(request, number):
    """相談メモ: one window on a sheet of paper with lines to write on."""
    window = get_object_or_404(Window.objects.published().for_reading(), pk=number)

    def read(day):
        return in_two_languages(lambda: leaflets.memo(window, day))

    return _sheet(request, "memo.typ", read)


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
    return _sheet(request, "errata.typ", lambda day: errata_page(edition, errata(edition), day))


def _sheet(request, template, read):
    data = _read_once(request, read)
    tag = quote_etag(stamp_of(data))
    if fresh := get_conditional_response(request, etag=tag):
        return fresh
    try:
        pdf = cached_pdf(data, lambda: documents.typeset_sheet(template, data))
    except TypesettingFailed:
        return _booklet_unavailable(request)
    return pdf_response(pdf, data["title"], etag=tag)


def _read_once(request, read) -> dict:
    """What a PDF says, read once for each version of what is public and each day.

    It costs a tenth of a second and more, kept PDF or not; those who ask at once wait for one.
    """
    day, version = timezone.localdate(), catalogue.version()
    if version is None:
        return read(day)
    key = f"{request.path} {day} {version}"
    key = f"directory.public.{hashlib.sha256(key.encode()).hexdigest()}"
    memory = caches["process"]
    if (data := memory.get(key)) is None:
        with _turn:
            if (data := memory.get(key)) is None:
                data = read(day)
                memory.set(key, data, timeout=SECONDS_KEPT)
    return data


def _edition(number: int) -> Edition:
    return get_object_or_404(Edition.objects.in_use(), pk=number)


def pdf_response(pdf: bytes, name: str, *, etag: str = "") -> HttpResponse:
    """A PDF that opens in the browser and keeps a Japanese name when it is saved."""
    disposition = f"inline; filename*=UTF-8''{quote(name)}.pdf"
    headers = {"Content-Disposition": disposition, **({"ETag": etag} if etag else {})}
    return HttpResponse(pdf, content_type="application/pdf", headers=headers)


def _booklet_unavailable(request):
    return pdf_unavailable(request, reverse("directory:window-list"), _("すべての窓口を見る"))


def pdf_unavailable(request, address: str, label: str) -> HttpResponse:
    """Answer 503 to a request for a PDF that cannot be made, with a link to the same as a page."""
    context = {"address": address, "label": label}
    return render(request, "directory/pdf_unavailable.html", context, status=503)
