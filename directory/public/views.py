"""What residents see. No view here asks who they are or writes anything down."""

from datetime import timedelta
from functools import partial, wraps

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from directory.booklet import pdf_cache
from directory.catalogue import kept
from directory.models import BeyondHorizon, Category, HoursInterval, Window
from directory.models.furigana import saved_readings
from directory.open_data.json_ld import linked_data
from directory.open_now.counting import count_listed
from directory.open_now.page_state import (
    any_unconfirmed,
    coming_days,
    coming_exceptions,
    show_day,
)
from directory.open_now.rows import kept_value, read_rows
from directory.public.day_question import ASKED_DAY, day_question
from directory.public.filters import MAX_NARROWED, WindowFilter
from directory.public.kept_pages import SECONDS_KEPT, limit_keeping
from directory.public.list_pages import ListPaginator

# Few enough to scroll through on a telephone, enough to hold a whole category of the booklet.
WINDOWS_PER_PAGE = 30
# In the mirror a list has one page: there is no server that could give the next.
WINDOWS_MIRRORED = 1_000
RELATED_WINDOWS = 4
# What a list depends on in the query string.
LIST_QUERY = (*WindowFilter.base_filters, "page", "after", "before")
# Pages with counts of windows that they do not show, which may open or close at any minute.
COUNTS_KEPT = timedelta(seconds=60)


def public_page(view=None, *, query=()):
    """Open a view to everybody: no log-in, nothing but reading, the same answer for all.

    `query`: what the answer depends on in the query string; it is all that the view sees of it.
    """
    if view is None:
        return partial(public_page, query=query)
    opened = login_not_required(require_safe(_for_everybody(view)))
    opened.kept_query = frozenset(query)
    return opened


def _for_everybody(view):
    """Let caches keep answers of a view, but for those that it forbids them to store."""

    @wraps(view)
    def answer(request, *args, **kwargs):
        response = view(request, *args, **kwargs)
        if "no-store" not in response.get("Cache-Control", ""):
            patch_cache_control(response, public=True, max_age=SECONDS_KEPT)
        return response

    return answer


def holding_until(response, until, now):
    """Let no cache keep an answer beyond the next change of what it says; None: of the day."""
    response.kept_until = until or now + timedelta(days=1)
    limit_keeping(response, (response.kept_until - now).total_seconds())
    return response


@public_page
def home(request):
    """The first page: danger first, then the categories, who answers now, whom to ask."""
    now = timezone.now()
    try:
        open_count = count_listed(open_at=now)
        until = HoursInterval.objects.next_change_after(now)
    except BeyondHorizon:
        open_count = until = None
    until = min(until or now + COUNTS_KEPT, now + COUNTS_KEPT)
    context = {
        "categories": categories_with_counts(),
        "open_count": open_count,
        "now": now,
        "booklet": pdf_cache.newest(pdf_cache.kind_here("screen")),
        "booklet_large": pdf_cache.newest(pdf_cache.kind_here("large")),
    }
    return holding_until(render(request, "directory/home.html", context), until, now)


def all_windows(request):
    """All windows, to be narrowed down; the address itself has a view that searches, too."""
    return _list_page(
        request,
        "directory/window_list.html",
        Window.objects.published().in_list_order(),
        categories=list(Category.objects.in_use()),
    )


@public_page(query=LIST_QUERY)
def category_view(request, slug):
    """The windows of one category."""
    category = get_object_or_404(Category.objects.in_use(), slug=slug)
    return _list_page(
        request,
        "directory/category.html",
        Window.objects.published().in_category(category).without_general().in_list_order(),
        category=category,
    )


@kept
def categories_with_counts():
    """The categories in use, each with the number of its windows."""
    return list(Category.objects.with_window_counts())


def _list_page(request, template, windows, categories=None, category=None):
    now = timezone.now()
    narrowed = WindowFilter(
        request.GET, queryset=windows, moment=now, categories=categories, category=category
    )
    page = _narrowed_page(request, narrowed) if narrowed.is_bound else _page(request, narrowed)
    page.object_list, until = read_rows(list(page.object_list), now)
    until = min(until or now + COUNTS_KEPT, now + COUNTS_KEPT)
    if narrowed.asked_day:
        show_day(page, narrowed.asked_day)
    context = {
        "category": category,
        "filter": narrowed,
        "page": page,
        "has_unconfirmed": any_unconfirmed(page),
        "is_discreet": any(window.discreet for window in page),
    }
    response = render(request, template, context)
    return holding_until(response, until, now)


def _page(request, listed):
    """A page of the whole list."""
    per_page = WINDOWS_MIRRORED if hasattr(request, "as_of") else WINDOWS_PER_PAGE
    count = kept_value(("count", request.path), listed.moment, partial(count_listed, listed.of))
    asked = (request.GET.get(name) for name in ("page", "after", "before"))
    return ListPaginator(listed.queryset, per_page, count).page_beside(*asked)


def _narrowed_page(request, narrowed):
    """A page of what filters leave of a list; `has_more` tells that it leaves still more."""
    keys = narrowed.keys(MAX_NARROWED + 1)
    page = Paginator(keys[:MAX_NARROWED], WINDOWS_PER_PAGE).get_page(request.GET.get("page"))
    page.has_more = len(keys) > MAX_NARROWED
    return page


@public_page(query=(ASKED_DAY, "furigana"))
def window_view(request, number):
    """Everything known about one window, and its reception on a day that is asked about."""
    return window_page(request, number, "directory/window.html")


def window_page(request, number, template):
    """Page of one window by a template; of a suspended one, why it is."""
    now = timezone.now()
    published = Window.objects.published()
    rows, until = read_rows([number] if published.with_key(number) else [], now)
    if not rows:
        return _suspended_window(request, number)
    (window,) = rows
    address = settings.PORTAL_URL + window.get_absolute_url()

    def of_the_day():
        return {
            "coming_days": coming_days(window, now),
            "coming_exceptions": coming_exceptions(window, now),
            "linked_data": linked_data(window, now, address),
            "related": list(published.related_to(window)[:RELATED_WINDOWS]),
        }

    context = {"window": window, **kept_value(("window", number), now, of_the_day)}
    context["question"] = day_question(request, window)
    wanted = window.furigana if "furigana" in request.GET else ""
    window.shown_readings = saved_readings(wanted)
    return holding_until(render(request, template, context), until, now)


@public_page(query=(ASKED_DAY,))
def window_day(request, number):
    """A day's reception for a calendar; 404 without reception, and for a window best not named."""
    from directory.open_data.calendar_day import calendar_day

    window = get_object_or_404(Window.objects.published().for_reading(), pk=number)
    question = day_question(request, window)
    if window.discreet or question.answer is None or not question.answer.is_open:
        raise Http404
    address_for_all = settings.PORTAL_URL + window.get_absolute_url()
    entry = calendar_day(window, question.answer.date, address_for_all)
    return HttpResponse(entry, content_type="text/calendar; charset=utf-8")


def _suspended_window(request, number):
    """404 with the reason for a window that is hidden for a while; a plain 404 for any other."""
    suspended = Window.objects.suspended().prefetch_related("categories")
    context = {"window": get_object_or_404(suspended, pk=number)}
    return render(request, "directory/window_suspended.html", context, status=404)


@public_page
def about(request):
    """What the portal is, how true it is, and what it does not store."""
    return render(request, "directory/about.html")
