"""What residents see. No view here asks who they are or writes anything down."""

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from directory.filters import WindowFilter
from directory.models import Category, Window

# Few enough to scroll through on a telephone, enough to hold a whole category of the booklet.
WINDOWS_PER_PAGE = 30
RELATED_WINDOWS = 4
# A wrong number that staff correct is gone from every cache after this many seconds.
SECONDS_KEPT = 60


def public_page(view):
    """Open a view to everybody: no log-in, nothing but reading, the same answer for all."""
    return login_not_required(require_safe(cache_control(public=True, max_age=SECONDS_KEPT)(view)))


@public_page
def home(request):
    """The first page: danger first, then the categories, then whom to ask when unsure."""
    return render(
        request,
        "directory/home.html",
        {"categories": Category.objects.with_window_counts()},
    )


@public_page
def window_list(request):
    """All windows, to be narrowed down."""
    categories = list(Category.objects.all())
    narrowed = WindowFilter(request.GET, queryset=Window.objects.published(), categories=categories)
    return _list_page(request, "directory/window_list.html", narrowed)


@public_page
def category_view(request, slug):
    """The windows of one category."""
    category = get_object_or_404(Category, slug=slug)
    narrowed = WindowFilter(request.GET, queryset=Window.objects.published().in_category(category))
    return _list_page(request, "directory/category.html", narrowed, category=category)


def _list_page(request, template, narrowed, **context):
    page = Paginator(narrowed.qs.for_reading(), WINDOWS_PER_PAGE).get_page(request.GET.get("page"))
    return render(request, template, {"filter": narrowed, "page": page, **context})


@public_page
def window_view(request, number):
    """Everything known about one window."""
    published = Window.objects.published()
    window = get_object_or_404(published.for_reading(), pk=number)
    return render(
        request,
        "directory/window.html",
        {"window": window, "related": published.related_to(window)[:RELATED_WINDOWS]},
    )


@public_page
def about(request):
    """What the portal is, how true it is, and what it does not store."""
    return render(request, "directory/about.html")
