"""Pages for people about what programs open."""

from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from directory.api import errors
from directory.api.conditional import conditional
from directory.api.endpoints import ENDPOINTS
from directory.api.files import datasets
from directory.api.files.datasets import FILES, file_named, is_too_large, reports
from directory.api.files.tables import columns
from directory.api.openapi import LICENCE
from directory.open_data.hsds.identities import taxonomy_id
from directory.open_data.hsds.taxonomies import CHANNELS
from directory.public.views import public_page


@dataclass(frozen=True)
class Example:
    """An address that can be opened, with what it gives."""

    query: str
    gives: str | Promise


EXAMPLES = (
    Example("/hsds/services", _("公開中の窓口を50件ずつ")),
    Example(
        "/hsds/services?full=true&per_page=500",
        _("電話番号・受付日時・所在地もふくめて、500件まで"),
    ),
    Example(
        "/hsds/services?full=true&format=ndjson",
        _("すべての窓口を、1行に1件で"),
    ),
    Example(
        "/hsds/services?modified_after=2026-11-01",
        _("この日から変わった窓口。見られなくなったものは inactive です"),
    ),
    Example("/hsds/services?search=%E5%AE%B6%E8%B3%83", _("「家賃」で見つかる窓口")),
    Example(
        f"/hsds/services?taxonomy_id={taxonomy_id(CHANNELS)}",
        _("相談のしかたがわかっている窓口"),
    ),
    Example("/hsds/organizations", _("窓口を受け持つ団体")),
    Example("/hsds/service_at_locations?full=true", _("窓口のある場所")),
    Example("/hsds/taxonomies", _("ことばの一覧の種類")),
    Example("/hsds/taxonomy_terms", _("分野と、相談のしかた")),
    Example("/hsds/openapi.json", _("APIの仕様（OpenAPI 3.1）")),
)


@public_page
def api_page(request):
    """How programs read the directory, with examples that run."""
    named = {each.name: each for endpoint in ENDPOINTS for each in endpoint.parameters}
    context = {
        "examples": EXAMPLES,
        "parameters": list(named.values()),
        "licence": LICENCE,
    }
    return render(request, "directory/api/hsds.html", context)


@public_page
def data_page(request):
    """All files of open data, with what stands in each column, in Japanese as in the files."""
    with translation.override(settings.LANGUAGE_CODE):
        described = [(str(each.heading), each.name, str(each.meaning)) for each in columns()]
    context = {
        "files": FILES,
        "columns": described,
        "reports": list(reports()),
        "licence": LICENCE,
        "is_too_large": is_too_large(),
        "most": datasets.MAX_AT_ONCE,
    }
    return render(request, "directory/api/data.html", context)


@login_not_required
@require_safe
def data_file(request, name):
    """A file of open data."""
    file = file_named(name)
    if file is None:
        raise Http404
    if file.is_left_out:
        context = {"file": file, "most": datasets.MAX_AT_ONCE}
        return render(request, "directory/api/data_file_left_out.html", context, status=404)

    def make():
        content = b"" if request.method == "HEAD" else file.make()
        answer = HttpResponse if isinstance(content, bytes) else StreamingHttpResponse
        response = answer(content, content_type=file.media_type)
        response.headers["Content-Disposition"] = f'attachment; filename="{file.name}"'
        response.headers["Link"] = f'<{LICENCE}>; rel="license"'
        return response

    return errors.opened(conditional(request, make))
