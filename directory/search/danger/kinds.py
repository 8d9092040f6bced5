"""The kinds of danger, in the order of urgency."""

import enum
from collections.abc import Iterable


class Kind(enum.StrEnum):
    """What a text tells of; the value is the code that the notice carries in `data-danger`.

    The order is that of urgency: it decides which sentence and which numbers come first.
    """

    MEDICAL = "medical"  # sudden illness, overdose, poison
    SUICIDE = "suicide"  # wishing to die, suicide, self-harm
    THREAT = "threat"  # confinement, threats, stalking, weapons
    SEXUAL = "sexual"  # sexual violence
    ABUSE = "abuse"  # of children, the elderly, the disabled
    VIOLENCE = "violence"  # violence and control by a partner, parent, child, carer
    HURTING = "hurting"  # the writer fears to hurt, or has hurt, another person
    HELP = "help"  # a cry for help that does not say what for


URGENCY = {kind: place for place, kind in enumerate(Kind)}


def bits(kinds: Iterable[Kind]) -> int:
    """These kinds as the bits of one number, which are compared fastest."""
    return sum(1 << URGENCY[kind] for kind in set(kinds))


ALL = bits(Kind)
