"""Every payload of tests/data/injections.csv in every place that repeats what was typed: 0 active.

Rows are written past the forms, which refuse some of them, so that a sink has to hold alone. Each
test sees that the payloads have arrived.
"""

import io
import json
from datetime import date
from http.client import parse_headers
from urllib.parse import quote

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from campaigns.charts.store import draw_missing
from campaigns.models import Campaign, MediumResult
from directory.booklet import content, documents
from directory.booklet.errata import errata, errata_page, printed_facts
from directory.exchange.export import export
from directory.facts.snapshot import facts_of
from directory.models import Category, Edition, Phone, Window, WindowVersion
from directory.text.printable import made_printable
from platform_members.models import Organisation
from tests.factories import CategoryFactory, WindowFactory
from tests.helpers.injections import (
    PLAIN,
    Page,
    cells_of_csv,
    cells_of_excel,
    is_calculated,
    leads_away,
    shape_of,
    visible,
)
from tests.helpers.paper import Paper
from tests.helpers.paper import plain as plain_on_paper
from tests.helpers.payloads import (
    PAYLOADS,
    TEXTS,
    arrived,
    missing,
    opened,
    opened_all,
    say,
    written,
)

MEDIA = 40


@pytest.fixture
def category(db):
    """The category in which all windows are."""
    return CategoryFactory(slug="work", name="しごと")


@pytest.fixture
def windows(category):
    """A public window for each payload, which stands in all of its texts."""
    made = Window.objects.bulk_create(
        Window(
            **written(text),
            channels=["telephone"],
            status=Window.Status.PUBLISHED,
            published_at=timezone.now(),
        )
        for text in PAYLOADS
    )
    through = Window.categories.through
    through.objects.bulk_create(through(window=each, category=category) for each in made)
    Phone.objects.bulk_create(
        Phone(window=each, printed="0596-21-5556", dialled="0596215556") for each in made
    )
    return made


@pytest.fixture
def staff(administrator):
    """The administrator's browser."""
    client = Client()
    client.force_login(administrator)
    return client


def test_the_table_has_at_least_three_hundred_payloads_each_once():
    """And none is empty."""
    assert len(set(PAYLOADS)) == len(PAYLOADS) >= 300
    assert all(PAYLOADS)


# Pages


def test_a_windows_page_and_its_linked_data(client, category, windows):
    """No element, attribute, address or comment more; JSON-LD of the same shape."""
    shapes = []
    for text in ("津市", PLAIN):  # a municipality in an address is a value of its own
        plain_window = WindowFactory(**written(text), categories=[category])
        plain = opened(client, plain_window.get_absolute_url())
        shapes += map(shape_of, plain.linked_data())
    for window, text in zip(windows, PAYLOADS, strict=True):
        page = opened(client, window.get_absolute_url())
        assert page.beyond(plain) == set(), text
        assert len(page.scripts) == len(plain.scripts), text
        assert arrived(text) in page.text, text
        [found] = page.linked_data()
        assert shape_of(found) in shapes or not arrived(text), text
        assert found["url"].startswith(settings.PORTAL_URL)


LISTS = {
    "residents' list": ("client", [f"/windows/?page={number}" for number in range(1, 21)]),
    "a category": ("client", [f"/categories/work/?page={number}" for number in range(1, 21)]),
    "admin's list": ("staff", [f"/admin/directory/window/?p={number}" for number in range(1, 13)]),
}


@pytest.mark.parametrize("name", LISTS)
def test_lists_of_windows(request, windows, name):
    """A list is made of the same parts, whatever its rows say."""
    reader, addresses = LISTS[name]
    client = request.getfixturevalue(reader)
    parts, shown = opened_all(client, addresses)
    assert missing(shown) == []
    say(windows, [PLAIN] * len(windows))
    plain, _shown = opened_all(client, addresses)
    assert parts - plain == set()


def test_admins_form_of_a_window(staff, windows):
    """Values of inputs and text areas; ten payloads a page."""
    size = len(TEXTS)
    groups = [PAYLOADS[start : start + size] for start in range(0, len(PAYLOADS), size)]
    window = windows[0]
    address = f"/admin/directory/window/{window.pk}/change/"
    Window.objects.filter(pk=window.pk).update(**written(PLAIN))
    plain = opened(staff, address)
    for group in groups:
        texts = written(PLAIN) | dict(zip(TEXTS, group, strict=False))
        Window.objects.filter(pk=window.pk).update(**texts)
        page = opened(staff, address)
        assert page.beyond(plain) == set(), group
        assert missing(page.text, group) == []


def test_a_windows_history(staff, windows, administrator):
    """Before and after each change, and its comment."""
    window = windows[0]
    facts = facts_of(Window.objects.for_reading().get(pk=window.pk))
    addresses = [f"/admin/directory/window/{window.pk}/history/?p={n}" for n in range(1, 31)]
    found = []
    for texts in ([PLAIN, "ほか"] * (len(PAYLOADS) // 2), PAYLOADS):
        WindowVersion.objects.all().delete()
        WindowVersion.objects.bulk_create(
            WindowVersion(
                window=window,
                made_at=timezone.now(),
                made_by=administrator,
                how=WindowVersion.How.EDITED,
                comment=text,
                status=window.status,
                facts=facts | written(text),
            )
            for text in texts
        )
        found.append(opened_all(staff, addresses))
    (plain, _words), (parts, shown) = found
    assert parts - plain == set()
    assert missing(shown) == []


def test_what_a_search_repeats(client, category):
    """In the field, in the title, in the sentence about what was found; suggestions are JSON."""
    asked = (PLAIN, "あ", "家賃 東", "死にたい", "110", "")
    plain = [opened(client, f"/windows/?q={quote(text)}") for text in asked]
    for text in PAYLOADS:
        page = opened(client, f"/windows/?q={quote(text)}")
        assert page.beyond(*plain) == set(), text
    for text in PAYLOADS[::5]:
        answer = client.get(f"/windows/suggest/?q={quote(text)}")
        assert answer["Content-Type"] == "application/json"
        json.loads(answer.content)


def test_a_form_that_is_shown_again(client, db):
    """The public application to join, with something wrong in it."""
    names = ["name", "kana", "activities", "contact_person", "email", "phone", "website"]

    def refused(text: str) -> Page:
        return Page(client.post("/members/apply/", dict.fromkeys(names, text)).content)

    plain = [refused(text) for text in (PLAIN, "a" * 2_000, "")]
    for text in PAYLOADS:
        page = refused(text)
        assert page.beyond(*plain) == set(), text
        assert arrived(text) in page.text, text


def test_members_of_the_platform(client, db):
    """What an organisation says of itself."""
    made = Organisation.objects.bulk_create(
        Organisation(
            name=text,
            activities=text,
            kind="npo",
            role="supporter",
            published=True,
        )
        for text in PAYLOADS
    )
    addresses = ["/members/", *(each.get_absolute_url() for each in made[::10])]
    parts, shown = opened_all(client, addresses)
    assert missing(shown) == []
    for number, each in enumerate(made):
        each.name, each.activities = f"団体{number}", PLAIN
    Organisation.objects.bulk_update(made, ["name", "activities"])
    plain, _shown = opened_all(client, addresses)
    assert parts - plain == set()


def test_a_campaigns_page_with_its_charts(client, administrator):
    """Names of media in tables, sentences and drawings (SVG, put in as it was drawn)."""

    def reported(texts: list[str]) -> Page:
        campaign = Campaign.objects.create(
            title=texts[0], kind="video", starts_on=date(2026, 1, 1), ends_on=date(2026, 2, 1)
        )
        MediumResult.objects.bulk_create(
            MediumResult(
                campaign=campaign, medium=text, explanation=text, impressions=10, clicks=2, cost=5
            )
            for text in texts
        )
        campaign.publish(at=timezone.now(), by=administrator)
        campaign.save()
        assert draw_missing(Campaign.objects.filter(pk=campaign.pk).with_results()) > 0
        return opened(client, campaign.get_absolute_url())

    # A drawing of hundreds takes longer than a worker may: so many a campaign, and only those
    # with a letter that means something in it.
    texts = [text for text in PAYLOADS if len(text) <= 60 and set(text) & set("<>&\"'")]
    plain = reported([f"{PLAIN}{number}" for number in range(MEDIA)])
    for start in range(0, len(texts), MEDIA):
        some = texts[start : start + MEDIA]
        page = reported(some)
        assert page.beyond(plain) == set()
        assert missing(page.text, some) == []


def test_an_address_leads_to_the_web_alone(client, windows):
    """Of payloads that the field takes for a website, the page links none of another scheme."""
    field, taken = Window._meta.get_field("website"), []
    for window, text in zip(windows, PAYLOADS, strict=True):
        try:
            window.website = field.clean(text, window)
        except ValidationError:
            continue
        taken.append(window)
    Window.objects.bulk_update(taken, ["website"])
    assert 0 < len(taken) < 40
    for window in taken:
        page = opened(client, window.get_absolute_url())
        schemes = {part[2] for part in page.parts if len(part) == 4 and part[0] == "a"}
        assert schemes <= {"", "http", "https", "tel"}, window.website


# Errata and paper


@pytest.fixture
def edition(windows, administrator):
    """An edition that was printed when all windows said plain words."""
    say(windows, [PLAIN] * len(windows))
    printed = [printed_facts(each) for each in Window.objects.for_reading()]
    say(windows, PAYLOADS)
    return Edition.objects.create(
        name="第1版", printed_on=date(2026, 4, 1), copies=1, facts=printed, made_by=administrator
    )


def test_errata_as_a_page(client, windows, edition):
    """What was printed, and what is said now."""
    parts, shown = opened_all(client, ["/booklet/errata/"])
    assert missing(shown) == []
    say(windows, ["ほかのことば"] * len(windows))
    plain, _shown = opened_all(client, ["/booklet/errata/"])
    assert parts - plain == set()


def test_errata_and_booklet_on_paper(windows, edition):
    """Nothing is read as Typst, and the PDF does nothing and leads nowhere but to the portal."""
    today = timezone.localdate()
    data = errata_page(edition, errata(edition), today)
    _print, sheet = documents.typeset_sheet("errata.typ", data)
    public = Window.objects.published().for_reading()[::10]
    booklet = content.booklet(public, Category.objects.in_use(), today)
    _print, book = documents.typeset_booklet(booklet)
    for pdf, texts in ((sheet, PAYLOADS), (book, [window.subject for window in public])):
        paper = Paper(pdf)
        roots = set(map(str, paper.pdf.Root))
        assert roots & {"/OpenAction", "/AA", "/AcroForm"} == set()
        names = set(map(str, paper.pdf.Root.get("/Names", {})))
        assert names & {"/JavaScript", "/EmbeddedFiles"} == set()
        links = {link for page in paper.pages for link in page.links}
        assert [e for e in links if not e.startswith((settings.PORTAL_URL, "tel:"))] == []
        readable = [text for text in texts if text.isascii() and text.isprintable()]
        lost = [text for text in readable if paper_text(text) not in paper.text]
        assert lost == []


def paper_text(text: str) -> str:
    """A text as it is found on paper."""
    return plain_on_paper(made_printable(text))


# Files


def test_tables_of_windows(windows):
    """Excel and CSV: no cell is calculated, none is broken into two."""
    rows = {
        "csv": cells_of_csv(export(Window.objects.all(), "csv").content),
        "xlsx": cells_of_excel(export(Window.objects.all(), "xlsx").content),
    }
    for kind, table in rows.items():
        assert [cell for row in table for cell in row if is_calculated(cell)] == [], kind
        assert {len(row) for row in table[-len(PAYLOADS) :]} == {len(table[-1])}, kind
        shown = "".join(visible(cell) for row in table for cell in row)
        assert missing(shown) == [], kind


def test_headers_of_an_answer(staff, client, db):
    """No header more, and no redirect leaves the portal."""
    for text in PAYLOADS:
        for browser, address in (
            (staff, f"/accounts/login/?next={quote(text)}"),
            (client, f"/admin/?next={quote(text)}"),
            (client, f"/{quote(text, safe='')}"),
            (client, f"/windows/{quote(text)}"),
        ):
            answer = browser.get(address)
            raw = "".join(f"{name}: {value}\r\n" for name, value in answer.items())
            parsed = parse_headers(io.BytesIO(f"{raw}\r\n".encode("latin-1")))
            assert parsed.items() == list(answer.items()), text
            assert not leads_away(answer.get("Location", "")), address
