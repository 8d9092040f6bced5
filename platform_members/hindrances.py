"""Hindrance of confirmations: changes that reviewers have not decided."""

from django.utils.translation import gettext as _

from directory.hindrances import register
from platform_members.models import ListingUpdate


@register
def waiting_changes(keys: list[int]) -> dict[int, str]:
    """Sentences for windows with a change that waits for a reviewer, by primary key.

    A returned change hinders the members and contacts only: staff who have rung the window need
    not wait until an organisation answers.
    """
    waiting = ListingUpdate.objects.of_windows(keys).unsettled().waiting().for_lists()
    text = _(
        "%(organisation)sの変更案が、確認を待っています。先に、承認するか返すかを決めてください。"
    )
    return {
        each.window_id: text % {"organisation": each.organisation}
        for each in waiting
        if each.window_id
    }
