"""Groups of the public list of members: by small step, and by kind."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from platform_members.models import Organisation, SmallStep

ABOUT = {
    SmallStep.PLACE: _("気がねなく過ごせるところがあります。"),
    SmallStep.VISIT: _("働いているようすを見学できます。"),
    SmallStep.TRIAL: _("短いあいだ、仕事をためせます。"),
    SmallStep.VOLUNTEERING: _("地域の活動に加わってみることができます。"),
    SmallStep.JOB: _("働く人として迎えます。"),
}


@dataclass(frozen=True)
class Group:
    """Organisations under one heading."""

    name: str | Promise
    about: str | Promise
    organisations: list[Organisation]


def by_small_step(organisations: Iterable[Organisation]) -> list[Group]:
    """Groups by small step, the smallest first, empty ones included."""
    organisations = list(organisations)
    return [
        Group(
            name=step.label,
            about=ABOUT[step],
            organisations=[each for each in organisations if step in each.small_steps],
        )
        for step in SmallStep
    ]


def by_kind(organisations: Iterable[Organisation]) -> list[Group]:
    """Groups by kind, without empty ones."""
    organisations = list(organisations)
    groups = [
        Group(kind.label, "", [each for each in organisations if each.kind == kind])
        for kind in Organisation.Kind
    ]
    return [group for group in groups if group.organisations]
