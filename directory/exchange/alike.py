"""Windows that a new row of a file might be: of the same name, or with the same number."""

from collections import defaultdict
from collections.abc import Iterator, Mapping

from django.core.exceptions import ValidationError

from directory.models import Phone, Window
from directory.text.folding import lookup_key

MAX_NAMED = 3


def note_alike(rows: list[dict]) -> None:
    """Note in each row of a new window (`like`) the names of windows that it might be."""
    new = [row["after"] for row in rows if row["window"] is None]
    names = {facts["name"] for facts in new}
    numbers = {number for facts in new for number in _numbers(facts)}
    known: dict[str, list[str]] = defaultdict(list)
    for window in Window.objects.kept().called_or_rung(names, numbers).prefetch_related("phones"):
        dialled = [phone.dialled for phone in window.phones.all()]
        for sign in (_called(window.subject, window.name), *dialled):
            known[sign].append(window.name_with_status)
    for row in rows:
        signs = _signs(row["after"]) if row["window"] is None else []
        like = dict.fromkeys(name for sign in signs for name in known.get(sign, []))
        row["like"] = list(like)[:MAX_NAMED]


def _signs(facts: Mapping) -> list[str]:
    return [_called(facts["subject"], facts["name"]), *_numbers(facts)]


def _called(subject: str, name: str) -> str:
    return f"{lookup_key(subject)}\n{lookup_key(name)}"


def _numbers(facts: Mapping) -> Iterator[str]:
    """The numbers as they are dialled; what is no number is refused elsewhere."""
    for each in facts["phones"]:
        phone = Phone(**each)
        try:
            phone.clean()
        except ValidationError:
            continue
        yield phone.dialled
