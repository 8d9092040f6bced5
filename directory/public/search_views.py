"""Searching, as residents see it. What they type is kept nowhere: no cache, no log, no cookie."""

import logging
from dataclasses import asdict

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.db import DatabaseError
from django.http import JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from directory.booklet import pdf_cache
from directory.mirror import files as mirror
from directory.models import Window
from directory.open_now.page_state import any_unconfirmed, show_day
from directory.open_now.rows import read_rows
from directory.public import views
from directory.public.answer import AS_CHOSEN, answer
from directory.public.danger_notice import read_notice
from directory.search import danger
from directory.search.sql import SearchTookTooLong
from directory.search.suggest import similar_phrases, suggest
from directory.search.text.query import LONGEST_TYPED, Query, parse

# More windows than that in one page help no person.
MAX_WITHOUT_DATABASE = 200
logger = logging.getLogger(__name__)


@views.public_page(query=(*views.LIST_QUERY, "q", AS_CHOSEN))
def window_list(request):
    """All windows; with `q`, those that answer a question in a resident's own words."""
    return search_results(request) if "q" in request.GET else views.all_windows(request)


@never_cache
def search_results(request):
    """What was found, how, and a way on where that is nothing.

    Whatever fails, the notice for a question that speaks of danger stands: it is read first.
    """
    if not request.GET["q"].strip():
        return views.all_windows(request)
    query = parse(request.GET["q"])
    try:
        return _results(request, query)
    except SearchTookTooLong:
        template, known = "directory/search/too_long.html", {}
    except DatabaseError:
        logger.error("The search found no database.")  # without the statement: it quotes words
        template, known = "directory/search/unavailable.html", _known_windows(query)
    context = {"query": query, "notice": read_notice(danger.kinds(request.GET["q"])), **known}
    response = render(request, template, context, status=503)
    response["Retry-After"] = "10"
    return response


def _known_windows(query: Query) -> dict:
    """What the mirror knows: all windows, and those that hold every word of a question."""
    windows = mirror.windows()[:MAX_WITHOUT_DATABASE]
    words = query.words or query.parts
    matching = [
        window for window in windows if words and all(word in window.text for word in words)
    ]
    return {"windows": windows, "matching": matching}


def _results(request, query):
    now = timezone.now()
    categories = views.categories_with_counts()
    context = {"query": query, "categories": categories}
    if query.is_empty:
        context["notice"] = read_notice(danger.kinds(request.GET["q"]))
        return render(request, "directory/search/without_words.html", context)
    answered = answer(request.GET["q"], request.GET, now, categories)
    found = answered.found
    page = Paginator(found.windows, views.WINDOWS_PER_PAGE).get_page(request.GET.get("page"))
    page.object_list, until = read_rows(list(page.object_list), now)
    if answered.filter.asked_day:
        show_day(page.object_list, answered.filter.asked_day)
    context |= {
        "answer": answered,
        "found": found,
        "filter": answered.filter,
        "notice": read_notice(found.dangers),
        "similar": [] if found.windows or found.dangers else similar_phrases(query.typed),
        "page": page,
        "awaited": read_rows(found.awaited, now)[0] if found.awaited else [],
        "has_unconfirmed": any_unconfirmed(page),
    }
    if "booklet" in found.elsewhere:
        context["booklet"] = pdf_cache.newest(pdf_cache.kind_here("screen"))
    response = render(request, "directory/search/results.html", context)
    response.kept_until = min(until or now + views.COUNTS_KEPT, now + views.COUNTS_KEPT)
    return response


@login_not_required
@require_safe
@never_cache
def suggestions(request):
    """What may be meant by the beginning of a question, as JSON for `js/suggest.js`."""
    try:
        found = suggest(request.GET.get("q", ""), Window.objects.published())
    except (SearchTookTooLong, DatabaseError):
        found = []
    return JsonResponse({"suggestions": [asdict(suggestion) for suggestion in found]})


@views.public_page
def search_description(request):
    """The portal's search for the browser's own search bar (OpenSearch 1.1)."""
    address = settings.PORTAL_URL + reverse("directory:window-list")
    return render(
        request,
        "directory/opensearch.xml",
        {"address": address, "home": f"{settings.PORTAL_URL}/", "longest": LONGEST_TYPED},
        content_type="application/opensearchdescription+xml",
    )
