"""The address of every page, filled with rows of the world.

A new address with a parameter must be given its row here: `addresses` names those without one.
"""

from collections.abc import Iterator

from django.contrib import admin
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse

from tests.helpers.world import World


def addresses(world: World) -> dict[str, str]:
    """The address of every page, by URL name, filled with the world's rows.

    Raises AssertionError with the names of those whose parameters have no value here.
    """
    return {name: reverse(name, kwargs=values) for name, values in parameters(world).items()}


def parameters(world: World) -> dict[str, dict]:
    """What stands in the path of every page's address, by URL name; raises as `addresses`."""
    found, unknown = {}, []
    for name, wanted in _named(get_resolver()):
        try:
            found[name] = _values(world, name, wanted)
            reverse(name, kwargs=found[name])
        except (KeyError, NoReverseMatch):
            unknown.append((name, sorted(wanted)))
    assert not unknown, unknown
    return found


def _named(resolver, namespaces=(), parameters=frozenset()) -> Iterator[tuple[str, frozenset]]:
    for pattern in resolver.url_patterns:
        own = parameters | set(pattern.pattern.regex.groupindex)
        if isinstance(pattern, URLResolver):
            inner = (*namespaces, pattern.namespace) if pattern.namespace else namespaces
            yield from _named(pattern, inner, own)
        elif isinstance(pattern, URLPattern) and pattern.name:
            yield ":".join([*namespaces, pattern.name]), own


# The row that stands for `number` in an address whose name begins so.
NUMBERS = {
    "directory:window": "window",
    "directory:errata": "edition",
    "platform_members:listing": "listing",
    "platform_members:organisation": "organisation",
    "platform_members:update-list": "organisation",
    "platform_members:update-add": "organisation",
    "platform_members:update": "update",
    "platform_members:review": "update",
    "platform_members:round": "round",
    "platform_members:sheet": "round",
    "platform_members:answer": "round",
    "platform_members:programme-add": "round",
    "platform_members:programme": "programme",
    "platform_members:upload": "upload",
    "platform_members:meeting": "meeting",
    "platform_members:meeting-import": "meetings",
    "campaigns:consultations": "listing",
    "campaigns:": "campaign",
    "admin:directory_category": "category",
    "admin:directory_edition": "edition",
    "admin:directory_finderanswer": "answer",
    "admin:directory_finderquestion": "question",
    "admin:directory_searchterm": "term",
    "admin:directory_window": "window",
    "admin:platform_members_meeting": "meeting",
    "admin:platform_members_organisation": "organisation",
    "admin:platform_members_programme": "programme",
    "admin:platform_members_subscription": "portal",
    "admin:platform_members_membershipapplication": "application",
    "admin:campaigns_campaign": "campaign",
    "admin:campaigns_kpi": "kpi",
}
TOKENS = {
    "platform_members:invitation": "invitation",
    "platform_members:verification": "request",
    "platform_members:feed": "feed",
    "platform_members:address": "address",
}
CELLS = [f"platform_members:{page}" for page in ("gap-view", "gap-check", "gap-uncheck")]
CELLS += ["platform_members:public-gap-view"]
OTHERS = {
    "directory:category-view": {"slug": "work"},
    "directory:card-view": {"code": "en"},
    "directory:data-file": {"name": "242039_consultation_windows.csv"},
    "directory:sitemap-windows": {"number": 0},
    "platform_members:listing-part": {"part": "phones"},
    "platform_members:update-part": {"part": "phones"},
    "platform_members:gap-publish": {"axis": "kinds", "year": 2026},
    "platform_members:gap-unpublish": {"axis": "kinds", "year": 2026},
    **{page: {"axis": "kinds", "slug": "work", "value": "awareness"} for page in CELLS},
    "account_confirm_email": {"key": "abc"},
    "account_reset_password_from_key": {"key": "abc", "uidb36": "1"},
    "admin:manual-page": {"name": "10-add-window"},
    "admin:view_on_site": {"content_type_id": 1, "object_id": 1},
    "admin:directory_edition_pdf": {"kind": "screen"},
    "admin:directory_window_translations": {"code": "en"},
    "admin:directory_window_export": {"kind": "xlsx"},
    "admin:directory_window_export_all": {"kind": "xlsx"},
    "admin:campaigns_campaign_file": {"name": "results.csv"},
    "admin:app_list": {"app_label": "directory"},
}


def _values(world: World, name: str, parameters: frozenset) -> dict:
    """What stands for each parameter of an address."""
    known = {
        "pk": lambda: world.rows["run"].pk,
        "key": lambda: world.rows["deed"].pk,
        "uid": lambda: world.rows["window"].uid,
        "first": lambda: 1,
        "version": lambda: world.rows["version"].pk,
        "organisation": lambda: world.rows["organisation"].pk,
        "member": lambda: world.rows["membership"].pk,
        "invitation": lambda: world.rows["invitation"].pk,
        "id": lambda: world.rows["person"].pk,
        "number": lambda: world.rows[_longest(NUMBERS, name)].pk,
        "token": lambda: world.tokens[_longest(TOKENS, name)],
        "object_id": lambda: _of_admin(world, name),
    }
    given = OTHERS.get(name, {})
    return {each: given[each] if each in given else known[each]() for each in parameters}


def _longest(table: dict, name: str) -> str:
    return table[max((start for start in table if name.startswith(start)), key=len)]


def _of_admin(world: World, name: str) -> int:
    """The world's row of the model whose admin page has this name, or else its first one."""
    for model in admin.site._registry:
        if name.startswith(f"admin:{model._meta.app_label}_{model._meta.model_name}_"):
            for row in world.rows.values():
                if type(row) is model:
                    return row.pk
            for key in model._default_manager.order_by("pk").values_list("pk", flat=True)[:1]:
                return key
    raise KeyError(name)
