"""Many at once: each reads what is theirs alone; of those who change the same thing one wins."""

import re
import secrets
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import quote

from django.db import connection
from django.utils import timezone

from directory.changes import keep_first_versions
from directory.facts.snapshot import facts_of
from directory.models import Window, WindowVersion
from drill.browser import Browser
from drill.goals import Goal, Stage
from drill.web import serving
from platform_members.listings.actions import updates
from platform_members.models import Listing, ListingUpdate, User
from platform_members.proposals import proposable
from tests.factories import MembershipFactory, OrganisationFactory

CLIENTS, RIVALS = 50, 10
REVIEW = "/desk/review/"
CANARY = re.compile(r"kanaria[0-9a-f]{12}")
Race = Callable[[list[Browser], int], int]


def answers(stage: Stage) -> Iterator[Goal]:
    """Residents, members and staff, each with a word of their own, read at once."""
    each = stage.of(400, 20)
    with serving() as [web]:
        readers = [reader_of(web.port, number) for number in range(CLIENTS)]
        with ThreadPoolExecutor(CLIENTS) as threads:
            found = sum(threads.map(lambda reader: read(*reader, each), readers), Counter())
    print(f"{CLIENTS} readers at once: {dict(found)}")
    yield Goal("each answer is of its reader", f"{found['foreign']} foreign", not found["foreign"])
    yield Goal(
        f"{CLIENTS * each} answers hold their reader's word",
        f"{found['own']}, {found['other']} others",
        found["own"] == CLIENTS * each,
    )


def edits(stage: Stage) -> Iterator[Goal]:
    """Ten clerks save one window at once, again and again; then the same without locks."""
    yield from _with_and_without("edits", edited, stage.of(60, 3))


def approvals(stage: Stage) -> Iterator[Goal]:
    """Ten reviewers decide one change at once, again and again; then the same without locks."""
    yield from _with_and_without("approvals", decided, stage.of(40, 3))


def _with_and_without(name: str, race: Race, rounds: int) -> Iterator[Goal]:
    for application in ("ise_portal.wsgi", "drill.without_locks:application"):
        with serving(application=application, EMAIL_URL="dummymail://") as [web]:
            rivals = [Browser(web.port, staff(f"{name}{each}")) for each in range(RIVALS)]
            lost = sum(race(rivals, number) for number in range(rounds))
        of = f"{lost} of {rounds * RIVALS}"
        if application == "ise_portal.wsgi":
            yield Goal(f"{name} at once: none is lost unsaid", of, not lost)
        else:
            yield Goal(f"{name} without locks: losses are noticed", of, lost > 0)


def edited(rivals: list[Browser], number: int) -> int:
    """How many saves of one round were confirmed and are lost, or refused without a word."""
    connection.close()
    window = Window.objects.published()[number % 10]
    address = f"/admin/directory/window/{window.pk}/change/"
    texts = [f"同時の相談 {number} {each} {secrets.token_hex(4)}" for each in range(len(rivals))]
    forms = [
        rival.form(address) | {"subject": [text], "_save": ["1"]}
        for rival, text in zip(rivals, texts, strict=True)
    ]
    answered = list(zip(texts, _at_once(rivals, address, forms), strict=True))
    saved = [text for text, (status, _page) in answered if status == 302]
    unsaid = [text for text, (status, page) in answered if status != 302 and text not in page]
    # All had opened the same version: a second one that was saved has overwritten the first.
    return abs(len(saved) - 1) + len(unsaid)


def decided(rivals: list[Browser], number: int) -> int:
    """How many decisions of one round were confirmed beside the first."""
    connection.close()
    update = _proposal(number)
    address = f"{REVIEW}{update.pk}/"
    choices = [{"decision": ["approve"]}, {"decision": ["decline"], "comment": ["見送ります"]}]
    forms = [rival.form(address) | choices[each % 2] for each, rival in enumerate(rivals)]
    answered = zip(forms, _at_once(rivals, address, forms), strict=True)
    # Who comes too late is led back to the change, with a sentence about it.
    won = [form["decision"][0] for form, (_status, where) in answered if where == REVIEW]
    update.refresh_from_db()
    published = WindowVersion.objects.filter(how=WindowVersion.How.UPDATED, window=update.window)
    is_so = won[:1] == ["approve" if update.status == "approved" else "decline"]
    return abs(len(won) - 1) + (not is_so) + max(0, published.count() - won.count("approve"))


def _at_once(rivals: list[Browser], address: str, forms: list[dict]) -> list[tuple[int, str]]:
    start = threading.Barrier(len(rivals))

    def send(rival: Browser, form: dict) -> tuple[int, str]:
        start.wait()
        return rival.post(address, form)

    with ThreadPoolExecutor(len(rivals)) as threads:
        return list(threads.map(send, rivals, forms))


def _proposal(number: int) -> ListingUpdate:
    """A change of an organisation that waits for a decision, of a window without others."""
    organisation = OrganisationFactory(name=f"同時の団体 {number} {secrets.token_hex(4)}")
    member = MembershipFactory(organisation=organisation).user
    window = Window.objects.create(
        subject=f"同時の変更 {number}",
        name="窓口",
        channels=["telephone"],
        status="published",
        published_at=timezone.now(),
    )
    keep_first_versions(Window.objects.filter(pk=window.pk))
    Listing.objects.create(window=window, organisation=organisation)
    window = Window.objects.for_reading().get(pk=window.pk)
    return updates.submit(
        organisation=organisation,
        window=window,
        typed=updates.Typed(proposable(facts_of(window)) | {"cost": "無料"}),
        base=window.versions.first(),
        update=None,
        by=member,
    )


def staff(name: str) -> User:
    """An administrator, made where there is none of this name."""
    user = User.objects.filter(email=f"{name}@example.jp").first()
    return user or User.objects.create_superuser(
        f"{name}@example.jp", secrets.token_hex(), name=name
    )


def reader_of(port: int, number: int) -> tuple[Browser, str, list[str]]:
    """A browser, its word, and the pages that hold it: of a resident, a member or a clerk."""
    word = f"kanaria{secrets.token_hex(6)}"
    if number % 3 == 0:
        pages = [f"/windows/?q={word}", f"/windows/?q={quote('家賃')}+{word}"]
        return Browser(port), word, pages
    if number % 3 == 1:
        organisation = OrganisationFactory(name=word, published=False)
        member = MembershipFactory(organisation=organisation, user__email=f"{word}@example.jp").user
        pages = ["/desk/", f"/desk/organisations/{organisation.pk}/edit/"]
        return Browser(port, member), word, pages
    return Browser(port, staff(word)), word, ["/admin/", f"/admin/directory/window/?q={word}"]


def read(browser: Browser, word: str, pages: list[str], times: int) -> Counter:
    """Of so many answers: those with the reader's own word, with another's, and other ones."""
    found: Counter = Counter()
    for number in range(times):
        status, page = browser.get(pages[number % len(pages)])
        words = set(CANARY.findall(page))
        found["foreign"] += bool(words - {word})
        found["own" if status == 200 and word in words else "other"] += 1
    return found
