"""Rows that two people edit: what each types, and where it is kept."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from campaigns.models import Campaign, Kpi, MediumResult
from directory.models import DangerLine, Holiday, SearchTerm, SearchTermWindow
from platform_members.models import Meeting
from tests.factories import CategoryFactory, OrganisationFactory, ProgrammeFactory, WindowFactory


@dataclass
class Edited:
    """A row, its form, two of its fields, and what two people write into each."""

    row: object
    one: str
    other: str
    theirs: tuple = ("花子の文", "花子のもう一つの文")
    mine: str = "次郎の文"

    @property
    def address(self) -> str:
        return reverse(
            f"admin:{self.row._meta.label_lower.replace('.', '_')}_change", args=[self.row.pk]
        )

    def now(self) -> tuple:
        row = type(self.row).objects.get(pk=self.row.pk)
        return str(getattr(row, self.one)), str(getattr(row, self.other))


def campaign():
    return Campaign.objects.create(
        title="広報", kind="print", starts_on=date(2026, 1, 1), ends_on=date(2026, 1, 31)
    )


def campaign_with_result():
    row = campaign()
    MediumResult.objects.create(campaign=row, medium="Yahoo!", impressions=10, clicks=1, cost=5)
    return row


def term():
    row = SearchTerm(phrase="家賃")
    row.full_clean()
    row.save()
    SearchTermWindow.objects.create(term=row, window=WindowFactory())
    return row


EDITED = {
    "campaign": lambda: Edited(campaign(), "title", "purpose"),
    "phrase": lambda: Edited(term(), "phrase", "general", ("家賃の滞納", "True"), "家賃が高い"),
    "organisation": lambda: Edited(OrganisationFactory(), "activities", "note"),
    "category": lambda: Edited(
        CategoryFactory(), "name", "order", ("花子の分野", "77"), "次郎の分野"
    ),
    "programme": lambda: Edited(ProgrammeFactory(), "name", "note"),
    "meeting": lambda: Edited(
        Meeting.objects.create(kind="talk", date=date(2026, 12, 1), agenda="議題"), "agenda", "note"
    ),
    "holiday": lambda: Edited(
        Holiday.objects.create(date=date(2026, 12, 1), name="祝日"), "name", "source"
    ),
    "series": lambda: Edited(Kpi.objects.create(name="件数", kind="other"), "name", "source"),
    "danger line": lambda: Edited(
        DangerLine.objects.create(kind="abuse", window=WindowFactory()),
        "order",
        "raises",
        ("5", "True"),
        "7",
    ),
}
