"""Forms of the portal into which people write much."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.urls import reverse
from django.utils import timezone

from campaigns.models import Campaign
from directory.models import SearchTerm
from platform_members.models import (
    CollectionRound,
    ListingUpdate,
    Meeting,
)
from tests.factories import CategoryFactory, ProgrammeFactory, RoundFactory, WindowFactory


@dataclass
class LongForm:
    """A form of the portal: where it is, what is typed into which field, and what it saves."""

    address: str
    field: str
    label: str
    saved: object  # a function that tells the text that is kept
    more: tuple = ()
    row: object = None


def long_forms(organisation, listing) -> dict[str, LongForm]:
    """Every long form of the portal, with a row behind it where it changes one."""
    campaign = Campaign.objects.create(
        title="広報", kind="print", starts_on=date(2026, 1, 1), ends_on=date(2026, 1, 31)
    )
    meeting = Meeting.objects.create(kind="talk", date=date(2026, 12, 1), agenda="議題")
    meeting.organisations.add(organisation)
    term = SearchTerm(phrase="家賃が払えない")
    term.full_clean()
    term.save()
    RoundFactory(asked=[organisation])
    programme = ProgrammeFactory(organisation=organisation)
    window = WindowFactory(categories=[CategoryFactory()])

    def change(row):
        return reverse(f"admin:{row._meta.label_lower.replace('.', '_')}_change", args=[row.pk])

    def text(row, field):
        return lambda: getattr(type(row).objects.get(pk=row.pk), field)

    desk = reverse("platform_members:listing-edit", args=[listing.pk])
    return {
        "window": LongForm(
            change(window), "description", "説明", text(window, "description"), row=window
        ),
        "proposal": LongForm(
            desk,
            "description",
            "説明",
            lambda: ListingUpdate.objects.get().facts["description"],
            (("do", "submit"),),
            listing,
        ),
        "part of a proposal": LongForm(
            reverse("platform_members:listing-part", args=[listing.pk, "text"]),
            "description",
            "説明",
            lambda: ListingUpdate.objects.get().facts["description"],
            (("do", "submit"),),
            listing,
        ),
        "campaign": LongForm(
            change(campaign), "purpose", "目的", text(campaign, "purpose"), row=campaign
        ),
        "programme": LongForm(
            reverse("platform_members:programme-edit", args=[programme.pk]),
            "content",
            "事業内容",
            text(programme, "content"),
            row=programme,
        ),
        "organisation": LongForm(
            change(organisation), "activities", "活動の内容", text(organisation, "activities")
        ),
        "own organisation": LongForm(
            reverse("platform_members:organisation-edit", args=[organisation.pk]),
            "activities",
            "活動の内容",
            text(organisation, "activities"),
        ),
        "meeting": LongForm(
            change(meeting), "minutes", "議事録", text(meeting, "minutes"), row=meeting
        ),
        "phrase": LongForm(
            change(term),
            "words",
            "窓口のことば",
            lambda: "\n".join(SearchTerm.objects.get(pk=term.pk).words),
            row=term,
        ),
        "round": LongForm(
            reverse("platform_members:round-add"),
            "explanation",
            "説明",
            lambda: CollectionRound.objects.get(fiscal_year=2025).explanation,
            (
                ("title", "照会"),
                ("fiscal_year", "2025"),
                ("due_on", str(timezone.localdate() + timedelta(days=10))),
            ),
        ),
    }
