"""The finder, as residents see it. Answers stand in the address alone: no cookie, no log, no title.

Pages with answers are kept by this process alone, under a secret key, as searches are.
"""

from datetime import timedelta

from django.conf import settings
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from directory.booklet import drawings
from directory.booklet.documents import typeset_sheet
from directory.finder.guide import Walk, read_answers, written
from directory.finder.outcome import outcome_of
from directory.finder.read import read_guide
from directory.finder.sheet import sheet
from directory.languages.beside import in_two_languages
from directory.open_now.page_state import any_unconfirmed
from directory.public.booklet_views import pdf_response, pdf_unavailable
from directory.public.danger_notice import read_notice
from directory.public.views import COUNTS_KEPT, categories_with_counts, public_page
from directory.typesetting.process import TypesettingFailed, cached_pdf

ANSWERS = "answers"


@public_page(query=(ANSWERS,))
def guide_view(request):
    """The next question, or the windows that answers lead to."""
    return _answered(request) if ANSWERS in request.GET else _page(request, read_guide().walk(()))


@never_cache
def _answered(request):
    return _page(request, read_guide().walk(read_answers(request.GET.getlist(ANSWERS))))


def _page(request, walk):
    """A question; where there is none, the windows."""
    if walk.question is None and walk.steps:
        return _windows(request, walk)
    context = {
        **_way(walk),
        "question": walk.question,
        "answers": [
            (answer.text, _address([*walk.keys, answer.key, *walk.ahead]))
            for answer in (walk.question.answers if walk.question else ())
        ],
        "categories": [] if walk.question else categories_with_counts(),
    }
    response = render(request, "directory/finder/question.html", context)
    response.kept_until = timezone.now() + timedelta(days=1)
    return response


def _windows(request, walk):
    now = timezone.now()
    outcome = outcome_of(walk, now)
    address = settings.PORTAL_URL + _address(walk.keys)
    context = {
        **_way(walk),
        "outcome": outcome,
        "suggestions": outcome.suggestions,
        "notice": read_notice(outcome.dangers),
        "has_unconfirmed": any_unconfirmed(each.window for each in outcome.suggestions),
        "is_discreet": any(each.window.discreet for each in outcome.suggestions),
        "without_telephone": walk.way in ("no_phone", "writing"),
        "memo": f"{reverse('directory:guide-memo')}?{ANSWERS}={written(walk.keys)}",
        "address": address,
        "qr": _qr(address),
    }
    response = render(request, "directory/finder/windows.html", context)
    response.kept_until = min(outcome.until or now + COUNTS_KEPT, now + COUNTS_KEPT)
    return response


@never_cache
@public_page(query=(ANSWERS,))
def guide_memo(request):
    """相談メモ of the windows that answers lead to; without enough answers, the next question."""
    walk = read_guide().walk(read_answers(request.GET.getlist(ANSWERS)))
    if walk.question or not walk.steps:
        return redirect(_address([*walk.keys, *walk.ahead]))
    now, address = timezone.now(), _address(walk.keys)

    def read() -> dict:
        outcome, link = outcome_of(walk, now), settings.PORTAL_URL + address
        return sheet(walk, outcome, link, timezone.localdate(now), _("相談メモ"))

    data = in_two_languages(read)
    try:
        pdf = cached_pdf(data, lambda: typeset_sheet("finder.typ", data))
    except TypesettingFailed:
        return pdf_unavailable(request, address, _("案内のページに戻る"))
    return pdf_response(pdf, data["title"])


def _way(walk: Walk) -> dict:
    """The answers so far, each with the address where it can be given anew."""
    keys = walk.keys
    return {
        "steps": [
            (_(step.question.text), _(step.answer.text), _address(keys[:number]))
            for number, step in enumerate(walk.steps)
        ],
        "back": _address(keys[:-1]) if keys else "",
        "number": len(keys) + 1,
    }


def _address(keys) -> str:
    answers = written(keys)
    return reverse("directory:guide-view") + (f"?{ANSWERS}={answers}" if answers else "")


def _qr(address: str) -> dict:
    """A QR code as one path of an SVG, on as many units as it has modules."""
    code = drawings.qr(address)
    path = "".join(f"M{start} {row}H{end}V{row + 1}H{start}Z" for row, start, end in code["runs"])
    return {"size": code["modules"], "path": path}
