"""Bad inputs: endless ones for each address and form, by chance that a seed decides."""

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import quote, urlencode

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from fuzz import nonsense
from tests.helpers.page_forms import SentForm
from tests.helpers.sweeping import plain

COUNTING = re.compile(r"-(TOTAL|INITIAL|MIN_NUM|MAX_NUM)_FORMS$")


@dataclass(frozen=True)
class Input:
    """One request of one role; `headers` as WSGI names them."""

    role: str
    method: str
    address: str
    body: bytes = b""
    content_type: str = nonsense.FORM
    headers: dict[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        said = f"{self.role}: {self.method} {self.address[:300]}"
        headers = {name: value[:60] for name, value in self.headers.items()}
        body = f" {self.content_type[:80]} {self.body[:600]!r}" if self.body else ""
        return said + body + (f" {headers}" if headers else "")


@dataclass(frozen=True)
class Page:
    """An address, the role for which it opens, and the parameters that it reads."""

    role: str
    address: str
    parameters: list[str]

    def input(self, chance: random.Random, role: str) -> Input:
        """A bad request to this address."""
        kind = chance.random()
        address, headers = self.address, {}
        if kind < 0.55:
            address = f"{address}?{self._query(chance)}"
        elif kind < 0.75:
            address = _misspelled(address, chance)
        elif kind < 0.85:
            headers = _headers(chance)
        else:
            method = chance.choice(nonsense.METHODS)
            if chance.random() < 0.5:
                content_type, body = chance.choice(nonsense.BODIES)
            else:
                fields = {name: chance.choice(nonsense.TEXTS) for name in self._names(chance)}
                content_type, body = nonsense.FORM, urlencode(fields).encode()
            return Input(role, method, address, body, content_type)
        return Input(role, chance.choice(("GET", "GET", "GET", "HEAD")), address, headers=headers)

    def _query(self, chance: random.Random) -> str:
        ways = ("{0}={1}", "{0}={1}", "{0}={1}", "{0}={1}&{0}=a", "{0}[]={1}", "{0}[x]={1}", "{0}")
        return "&".join(
            chance.choice(ways).format(name, quote(chance.choice(nonsense.TEXTS)))
            for name in self._names(chance)
        )[:18_000]

    def _names(self, chance: random.Random) -> list[str]:
        """One of the parameters, several, or all; now and then one that other pages read."""
        known = self.parameters or nonsense.PARAMETERS
        names = chance.sample(known, chance.choice((1, 1, 1, min(3, len(known)), len(known))))
        return names if chance.random() < 0.8 else [*names, chance.choice(nonsense.PARAMETERS)]


@dataclass(frozen=True)
class Form:
    """A form of a page, with the role for which the page opens."""

    role: str
    form: SentForm

    @property
    def address(self) -> str:
        """Where it is sent."""
        return self.form.address

    def input(self, chance: random.Random, role: str) -> Input:
        """The form with something bad in it, its token in order."""
        if chance.random() < 0.04:
            return self._with_files(chance, role)
        button = dict([chance.choice(self.form.buttons)]) if self.form.buttons else {}
        data = button | self._data(chance)
        address = self.address if chance.random() < 0.95 else _misspelled(self.address, chance)
        headers = _headers(chance) if chance.random() < 0.03 else {}
        body = urlencode(data, doseq=True).encode()
        return Input(role, "POST", address, body, headers=headers)

    def _data(self, chance: random.Random) -> dict:
        """All fields as they stood, but for those that are bad."""
        form = self.form
        fields = form.completed() if chance.random() < 0.7 else dict(form.fields)
        names = [
            name for name in [*form.names, *dict(form.buttons)] if name != "csrfmiddlewaretoken"
        ]
        counts = [name for name in names if COUNTING.search(name)]
        kind = chance.random()
        if kind < 0.5 and names:
            # Of rows that are alike each is as likely as a field that stands alone.
            alike = chance.choice(sorted({plain(name) for name in names}))
            name = chance.choice([name for name in names if plain(name) == alike])
            return fields | {name: chance.choice(nonsense.TEXTS)}
        if kind < 0.65:
            some = chance.sample(names, min(len(names), chance.choice((2, 3, 5, 9))))
            return fields | {name: chance.choice(nonsense.TEXTS) for name in some}
        if kind < 0.75:
            visible = [name for name in names if name not in form.hidden]
            return fields | dict.fromkeys(visible, chance.choice(nonsense.TEXTS))
        if kind < 0.8 and counts:
            some = chance.sample(counts, chance.randint(1, len(counts)))
            return fields | {name: chance.choice(nonsense.COUNTS) for name in some}
        if kind < 0.88:
            left_out = set(chance.sample(names, chance.randint(0, len(names))))
            return {name: values for name, values in fields.items() if name not in left_out}
        if kind < 0.94:
            more = {name: [*values, *values, "-1", "x"] for name, values in fields.items()}
            return fields | dict(chance.sample(sorted(more.items()), len(more) // 2))
        ending = chance.choice(("[]", "[0]", ".a", " ", "-0"))
        return {f"{name}{ending}": values for name, values in fields.items()}

    def _with_files(self, chance: random.Random, role: str) -> Input:
        """Files in the form's own fields for files, or in all."""
        names = self.form.files or list(self.form.names)
        files = {name: SimpleUploadedFile(*chance.choice(nonsense.FILES)) for name in names}
        body = encode_multipart(BOUNDARY, self.form.completed() | files)
        return Input(role, "POST", self.address, body, MULTIPART_CONTENT)


def bad_inputs(
    targets: list[Page | Form], roles: list[str], chance: random.Random
) -> Iterator[Input]:
    """One input after the other, each target in turn: half in the role for which it opens."""
    while True:
        for target in targets:
            role = target.role if chance.random() < 0.6 else chance.choice(roles)
            yield target.input(chance, role)


def _misspelled(address: str, chance: random.Random) -> str:
    """An address with something bad for a part of its path, or behind it."""
    parts = address.partition("?")[0].strip("/").split("/")
    number = chance.randint(0, len(parts))
    parts[number : number + 1] = [chance.choice(nonsense.PARTS)]
    return f"/{'/'.join(parts)}{chance.choice(('/', '/', '/', '', '//'))}"


def _headers(chance: random.Random) -> dict[str, str]:
    if chance.random() < 0.2:
        return {"HTTP_COOKIE": chance.choice(nonsense.COOKIES)}
    names = chance.sample(sorted(nonsense.HEADERS), chance.choice((1, 1, 3)))
    return {name: chance.choice(nonsense.HEADERS[name]) for name in names}
