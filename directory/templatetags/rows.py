"""Parts of a window's row in a list, rendered once for each state."""

from django import template
from django.utils import timezone
from django.utils.safestring import SafeString

from directory.open_now.rows import kept_value

register = template.Library()
# What one page alone gives a window: a part with it is not kept.
OF_A_REQUEST = ("asked_day", "shown_readings")


@register.simple_tag(takes_context=True)
def part(context, name: str) -> SafeString:
    """Render a template of the context's `window`, or give what was rendered for its state.

    The template depends on nothing but the window, its state, and whether it was searched for.
    """
    window = context["window"]
    row = getattr(window, "row", None)
    rendered = context.template.engine.get_template(name)
    is_own = context.get("as_of") or any(getattr(window, name, None) for name in OF_A_REQUEST)
    if row is None or is_own:
        return rendered.render(context)
    state = f"{window.now.mark} {window.now.text}"
    known = row.parts.get(name)
    if known is None or known[0] != state:
        known = row.parts[name] = (state, rendered.render(context))
    return SafeString(known[1])


@register.simple_tag(takes_context=True)
def fixed(context, name: str) -> SafeString:
    """Render a template that says the same on every page, once for a version of the catalogue."""
    page = context.template.engine.get_template(name)
    return kept_value(("fixed", name), timezone.now(), lambda: page.render(context))
