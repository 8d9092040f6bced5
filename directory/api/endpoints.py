"""Table of the HSDS collections: addresses, views and the OpenAPI document are made of it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from directory.api import collections, parameters
from directory.api.parameters import Parameter

_PAGING = (parameters.PAGE, parameters.PER_PAGE_, parameters.FORMAT)
_BY_TERM = (parameters.TERM, parameters.TAXONOMY)
_BY_SERVICE = (*_BY_TERM, parameters.ORGANIZATION, parameters.MODIFIED_AFTER)


@dataclass(frozen=True)
class Endpoint:
    """A collection: its name in addresses, the schema of an item, how it is listed and asked."""

    name: str
    schema: str
    summary: str
    parameters: tuple[Parameter, ...]
    list_items: Callable[[collections.Values], collections.Listed]
    one_item: Callable[[str], dict[str, Any] | None]


ENDPOINTS = (
    Endpoint(
        "services",
        "service",
        "Consultation windows",
        (parameters.SEARCH, *_PAGING, *_BY_SERVICE, parameters.MINIMAL, parameters.FULL),
        collections.list_services,
        collections.one_service,
    ),
    Endpoint(
        "organizations",
        "organization",
        "Bodies that run windows or belong to the platform",
        (parameters.SEARCH, *_PAGING, *_BY_TERM, parameters.FULL),
        collections.list_organizations,
        collections.one_organization,
    ),
    Endpoint(
        "service_at_locations",
        "service_at_location",
        "Windows at their places",
        (parameters.SEARCH, *_PAGING, *_BY_SERVICE, parameters.FULL),
        collections.list_places,
        collections.one_place,
    ),
    Endpoint(
        "taxonomies",
        "taxonomy",
        "Lists of terms",
        (parameters.SEARCH, *_PAGING),
        collections.list_taxonomies,
        collections.one_taxonomy,
    ),
    Endpoint(
        "taxonomy_terms",
        "taxonomy_term",
        "Terms: categories and ways to consult",
        (parameters.SEARCH, *_PAGING, parameters.TAXONOMY),
        collections.list_terms,
        collections.one_term,
    ),
)
