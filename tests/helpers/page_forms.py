"""What a browser would send of a page, so that tests change a field and no more."""

import html5lib


def sent(response, **changes) -> dict[str, list[str]]:
    """Return what sending the page's main form as it stands would send, some values changed.

    `__` in the name of a change stands for `-`; None leaves a field out.
    """
    page = html5lib.parse(response.content.decode(), namespaceHTMLElements=False)
    [form] = [form for form in page.iter("form") if _is_main(form)]
    data = {}
    for field in form.iter():
        values = _values(field) if field.get("name") else []
        if values:
            data.setdefault(field.get("name"), []).extend(values)
    for name, value in changes.items():
        data[name.replace("__", "-")] = value if isinstance(value, list) else [value]
    return {name: values for name, values in data.items() if values != [None]}


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
    if field.tag != "input" or field.get("type") in ("submit", "button"):
        return []
    if field.get("type") in ("checkbox", "radio"):
        return [field.get("value", "on")] if "checked" in field.attrib else []
    return [field.get("value", "")]
