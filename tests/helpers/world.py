"""A row of every model of the portal, for tests that walk through the whole of it.

A new model in admin must be given its row here: `addresses` names what it does not know.
"""

from dataclasses import dataclass, field
from datetime import date
from uuid import uuid4

from allauth.account.models import EmailAddress
from django.utils import timezone

from campaigns.models import Campaign, Drawing, Kpi, KpiValue
from directory.booklet.errata import printed_facts
from directory.changes import keep_first_versions
from directory.exchange.run import read_import
from directory.facts.snapshot import facts_of
from directory.models import (
    AuditEntry,
    DangerLine,
    Deed,
    Edition,
    EditionFile,
    FinderAnswer,
    FinderAnswerWindow,
    FinderQuestion,
    Holiday,
    HoursException,
    ImportRun,
    LinkCheck,
    SearchTerm,
    SearchTermWindow,
    Task,
    Translation,
    Window,
    YearEnd,
)
from directory.models.link_check import Outcome
from platform_members.listings.actions import updates
from platform_members.models import (
    CalendarFeed,
    GapCheck,
    GapMapDecision,
    Invitation,
    Meeting,
    MeetingImport,
    MembershipApplication,
    OutgoingMail,
    SheetUpload,
    SubscribedWindow,
    Subscription,
    User,
    VerificationRequest,
)
from platform_members.proposals import proposable
from tests.factories import (
    CategoryFactory,
    ListingFactory,
    MembershipFactory,
    OrganisationFactory,
    ProgrammeFactory,
    RoundFactory,
    WindowFactory,
    give_hours,
)
from tests.helpers.exchange_files import exported


@dataclass
class World:
    """The rows, by their name in addresses; the secrets of links, which no database keeps."""

    rows: dict = field(default_factory=dict)
    tokens: dict = field(default_factory=dict)


def make_world(person: User) -> World:
    """Make a row of every model, with the rows that belong to it; `person` has made them."""
    world = World(rows={"person": person})
    _add_directory(world)
    _add_members(world)
    _add_work(world)
    _add_campaigns(world)
    return world


def _add_directory(world: World) -> None:
    now = timezone.now()
    category = CategoryFactory(slug="work", name="しごと")
    window = WindowFactory(
        subject="しごとの相談",
        categories=[category],
        website="https://a.example.jp/",
        channels=["telephone", "visit"],
        hours_override="",
    )
    give_hours(window, "月火水木金 8:30-17:15")
    HoursException.objects.create(
        window=window,
        first_day=date(2026, 12, 1),
        last_day=date(2026, 12, 2),
        spans=[[540, 720]],
        note="短縮",
    )
    keep_first_versions(Window.objects.filter(pk=window.pk))
    person = world.rows["person"]
    edition = Edition.objects.create(
        name="第1版",
        printed_on=date(2026, 4, 1),
        copies=100,
        facts=[printed_facts(window)],
        made_by=person,
    )
    EditionFile.objects.create(edition=edition, kind="screen", pdf=b"%PDF", size=4, pages=1)
    check = LinkCheck(window=window, kind="website", address=window.website)
    check.take(Outcome(LinkCheck.Status.BROKEN, "404"), before=None, now=now)
    check.save()
    run = ImportRun.objects.create(file_name="窓口.xlsx", made_by=person)
    read_import(run=run, content=exported())
    Task.objects.create(kind="edition", made_by=person, ended_at=now)
    DangerLine.objects.get_or_create(kind="suicide", window=window)
    deed = Deed.objects.create(
        key=uuid4(), made_at=now, made_by=person, what="1件を公開しました。", rights=[]
    )
    term = SearchTerm(phrase="はたらきたい", words=["しごと"])
    term.full_clean()
    term.save()
    term.categories.add(category)
    SearchTermWindow.objects.create(term=term, window=window)
    translation = Translation.objects.create(
        window=window, language="en", fact="subject", source=window.subject, text="Work"
    )
    question = FinderQuestion.objects.create(text="なにに困っていますか")
    answer = FinderAnswer.objects.create(question=question, text="しごとのこと")
    answer.categories.add(category)
    FinderAnswerWindow.objects.create(answer=answer, window=window, reason="しごとの窓口です。")
    Holiday.objects.get_or_create(date=date(2027, 1, 1), defaults={"name": "元日"})
    YearEnd.objects.get_or_create(pk=1)
    world.rows |= {
        "category": category,
        "deed": deed,
        "window": window,
        "version": window.versions.first(),
        "edition": edition,
        "run": run,
        "term": term,
        "translation": translation,
        "question": question,
        "answer": answer,
        "entry": AuditEntry.objects.exported("相談窓口.xlsx", by=person, rows=1),
    }


def _add_members(world: World) -> None:
    now, person = timezone.now(), world.rows["person"]
    organisation = OrganisationFactory(name="NPO法人あさま")
    membership = MembershipFactory(organisation=organisation)
    EmailAddress.objects.create(user=membership.user, email=membership.user.email)
    listing = ListingFactory(organisation=organisation)
    other = ListingFactory(organisation=organisation)
    update = updates.submit(
        organisation=organisation,
        window=other.window,
        typed=updates.Typed(proposable(facts_of(other.window)) | {"cost": "無料"}),
        base=other.window.versions.first(),
        update=None,
        by=membership.user,
    )
    invitation, token = Invitation.new(
        at=now, organisation=organisation, email="new@example.jp", role="editor", made_by=person
    )
    invitation.save()
    asked, secret = VerificationRequest.new(
        window=world.rows["window"], email="contact@example.jp", at=now, by=person
    )
    asked.save()
    application = MembershipApplication.objects.create(
        name="NPO法人みやがわ",
        kana="みやがわ",
        kind="npo",
        activities="居場所",
        contact_person="宮川 渡",
        email="miyagawa@example.jp",
        phone="0596-21-5556",
        consent=True,
    )
    # At an address of the documentation (RFC 5737), which is asked by nothing.
    portal = Subscription.objects.create(
        name="県のポータル", address="https://192.0.2.1/hsds", organisation=organisation
    )
    offered = {"subject": "県の相談", "name": "県の窓口", "provider": "", "numbers": []}
    portal.offered = [offered | {"uid": str(uuid4()), "origin": "", "ended": False}]
    portal.save()
    SubscribedWindow.objects.create(
        subscription=portal, uid=uuid4(), name="県の別の窓口", chosen_at=now, chosen_by=person
    )
    mail = OutgoingMail.objects.create(kind="trial", to="a@example.jp", subject="件名", text="本文")
    world.rows |= {
        "organisation": organisation,
        "membership": membership,
        "listing": listing,
        "update": update,
        "invitation": invitation,
        "request": asked,
        "application": application,
        "mail": mail,
        "portal": portal,
    }
    world.tokens |= {"invitation": token, "request": secret, "address": "of-a-mail"}


def _add_work(world: World) -> None:
    organisation, person = world.rows["organisation"], world.rows["person"]
    collection = RoundFactory(asked=[organisation])
    programme = ProgrammeFactory(organisation=organisation, name="居場所づくり")
    programme.categories.add(world.rows["category"])
    programme.windows.add(world.rows["window"])
    programme.partners.add(organisation)
    GapMapDecision.objects.create(fiscal_year=2026, axis="kinds", public=True, decided_by=person)
    GapCheck.objects.create(
        fiscal_year=2026,
        axis="kinds",
        category=world.rows["category"],
        value="employment",
        note="尋ねた",
        checked_by=person,
    )
    meetings = MeetingImport.objects.create(rows=[], made_by=person)
    upload = SheetUpload.objects.create(round=collection, rows=[], made_by=person)
    meeting = Meeting.objects.create(kind="talk", date=date(2026, 12, 1), agenda="話し合い")
    meeting.organisations.add(organisation)
    feed = CalendarFeed(user=world.rows["membership"].user)
    world.tokens["feed"] = feed.renew(at=timezone.now())
    feed.save()
    world.rows |= {
        "round": collection,
        "programme": programme,
        "upload": upload,
        "meeting": meeting,
        "meetings": meetings,
    }


def _add_campaigns(world: World) -> None:
    kpi = Kpi.objects.create(name="相談件数", kind=Kpi.Kind.CONSULTATIONS)
    KpiValue.objects.create(
        kpi=kpi,
        on=date(2026, 1, 1),
        value=5,
        entered_by=world.rows["person"],
        entered_at=timezone.now(),
    )
    campaign = Campaign.objects.create(
        title="次の動画", kind="video", starts_on=date(2026, 1, 1), ends_on=date(2026, 2, 1)
    )
    campaign.results.create(medium="LINE", impressions=1000, clicks=10, cost=500)
    campaign.kpis.add(kpi)
    campaign.publish(at=timezone.now(), by=world.rows["person"])
    campaign.save()
    Drawing.objects.create(campaign=campaign, fingerprint="0" * 64, svg="<svg></svg>")
    world.rows |= {"kpi": kpi, "campaign": campaign}
