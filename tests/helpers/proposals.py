"""Changes that members propose, and edits of staff."""

from functools import partial

from directory.changes import windows_saved
from directory.facts.apply import write_facts
from directory.facts.snapshot import facts_of
from directory.models import Window, WindowVersion
from platform_members.listings.actions import updates
from platform_members.models import OutgoingMail
from platform_members.proposals import proposable

PHONE = {"kind": "voice", "label": "", "printed": "0596-63-5224"}
at_once = partial(updates.submit, at_once=True)


def save(listing, by, how=at_once, update=None, seen=0, base=None, **facts):
    """Change of a few facts of a listing, in a log-in with a second factor."""
    base = base or listing.window.versions.first()
    return how(
        organisation=listing.organisation,
        window=listing.window,
        typed=updates.Typed(proposable(facts_of(listing.window)) | facts, seen=seen),
        base=base,
        update=update,
        by=by,
    )


def staff_edit(window, by, **facts):
    """Let a clerk change a window in admin."""
    window = Window.objects.get(pk=window.pk)
    write_facts(window, facts)
    windows_saved(windows=[window], by=by, how=WindowVersion.How.EDITED)


def public(listing) -> dict:
    """What residents may read of the listing's window now."""
    return proposable(facts_of(Window.objects.get(pk=listing.window_id)))


def kinds() -> list[str]:
    """The kinds of the mails that were written."""
    return list(OutgoingMail.objects.order_by("pk").values_list("kind", flat=True))
