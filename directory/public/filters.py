"""How residents narrow down a list of windows."""

from contextlib import suppress
from datetime import date, datetime, timedelta
from functools import partial

import django_filters
from django import forms
from django.db import models
from django.http import QueryDict
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from directory import hours
from directory.fields import ShownDayFormField
from directory.models import BeyondHorizon, Category, Window
from directory.models.combinations import combinations
from directory.models.window_queryset import patterns_answering_within, patterns_of_day
from directory.open_now.counting import count_listed
from directory.open_now.rows import kept_patterns, kept_value, open_patterns

# Of windows that filters leave, so many are shown.
MAX_NARROWED = 1_000


class DayFilter(django_filters.Filter):
    """A filter in which a date is written as people write it, with or without its year."""

    field_class = ShownDayFormField


class When(models.TextChoices):
    """Times outside office hours at which people want to talk."""

    EVENING = "evening", _("夜（18時から21時）")
    MIDNIGHT = "midnight", _("深夜（0時から4時）")
    SATURDAY = "saturday", _("土曜日の昼間")
    SUNDAY = "sunday", _("日曜日の昼間")

    def next_span(self, moment: datetime) -> tuple[datetime, datetime]:
        """The next such time that has not ended: (from, until)."""
        first, last, weekday = {
            When.EVENING: (18, 21, None),
            When.MIDNIGHT: (0, 4, None),
            When.SATURDAY: (9, 17, 5),
            When.SUNDAY: (9, 17, 6),
        }[self]
        local = hours.in_tokyo(moment)
        day = local.replace(hour=0, minute=0, second=0, microsecond=0)
        while (weekday is not None and day.weekday() != weekday) or day.replace(hour=last) <= local:
            day += timedelta(days=1)
        return day.replace(hour=first), day.replace(hour=last)


class WindowFilter(django_filters.FilterSet):
    """Filters in the query string; a value that does not exist filters nothing."""

    category = django_filters.ChoiceFilter(
        label=_("分野"), empty_label=_("すべての分野"), method="in_category"
    )
    channel = django_filters.ChoiceFilter(
        label=_("相談のしかた"),
        empty_label=_("どれでもよい"),
        choices=Window.Channel.choices,
        method="reached_by",
    )
    language = django_filters.ChoiceFilter(
        label=_("話せる言語"),
        choices=[choice for choice in Window.Language.choices if choice[0] != "ja"],
        empty_label=_("どれでもよい"),
        method="answering_in",
    )
    reservation = django_filters.ChoiceFilter(
        label=_("予約"),
        empty_label=_("どちらでもよい"),
        choices=Window.Reservation.choices,
        method="by_reservation",
    )
    sort = django_filters.ChoiceFilter(
        label=_("並び順"),
        empty_label=_("冊子の順"),
        choices=[("open", _("いま受付中の窓口を先に"))],
        method="sorted_by",
    )
    no_phone = django_filters.BooleanFilter(
        label=_("電話しなくてよい窓口だけ"),
        widget=forms.CheckboxInput,
        method="only_without_telephone",
    )
    when = django_filters.ChoiceFilter(
        label=_("相談したい時"),
        empty_label=_("いつでもよい"),
        choices=When.choices,
        method="answering_when",
    )
    open = django_filters.BooleanFilter(widget=forms.CheckboxInput, method="only_open")
    on = DayFilter(
        label=_("この日に受け付ける窓口だけ（例：2026年12月29日）"),
        method="open_on",
    )
    urgent = django_filters.BooleanFilter(
        label=_("24時間いつでも受け付ける窓口だけ"),
        widget=forms.CheckboxInput,
        method="only_urgent",
    )

    def __init__(
        self,
        data: QueryDict,
        *,
        moment: datetime,
        categories: list[Category] | None = None,
        category: Category | None = None,
        **options,
    ):
        """Offer `categories` to choose from, or say in which `category` the list is already.

        "Open" is at `moment`; where that is unknown, it is not offered.
        """
        chosen = data.keys() & self.base_filters.keys()
        super().__init__(data if chosen else None, **options)
        self.moment, self.of = moment, category
        self.is_day_unknown = False
        self.patterns: frozenset[str] | None = None
        minute = moment.replace(second=0, microsecond=0)
        of = category.pk if category else None
        self.open_count = kept_value(("open", of, minute), moment, self._count_open)
        if self.open_count is None:
            del self.filters["open"]
            self.filters.pop("sort", None)
        else:
            label = gettext("いま受付中の窓口だけ（%(count)d件）")
            self.filters["open"].label = label % {"count": self.open_count}
        self._offer_what_there_is()
        if categories is None:
            del self.filters["category"]
        else:
            self.categories = {category.slug: category for category in categories}
            self.filters["category"].extra["choices"] = [
                (category.slug, category.public_name) for category in categories
            ]

    def _offer_what_there_is(self) -> None:
        """Leave out choices that no published window meets, unless they are chosen already.

        A language that no window names is left out even then: it filters nothing.
        """
        there_are = kept_value(("choices",), self.moment, _choices_there_are)
        chosen = {f"{name} {self.data.get(name)}" for name in ("channel", "reservation")}
        for name in ("channel", "reservation", "language"):
            self.filters[name].extra["choices"] = [
                (value, label)
                for value, label in self.base_filters[name].extra["choices"]
                if f"{name} {value}" in there_are | chosen
            ]
        for name in ("no_phone", "urgent"):
            if name not in there_are and name not in self.data:
                del self.filters[name]
        if not self.filters["language"].extra["choices"]:
            del self.filters["language"]

    @property
    def is_without_telephone(self) -> bool:
        """Whether the person has said not to telephone."""
        return bool(self.is_bound and self.form.cleaned_data.get("no_phone"))

    def _count_open(self) -> int | None:
        """How many of the list are open; None where that cannot be told."""
        try:
            return count_listed(self.of, open_at=self.moment)
        except BeyondHorizon:
            return None

    @property
    def fields(self) -> SafeString:
        """The fields of its form, rendered once for what is chosen in them."""
        chosen = tuple((name, self.data.get(name)) for name in self.filters if name in self.data)
        of = self.of.pk if self.of else None
        key = ("fields", type(self), of, self.open_count, chosen)
        return kept_value(key, self.moment, self._render_fields)

    def _render_fields(self) -> SafeString:
        return render_to_string("includes/search/filter_fields.html", {"filter": self})

    def filter_queryset(self, queryset):
        """Those that meet every choice; of the hours that are asked for, the patterns at once."""
        queryset = super().filter_queryset(queryset)
        return queryset if self.patterns is None else self._keeping(queryset, self.patterns)

    def _keeping(self, queryset, patterns: frozenset[str]):
        """Those of a queryset that keep one of some patterns of hours.

        Few are found by their hours: looked for in list order, all others would be read.
        """
        of = self.of.pk if self.of else None
        count = partial(count_listed, self.of, keeping=patterns)
        if kept_value(("keeping", of, patterns), self.moment, count) > MAX_NARROWED:
            return queryset.keeping(patterns)
        found = self.queryset.order_by().keeping(patterns).values_list("pk", flat=True)
        return queryset.filter(pk__in=list(found))

    def _at_hours(self, patterns: frozenset[str]) -> None:
        """Ask for windows that keep one of these patterns of hours, and one of those before."""
        self.patterns = patterns if self.patterns is None else self.patterns & patterns

    def keys(self, most: int) -> list[int]:
        """The first keys of what the filters leave, in the order that was chosen."""
        keys = self.qs.values_list("pk", flat=True)
        if not self.is_open_first:
            return list(keys[:most])
        patterns = open_patterns(self.moment)
        found = list(self._keeping(keys, patterns)[:most])
        return found + list(keys.not_keeping(patterns)[: most - len(found)])

    @property
    def is_open_first(self) -> bool:
        """Whether those that answer now come first; without ringing, those read in writing do."""
        chosen = self.form.cleaned_data
        return bool(chosen.get("sort") and not chosen.get("no_phone"))

    def only_open(self, queryset, name, wanted):
        if wanted:
            self._at_hours(open_patterns(self.moment))
        return queryset

    def open_on(self, queryset, name, day):
        """Those that answer on the day; beyond what is known none, and the page says why."""
        try:
            read = partial(patterns_of_day, day)
            self._at_hours(kept_patterns(("on", day), self.moment, read))
        except BeyondHorizon:
            self.is_day_unknown = True
            return queryset.none()
        return queryset

    @property
    def asked_day(self) -> date | None:
        """The day that a resident asks about, where one was understood."""
        return self.form.cleaned_data.get("on") if self.is_bound else None

    def sorted_by(self, queryset, name, wanted):
        """The list itself: `keys` reads its two parts one after the other."""
        return queryset

    def in_category(self, queryset, name, slug):
        return queryset.in_category(self.categories[slug])

    def reached_by(self, queryset, name, channel):
        return queryset.reached_by(channel)

    def answering_in(self, queryset, name, language):
        return queryset.answering_in(language)

    def by_reservation(self, queryset, name, reservation):
        return queryset.by_reservation(reservation)

    def only_without_telephone(self, queryset, name, wanted):
        return queryset.reached_without_telephone() if wanted else queryset

    def answering_when(self, queryset, name, when):
        """Those that are sure to answer then; all where hours reach no further.

        The list of all is the honest answer beyond the horizon: no window is called closed.
        """
        span = When(when).next_span(self.moment)
        with suppress(BeyondHorizon):
            read = partial(patterns_answering_within, *span)
            self._at_hours(kept_patterns(span, self.moment, read))
        return queryset

    def only_urgent(self, queryset, name, wanted):
        return queryset.urgent() if wanted else queryset

    @property
    def is_narrowed(self) -> bool:
        """Whether anything is filtered away."""
        return any(self.form.cleaned_data.values()) if self.is_bound else False


def _choices_there_are() -> set[str]:
    """The choices of filters that any published window meets; Japanese is a matter of course."""
    windows = Window.objects.published()
    found = combinations(windows.db)
    return {
        *(f"channel {each}" for values in found["channels"] for each in values),
        *(f"language {each}" for values in found["languages"] for each in values if each != "ja"),
        *(f"reservation {each}" for values in found["reservation_kept"] for each in values),
        *("no_phone" for values in found["channels"] if set(values) - {"telephone"}),
        *("urgent" for _any in windows.urgent().in_list_order().values_list("pk")[:1]),
    }


class SearchFilter(WindowFilter):
    """The same filters for what a search found, which has an order of its own."""

    sort = None

    def keys(self, most: int) -> list[int]:
        """The first keys in staff's order; without ringing, those read in writing come first."""
        found = self.qs
        return super().keys(most) if self.is_without_telephone else found.first_keys(most)
