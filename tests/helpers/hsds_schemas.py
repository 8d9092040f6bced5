"""Validators of HSDS: against our own OpenAPI document, and against the standard where it is."""

import json
from functools import cache
from pathlib import Path

from jsonschema import Draft202012Validator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

from directory.api.openapi import document

# The standard's schemas are no part of the project; where they stand beside it, they are asked too.
STANDARD = Path(__file__).resolve().parents[3] / "shared" / "hsds"
FORMATS = Draft202012Validator.FORMAT_CHECKER


@cache
def ours(name: str) -> Draft202012Validator:
    """Validator of one schema of our document."""
    root = Resource(contents=document(), specification=DRAFT202012)
    registry = Registry().with_resource("openapi.json", root)
    reference = {"$ref": f"openapi.json#/components/schemas/{name}"}
    return Draft202012Validator(reference, registry=registry, format_checker=FORMATS)


@cache
def standard(name: str) -> Draft202012Validator | None:
    """Validator of one entity of the standard; None where its schemas are not there."""
    folder = STANDARD / "schema"
    if not folder.is_dir():
        return None
    resources = [
        (path.name, Resource(json.loads(path.read_text()), specification=DRAFT202012))
        for path in folder.glob("*.json")
        if path.name != "openapi.json"
    ]
    registry = Registry().with_resources(resources)
    return Draft202012Validator({"$ref": f"{name}.json"}, registry=registry, format_checker=FORMATS)


def faults(name: str, value) -> list[str]:
    """What is wrong with an object by either, with the place of each fault."""
    validators = [each for each in (ours(name), standard(name)) if each]
    return [
        f"{error.json_path}: {error.message}"
        for validator in validators
        for error in validator.iter_errors(value)
    ]
