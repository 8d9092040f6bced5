"""Forms that a sweep does not send as they stand: what must be done before, what is typed.

Each is a chain of presses on real pages, of which the last is the one that matters.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import resolve, reverse

from campaigns.models import Kpi
from directory.models import Category, FinderQuestion, Holiday
from platform_members.models import GapCheck, Programme, Subscription
from tests.factories import (
    CategoryFactory,
    OrganisationFactory,
    ProgrammeFactory,
    WindowFactory,
    give_hours,
)
from tests.helpers.page_forms import SentForm, posting_forms
from tests.helpers.workbooks import workbook
from tests.helpers.world import World

LAST = "last"  # the page to which the form before has led
HISTORY = "history"  # the page that puts back the first content that the row's history offers
SHEET = ["事業名等", "担当課", "新・既", "種別", "対象者", "形態", "委託先", "事業内容"]


@dataclass(frozen=True)
class Press:
    """One form: the name of its address, the page it stands on, and what is typed into it."""

    name: str
    page: str = ""
    typed: dict = field(default_factory=dict)


@dataclass(frozen=True)
class Chain:
    """Series of presses, the rows made for them before, and whether a member sends them.

    `prepare` may give addresses of the rows that it has made, by name.
    """

    presses: tuple[Press, ...]
    prepare: Callable[[World], object] = lambda _world: None
    by_member: bool = False


def press(name: str, page: str = "", /, **typed) -> Press:
    return Press(name, page, typed)


def chain(*presses: Press, **more) -> Chain:
    return Chain(presses, **more)


class Walk:
    """A person's way through presses; `send` gives what the last one sends, not yet sent."""

    def __init__(self, client: Client, known: dict[str, str]):
        self.client, self.known, self.last = client, known, None

    def send(self, each: Press):
        """The request of one press: called, it is sent and gives the page that follows."""
        page, address = self._page(each)
        forms = [form for form in posting_forms(page, address) if _target(form) == each.name]
        assert forms, f"{each.name}: no form on {address}"
        fitting = [form for form in forms if each.typed.keys() <= form.names.keys() | _own(form)]
        form = (fitting or forms)[0]
        sent = form.completed() | each.typed
        return lambda: self._sent(form.address, sent)

    def _sent(self, address: str, sent: dict):
        self.last = self.client.post(address, sent, follow=True)
        return self.last

    def _page(self, each: Press):
        if each.page == LAST:
            return self.last, self.last.request["PATH_INFO"]
        if each.page == HISTORY:
            address = self._first_content(each.name)
        else:
            address = each.page if each.page.startswith("/") else self.known[each.page or each.name]
        return self.client.get(address, follow=True), address

    def _first_content(self, name: str) -> str:
        """Address that puts back the oldest content which the history of the row offers."""
        history = name.replace("_version", "_history").replace("_restore", "_history")
        page = self.client.get(self.known[history]).content.decode()
        return re.findall(r'href="([^"]*/restore/)"', page)[-1]


def _target(form: SentForm) -> str:
    return resolve(form.address.partition("?")[0]).view_name


def _own(form: SentForm) -> set[str]:
    return {name for name, _value in form.buttons}


def _add_doubt(_world: World) -> None:
    """A window that closes on Fridays, and a Friday that is a holiday."""
    give_hours(WindowFactory(shifted_closing_days=[4]), "月火水木土 9:00-17:00")
    Holiday.objects.create(date="2027-05-14", name="試しの祝日（金曜）")


def _know_cells(world: World) -> None:
    """Checks of cells, so that a map tells residents something."""
    by = {"note": "尋ねた", "checked_by": world.rows["person"]}
    for category in Category.objects.all():
        for value in Programme.Kind.values:
            place = {"fiscal_year": 2026, "axis": "kinds", "value": value}
            GapCheck.objects.get_or_create(**place, category=category, defaults=by)


def _of_last_year(world: World) -> None:
    ProgrammeFactory(organisation=world.rows["organisation"], fiscal_year=2025, name="去年の事業")


def _sheet() -> SimpleUploadedFile:
    row = ["配食", "NPO法人あさま", "既存", "周知・啓発", "市民", "直営", "", "啓発"]
    return SimpleUploadedFile("シート.xlsx", workbook([SHEET, row]))


def chains(world: World) -> dict[str, Chain]:
    """The chain of each form, by the name of its address."""
    portal = world.rows["portal"].offered[0]["uid"]
    windows = "admin:platform_members_subscription_windows"
    texts = "admin:directory_window_translations"
    chosen = {
        windows: chain(press(windows, **{f"take-{portal}": "on"})),
        texts: chain(press(texts, **{"subject-text": "Looking for work"})),
    }
    return (
        chosen
        | _of_desk(world)
        | _of_additions(world)
        | _of_versions()
        | _of_admin()
        | _of_deletions()
    )


def _of_desk(world: World) -> dict[str, Chain]:
    pm = "platform_members:"
    organisation = world.rows["organisation"].pk
    cell = "/desk/gaps/kinds/work/{}/"
    opened = {"title": "次の照会", "fiscal_year": "2027", "due_on": "2027-05-01"}
    return {
        f"{pm}round-add": chain(press(f"{pm}round-add", **opened, organisations=[organisation])),
        f"{pm}round-reopen": chain(
            press(f"{pm}round-close"), press(f"{pm}round-reopen", f"{pm}round-overview")
        ),
        f"{pm}round-resume": chain(press(f"{pm}round-withdraw"), press(f"{pm}round-resume")),
        f"{pm}round-carry": chain(
            press(f"{pm}round-carry", f"{pm}answer-view"), prepare=_of_last_year
        ),
        f"{pm}programme-add": chain(press(f"{pm}programme-add", name="配食", kind="other")),
        f"{pm}upload-view": chain(
            press(f"{pm}sheet-upload", files=_sheet()), press(f"{pm}upload-view", LAST)
        ),
        f"{pm}gap-publish": chain(
            press(f"{pm}gap-unpublish"), press(f"{pm}gap-publish"), prepare=_know_cells
        ),
        f"{pm}gap-check": chain(press(f"{pm}gap-check", cell.format("participation"), note="ない")),
        f"{pm}gap-uncheck": chain(press(f"{pm}gap-uncheck", cell.format("employment"))),
        f"{pm}listing-unconfirm": chain(
            press(f"{pm}listing-confirm", f"{pm}listing-view"),
            press(f"{pm}listing-unconfirm", f"{pm}listing-view"),
            by_member=True,
        ),
        f"{pm}update-send": chain(
            press(f"{pm}listing-edit", cost="百円", do="save"),
            press(f"{pm}update-send", LAST),
            by_member=True,
        ),
    }


def _of_additions(world: World) -> dict[str, Chain]:
    window, organisation = world.rows["window"].pk, world.rows["organisation"].pk
    typed = {
        "directory_category": {"slug": "new", "name": "新しい分野", "order": "99", "mark": "house"},
        "directory_dangerline": {"kind": "violence", "window": window},
        "directory_holiday": {"date": "2027-06-01", "name": "臨時の祝日"},
        "platform_members_organisation": {
            "name": "NPO法人おばた",
            "kana": "おばた",
            "kind": "npo",
            "joined_on": "2026-04-01",
        },
        "platform_members_subscription": {
            "name": "国のポータル",
            "address": "https://192.0.2.2/hsds/",
            "organisation": organisation,
        },
        "platform_members_meeting": {"kind": "talk", "date": "2026-12-05", "agenda": "次の話"},
        "platform_members_programme": {
            "organisation": organisation,
            "fiscal_year": "2026",
            "name": "配食",
            "kind": "other",
        },
        "campaigns_campaign": {
            "title": "次の冊子",
            "kind": "print",
            "starts_on": "2026-01-01",
            "ends_on": "2026-02-01",
        },
    }
    return {
        name: chain(press(name, **each, _save="1"))
        for kind, each in typed.items()
        for name in [f"admin:{kind}_add"]
    }


def _of_versions() -> dict[str, Chain]:
    """A row is changed, then said again what its history tells."""
    found = {}
    for kind, changed in (
        ("directory_category", {"name": "はたらくこと"}),
        ("directory_finderquestion", {"text": "なにをききたいですか"}),
        ("directory_finderanswer", {"text": "はたらくこと"}),
        ("directory_searchterm", {"phrase": "つとめたい"}),
        ("platform_members_organisation", {"activities": "見守り"}),
        ("platform_members_meeting", {"agenda": "ほかの話"}),
        ("platform_members_programme", {"content": "訪問する"}),
        ("platform_members_subscription", {"name": "県の窓口"}),
        ("campaigns_campaign", {"title": "前の動画"}),
        ("directory_window", {"cost": "無料"}),
    ):
        name = f"admin:{kind}_{'restore' if kind == 'directory_window' else 'version'}"
        change = press(f"admin:{kind}_change", **changed, _save="1")
        found[name] = chain(change, press(name, HISTORY))
    return found


def _of_admin() -> dict[str, Chain]:
    campaign, kpi = "admin:campaigns_campaign_import", "admin:campaigns_kpi_import"
    window, call = "admin:directory_window", "admin:directory_window_call"
    decide = "admin:platform_members_membershipapplication_decide"
    member = "admin:platform_members_organisation_member"
    found = {
        "admin:directory_dangerline_change": {"order": "9"},
        "admin:directory_yearend_change": {"first_day": "28"},
        "admin:platform_members_subscription_change": {"name": "県の窓口", "_save": "1"},
        decide: {"decision": "accept"},
        member: {"what": "remove", "even_the_last": "on"},
        "admin:campaigns_kpi_grid": {"2027-04-01": "7", "_save": "1"},
    }
    media = "媒体,表示回数,クリック,費用\nYouTube,1000,10,500\n"
    return {name: chain(press(name, **typed)) for name, typed in found.items()} | {
        campaign: chain(press(campaign, text=media), press(campaign, LAST, _save="1")),
        kpi: chain(press(kpi, text="2026/1/1,7\n"), press(kpi, LAST, _save="1")),
        f"{window}_call_undo": chain(
            press(call, answer="confirmed"), press(f"{window}_call_undo", LAST)
        ),
        f"{window}_hours_doubts": chain(
            press(f"{window}_hours_doubts", decision="close"), prepare=_add_doubt
        ),
    }


# Rows to which nothing points yet: others are not deleted.
FREE: dict[str, Callable[[], object]] = {
    "admin:directory_category_delete": CategoryFactory,
    "admin:directory_finderquestion_delete": lambda: FinderQuestion.objects.create(text="なぜ"),
    "admin:platform_members_organisation_delete": OrganisationFactory,
    "admin:platform_members_subscription_delete": lambda: Subscription.objects.create(
        name="国", address="https://192.0.2.2/hsds/", organisation=OrganisationFactory()
    ),
    "admin:campaigns_kpi_delete": lambda: Kpi.objects.create(name="閲覧数", kind=Kpi.Kind.OTHER),
}


def _of_deletions() -> dict[str, Chain]:
    """Deletion of a row that was just made: the chain's own address."""

    def made(name: str):
        return lambda _world: {name: reverse(name, args=[FREE[name]().pk])}

    return {name: chain(press(name), prepare=made(name)) for name in FREE}
