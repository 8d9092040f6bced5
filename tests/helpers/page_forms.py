"""What a browser would send of a page, so that tests change a field and no more."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urljoin

import html5lib


@dataclass
class SentForm:
    """A form of a page as a browser would send it, by one of its buttons or by none."""

    address: str
    fields: dict[str, list[str]] = field(default_factory=dict)
    buttons: list[tuple[str, str]] = field(default_factory=list)


def sent(response, **changes) -> dict[str, list[str]]:
    """Return what sending the page's main form as it stands would send, some values changed.

    `__` in the name of a change stands for `-`; None leaves a field out.
    """
    [form] = [form for form in _forms(response) if _is_main(form)]
    data = _fields(form)
    for name, value in changes.items():
        data[name.replace("__", "-")] = value if isinstance(value, list) else [value]
    return {name: values for name, values in data.items() if values != [None]}


def posting_forms(response, address: str) -> Iterator[SentForm]:
    """Every form of the page at an address that writes, but for the one that logs out."""
    for form in _forms(response):
        target = urljoin(address, form.get("action") or address)
        if form.get("method", "").lower() == "post" and "logout" not in target:
            buttons = [
                (each.get("name"), each.get("value", ""))
                for each in form.iter()
                if each.tag in ("button", "input")
                and each.get("type", "submit") == "submit"
                and each.get("name")
            ]
            yield SentForm(target, _fields(form), buttons)


def _forms(response) -> Iterator:
    page = html5lib.parse(response.content.decode(), namespaceHTMLElements=False)
    return page.iter("form")


def _fields(form) -> dict[str, list[str]]:
    data = {}
    for each in form.iter():
        values = _values(each) if each.get("name") else []
        if values:
            data.setdefault(each.get("name"), []).extend(values)
    return data


def _is_main(form) -> bool:
    """Whether it is the form that the page is for: ours say so by class, admin's by id."""
    return "main-form" in form.get("class", "").split() or form.get("id", "").endswith("_form")


def _values(field) -> list[str]:
    if field.tag == "textarea":
        return [(field.text or "").removeprefix("\n")]
    if field.tag == "select":
        chosen = [each for each in field.iter("option") if "selected" in each.attrib]
        chosen = chosen or list(field.iter("option"))[:1]
        return [each.get("value", "") for each in chosen]
    if field.tag != "input" or field.get("type") in ("submit", "button", "file"):
        return []
    if field.get("type") in ("checkbox", "radio"):
        return [field.get("value", "on")] if "checked" in field.attrib else []
    return [field.get("value", "")]
