"""What a browser would send: the fields of a form as a page filled them in."""

import html5lib

SPACE = "{http://www.w3.org/1999/xhtml}"


def filled_form(response, holding: str) -> dict:
    """The fields of the form that has a field named `holding`, without its buttons."""
    page = html5lib.parse(response.content.decode())
    forms = list(page.iter(f"{SPACE}form"))
    form = next(f for f in forms if any(e.get("name") == holding for e in f.iter()))
    sent: dict = {}
    for field in form.iter():
        name = field.get("name")
        if name:
            for value in _values(field):
                sent.setdefault(name, []).append(value)
    return sent


def _values(field) -> list[str]:
    kind = field.tag.removeprefix(SPACE)
    if kind == "textarea":
        return [(field.text or "").removeprefix("\n").replace("\n", "\r\n")]
    if kind == "select":
        options = list(field.iter(f"{SPACE}option"))
        chosen = [o for o in options if o.get("selected") is not None]
        if not chosen and field.get("multiple") is None:
            chosen = options[:1]
        return [option.get("value") or "" for option in chosen]
    if kind != "input" or field.get("type") in ("submit", "button"):
        return []
    if field.get("type") in ("checkbox", "radio"):
        return [field.get("value", "on")] if field.get("checked") is not None else []
    return [field.get("value") or ""]
