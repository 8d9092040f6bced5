"""Rows beside those of the world: another organisation's, and what is not public.

An address has its `own` rows (of the member's organisation, public), `foreign` ones (these), mixed
ones (own but for the last part of the address), or `missing` ones.
"""

from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from uuid import UUID, uuid4

from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from campaigns.models import Campaign
from directory.changes import change_windows, keep_first_versions
from directory.facts.snapshot import facts_of
from directory.models import Deed, HoursRule, Phone, Window, WindowVersion
from platform_members.listings.actions import updates
from platform_members.models import (
    CalendarFeed,
    Invitation,
    Meeting,
    Membership,
    SheetUpload,
    VerificationRequest,
)
from platform_members.proposals import proposable
from tests.factories import ListingFactory, ProgrammeFactory, RoundFactory, WindowFactory
from tests.helpers.addresses import parameters
from tests.helpers.world import World

# Parameters whose value is a text that stands for a row.
WORDS = {"slug", "token", "key", "value", "uidb36"}

# What those pages tell only when they are asked for it.
CHOICES = "?app_label=campaigns&model_name=kpi&field_name=window&term="
ASKED_FURTHER = {
    "admin:autocomplete": ("windows", {}, CHOICES),
    "admin:directory_window_export": ("csv", {"kind": "csv"}, ""),
    "admin:directory_window_export_all": ("csv", {"kind": "csv"}, ""),
}
MISSING = {int: 999_999_999, UUID: UUID("f" * 32)}


def make_foreign(world: World, rival: Membership) -> World:
    """The world with the rival's rows for the member's, and drafts for what is public."""
    made = World(rows=dict(world.rows), tokens=dict(world.tokens))
    _add_directory(made)
    _add_members(made, rival)
    _add_work(made, rival)
    made.rows["campaign"] = Campaign.objects.create(
        title="下書き", kind="video", starts_on=date(2026, 3, 1), ends_on=date(2026, 4, 1)
    )
    made.rows["campaign"].results.create(medium="LINE", impressions=1, clicks=1, cost=1)
    return made


def _add_directory(made: World) -> None:
    draft = WindowFactory(
        subject="下書き",
        categories=[made.rows["category"]],
        status=Window.Status.DRAFT,
        published_at=None,
    )
    keep_first_versions(Window.objects.filter(pk=draft.pk))
    deed = Deed.objects.create(
        key=uuid4(),
        made_at=timezone.now(),
        made_by=made.rows["membership"].user,
        what="保存",
        rights=["directory.change_window"],
    )
    _edit(made, made.rows["window"], note="電話で確かめた")
    made.rows |= {"window": draft, "version": draft.versions.first(), "deed": deed}


def _edit(made: World, window: Window, **facts) -> None:
    """Change a window as a clerk does, so that its history has something to tell."""
    change_windows(changes=[(window, facts)], by=made.rows["person"], how=WindowVersion.How.EDITED)


def _add_members(made: World, rival: Membership) -> None:
    now, person = timezone.now(), made.rows["person"]
    organisation, member = rival.organisation, rival.user
    listing = ListingFactory(organisation=organisation, window__confidential_location=True)
    _edit(made, listing.window, note="電話で確かめた", address="宇治")
    hidden = ListingFactory(organisation=organisation)
    update = updates.save_draft(
        organisation=organisation,
        window=hidden.window,
        typed=updates.Typed(proposable(facts_of(hidden.window)) | {"cost": "有料"}),
        base=hidden.window.versions.first(),
        update=None,
        by=member,
    )
    invitation, made.tokens["invitation"] = Invitation.new(
        at=now, organisation=organisation, email="other@example.jp", role="editor", made_by=person
    )
    invitation.save()
    asked, made.tokens["request"] = VerificationRequest.new(
        window=listing.window, email="other@example.jp", at=now, by=person
    )
    asked.save()
    made.rows |= {
        "organisation": organisation,
        "membership": rival,
        "listing": listing,
        "update": update,
        "invitation": invitation,
        "request": asked,
    }


def _add_work(made: World, rival: Membership) -> None:
    collection = RoundFactory(asked=[rival.organisation], title="べつの照会", fiscal_year=2025)
    programme = ProgrammeFactory(organisation=rival.organisation, name="べつの事業")
    programme.categories.add(made.rows["category"])
    upload = SheetUpload.objects.create(round=collection, rows=[], made_by=rival.user)
    meeting = Meeting.objects.create(kind="talk", date=date(2026, 12, 2), agenda="べつの話し合い")
    meeting.organisations.add(rival.organisation)
    feed = CalendarFeed(user=rival.user)
    made.tokens["feed"] = feed.renew(at=timezone.now())
    feed.save()
    made.rows |= {
        "round": collection,
        "programme": programme,
        "upload": upload,
        "meeting": meeting,
    }


def hidden_keys(before: dict[str, set], now: dict[str, set]) -> dict[str, set]:
    """The keys of foreign rows, by model or by field: those since, but for what is public."""
    found = {model: now[model] - before[model] for model in now}
    public = Window.objects.published()
    found["Window"] -= set(public.values_list("pk", flat=True))
    for model in (Phone, HoursRule, WindowVersion):
        found[model.__name__] -= set(
            model.objects.filter(window__in=public).values_list("pk", flat=True)
        )
    secret = public.filter(confidential_location=True)
    versions = WindowVersion.objects.filter(window__in=secret)
    for name, rows in {"Window": secret, "WindowVersion.facts": versions}.items():
        of_places = set(rows.values_list("pk", flat=True))
        found |= {f"{name}.{place}": of_places for place in ("address", "place_note")}
    return found


def variants(own: World, foreign: World) -> Iterator[tuple[str, str, str]]:
    """Name, whose rows and address of every page, for each kind of rows that it can have."""
    others = parameters(foreign)
    for name, values in parameters(own).items():
        differing = [each for each in values if values[each] != others[name][each]]
        kinds = {"own": values}
        if differing:
            kinds["foreign"] = others[name]
        if len(differing) > 1:
            kinds["mixed"] = values | {differing[-1]: others[name][differing[-1]]}
        if missing := _missing(values):
            kinds["missing"] = values | missing
        for rows, found in kinds.items():
            with suppress(NoReverseMatch):  # a word of a fixed list in the address
                yield name, rows, reverse(name, kwargs=found)
    for name, (rows, values, query) in ASKED_FURTHER.items():
        yield name, rows, reverse(name, kwargs=values) + query


def _missing(values: dict) -> dict:
    """Values of rows that there are not."""
    return {
        each: uuid4()
        if isinstance(value, UUID)
        else 999_999_999
        if type(value) is int
        else "kanaria"
        for each, value in values.items()
        if type(value) is not str or each in WORDS
    }
