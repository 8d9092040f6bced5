"""A row of every model of the portal, and the address of every page about it.

For tests that walk through the whole portal. A new address with a parameter, or a new model in
admin, must be given its row here: `addresses` names what it does not know.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from uuid import uuid4

from allauth.account.models import EmailAddress
from django.contrib import admin
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse
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


def addresses(world: World) -> dict[str, str]:
    """The address of every page, by URL name, filled with the world's rows.

    Raises AssertionError with the names of those whose parameters have no value here.
    """
    return {name: reverse(name, kwargs=values) for name, values in parameters(world).items()}


def parameters(world: World) -> dict[str, dict]:
    """What stands in the path of every page's address, by URL name; raises as `addresses`."""
    found, unknown = {}, []
    for name, wanted in _named(get_resolver()):
        try:
            found[name] = _values(world, name, wanted)
            reverse(name, kwargs=found[name])
        except (KeyError, NoReverseMatch):
            unknown.append((name, sorted(wanted)))
    assert not unknown, unknown
    return found


def _named(resolver, namespaces=(), parameters=frozenset()) -> Iterator[tuple[str, frozenset]]:
    for pattern in resolver.url_patterns:
        own = parameters | set(pattern.pattern.regex.groupindex)
        if isinstance(pattern, URLResolver):
            inner = (*namespaces, pattern.namespace) if pattern.namespace else namespaces
            yield from _named(pattern, inner, own)
        elif isinstance(pattern, URLPattern) and pattern.name:
            yield ":".join([*namespaces, pattern.name]), own


# The row that stands for `number` in an address whose name begins so.
NUMBERS = {
    "directory:window": "window",
    "directory:errata": "edition",
    "platform_members:listing": "listing",
    "platform_members:organisation": "organisation",
    "platform_members:update-list": "organisation",
    "platform_members:update-add": "organisation",
    "platform_members:update": "update",
    "platform_members:review": "update",
    "platform_members:round": "round",
    "platform_members:sheet": "round",
    "platform_members:answer": "round",
    "platform_members:programme-add": "round",
    "platform_members:programme": "programme",
    "platform_members:upload": "upload",
    "platform_members:meeting": "meeting",
    "platform_members:meeting-import": "meetings",
    "campaigns:consultations": "listing",
    "campaigns:": "campaign",
    "admin:directory_category": "category",
    "admin:directory_edition": "edition",
    "admin:directory_finderanswer": "answer",
    "admin:directory_finderquestion": "question",
    "admin:directory_searchterm": "term",
    "admin:directory_window": "window",
    "admin:platform_members_meeting": "meeting",
    "admin:platform_members_organisation": "organisation",
    "admin:platform_members_programme": "programme",
    "admin:platform_members_subscription": "portal",
    "admin:platform_members_membershipapplication": "application",
    "admin:campaigns_campaign": "campaign",
    "admin:campaigns_kpi": "kpi",
}
TOKENS = {
    "platform_members:invitation": "invitation",
    "platform_members:verification": "request",
    "platform_members:feed": "feed",
    "platform_members:address": "address",
}
CELLS = [f"platform_members:{page}" for page in ("gap-view", "gap-check", "gap-uncheck")]
CELLS += ["platform_members:public-gap-view"]
OTHERS = {
    "directory:category-view": {"slug": "work"},
    "directory:card-view": {"code": "en"},
    "directory:data-file": {"name": "242039_consultation_windows.csv"},
    "directory:sitemap-windows": {"number": 0},
    "platform_members:listing-part": {"part": "phones"},
    "platform_members:update-part": {"part": "phones"},
    "platform_members:gap-publish": {"axis": "kinds", "year": 2026},
    "platform_members:gap-unpublish": {"axis": "kinds", "year": 2026},
    **{page: {"axis": "kinds", "slug": "work", "value": "awareness"} for page in CELLS},
    "account_confirm_email": {"key": "abc"},
    "account_reset_password_from_key": {"key": "abc", "uidb36": "1"},
    "admin:manual-page": {"name": "10-add-window"},
    "admin:view_on_site": {"content_type_id": 1, "object_id": 1},
    "admin:directory_edition_pdf": {"kind": "screen"},
    "admin:directory_window_translations": {"code": "en"},
    "admin:directory_window_export": {"kind": "xlsx"},
    "admin:directory_window_export_all": {"kind": "xlsx"},
    "admin:campaigns_campaign_file": {"name": "results.csv"},
    "admin:app_list": {"app_label": "directory"},
}


def _values(world: World, name: str, parameters: frozenset) -> dict:
    """What stands for each parameter of an address."""
    known = {
        "pk": lambda: world.rows["run"].pk,
        "key": lambda: world.rows["deed"].pk,
        "uid": lambda: world.rows["window"].uid,
        "first": lambda: 1,
        "version": lambda: world.rows["version"].pk,
        "organisation": lambda: world.rows["organisation"].pk,
        "member": lambda: world.rows["membership"].pk,
        "invitation": lambda: world.rows["invitation"].pk,
        "id": lambda: world.rows["person"].pk,
        "number": lambda: world.rows[_longest(NUMBERS, name)].pk,
        "token": lambda: world.tokens[_longest(TOKENS, name)],
        "object_id": lambda: _of_admin(world, name),
    }
    given = OTHERS.get(name, {})
    return {each: given[each] if each in given else known[each]() for each in parameters}


def _longest(table: dict, name: str) -> str:
    return table[max((start for start in table if name.startswith(start)), key=len)]


def _of_admin(world: World, name: str) -> int:
    """The world's row of the model whose admin page has this name, or else its first one."""
    for model in admin.site._registry:
        if name.startswith(f"admin:{model._meta.app_label}_{model._meta.model_name}_"):
            for row in world.rows.values():
                if type(row) is model:
                    return row.pk
            for key in model._default_manager.order_by("pk").values_list("pk", flat=True)[:1]:
                return key
    raise KeyError(name)
