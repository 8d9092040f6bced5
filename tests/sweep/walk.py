"""Walk of eleven people through every address, with what each gets, reads and writes."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from unittest import mock

from django.db import connection, transaction
from django.http import HttpResponse
from django.template.backends.django import Template
from django.test import Client, RequestFactory
from django.test.client import ClientHandler
from django.urls import resolve

from platform_members.accounts.roles import PUBLICITY, READERS, WELFARE_CENTRE
from platform_members.models import User
from tests.conftest import staff
from tests.factories import MembershipFactory, UserFactory
from tests.helpers.addresses import TOKENS
from tests.helpers.page_forms import SentForm, posting_forms, sendings
from tests.helpers.sweeping import SLOW, is_page, list_actions
from tests.helpers.world import World, make_world
from tests.platform_members.accounts.test_second_factor import entered, with_factor
from tests.sweep.canaries import Canaries, keys
from tests.sweep.foreign import hidden_keys, make_foreign, variants

SAFE = ("HEAD", "OPTIONS", "PUT", "PATCH", "DELETE", "GET")
# What is written of everybody: refusals, attempts, log-ins.
ASIDE = {"directory_auditentry", "platform_members_attempt", "django_session"}
# As PostgreSQL has counted in this transaction, for every table that is not empty of counts.
COUNT = """
SELECT relname, n FROM (
    SELECT relname,
        pg_stat_get_xact_tuples_inserted(oid)
        + pg_stat_get_xact_tuples_updated(oid)
        + pg_stat_get_xact_tuples_deleted(oid) AS n
    FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
) AS counts WHERE n > 0
"""


class Browser(RequestFactory):
    """A person's browser; it keeps no contexts, as Django's own for tests does."""

    def __init__(self, client: Client | None = None, person: User | None = None) -> None:
        super().__init__()
        self.cookies = client.cookies if client else self.cookies
        self.person = person and person.pk
        self.handler = ClientHandler(enforce_csrf_checks=False)

    def request(self, **request) -> HttpResponse:
        """Send a request, and end it as the server does."""
        return self.handler(self._base_environ(**request))


@dataclass
class Sweep:
    """The rows of two worlds, what a person sends to each address, and a browser of each."""

    places: list[tuple[str, str, str]]
    canaries: Canaries
    browsers: dict[str, Browser]
    # Of each address what its forms send, by button.
    sent: dict[str, dict[str, dict]] = field(default_factory=lambda: defaultdict(dict))

    def opened(self, who: str) -> tuple[dict, dict, set[tuple[str, str, str]]]:
        """What a person gets by each safe method, what they read, and what was written thereby."""
        got, read, wrote = {}, defaultdict(set), set()
        before = counted()
        for method in SAFE:
            for name, rows, address in self.places:
                if name in SLOW and method in ("GET", "HEAD"):
                    continue
                answer = self.ask(who, method, address)
                got[method, name, rows] = outcome(answer)
                for told in self.told(who, name, answer) if method == "GET" else ():
                    read[told].add(name)
                now = counted()
                wrote |= {(method, name, table) for table in written(before, now)}
                before = now
        return got, read, wrote

    def ask(self, who: str, method: str, address: str, data: dict | None = None) -> HttpResponse:
        """Send a request; whatever it writes is taken back."""
        with transaction.atomic():
            if method == "POST":
                answer = self.browsers[who].post(address, data)
            elif method == "HEAD":  # whose text is thrown away
                with mock.patch.object(Template, "render", return_value=""):
                    answer = self.browsers[who].head(address)
            else:
                answer = self.browsers[who].generic(method, address)
            transaction.set_rollback(True)
        return answer

    def sent_by(self, who: str) -> tuple[dict, dict]:
        """What a person gets who sends each form to each address, and what they read thereby."""
        got, read = {}, defaultdict(set)
        before = counted()
        for name, rows, address in self.places:
            sent = list((self.sent.get(name) or {"": {}}).items())
            for button, data in sent[:1] if rows == "missing" else sent:
                answer = self.ask(who, "POST", address, data)
                now = counted()
                got[name, button, rows] = "w" if written(before, now) else outcome(answer)
                before = now
                for told in self.told(who, name, answer):
                    read[told].add(f"{name} {button}")
        return got, read

    def told(self, who: str, name: str, answer: HttpResponse) -> set[tuple[str, str]]:
        """What an answer tells; of an address with a secret nothing, as that is what permits it."""
        secret = name.startswith(tuple(TOKENS))
        return set() if secret else self.canaries.told(answer, self.browsers[who].person)

    def read_forms(self) -> None:
        """Collect the forms of all pages, as who may open the page sends them."""
        for name, _rows, address in [place for place in self.places if place[1] == "own"]:
            for who in ("resident", "member", "administrator") if name not in SLOW else ():
                page = self.ask(who, "GET", address)
                if page.status_code == 200 and is_page(page):
                    for form in posting_forms(page, address):
                        for data in sendings(form):
                            self._keep(form, data)
                    break

    def _keep(self, form: SentForm, data: dict) -> None:
        target = resolve(form.address.partition("?")[0]).view_name
        pressed = [f"{name}={value}" for name, value in form.buttons if data.get(name) == [value]]
        self.sent[target].setdefault(" ".join(pressed), data)


def counted() -> dict[str, int]:
    """How many rows each table has had written in this transaction, whatever was taken back."""
    with connection.cursor() as cursor:
        cursor.execute(COUNT)
        return dict(cursor.fetchall())


def written(before: dict[str, int], now: dict[str, int]) -> set[str]:
    """The tables written in between, but for what is written of everybody."""
    return {table for table in now if now[table] != before.get(table)} - ASIDE


def outcome(answer: HttpResponse) -> str:
    """An answer in one letter: open, elsewhere, log-in, factor, or its status."""
    if 300 <= answer.status_code < 400:
        to = answer["Location"]
        return "l" if "/login/" in to else "f" if "/second-factor/" in to else "e"
    letters = {
        200: "o",
        204: "o",
        400: "b",
        403: "x",
        404: "-",
        405: "n",
        409: "c",
        410: "-",
        503: "s",
    }
    return letters.get(answer.status_code, "!")


def make_sweep() -> Sweep:
    """Two worlds with their canaries, eleven browsers, and what is sent."""
    person = User.objects.create_superuser("administrator@example.jp", "correct horse", name="朝熊")
    own = make_world(person)
    before = keys()
    rival = MembershipFactory(organisation__name="NPO法人ふたみ", organisation__published=False)
    foreign = make_foreign(own, rival)
    browsers = dict(make_browsers(own, rival.user))
    made = Sweep(list(variants(own, foreign)), Canaries(), browsers)
    made.read_forms()
    for name, address, data in list_actions(person):
        made.sent[resolve(address).view_name][f"action={name.split()[1]}"] = data
    # After the forms were read, so that none of them sends one.
    made.canaries.place(hidden_keys(before, keys()))
    return made


def make_browsers(own: World, rival: User) -> Iterator[tuple[str, Browser]]:
    """The browser of each person; staff and those who edit have typed the code of their app."""
    looking_on = MembershipFactory(organisation=own.rows["organisation"], role="viewer").user
    disabled = MembershipFactory(organisation=own.rows["organisation"]).user
    unproved = staff("unproved@example.jp", "未", WELFARE_CENTRE)
    with_factor(unproved)
    for who, user in {
        "outsider": UserFactory(),
        "viewer": looking_on,
        "disabled": disabled,
        "unproved": unproved,
    }.items():
        client = Client()
        client.force_login(user)
        yield who, Browser(client, user)
    User.objects.filter(pk=disabled.pk).update(is_active=False)
    for who, user in {
        "member": own.rows["membership"].user,
        "rival": rival,
        "publicist": staff("publicity@example.jp", "小俣", PUBLICITY),
        "reader": staff("reader@example.jp", "二見", READERS),
        "clerk": staff("clerk@example.jp", "伊勢", WELFARE_CENTRE),
        "administrator": own.rows["person"],
    }.items():
        user.set_password("correct horse")
        user.save()
        yield who, Browser(entered(user), user)
    yield "resident", Browser()
