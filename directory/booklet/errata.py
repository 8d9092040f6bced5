"""正誤表: what has changed since an edition was printed.

What is hidden for people's safety stays hidden: a confidential place is not shown, not even the
one that was printed before, and a window with one that is gone is only counted.
"""

from dataclasses import asdict, dataclass, field
from datetime import date

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from directory.booklet import content, drawings
from directory.booklet.printed import PARTS, PLACE
from directory.facts.apply import shown_window
from directory.facts.diff import Change, display_value, label_of
from directory.facts.schema import PRINTED
from directory.facts.snapshot import facts_of
from directory.models import Category, Edition, Window
from directory.text.printable import made_printable

PLACE_FACTS = {"address", "place_note"}
# So many new windows are named.
MAX_ADDED = 200


@dataclass(frozen=True)
class Changed:
    """Window with its changes since it was printed."""

    subject: str
    name: str
    url: str
    changes: list[Change]


@dataclass(frozen=True)
class Ended:
    """Window that was printed and is not public now; `note` tells of one that is suspended."""

    subject: str
    name: str
    note: str = ""


@dataclass(frozen=True)
class Errata:
    """Differences between an edition and the windows that are public now."""

    changed: list[Changed] = field(default_factory=list)
    ended: list[Ended] = field(default_factory=list)
    added: list[Window] = field(default_factory=list)
    more_added: bool = False
    ended_in_secret: int = 0

    @property
    def nothing(self) -> bool:
        """Whether nothing has changed."""
        return not (self.changed or self.ended or self.added or self.ended_in_secret)


def printed_facts(window: Window) -> dict:
    """Facts of a window that an edition keeps: the printed ones, and confidentiality."""
    facts = facts_of(window)
    kept = PRINTED - PLACE_FACTS if window.confidential_location else PRINTED
    return {
        "uid": str(window.uid),
        "confidential": window.confidential_location,
        "categories": facts["categories"],
        "facts": dict(sorted((name, value) for name, value in facts.items() if name in kept)),
    }


def errata(edition: Edition) -> Errata:
    """Compare an edition with what is public now, in a constant number of queries.

    Read are the windows that it printed, and the first of the new ones.
    """
    printed = {row["uid"]: row for row in edition.facts}
    windows = Window.objects.with_uids(printed)
    public = {str(window.uid): window for window in windows.published().for_reading()}
    hidden = {str(each.uid): each for each in windows.not_in_status(Window.Status.PUBLISHED)}
    new = Window.objects.published().exclude(pk__in=[window.pk for window in public.values()])
    paused = {
        uid: window.status_words
        for uid, window in hidden.items()
        if window.status == Window.Status.SUSPENDED
    }
    added = new.first_in_order(MAX_ADDED + 1)
    categories = {category.slug: category for category in Category.objects.all()}
    gone = [row for uid, row in printed.items() if uid not in public]
    secret = {uid for uid, window in hidden.items() if window.confidential_location}
    named = [row for row in gone if not (row["confidential"] or row["uid"] in secret)]
    both = [(printed[uid], window) for uid, window in public.items()]
    return Errata(
        changed=[
            Changed(window.subject, window.name, window.get_absolute_url(), found)
            for row, window in both
            if (found := _changes(row, window, categories))
        ],
        ended=[
            Ended(row["facts"]["subject"], row["facts"]["name"], paused.get(row["uid"], ""))
            for row in named
        ],
        added=added[:MAX_ADDED],
        more_added=len(added) > MAX_ADDED,
        ended_in_secret=len(gone) - len(named),
    )


def _changes(row: dict, window: Window, categories: dict[str, Category]) -> list[Change]:
    """Changes of printed facts; a fact that an older edition did not keep is unchanged.

    What has changed is told by the Japanese words, which stand on paper.
    """
    now = facts_of(window)
    printed = shown_window(now | row["facts"], window, categories)
    secret = row["confidential"] or window.confidential_location
    with translation.override(settings.LANGUAGE_CODE):
        other = [part for part in PARTS if part.words(printed) != part.words(window)]
    found = [
        Change(part.name, part.label, part.words(printed), part.words(window))
        for part in other
        if not (secret and part.name == PLACE)
    ]
    if row["categories"] != now["categories"]:
        names = {slug: category.public_name for slug, category in categories.items()}
        old, new = (display_value("categories", each, names) for each in (row, now))
        found.append(Change("categories", label_of("categories"), old, new))
    return found


def errata_page(edition: Edition, found: Errata, day: date) -> dict:
    """The data of a 正誤表 on paper."""
    address = content.portal_address(edition.get_absolute_url())
    title = _("%(booklet)s（%(edition)s）正誤表") % {
        "booklet": content.frame(day)["title"],
        "edition": edition.name,
    }
    return content.frame(day, title=title) | {
        "page_qr": drawings.qr(address),
        "summary": _("印刷したあとに変わったことをまとめています。冊子にはさんでお使いください。")
        if not found.nothing
        else _("印刷したあとに変わったことはありません。"),
        "changed": [
            {
                "subject": made_printable(each.subject),
                "name": made_printable(each.name),
                "changes": [_in_print(change) for change in each.changes],
            }
            for each in found.changed
        ],
        "ended": [
            {name: made_printable(text) for name, text in asdict(each).items()}
            for each in found.ended
        ],
        "ended_count": found.ended_in_secret,
        "ended_words": _("ほかに、掲載を終えた窓口があります（%(count)d件）。")
        % {"count": found.ended_in_secret},
        "added": [content.window_facts(window, day) for window in found.added],
    }


def _in_print(change: Change) -> dict[str, str]:
    blank = _("（記載なし）")
    return {
        "label": change.label,
        "old": made_printable(change.old) or blank,
        "new": made_printable(change.new) or blank,
    }
