"""Answers to residents' questions about a window, computed from its fields."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING
from urllib.parse import quote

from dateutil.relativedelta import relativedelta
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from directory import hours
from directory.facts.schema import LISTED
from directory.fields import column_of
from directory.languages.hours_words import hours_words
from directory.models.category import Category
from directory.models.channel import ChannelAnswers
from directory.models.hours import day_calendar
from directory.models.phone import Phone
from directory.models.reservation import Reservation, reservation_of
from directory.text.days import day_words

if TYPE_CHECKING:
    from directory.models.window import Window

# Unconfirmed facts of so many years are hedged, and called old after more of them.
AGED_YEARS = 3
OLD_YEARS = 5


class WindowAnswers(ChannelAnswers):
    """Mixin of `Window` with answers that never contain a confidential place."""

    @property
    def telephones(self: Window) -> list[Phone]:
        """Telephone numbers, without fax."""
        return [phone for phone in self.phones.all() if not phone.is_fax]

    @property
    def faxes(self: Window) -> list[Phone]:
        """Fax numbers."""
        return [phone for phone in self.phones.all() if phone.is_fax]

    @property
    def name_with_status(self: Window) -> str:
        """Name for staff, with the status of one that is not published: 【廃止】."""
        if self.status == self.Status.PUBLISHED:
            return str(self)
        return f"{self}【{self.get_status_display()}】"

    @property
    def unseen_words(self: Window) -> str:
        """Note for staff on a window that residents do not see; "" for a published one."""
        if self.status == self.Status.PUBLISHED:
            return ""
        if self.status == self.Status.SUSPENDED:
            return _("この窓口は休止中なので、住民には休止の理由と再開の予定だけが見えます。")
        return _("この窓口は「%(status)s」なので、住民には見えません。") % {
            "status": self.get_status_display()
        }

    @property
    def reopening_words(self: Window) -> str:
        """When a suspended window is to open again; a day that has passed is no promise."""
        if self.reopens_on is None:
            return _("再開する日は、まだわかりません。")
        day = day_words(self.reopens_on, "weekday")
        if self.reopens_on < timezone.localdate():
            return _("%(day)sに再開する予定でしたが、再開の知らせはまだありません。") % {"day": day}
        return _("%(day)sに再開する予定です。") % {"day": day}

    @property
    def status_words(self: Window) -> str:
        """Status for tables, with the day of reopening of a suspended window."""
        if self.status != self.Status.SUSPENDED:
            return str(self.get_status_display())
        return _("%(status)s（%(reopening)s）") % {
            "status": self.get_status_display(),
            "reopening": self.reopening_words,
        }

    @property
    def is_hidden(self: Window) -> bool:
        """Whether residents do not see it."""
        return self.status != self.Status.PUBLISHED

    @property
    def is_general(self: Window) -> bool:
        """Whether it is the window for residents who do not know where to turn."""
        return str(self.uid) == settings.GENERAL_WINDOW_UID

    @property
    def can_be_reached(self: Window) -> bool:
        """Whether there is anything to ring, write to, open or go to."""
        return bool(self.phones.all() or self.email or self.website or self.has_place)

    @property
    def reservation_answer(self: Window) -> Reservation:
        """Whether one must make an appointment, from the field, the hours and their free text."""
        return reservation_of(self.reservation, self.schedule, self.hours_override)

    @property
    def knows_reservation(self: Window) -> bool:
        """Whether it is known if one must make an appointment."""
        return self.reservation_answer != Reservation.UNKNOWN

    @property
    def reservation_words(self: Window) -> str:
        """The answer for residents; what is unknown they are asked to find out."""
        if not self.knows_reservation:
            return _("必要かどうか、窓口へ確認してください。")
        return str(self.reservation_answer.label)

    @property
    def reservation_mark(self: Window) -> str:
        """The booklet's mark beside it; empty when no appointment is known to be needed."""
        marks = {Reservation.REQUIRED: _("予約"), Reservation.SOME: _("一部予約")}
        return marks.get(self.reservation_answer, "")

    @property
    def categories_in_use(self: Window) -> list[Category]:
        """Its categories as residents see them, in the booklet's order."""
        return [category for category in self.categories.all() if category.is_in_use]

    @property
    def main_category(self: Window) -> Category | None:
        """The first of its categories in the booklet's order."""
        return next(iter(self.categories_in_use), None)

    @property
    def public_address(self: Window) -> str:
        """Where to go; empty when that is unknown or must stay secret."""
        return "" if self.confidential_location else self.address

    @property
    def public_place_note(self: Window) -> str:
        """Building, floor and counter; empty when unknown or secret."""
        return "" if self.confidential_location else self.place_note

    @property
    def has_place(self: Window) -> bool:
        """Whether there is anything to say about where it is."""
        return bool(self.public_address or self.public_place_note)

    @property
    def map_url(self: Window) -> str:
        """Address of a map, opened only by a tap."""
        if not self.public_address:
            return ""
        return f"https://www.google.com/maps/search/?api=1&query={quote(self.public_address)}"

    @property
    def only_by_telephone(self: Window) -> bool:
        """Whether there is nowhere to go and nothing to write to."""
        return self.channels == ["telephone"]

    @property
    def is_remote(self: Window) -> bool:
        """Whether it is known that there is no place to go to."""
        return bool(self.channels) and "visit" not in self.channels and not self.has_place

    @property
    def facts_in_brief(self: Window) -> str:
        """Who it is, numbers, hours and place as far as known, as search engines show them."""
        numbers = (f"{phone.label} {phone.printed}".strip() for phone in self.telephones)
        facts = (str(self), *numbers, self.printed_hours, self.public_address)
        return "".join(f"{fact}。" for fact in facts if fact)

    @property
    def words_without_telephone(self: Window) -> str:
        """What stands where the numbers stand, for a window that has none."""
        if self.channels and "telephone" not in self.channels:
            return _("電話ではなく、%(channels)sで相談します。") % {
                "channels": _("・").join(str(name) for name in self.channel_names)
            }
        return _("電話番号は、確認しているところです。")

    @property
    def can_be_rung_before_going(self: Window) -> bool:
        """Whether there is a place to go to and a number to ask first."""
        return bool(self.telephones) and not self.is_remote

    @property
    def language_names(self: Window) -> list[str]:
        """The languages spoken, in words."""
        return [self.Language(language).label for language in self.languages]

    @property
    def foreign_language_names(self: Window) -> list[str]:
        """The languages spoken besides Japanese, in words."""
        return [self.Language(each).label for each in self.languages if each != "ja"]

    @property
    def listed_facts(self: Window) -> list[tuple[str, str]]:
        """Label and text of each fact that is shown by these alone; "" where nothing is known."""
        return [self.listed(name) for name in LISTED]

    def listed(self: Window, name: str) -> tuple[str, str]:
        """Label and text of a listed fact; "" while it is unknown."""
        field, said = column_of(type(self), name), getattr(self, name)
        return str(field.verbose_name), said and str(dict(field.flatchoices).get(said, said))

    @property
    def public_doubt(self: Window) -> str:
        """Doubt about its source, for residents; "" once its facts were confirmed."""
        return "" if self.verified_on else self.doubt

    def is_overdue_on(self: Window, day: date) -> bool:
        """Whether its facts have not been confirmed for longer than they should.

        Facts of an unknown age are overdue.
        """
        if self.verified_on is None:
            return True
        months = self.verification_months or settings.VERIFICATION_MONTHS
        return day > self.verified_on + relativedelta(months=months)

    @property
    def is_overdue(self: Window) -> bool:
        """Whether its facts have not been confirmed lately."""
        return self.is_overdue_on(timezone.localdate())

    # How far its facts can be trusted

    @property
    def years_old(self: Window) -> int | None:
        """How many whole years ago its source was dated; None where that is unknown."""
        if self.source_date is None:
            return None
        return relativedelta(timezone.localdate(), self.source_date).years

    @property
    def is_aged(self: Window) -> bool:
        """Whether unconfirmed facts rest on a source so old, or undated, that words must tell."""
        if self.verified_on or not self.source:
            return False
        return self.years_old is None or self.years_old >= AGED_YEARS

    @property
    def is_old(self: Window) -> bool:
        """Whether unconfirmed facts are so old, or undated, that a row of a list warns of them."""
        return self.is_aged and (self.years_old is None or self.years_old >= OLD_YEARS)

    @property
    def advice(self: Window) -> str:
        """Advice about facts that were not confirmed lately; "" where none is needed.

        None for a window with a telephone only: nothing may keep a person from calling.
        """
        if not self.is_overdue:
            return ""
        if self.can_be_rung_before_going:
            if in_writing := self.channel_names_in_writing:
                text = _("出かける前に、電話か%(channels)sでお確かめください。")
                return text % {"channels": _("・").join(in_writing)}
            return _("出かける前に、電話でお確かめください。")
        if self.is_remote:
            return ""
        return _("内容が変わっているかもしれません。")

    @property
    def age_text(self: Window) -> str:
        """From when aged facts are, for the words of a state: 2019年の情報."""
        if not self.is_aged:
            return ""
        if self.source_date is None:
            return _("日付のわからない情報")
        return _("%(year)d年の情報") % {"year": self.source_date.year}

    @property
    def source_in_brief(self: Window) -> str:
        """On what unconfirmed facts rest, as short as a row of a list has room for."""
        if self.source_date is None:
            return _("日付のわからない資料") if self.source else ""
        years = self.years_old or 0
        words = {"month": day_words(self.source_date, "month"), "years": years}
        if years >= OLD_YEARS:
            return _("%(month)s（%(years)d年前）の古い資料") % words
        if years:
            return _("%(month)s（%(years)d年前）の資料") % words
        return _("%(month)sの資料") % words

    @property
    def source_in_full(self: Window) -> str:
        """Its source with the source's month, as a page and the booklet name it."""
        if not self.source:
            return ""
        if self.source_date is None:
            return _("%(source)s（日付はわかりません）") % {"source": self.source}
        month = day_words(self.source_date, "month")
        return _("%(source)s（%(month)s）") % {"source": self.source, "month": month}

    # Reception hours

    @property
    def schedule(self: Window) -> hours.Schedule:
        """Its hours as one plain value; without any rule they are unknown."""
        return hours.Schedule(
            rules=tuple(row.as_rule() for row in self.hours_rules.all()),
            exceptions=tuple(row.as_exception() for row in self.hours_exceptions.all()),
            opens_on_holidays=self.opens_on_holidays,
            closes_at_year_end=self.closes_at_year_end,
            shifted_closing_days=frozenset(self.shifted_closing_days),
        )

    @property
    def printed_hours(self: Window) -> str:
        """The hours in the booklet's words; empty when unknown."""
        return self.hours_override or hours.printed(self.schedule, hours_words())

    @property
    def says_its_state(self: Window) -> bool:
        """Whether its state adds something to its hours: unknown is said once, by these."""
        return self.now.mark != "unknown" or bool(self.printed_hours)  # type: ignore[attr-defined]  # read by templates only

    @property
    def holiday_sentence(self: Window) -> str:
        """What holds on holidays and at year end; empty when unknown or never closed."""
        words = hours_words()
        sentence = hours.holiday_sentence(self.schedule, words)
        return f"{sentence}{words.full_stop}" if sentence else ""

    @property
    def is_round_the_clock(self: Window) -> bool:
        """Whether its rules say that it never closes."""
        return hours.is_always_open(self.schedule)

    def state_at(
        self: Window, moment: datetime, calendar: hours.DayCalendar | None = None
    ) -> hours.State:
        """State at a moment: open or not, until when, and what comes next.

        Unknown without entered hours, or holidays for that day. Raises ValueError for a
        naive moment. A page with many windows passes the calendar in, read once.
        """
        try:
            return hours.state_at(self.schedule, calendar or day_calendar(), moment)
        except hours.BeyondCalendar:
            return hours.unknown_at(moment)
