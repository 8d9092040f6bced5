"""Facts of another portal's window as plain values: what has changed there, what may follow."""

from collections.abc import Mapping

from directory.facts.diff import changed_names
from directory.facts.readers import PLACE
from directory.text.tidy import tidy
from platform_members.models.subscription import SHARED_FACTS
from platform_members.proposals import without_noise


def tidied(value):
    """Value with its texts as a form of ours would have taken them."""
    if isinstance(value, str):
        return tidy(value).strip()
    if isinstance(value, list):
        return [tidied(each) for each in value]
    if isinstance(value, dict):
        return {name: tidied(each) for name, each in value.items()}
    return value


def shared_facts(told: Mapping, here: Mapping) -> dict:
    """Those of an owner's facts that concern the window here, without differences in spelling.

    Of a window whose place is kept secret here, places are none of them.
    """
    secret = PLACE if here["confidential_location"] else frozenset()
    names = [name for name in SHARED_FACTS if name in told and name not in secret]
    return without_noise({name: tidied(told[name]) for name in names}, dict(here))


def names_to_follow(told: Mapping, last: Mapping, here: Mapping) -> list[str]:
    """Facts that have changed there since the last time, and differ from what stands here.

    What was never taken before has changed where its owner says something: an owner that says
    nothing of a fact does not take from the window what is known of it here.
    """
    return [
        name
        for name in changed_names(here, told)
        if (told[name] != last[name] if name in last else not is_blank(told[name]))
    ]


def is_blank(value) -> bool:
    """Whether a fact says nothing; "no" is something."""
    return value in ("", None, [])
