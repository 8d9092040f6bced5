"""Import of HSDS services as a run that is shown first: new drafts, and changes of known windows.

Nothing is written before a member of staff has looked at it in admin, nothing is confirmed by it.
"""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from directory.exchange.hsds_files import api_of, read_services
from directory.exchange.run import MOST_FAULTS
from directory.facts.apply import check_facts
from directory.facts.diff import changed_names, label_of
from directory.facts.snapshot import blank_facts, facts_of
from directory.models import Category, ImportRun, Window
from directory.models.window_queryset import UID
from directory.open_data.hsds.origins import origin_of
from directory.open_data.hsds.reading import ENDED, NoService, ReadService, read_service, whole
from directory.open_data.records import UNTIL_CONFIRMED
from directory.spreadsheets.refusals import FileRefused

AT_ONCE = 200
# Of all windows of a run: PostgreSQL takes 255 MB for a value, and a letter may be three bytes.
MAX_LETTERS = 30_000_000
_STATUS = ImportRun.Status


def read_hsds(*, source: str, by, category: str = "") -> ImportRun:
    """Read a source and keep what it would change, for staff to confirm.

    `category`: the slug for windows of which the source does not tell one of ours. What cannot be
    taken is named in `faults`, record by record; the others can be taken all the same.
    """
    run = ImportRun(file_name=source[-200:], made_by=by, status=_STATUS.PREVIEW)
    reader = _Reader(run, category, source)
    try:
        for place, given, reason in read_services(source):
            reader.take(place, given, reason)
        reader.compare()
    except FileRefused as error:
        run.faults.append(str(error))
        run.rows = []
    run.new_count = sum(row["window"] is None for row in run.rows)
    run.changed_count = len(run.rows) - run.new_count
    if not run.rows and run.faults:
        run.status = _STATUS.REFUSED
    run.total = run.done = len(run.rows) + run.unchanged_count
    run.step_began_at = timezone.now()
    with transaction.atomic():
        run.save()
    return run


class _Reader:
    """Services on their way into a run."""

    def __init__(self, run: ImportRun, category: str, source: str):
        self.run, self.category = run, category
        self.owner = api_of(source)
        categories = Category.objects.in_use()
        self.slugs = {each.slug: each.slug for each in categories}
        self.slugs |= {each.name: each.slug for each in categories}
        self.waiting: list[tuple[str, ReadService]] = []
        self.ended: list[tuple[str, dict]] = []
        self.seen: set[str] = set()
        self.letters = 0

    def take(self, place: str, given: dict | None, reason: str) -> None:
        """Read one service; say what is wrong with it."""
        if given is None:
            self._fault(place, reason)
            return
        if given.get("status") in ENDED:
            self.ended.append((place, given))
            if len(self.ended) >= AT_ONCE:
                self._tell_ended()
            return
        try:
            read = read_service(given, self.slugs)
        except NoService as error:
            self._fault(place, str(error))
            return
        if not UID.fullmatch(read.uid) or read.uid in self.seen:
            self._fault(place, _("id がUUIDでないか、2回あります。"))
            return
        self.seen.add(read.uid)
        self.waiting.append((place, read))
        if len(self.waiting) >= AT_ONCE:
            self.compare()

    def compare(self) -> None:
        """Compare those that wait with the windows of their ids."""
        self._tell_ended()
        keys = [read.uid for _place, read in self.waiting]
        known = {str(each.uid): each for each in Window.objects.with_uids(keys).for_reading()}
        for place, read in self.waiting:
            self._compare(place, read, known.get(read.uid))
        self.waiting = []

    def _tell_ended(self) -> None:
        """Say which services have ended there, and which of them residents still find here.

        Nothing is suspended by it: that a window came from there is not known for certain.
        """
        keys = [str(given.get("id")) for _place, given in self.ended]
        known = Window.objects.published().with_uids(keys)
        public = {str(window.uid): window for window in known}
        for key, (place, given) in zip(keys, self.ended, strict=True):
            text = _("「%(name)s」は、元のデータで終わっています。") % _name(given)
            if window := public.get(key.lower()):
                here = {"address": window.get_absolute_url()}
                text += _("ここでは公開中です（%(address)s）。確かめて、止めてください。") % here
            self._fault(place, text)
        self.ended = []

    def _compare(self, place: str, read: ReadService, window: Window | None) -> None:
        before: dict[str, Any] = {**(facts_of(window) if window else blank_facts())}
        if not read.facts["categories"]:
            own = before["categories"] or ([self.category] if self.category else [])
            read.facts["categories"] = own
        # Who owns a window here, only staff decide.
        owner = origin_of(read.facts.pop("origin", ""), source=self.owner)
        after = before | read.facts if window else whole(read) | {"origin": owner}
        if window and window.verified_on:
            # They are told until the facts were confirmed, so that the source may not say them.
            after |= {name: before[name] for name in UNTIL_CONFIRMED}
        if window and window.confidential_location:
            hidden = ("address", "place_note", "latitude", "longitude")
            after |= {name: before[name] for name in hidden}
        changed = {name: after[name] for name in changed_names(before, after)}
        if not changed:
            self.run.unchanged_count += 1
            return
        if faults := _unsound(window, changed if window else after):
            for text in faults:
                self._fault(place, f"「{read.facts['name'][:40]}」{text}")
            return
        self.letters += sum(len(text) for text in after.values() if isinstance(text, str))
        if self.letters > MAX_LETTERS:
            raise FileRefused(_("一度に取り込むには多すぎます。ファイルを分けてください。"))
        row: dict[str, Any] = {"place": place, "window": window.pk if window else None}
        row |= {"before": before, "after": after}
        self.run.rows.append(row if window else row | {"uid": read.uid})

    def _fault(self, place: str, text: str) -> None:
        if len(self.run.faults) < MOST_FAULTS:
            self.run.faults.append(f"{place}：{text}")


def _unsound(window: Window | None, facts: dict) -> Iterable[str]:
    """What no window can have of these facts, each in a sentence."""
    try:
        check_facts(window or Window(), facts)
    except ValidationError as error:
        return [
            f"{label_of(name) if name != '__all__' else ''}：{text}"
            for name, texts in error.message_dict.items()
            for text in texts
        ]
    return []


def _name(given: dict) -> dict[str, str]:
    return {"name": str(given.get("name"))[:40]}
