"""What a browser would send of a page, so that tests change a field and no more."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urljoin

import html5lib

# What a person might type into a field that must not be empty, by the type of its input.
TYPED = {
    "date": "2026-12-01",
    "email": "typed@example.jp",
    "number": "1",
    "tel": "0596-21-5556",
    "url": "https://typed.example.jp/",
    "password": "correct horse battery",
}

# What a person changes in a form, the first that it has.
TEXTS = (
    *("title", "name", "subject", "phrase", "agenda", "text"),
    *("note", "comment", "activities", "source", "reason", "value"),
)


@dataclass
class SentForm:
    """A form of a page as a browser would send it, by one of its buttons or by none."""

    address: str
    fields: dict[str, list[str]] = field(default_factory=dict)
    # All that has a name, with what a person would type or choose where it stands empty.
    names: dict[str, list[str]] = field(default_factory=dict)
    hidden: set[str] = field(default_factory=set)
    required: set[str] = field(default_factory=set)
    files: list[str] = field(default_factory=list)
    buttons: list[tuple[str, str]] = field(default_factory=list)

    def completed(self) -> dict[str, list[str]]:
        """The fields with something in each that a browser does not let stay empty."""
        empty = {name for name in self.required if not any(self.fields.get(name, []))}
        return self.fields | {name: self.names[name] for name in empty - set(self.files)}


def sent(response, **changes) -> dict[str, list[str]]:
    """Return what sending the page's main form as it stands would send, some values changed.

    `__` in the name of a change stands for `-`; None leaves a field out.
    """
    [form] = [form for form in _forms(response) if _is_main(form)]
    data = _read(form, "").fields
    for name, value in changes.items():
        data[name.replace("__", "-")] = value if isinstance(value, list) else [value]
    return {name: values for name, values in data.items() if values != [None]}


def filled_form(response, holding: str) -> dict[str, list[str]]:
    """The fields of the form that has a field named `holding`, as the page filled them in."""
    form = next(
        form
        for form in _forms(response)
        if any(each.get("name") == holding for each in form.iter())
    )
    return _read(form, "").fields


def posting_forms(response, address: str) -> Iterator[SentForm]:
    """Every form of the page at an address that writes, but for the one that logs out."""
    for form in _forms(response):
        target = urljoin(address, form.get("action") or address)
        if form.get("method", "").lower() == "post" and "logout" not in target:
            yield _read(form, target)


def sendings(form: SentForm) -> Iterator[dict]:
    """What a person sends who has changed a text of a form, by each of its buttons."""
    fields = form.completed()
    text = next((name for name in TEXTS if name in fields), None)
    if text:
        fields = fields | {text: [f"{fields[text][0]}改"]}
    for name, value in form.buttons or [("", "")]:
        yield fields | ({name: [value]} if name else {})


def _forms(response) -> Iterator:
    page = html5lib.parse(response.content.decode(), namespaceHTMLElements=False)
    return page.iter("form")


def _read(form, address: str) -> SentForm:
    read = SentForm(address)
    for each in form.iter():
        name, kind = each.get("name"), each.get("type", "")
        if not name:
            continue
        if each.tag == "button" or kind in ("submit", "button"):
            if kind != "button":
                read.buttons.append((name, each.get("value", "")))
        elif each.tag in ("input", "select", "textarea"):
            if kind == "file":
                read.files.append(name)
            elif values := _values(each):
                read.fields.setdefault(name, []).extend(values)
            if kind != "radio" or name not in read.names:
                read.names.setdefault(name, []).extend(_typed(each))
            read.hidden |= {name} if kind == "hidden" else set()
            read.required |= {name} if "required" in each.attrib else set()
    return read


def _is_main(form) -> bool:
    """Whether it is the form that the page is for: ours say so by class, admin's by id."""
    return "main-form" in form.get("class", "").split() or form.get("id", "").endswith("_form")


def _values(field) -> list[str]:
    if field.tag == "textarea":
        return [(field.text or "").removeprefix("\n").replace("\n", "\r\n")]
    if field.tag == "select":
        chosen = [each for each in field.iter("option") if "selected" in each.attrib]
        if not chosen and "multiple" not in field.attrib:
            chosen = list(field.iter("option"))[:1]
        return [each.get("value", "") for each in chosen]
    if field.get("type") in ("checkbox", "radio"):
        return [field.get("value", "on")] if "checked" in field.attrib else []
    return [field.get("value", "")]


def _typed(field) -> list[str]:
    """What a person would choose or type first."""
    if field.tag == "select":
        return [each.get("value") for each in field.iter("option") if each.get("value")][:1]
    if field.get("type") in ("checkbox", "radio", "hidden"):
        return [field.get("value", "on")]
    kind = "number" if field.get("inputmode") in ("numeric", "decimal") else field.get("type")
    return [TYPED.get(kind, "あさま")]
