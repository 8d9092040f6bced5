"""Memory that several machines share: no page waits for it, and none fails without it."""

import os
import shutil
import signal
import socket
import subprocess
import time
from contextlib import closing

import pytest
from django.core.cache import caches
from django.test import Client

from ise_portal import shared_cache
from ise_portal.shared_cache import SharedCache
from tests.helpers.city import load_city
from tests.helpers.transactions import committed

START_SECONDS = 20


class Server:
    """A Redis or Valkey server of the test's own."""

    def __init__(self, folder):
        self.folder = folder
        self.program = shutil.which("valkey-server") or shutil.which("redis-server")
        if self.program is None:
            explain = pytest.fail if os.environ.get("REQUIRE_REDIS") else pytest.skip
            explain("No server found. Install: redis-server")
        with closing(socket.create_server(("127.0.0.1", 0))) as probe:
            self.port = probe.getsockname()[1]
        self.address = f"redis://127.0.0.1:{self.port}/0"

    def start(self):
        """Start it with nothing in it, and nothing of it on a disk."""
        command = [self.program, "--port", str(self.port), "--bind", "127.0.0.1", "--save", ""]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, cwd=self.folder)
        end = time.monotonic() + START_SECONDS
        while time.monotonic() < end:
            with closing(socket.socket()) as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.02)
        pytest.fail("the server does not start")

    def kill(self):
        """End it at once, frozen or not."""
        self.process.kill()
        self.process.wait()


@pytest.fixture
def server(monkeypatch, tmp_path):
    """A running server; no test before has found it away."""
    monkeypatch.setattr(shared_cache._Away, "until", float("-inf"))
    server = Server(tmp_path)
    server.start()
    yield server
    server.kill()


def machine(server) -> SharedCache:
    """The memory as a machine of its own sees it."""
    cache = SharedCache(server.address, {"KEY_PREFIX": "test"})
    cache.own._cache.clear()
    return cache


def go_away(server, event):
    """The server is killed, or hangs."""
    if event == "killed":
        server.kill()
    else:
        server.process.send_signal(signal.SIGSTOP)


def ask_again(monkeypatch):
    """Let the second be over in which the server is not asked."""
    monkeypatch.setattr(shared_cache._Away, "until", float("-inf"))


def test_what_one_machine_keeps_another_reads(server):
    """Values, counts and what is deleted."""
    one, other = machine(server), machine(server)
    one.set("page", {"body": b"<p>"}, timeout=60)
    assert other.get("page") == {"body": b"<p>"}
    assert one.add("tries", 0, timeout=60)
    assert [one.incr("tries"), other.incr("tries")] == [1, 2]
    other.delete("page")
    assert one.get("page") is None


@pytest.mark.parametrize("event", ["killed", "frozen"])
def test_each_process_keeps_its_own_while_the_server_is_away(server, event):
    """Every method answers; attempts are still counted; nothing waits longer than asked for."""
    cache = machine(server)
    cache.set("page", "shared", timeout=60)
    go_away(server, event)
    began = time.monotonic()
    assert cache.get("page") is None
    cache.set("page", "own", timeout=60)
    assert cache.get("page") == "own"
    assert [cache.add("tries", 0, timeout=60), cache.incr("tries")] == [True, 1]
    assert cache.has_key("tries")
    assert cache.get_many(["page", "tries"]) == {"page": "own", "tries": 1}
    assert cache.set_many({"a": 1}) == []
    cache.delete_many(["a"])
    assert not cache.touch("a")
    assert cache.delete("page")
    # One attempt, and what a busy machine adds: were each of them to wait, it would be more.
    assert time.monotonic() - began < 5 * shared_cache.SECONDS_WAITED


def test_the_shared_memory_is_used_again_once_it_answers(server, monkeypatch):
    """Without restarting anything, and with nothing of what was kept meanwhile."""
    cache = machine(server)
    server.kill()
    cache.set("page", "own", timeout=60)
    server.start()
    assert cache.get("page") == "own"  # not asked again within the second
    ask_again(monkeypatch)
    assert cache.get("page") is None
    cache.set("page", "shared", timeout=60)
    assert machine(server).get("page") == "shared"


@pytest.fixture
def resident(server, settings, transactional_db):
    """A visitor of a portal whose pages are kept in the server's memory."""
    shared = {"BACKEND": "ise_portal.shared_cache.SharedCache", "LOCATION": server.address}
    settings.CACHES = settings.CACHES | {"default": shared, "pages": shared | {"KEY_PREFIX": "p"}}
    load_city()
    return Client(raise_request_exception=False)


@committed
@pytest.mark.parametrize("event", ["killed", "frozen"])
def test_pages_open_without_the_shared_memory(resident, server, event):
    """Home, a list, a search and the log-in, kept in it before and not."""
    addresses = ["/", "/windows/", "/windows/?q=家賃", "/accounts/login/"]
    before = [resident.get(address) for address in addresses]
    assert [answer.status_code for answer in before] == [200] * 4
    assert resident.get("/").content == before[0].content
    go_away(server, event)
    assert [resident.get(address).status_code for address in addresses] == [200] * 4


@committed
def test_what_a_resident_asks_is_never_in_the_shared_memory(resident):
    """Neither a search nor its words leave the process; a page that all may see does."""
    resident.get("/windows/?q=家賃")
    keys = caches["pages"]._cache.get_client(None).keys
    assert keys("*") == []
    resident.get("/windows/")
    assert len(keys("*")) == 1
