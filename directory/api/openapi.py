"""OpenAPI 3.1 document of the API, made of the tables that its views use."""

from functools import lru_cache
from typing import Any

from django.conf import settings

from directory.api.endpoints import ENDPOINTS, Endpoint
from directory.api.parameters import Parameter
from directory.api.schemas import ERROR, ROOT, SCHEMAS, page_of, ref

LICENCE = "https://creativecommons.org/licenses/by/4.0/"
HSDS_VERSION = "3.1"
_JSON = "application/json"
_NDJSON = "application/x-ndjson"


@lru_cache
def document() -> dict[str, Any]:
    """The document; to be shared, not changed."""
    paths: dict[str, Any] = {
        "/": _reading("getAPIMetaInformation", "What this API is", [], ref("root")),
        "/openapi.json": _reading("getOpenAPI", "This document", [], {"type": "object"}),
    }
    for endpoint in ENDPOINTS:
        paths[f"/{endpoint.name}"] = _list_of(endpoint)
        paths[f"/{endpoint.name}/{{id}}"] = _one_of(endpoint)
    pages = {f"{each.schema}_page": page_of(each.schema) for each in ENDPOINTS}
    return {
        "openapi": "3.1.0",
        "jsonSchemaDialect": "https://json-schema.org/draft/2020-12/schema",
        "info": {
            "title": f"{settings.SITE_TITLE} HSDS API",
            "version": HSDS_VERSION,
            "summary": "Consultation windows as Open Referral's HSDS 3.1 has them. Read only.",
            "license": {"name": "CC BY 4.0", "url": LICENCE},
        },
        "servers": [{"url": f"{settings.PORTAL_URL}/hsds"}],
        "paths": paths,
        "components": {"schemas": {**SCHEMAS, **pages, "root": ROOT, "error": ERROR}},
    }


def _list_of(endpoint: Endpoint) -> dict[str, Any]:
    given = [_parameter(each) for each in endpoint.parameters]
    schema = ref(f"{endpoint.schema}_page")
    return _reading(
        f"list_{endpoint.name}", endpoint.summary, given, schema, lines=ref(endpoint.schema)
    )


def _one_of(endpoint: Endpoint) -> dict[str, Any]:
    key = {
        "name": "id",
        "in": "path",
        "required": True,
        "schema": {"type": "string", "format": "uuid"},
    }
    schema = ref(endpoint.schema)
    return _reading(f"get_{endpoint.schema}", f"One {endpoint.schema}", [key], schema, one=True)


def _parameter(parameter: Parameter) -> dict[str, Any]:
    return {
        "name": parameter.name,
        "in": "query",
        "description": parameter.english,
        "schema": parameter.schema,
    }


def _reading(
    name: str,
    summary: str,
    given: list[dict[str, Any]],
    schema: dict[str, Any],
    *,
    lines: dict[str, Any] | None = None,
    one: bool = False,
) -> dict[str, Any]:
    """What can be done at an address: reading; the parameters, answers and errors of it."""
    content = {_JSON: {"schema": schema}}
    if lines:
        content[_NDJSON] = {"schema": lines | {"description": "One on each line"}}
    error = {_JSON: {"schema": ref("error")}}
    answers: dict[str, Any] = {
        "200": {"description": "The answer", "content": content},
        "304": {"description": "The visitor has it already (If-None-Match, If-Modified-Since)"},
        "400": {"description": "A parameter is wrong", "content": error},
        "412": {"description": "It is another one by now (If-Match, If-Unmodified-Since)"},
        "503": {"description": "The portal cannot answer now", "content": error},
    }
    if one or given:
        answers["404"] = {"description": "There is nothing with this id", "content": error}
    return {
        "get": {"operationId": name, "summary": summary, "parameters": given, "responses": answers}
    }
