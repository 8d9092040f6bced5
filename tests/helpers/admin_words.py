"""Fixed texts of admin pages (no box to type in), and whether they are codes of the database."""

import re
from collections.abc import Iterator

import html5lib
from django.apps import apps

OURS = ("directory", "platform_members", "campaigns")
BOXES = {"input", "select", "textarea"}
# Stored values of choices but the empty one; a category's address is meant to be read as it is.
CODES = {
    str(value)
    for model in apps.get_models()
    if model._meta.app_label in OURS
    for field in model._meta.concrete_fields
    for value, _label in getattr(field, "base_field", field).choices or []
    if isinstance(value, str) and value
}
NUMBERS = re.compile(r"-?\d+(, -?\d+)+|\[.*\]|\{.*\}")


def is_code(field: str, text: str) -> bool:
    """Whether a text is what the database stores: a choice, numbers, a time in minutes."""
    if field in {"opens", "closes"} and text.isdecimal():
        return True
    parts = [part.strip() for part in text.split(",")]
    return field != "slug" and bool(NUMBERS.fullmatch(text) or any(part in CODES for part in parts))


def fixed_texts(response) -> Iterator[tuple[str, str]]:
    """Each field that a page shows without a box to type in: its name, and its text."""
    tree = html5lib.parse(response.content.decode(), namespaceHTMLElements=False)
    for element in tree.iter():
        classes = (element.get("class") or "").split()
        names = [each.removeprefix("field-") for each in classes if each.startswith("field-")]
        if names and element.tag in {"td", "th"}:
            if not any(inner.tag in BOXES for inner in element.iter()):
                yield names[0], _text(element)
        elif names:
            for inner in element.iter("div"):
                if "readonly" in (inner.get("class") or "").split():
                    yield names[0], _text(inner)


def _text(element) -> str:
    return " ".join("".join(element.itertext()).split())
