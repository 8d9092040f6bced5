"""Queryset of windows, from which every page, feed and export starts."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models

from directory import hours
from directory.models.catalogue import CatalogueVersion
from directory.models.channel import IN_WRITING, WITHOUT_TELEPHONE, WRITTEN
from directory.models.hours import HoursInterval, HoursPattern
from directory.models.windows_as_data import WindowsAsData
from directory.models.windows_to_confirm import WindowsToConfirm

if TYPE_CHECKING:
    from directory.models.category import Category
    from directory.models.window import Window


UID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


# Of each category so many windows are looked at to find related ones.
MAX_CANDIDATES = 100
RETIRED_LAST = models.Case(models.When(status="retired", then=1), default=0)


def patterns_answering_within(start: datetime, end: datetime) -> models.QuerySet:
    """The patterns of hours that are open at some time between two. Raises BeyondHorizon."""
    HoursPattern.objects.refuse_beyond_horizon(start)
    HoursPattern.objects.refuse_beyond_horizon(end)
    return HoursInterval.objects.touching(start, end).filter(certain=True).values("pattern")


def patterns_of_day(day: date) -> models.QuerySet:
    """The patterns of hours that are open on a day, by reservation too. Raises BeyondHorizon."""
    start = datetime.combine(day, time(), hours.TOKYO)
    end = start + timedelta(days=1)
    HoursPattern.objects.refuse_beyond_horizon(start)
    HoursPattern.objects.refuse_beyond_horizon(end - timedelta(minutes=1))
    return HoursInterval.objects.touching(start, end).values("pattern")


def patterns_answering_at(moment: datetime) -> models.QuerySet:
    """The patterns of hours that are open at the moment. Raises BeyondHorizon."""
    HoursPattern.objects.refuse_beyond_horizon(moment)
    return HoursInterval.objects.answering_at(moment).values("pattern")


class WindowQuerySet(WindowsToConfirm, WindowsAsData):  # type: ignore[override]  # of stubs
    """Windows, asked for in the words of the domain."""

    def published(self) -> Self:
        """Those that residents may see; every public page, feed and export starts here."""
        return self.filter(status="published")

    def in_list_order(self) -> Self:
        """As lists show them: those that can be reached first, each part in staff's order."""
        return self.order_by("-reachable", "order", "pk")

    def first_in_order(self, most: int) -> list[Window]:
        """The first in staff's order, with everything that a page shows."""
        return list(self.in_this_order(self.first_keys(most)).for_reading())

    def first_keys(self, most: int) -> list[int]:
        """Keys of the first in staff's order; each part of list order as the index has it."""
        ordered = self.order_by("order", "pk").values_list("order", "pk")
        reached, others = (ordered.filter(reachable=each)[:most] for each in (True, False))
        return [key for _order, key in sorted(reached.union(others, all=True))[:most]]

    def without_general(self) -> Self:
        """All but the window for unsure residents, which has a place of its own on pages."""
        return self.exclude(uid=settings.GENERAL_WINDOW_UID)

    def general(self) -> Self:
        """The one for everybody who is unsure."""
        return self.filter(uid=settings.GENERAL_WINDOW_UID)

    def note_reachable(self, windows: Iterable[Window]) -> None:
        """Write down which of these windows, with their phones loaded, can be reached."""
        for reachable in (True, False):
            changed = [
                window.pk
                for window in windows
                if window.can_be_reached is reachable and window.reachable is not reachable
            ]
            if changed:
                self.filter(pk__in=changed).update(reachable=reachable)

    def modified_after(self, moment: datetime) -> Self:
        """Those of which residents may read something else than at a moment.

        By a change of their own rows, of a category that they are in, or, for all of them, of a
        holiday or the year end. A copier asks for some minutes more than it needs: a change bears
        the moment at which it was made, and is seen once its transaction ends.
        """
        if CatalogueVersion.objects.has_new_calendar(moment):
            return self.all()
        return self.filter(changed_at__gt=moment)

    def confidential(self) -> Self:
        """Those with a confidential place."""
        return self.filter(confidential_location=True)

    def with_links(self) -> Self:
        """Those that send residents elsewhere, with nothing loaded but where to."""
        return self.exclude(website="", email="").only("website", "email")

    def locked_with_links(self, keys: Collection[int]) -> Self:
        """Those with these primary keys, locked until the transaction ends."""
        return self.published().filter(pk__in=keys).select_for_update(no_key=True).with_links()

    def suspended(self) -> Self:
        """Those that are hidden for a while, with a reason that residents may read."""
        return self.filter(status="suspended")

    def to_reopen_by(self, day: date) -> Self:
        """Suspended ones of which the day of reopening has come."""
        return self.suspended().filter(reopens_on__lte=day)

    def called_or_rung(self, names: Collection[str], numbers: Collection[str]) -> Self:
        """Those of one of these names, or with one of these numbers as they are dialled."""
        rung = self._rows_of("phones").filter(dialled__in=numbers)
        return self.filter(models.Q(name__in=names) | models.Exists(rung))

    def in_use(self) -> Self:
        """Published and suspended ones: neither drafts nor what was taken out for good."""
        return self.filter(status__in=["published", "suspended"])

    def kept(self) -> Self:
        """All but those that an undone import had made."""
        return self.filter(undone_import=None)

    def of_undone_imports(self) -> Self:
        """Those that an import had made which was undone since."""
        return self.exclude(undone_import=None)

    def with_status(self, status: str) -> Self:
        """Those with a `Window.Status` value."""
        return self.filter(status=status)

    def not_in_status(self, status: str) -> Self:
        """Those without a `Window.Status` value."""
        return self.exclude(status=status)

    def run_by(self, provider: str) -> Self:
        """Those that one organisation runs, as its name is written."""
        return self.filter(provider=provider)

    def in_category(self, category: Category) -> Self:
        """Those that the booklet lists under a category."""
        return self.filter(categories=category)

    def only_in(self, category: Category) -> Self:
        """Those that are in a category, and in no other that is in use."""
        places = self.model.categories.through.objects.filter(window=models.OuterRef("pk"))
        others = places.filter(category__retired_at=None).exclude(category=category)
        return self.filter(categories=category).exclude(models.Exists(others))

    def without_category(self) -> Self:
        """Those in no category that is in use."""
        places = self.model.categories.through.objects.filter(window=models.OuterRef("pk"))
        return self.exclude(models.Exists(places.filter(category__retired_at=None)))

    def in_categories(self, categories: Iterable[Category | int]) -> Self:
        """Those that the booklet lists under any of some categories, each once."""
        shared = self.model.categories.through.objects.filter(category__in=categories)
        return self.filter(pk__in=shared.values("window"))

    def in_this_order(self, keys: list[int]) -> Self:
        """Those with these primary keys, in the order of the keys, retired ones last."""
        place = models.Func(models.Value(keys), models.F("pk"), function="array_position")
        return self.filter(pk__in=keys).order_by(RETIRED_LAST, place)

    def with_uids(self, texts: Iterable[str]) -> Self:
        """Those with these public keys; texts that are no such key find nothing."""
        keys = {text for text in texts if UID.fullmatch(text)}
        return self.filter(uid__in=keys)

    def urgent(self) -> Self:
        """Those that answer round the clock, every day of the year."""
        return self.filter(urgent=True)

    def for_help(self) -> Self:
        """Those to offer to people in danger or unsure where to turn."""
        always = [settings.GENERAL_WINDOW_UID, settings.UNSURE_LINE_UID]
        return self.filter(models.Q(urgent=True) | models.Q(uid__in=always)).prefetch_related(
            "phones"
        )

    def by_reservation(self, reservation: str) -> Self:
        """Those of which `reservation_answer` gives a `Window.Reservation` value."""
        return self.filter(reservation_kept=reservation)

    def reached_by(self, channel: str) -> Self:
        """Those that can be consulted through a `Window.Channel` value."""
        return self.filter(channels__contains=[channel])

    def answering_in(self, language: str) -> Self:
        """Those that answer in a `Window.Language` value."""
        return self.filter(languages__contains=[language])

    def that_can_be_reached(self) -> Self:
        """Those that say how to reach them in any way."""
        return self.filter(reachable=True)

    def reached_in_way(self, way: str) -> Self:
        """Those that are known to be consulted in a `FinderAnswer.Way`; "" for any."""
        if way == "no_phone":
            return self.filter(WITHOUT_TELEPHONE)
        if way == "writing":
            return self.filter(channels__overlap=list(WRITTEN))
        return self.reached_by(way) if way else self

    def reached_without_telephone(self) -> Self:
        """Those that can be consulted without ringing, those that take written words first."""
        return (
            self.filter(WITHOUT_TELEPHONE)
            .annotate(in_writing=IN_WRITING)
            .order_by("-in_writing", "order", "pk")
        )

    def related_to(self, window: Window) -> Self:
        """Other windows in the same categories, those that share most of them first.

        Of a category with more than `MAX_CANDIDATES` only the first are looked at.
        """
        categories = window.categories_in_use
        others = self.exclude(pk=window.pk).without_general().in_list_order()
        near = [
            others.in_category(category).values("pk")[:MAX_CANDIDATES] for category in categories
        ]
        if not near:
            return self.none()
        return (
            self.filter(pk__in=near[0].union(*near[1:], all=True), categories__in=categories)
            .annotate(shared=models.Count("categories"))
            .order_by("-reachable", "-shared", "order", "pk")
        )

    def open_at(self, moment: datetime) -> Self:
        """Those where a call at the moment is certainly answered.

        Raises BeyondHorizon when no intervals have been made for the moment.
        """
        return self.keeping(patterns_answering_at(moment))

    def keeping(self, patterns: models.QuerySet | Collection[str]) -> Self:
        """Those that keep one of some patterns of hours."""
        return self.filter(hours_pattern__in=patterns)

    def not_keeping(self, patterns: Collection[str]) -> Self:
        """Those that keep none of some patterns of hours."""
        return self.exclude(hours_pattern__in=patterns)

    def one_for_each_hours_pattern(self) -> Self:
        """One window, whichever, for each pattern of hours that is kept."""
        keeper = self.filter(hours_pattern=models.OuterRef("pk")).values("pk")[:1]
        return self.filter(pk__in=HoursPattern.objects.values_list(models.Subquery(keeper)))

    def with_shifted_closing(self) -> Self:
        """Those that close on the next weekday when a weekly closing day is a holiday."""
        return self.exclude(shifted_closing_days=[])

    def with_hours(self) -> Self:
        """With the rows of their hours, in two queries."""
        return self.prefetch_related("hours_rules", "hours_exceptions")

    def largest_providers(self, how_many: int) -> list[tuple[str, int]]:
        """The organisations that run most windows, with how many, in one query."""
        counted = self.kept().exclude(provider="").order_by().values_list("provider")
        return list(
            counted.annotate(number=models.Count("pk")).order_by("-number", "provider")[:how_many]
        )

    def not_indexed(self) -> Self:
        """Those without a search document."""
        return self.filter(search=None)

    def with_key(self, key: int) -> bool:
        """Whether one of them has a primary key."""
        return self.filter(pk=key).exists()

    def with_search_text(self) -> WindowQuerySet:
        """Those with a search document, and its text."""
        return self.exclude(search=None).select_related("search")

    def with_uid(self, uid) -> Window | None:
        """The one with a public ID, if there is one."""
        return self.filter(uid=uid).first()

    def get_for_update(self, key) -> Window | None:
        """The one with a primary key, locked until this transaction ends."""
        return self.filter(pk=key).select_for_update(of=("self",)).first()

    def without_version(self) -> Self:
        """Those without a version in history."""
        return self.filter(versions=None)

    def for_reading(self) -> Self:
        """With everything that a page shows, in a constant number of queries."""
        return self.prefetch_related("categories", "phones").with_hours()
