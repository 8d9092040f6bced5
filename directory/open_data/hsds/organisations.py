"""Organisations of HSDS: those that run windows, and those that another app knows."""

from collections.abc import Callable, Iterable

from django.utils.translation import gettext as _

from directory.models import Window
from directory.open_data.hsds.identities import organization_id
from directory.open_data.kept_today import kept_today

# Functions that give organisations of a register: HSDS objects; one that has only id and name has
# a lasting id, and residents read nothing else of it.
_registers: list[Callable[[], Iterable[dict]]] = []


def register(organisations: Callable[[], Iterable[dict]]) -> None:
    """Add a function that gives organisations of a register."""
    _registers.append(organisations)


@kept_today
def organisations() -> dict[str, dict]:
    """HSDS `organization` objects by name, in the order of their names.

    An organisation is known by its name: a window's provider of the name of one in the register is
    that one.
    """
    known = {each["name"]: each for read in _registers for each in read()}
    providers = set(Window.objects.published().providers())
    told = {name for name, each in known.items() if "description" in each}
    return {name: told_by_name(name, known.get(name, {})) for name in sorted(providers | told)}


def told_by_name(name: str, known: dict) -> dict:
    """HSDS `organization` of a name, with what a register knows of it."""
    text = _("「%(name)s」は、このポータルの相談窓口を受け持っています。")
    return {
        "id": known.get("id") or organization_id(name),
        "name": name,
        "description": text % {"name": name},
    } | known
