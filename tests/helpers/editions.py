"""A printed booklet since which something of every kind has changed."""

from datetime import date

from directory import changes
from directory.booklet.errata import printed_facts
from directory.models import Edition, Window


def since_printed(clerk) -> Edition:
    """An edition: one window changed, one suspended, one gone, one gone in secret, one new."""
    windows = list(Window.objects.published().for_reading())
    facts = [printed_facts(window) for window in windows[1:]]
    facts[0]["facts"] |= {"address": "伊勢市本町1-1", "phones": [], "hours": []}
    facts[0]["categories"] = ["work"]
    gone = {
        "uid": "gone",
        "confidential": False,
        "facts": {"subject": "前の相談", "name": "前の窓口"},
    }
    edition = Edition.objects.create(
        name="令和8年度版",
        printed_on=date(2026, 11, 24),
        copies=55_000,
        facts=[*facts, gone, gone | {"uid": "secret", "confidential": True}],
        made_by=clerk,
    )
    last = Window.objects.filter(pk=windows[-1].pk)
    changes.suspend_windows(
        windows=last, by=clerk, reason="工事のため", reopens_on=date(2030, 1, 7)
    )
    return edition
