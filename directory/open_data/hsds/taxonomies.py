"""Taxonomies of HSDS: the categories, and the ways to consult."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from directory.catalogue import kept
from directory.models import Category, Window
from directory.open_data.hsds.identities import taxonomy_id, term_id

CATEGORIES, CHANNELS = "categories", "channels"


def taxonomies() -> list[dict]:
    """HSDS `taxonomy` objects."""
    named = {
        CATEGORIES: (_("分野"), _("相談窓口の分野。冊子の分野と同じです。")),
        CHANNELS: (_("相談のしかた"), _("電話、窓口、メールなど、相談のしかた。")),
    }
    return [
        {"id": taxonomy_id(key), "name": name, "description": description}
        for key, (name, description) in named.items()
    ]


@kept
def terms() -> dict[str, dict]:
    """HSDS `taxonomy_term` objects by id: categories in use in their order, then channels."""
    return {term["id"]: term for term in _terms()}


def _terms() -> Iterator[dict]:
    of_categories, of_channels = taxonomies()
    for slug, name in Category.objects.in_use().order_by("order").values_list("slug", "name"):
        yield _term(CATEGORIES, of_categories, slug, name)
    for code, label in Window.Channel.choices:
        yield _term(CHANNELS, of_channels, code, str(label))


def _term(key: str, taxonomy: dict, code: str, name: str) -> dict:
    description = _("%(taxonomy)s：%(name)s") % {"taxonomy": taxonomy["name"], "name": name}
    return {
        "id": term_id(key, code),
        "code": code,
        "name": name,
        "description": description,
        "taxonomy": taxonomy["name"],
        "taxonomy_id": taxonomy["id"],
        "taxonomy_detail": taxonomy,
        "language": "ja",
    }
