"""Addresses that no page of the portal links to: every parameter filled with nonsense."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from unittest import mock
from urllib.parse import quote

from django.db import transaction
from django.http import QueryDict

# As they stand in an address, so that what is no UTF-8 can be sent too.
HUGE = "1" + "0" * 30
ALONE = ["a%00b", HUGE, "%FF%ED%A0%80"]
TOGETHER = ["%00", "-1", "9" * 5000, quote("あ" * 2000), "2026-99-99"]
IN_PATHS = [*ALONE, "-1", "0", "2147483648", quote("あ" * 300), "%2F..%2F", "'"]
# Parameters of every list in admin; those of its filters are asked of the list itself.
OF_ADMIN = ["q", "o", "p", "all", "e", "_popup", "_to_field", "_changelist_filters", "pk__in"]


@contextmanager
def asked_for() -> Iterator[set]:
    """The names of all parameters that a page looks for in a request, as a growing set."""
    names: set[str] = set()
    real = QueryDict.__getitem__, QueryDict.getlist, QueryDict.__contains__

    def recording(method):
        def record(self, key, *rest, **how):
            if isinstance(key, str):
                names.add(key)
            return method(self, key, *rest, **how)

        return record

    with (
        mock.patch.object(QueryDict, "__getitem__", recording(real[0])),
        mock.patch.object(QueryDict, "getlist", recording(real[1])),
        mock.patch.object(QueryDict, "__contains__", recording(real[2])),
    ):
        yield names


def nonsense_addresses(client, address: str) -> Iterator[str]:
    """An address with the parameters that its page looks for, filled with nonsense.

    Each alone (NUL, 10^30, broken UTF-8), but for pages of admin that are no list; then all at
    once with the other values, and all repeated and as arrays.
    """
    with asked_for() as names:
        page = client.get(address)
    listed = page.context and page.context.get("cl")
    if listed is not None:
        names |= set(OF_ADMIN)
        for spec in listed.filter_specs:
            names |= set(spec.expected_parameters())
    for name in sorted(names) if listed or not address.startswith("/admin/") else []:
        yield from (f"{address}?{name}={value}" for value in ALONE)
    for value in TOGETHER if names else []:
        yield f"{address}?" + "&".join(f"{name}={value}" for name in sorted(names))
    if names:
        repeated = (f"{name}=a&{name}=b&{name}[]=c&{name}[x]=d" for name in sorted(names))
        yield f"{address}?" + "&".join(repeated)


def nonsense_paths(address: str, values: Iterable) -> Iterator[str]:
    """An address with each of the values that stand in it exchanged for nonsense."""
    for value in map(str, values):
        before, found, after = address.rpartition(value)
        assert found, (address, value)
        yield from (f"{before}{nonsense}{after}" for nonsense in IN_PATHS)


def fails(client, address: str) -> bool:
    """Whether an address answers with a server error; what it has written is rolled back."""
    client.raise_request_exception = False
    with transaction.atomic():
        answer = client.get(address)
        transaction.set_rollback(True)
    return answer.status_code >= 500
