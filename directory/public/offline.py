"""Use without a network: a list that those who choose it keep on their device, and its worker.

What is kept is one fixed set, the same for everybody, and nothing of what a person opens: a device
may be looked through by others. Windows that are best not named are not in it. With
`OFFLINE=False` the worker removes itself wherever it still is.
"""

from dataclasses import replace

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from directory.languages.addresses import in_every_language
from directory.models import Category, Window
from directory.open_now.rows import read_rows
from directory.public.context_processors import read_help
from directory.public.views import public_page

# More windows than that are no list to look through, and no small thing to keep on a telephone.
MOST_KEPT = 300
# The policy that holds for what the worker itself fetches.
POLICY = "default-src 'none'; connect-src 'self'"


@public_page
def offline(request):
    """Page on keeping the list on a device: what is kept, its risk, and the buttons."""
    return render(request, "directory/offline/offline.html", {"is_offered": settings.OFFLINE})


@public_page
def offline_list(request):
    """All windows by category as they are now, with their numbers and hours in words."""
    named = Window.objects.published().filter(discreet=False).in_list_order()
    keys = list(named.values_list("pk", flat=True)[: MOST_KEPT + 1])
    help_now, now = read_help(), timezone.now()
    rows, _changing = read_rows(keys[:MOST_KEPT], now)
    context = {
        "categories": [
            (category, [row for row in rows if row.main_category == category])
            for category in Category.objects.in_use()
        ],
        "help": replace(help_now, urgent=[each for each in help_now.urgent if not each.discreet]),
        "is_cut": len(keys) > MOST_KEPT,
        "now": now,
    }
    return render(request, "directory/offline/list.html", context)


@login_not_required
@require_safe
@cache_control(no_cache=True)
def worker(request):
    """The service worker; at the root, because it may act for nothing above its own address."""
    # The lists in all languages, so that what is kept does not tell which one a person reads.
    lists = in_every_language(reverse("directory:offline-list"))
    files = [
        *lists,
        *map(static, ("css/portal/portal.css", "icons.svg", "js/exit.js", "js/private.js")),
    ]
    template = "offline/worker.js" if settings.OFFLINE else "offline/farewell.js"
    answer = render(
        request,
        f"directory/{template}",
        {"files": files, "lists": len(lists)},
        content_type="text/javascript",
    )
    answer["Content-Security-Policy"] = POLICY
    return answer


@public_page
def manifest(request):
    """The web app's manifest: its name and pictures on a device's first screen."""
    icons = [
        {"src": static(f"icon-{size}.png"), "sizes": f"{size}x{size}", "type": "image/png"}
        for size in (192, 512)
    ]
    told = {
        "name": _("%(city)s 相談窓口") % {"city": settings.CITY_NAME},
        "short_name": _("相談窓口"),
        "lang": "ja",
        "start_url": "/",
        "display": "browser",
        "background_color": "#ffffff",
        "theme_color": "#ffffff",
        "icons": icons,
    }
    return JsonResponse(told, content_type="application/manifest+json")
