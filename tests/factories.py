"""Rows for tests that read well; every window is published unless a test says otherwise."""

from datetime import date

import factory
from django.utils import timezone

from directory import hours
from directory.changes import keep_first_versions
from directory.models import Category, HoursRule, Phone, Window
from directory.open_now import index as hours_index
from platform_members.models import (
    CollectionRound,
    Listing,
    Membership,
    Organisation,
    Programme,
    RoundAnswer,
    User,
)


class CategoryFactory(factory.django.DjangoModelFactory):
    """A category with a name and place of its own."""

    class Meta:
        model = Category

    slug = factory.Sequence(lambda number: f"category-{number}")
    name = factory.Sequence(lambda number: f"分野{number}")
    order = factory.Sequence(lambda number: 100 + number)
    mark = Category.Mark.PEOPLE


class WindowFactory(factory.django.DjangoModelFactory):
    """A published window in one category, with one telephone."""

    class Meta:
        model = Window
        skip_postgeneration_save = True

    subject = factory.Sequence(lambda number: f"相談{number}")
    name = "試しの窓口"
    hours_override = "月曜日～金曜日 8:30～17:15"
    channels = factory.LazyFunction(lambda: [Window.Channel.TELEPHONE])
    status = Window.Status.PUBLISHED
    published_at = factory.LazyFunction(timezone.now)

    @factory.post_generation
    def categories(self, create, categories):
        """Put it into the given categories, or into one of its own."""
        self.categories.set(categories or [CategoryFactory()])

    @factory.post_generation
    def phones(self, create, printed):
        """Give it the printed numbers; one by default."""
        for number in printed if printed is not None else ["0596-21-5556"]:
            phone = Phone(window=self, printed=number)
            phone.full_clean(exclude=["dialled"])
            phone.save()


def give_hours(window: Window, *texts: str, **marks) -> Window:
    """Give a window rules written like "月火水木金 8:30-17:15", and let "open now" know."""
    for text in texts:
        days, times = text.split()
        opens, closes = map(hours.read_time, times.split("-"))
        weekdays = [hours.WEEKDAYS.index(day) for day in days]
        row = HoursRule(window=window, weekdays=weekdays, opens=opens, closes=closes, **marks)
        row.full_clean()
        row.save()
    hours_index.index_hours([window], now=timezone.now())
    return window


class UserFactory(factory.django.DjangoModelFactory):
    """A person with an account."""

    class Meta:
        model = User

    email = factory.Sequence(lambda number: f"person{number}@example.jp")
    name = factory.Sequence(lambda number: f"担当者{number}")


class OrganisationFactory(factory.django.DjangoModelFactory):
    """A member of the platform whose page is public."""

    class Meta:
        model = Organisation

    name = factory.Sequence(lambda number: f"団体{number}")
    kind = Organisation.Kind.NPO
    role = Organisation.Role.SUPPORTER
    published = True


class MembershipFactory(factory.django.DjangoModelFactory):
    """An editor of an organisation."""

    class Meta:
        model = Membership

    user = factory.SubFactory(UserFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    role = Membership.Role.EDITOR


class ListingFactory(factory.django.DjangoModelFactory):
    """A public window with hours, kept in history, that an organisation looks after."""

    class Meta:
        model = Listing
        skip_postgeneration_save = True

    window = factory.SubFactory(WindowFactory, hours_override="")
    organisation = factory.SubFactory(OrganisationFactory)

    @factory.post_generation
    def hours(self, create, text):
        """Give the window its hours and its first version."""
        give_hours(self.window, text or "月火水木金 8:30-17:15")
        keep_first_versions(Window.objects.filter(pk=self.window_id))


class RoundFactory(factory.django.DjangoModelFactory):
    """An open round about the fiscal year 2026, in which the given organisations are asked."""

    class Meta:
        model = CollectionRound
        skip_postgeneration_save = True

    title = "令和8年度の照会"
    fiscal_year = 2026
    due_on = date(2026, 12, 18)
    opened_by = factory.SubFactory(UserFactory)

    @factory.post_generation
    def asked(self, create, organisations):
        """Ask the organisations."""
        for organisation in organisations or []:
            RoundAnswer.objects.create(round=self, organisation=organisation)


class ProgrammeFactory(factory.django.DjangoModelFactory):
    """A line of the sharing sheet of 2026."""

    class Meta:
        model = Programme

    organisation = factory.SubFactory(OrganisationFactory)
    fiscal_year = 2026
    name = factory.Sequence(lambda number: f"事業{number}")
    status = Programme.Status.EXISTING
    kind = Programme.Kind.AWARENESS
    delivery = Programme.Delivery.DIRECT
    revision = 1
