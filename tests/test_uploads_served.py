"""Workbooks made to take a machine, sent to the real server while another visitor reads."""

import io
import os
import secrets
import threading
import time
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from typing import NamedTuple

import pytest
from django.test import Client

from bench.server import serving
from campaigns.models import Campaign
from tests.factories import RoundFactory
from tests.helpers.hostile_workbooks import HOSTILE
from tests.helpers.served import collect_static_files, database_of_the_tests
from tests.helpers.transactions import committed

SECONDS, MEGABYTES = 2, 300
# Each shows one way: an area, a length, a number of rules, styles, cells, a bomb, repeated texts.
SENT = (
    "merged, blanks round =",
    "merged, in UTF-16",
    "45 MB of blanks in a tag",
    "600,000 rules",
    "600,000 merged cells",
    "a million styles",
    "a million attributes",
    "three million cells",
    "300 MB inside",
    "a text of 90 KB in 5,000 cells",
)
BOUNDARY = secrets.token_hex(16)


class Cost(NamedTuple):
    """What one file cost: seconds of the clock and of the processors, megabytes, others' pages."""

    seconds: float
    busy: float
    megabytes: float
    pages: int

    def __str__(self):
        return (
            f"{self.seconds:.2f} s, processor {self.busy:.2f} s, {self.megabytes:.0f} MB,"
            f" {self.pages} pages of another visitor meanwhile"
        )


class Memory:
    """The most memory that a process and all that it has started have taken, in megabytes."""

    def __init__(self, root: int):
        self.root, self.most, self.going_on = root, 0.0, True
        self.thread = threading.Thread(target=self._watch)

    def _watch(self):
        while self.going_on:
            self.most = max(self.most, sum(map(_megabytes, _family(self.root))))
            time.sleep(0.02)


def _family(root: int) -> list[int]:
    """A process and all that come from it."""
    parents = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            parents[int(path.parent.name)] = int(path.read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue
    family = [root]
    for one in family:
        family += [pid for pid, parent in parents.items() if parent == one]
    return family


def _megabytes(pid: int) -> float:
    """What a process has for itself alone; nothing for one that is gone."""
    try:
        words = Path(f"/proc/{pid}/statm").read_text().split()
    except OSError:
        return 0
    return (int(words[1]) - int(words[2])) * os.sysconf("SC_PAGE_SIZE") / 1e6


def processor_seconds() -> float:
    """Processor time of all that this process has started, and of what that has waited for."""
    ticks = 0
    for pid in _family(os.getpid())[1:]:
        try:
            words = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        ticks += sum(map(int, words[11:15]))
    return ticks / os.sysconf("SC_CLK_TCK")


@contextmanager
def watched():
    """Count the memory of all that this process has started."""
    memory = Memory(os.getpid())
    own = _megabytes(os.getpid())
    memory.thread.start()
    try:
        yield memory
    finally:
        memory.going_on = False
        memory.thread.join()
        memory.most -= own


@pytest.fixture
def server():
    """Two workers on the tests' database."""
    collect_static_files()
    with serving(database_of_the_tests(), MIRROR_FOLDER="") as port:
        yield port


def ask(port: int, method: str, path: str, body=None, **headers) -> tuple[int, str]:
    """Status and text of an answer."""
    visitor = HTTPConnection("127.0.0.1", port, timeout=60)
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    visitor.request(method, path, body, named)
    answer = visitor.getresponse()
    text = answer.read().decode(errors="replace")
    visitor.close()
    return answer.status, text


def send(port: int, path: str, session: str, content: bytes) -> tuple[int, str]:
    """Send a file as a browser does."""
    token = "a" * 32
    body = io.BytesIO()
    for name, value in (("csrfmiddlewaretoken", token), ("fiscal_year", "2026")):
        body.write(
            f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n'.encode()
        )
        body.write(f"{value}\r\n".encode())
    field = "files" if "rounds" in path else "file"
    head = f'Content-Disposition: form-data; name="{field}"; filename="a.xlsx"'
    body.write(f"--{BOUNDARY}\r\n{head}\r\n\r\n".encode() + content)
    body.write(f"\r\n--{BOUNDARY}--\r\n".encode())
    cookies = f"sessionid={session}; csrftoken={token}"
    kind = f"multipart/form-data; boundary={BOUNDARY}"
    return ask(port, "POST", path, body.getvalue(), Cookie=cookies, Content_Type=kind)


def second_visitor(port: int, times: list[float], going_on: threading.Event):
    """A resident who opens the home page again and again."""
    while going_on.is_set():
        begun = time.monotonic()
        status, _text = ask(port, "GET", "/")
        assert status == 200
        times.append(time.monotonic() - begun)
        time.sleep(0.05)


@committed
def test_a_hostile_workbook_costs_two_seconds_and_nobody_elses_page(
    server, administrator, organisation
):
    """Refused in a sentence within 2 s and 300 MB; a second visitor is served meanwhile.

    The seconds that are held against the limit are the processor's, which a busy machine does not
    lengthen.
    """
    client = Client()
    client.force_login(administrator)
    session = client.session.session_key
    campaign = Campaign.objects.create(
        title="次の動画", kind="video", starts_on="2024-01-01", ends_on="2024-02-01"
    )
    collection = RoundFactory(asked=[organisation])
    paths = (
        f"/desk/rounds/{collection.pk}/upload/",
        f"/admin/campaigns/campaign/{campaign.pk}/import/",
        "/desk/meetings/import/",
    )
    files = {name: HOSTILE[name]() for name in SENT}
    times: list[float] = []
    going_on = threading.Event()
    going_on.set()
    visitor = threading.Thread(target=second_visitor, args=(server, times, going_on))
    visitor.start()
    took = {}
    with watched() as idle:
        for path in paths:
            ask(server, "GET", path, Cookie=f"sessionid={session}")
    try:
        for number, (name, content) in enumerate(files.items()):
            begun, busy, pages = time.monotonic(), processor_seconds(), len(times)
            with watched() as memory:
                status, text = send(server, paths[number % 3], session, content)
            seconds, busy = time.monotonic() - begun, processor_seconds() - busy
            took[name] = Cost(seconds, busy, memory.most - idle.most, len(times) - pages)
            assert status == 200, (name, status, text[:300])
            assert "てください。" in text
            assert "大きすぎる" in text or "行が多すぎ" in text or "壊れて" in text, name
    finally:
        going_on.clear()
        visitor.join()
    told = "\n".join(f"{name}: {cost}" for name, cost in took.items())
    print(told)
    assert max(cost.busy for cost in took.values()) < SECONDS, told
    assert max(cost.megabytes for cost in took.values()) < MEGABYTES, told
    assert sum(cost.pages for cost in took.values()) > len(took), told
