"""Why nothing was done, in words for whoever wanted it done."""

from django.utils.translation import gettext as _

from platform_members.models import ListingUpdate


class UpdateRefused(Exception):
    """Nothing was changed; the text says why and what to do."""


class NothingChanged(UpdateRefused):
    """The proposal says what the window says already."""


class ChangedMeanwhile(UpdateRefused):
    """Somebody saved or decided something after this page was opened."""


def decided_already(update: ListingUpdate) -> ChangedMeanwhile:
    """What to tell whoever comes too late."""
    status = update.get_status_display()
    return ChangedMeanwhile(_("この変更案は、もう「%s」になっています。") % status)
