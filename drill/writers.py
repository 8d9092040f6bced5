"""Clerks who save windows through admin's form, and a journal of all that they were told is saved.

Each has a window. A save writes the window, its version, its document of the search and its hours
together, so that half of one would be seen.
"""

import http.client
import os
import threading
import time
from collections import defaultdict
from itertools import count
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import urlencode

from django.db import connection

from directory.facts.snapshot import facts_of
from directory.models import Window, WindowVersion
from directory.text.normalise import fold
from drill.browser import session_of
from platform_members.models import User
from tests.helpers.page_forms import sent

TOO_LATE = 10.0
PAUSE = 0.1


class Writers:
    """Twenty clerks at once; `confirmed` tells when (`time.monotonic`) each save was confirmed."""

    def __init__(self, ports: list[int], journal: Path, how_many: int = 20) -> None:
        self.ports, self.journal = ports, journal
        self.windows = list(Window.objects.published().values_list("pk", flat=True)[:how_many])
        self.session = _logged_in()
        self.confirmed: list[float] = []
        self.refused: list[bytes] = []
        self._over = threading.Event()
        self._numbers = count(1)
        self._writing = threading.Lock()
        self._file = os.open(journal, os.O_WRONLY | os.O_CREAT | os.O_APPEND)

    def __enter__(self) -> "Writers":
        self._threads = [threading.Thread(target=self._write, args=(pk,)) for pk in self.windows]
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_error) -> None:
        self._over.set()
        for thread in self._threads:
            thread.join()
        os.close(self._file)

    def wait_for_one_after(self, moment: float, seconds: float = 60) -> float:
        """Seconds from a moment to the first save after it that was confirmed."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if after := [each for each in self.confirmed if each > moment]:
                return after[0] - moment
            time.sleep(0.05)
        return float("inf")

    def _write(self, pk: int) -> None:
        while not self._over.is_set():
            text = f"書き手の相談 {next(self._numbers)}"
            try:
                saved, page = self.save(pk, self.ports[pk % len(self.ports)], text)
            except (OSError, http.client.HTTPException, ValueError):
                saved, page = False, b""
            if saved:
                with self._writing:
                    os.write(self._file, f"{pk}\t{text}\n".encode())
                    os.fsync(self._file)
                    self.confirmed.append(time.monotonic())
            else:
                self.refused.append(page)
            time.sleep(PAUSE)

    def save(self, pk: int, port: int, text: str) -> tuple[bool, bytes]:
        """Open a window's form, change its title, send it; whether it was taken, and the page.

        Raises ValueError where there is no form.
        """
        return self.send(pk, port, self.open(pk, port), text)

    def open(self, pk: int, port: int) -> tuple[dict, str]:
        """A window's form as it stands, and its token. Raises ValueError."""
        status, page, token = self._ask(port, "GET", _address(pk))
        if status != 200:
            raise ValueError(status)
        return sent(SimpleNamespace(content=page)), token

    def send(self, pk: int, port: int, form: tuple[dict, str], text: str) -> tuple[bool, bytes]:
        """Send an opened form with another title; whether it was taken, and the page."""
        fields, token = form
        body = urlencode(fields | {"subject": [text], "_save": ["1"]}, doseq=True)
        status, page, _token = self._ask(port, "POST", _address(pk), body, token)
        return status == 302, page

    def _ask(self, port, method, address, body=None, token="") -> tuple[int, bytes, str]:
        asking = http.client.HTTPConnection("127.0.0.1", port, timeout=TOO_LATE)
        try:
            headers = {
                "Cookie": f"sessionid={self.session}; csrftoken={token}",
                "Content-Type": "application/x-www-form-urlencoded",
                "Sec-Fetch-Site": "same-origin",
            }
            asking.request(method, address, body, headers)
            answer = asking.getresponse()
            cookie = answer.headers.get("Set-Cookie", "").partition("csrftoken=")[2]
            return answer.status, answer.read(), cookie.partition(";")[0]
        finally:
            asking.close()


def _address(pk: int) -> str:
    return f"/admin/directory/window/{pk}/change/"


def _logged_in() -> str:
    """The key of a session of an administrator's."""
    user = User.objects.filter(email="writer@example.jp").first()
    user = user or User.objects.create_superuser(
        "writer@example.jp", "correct horse", name="書き手"
    )
    return session_of(user)


def faults(journal: Path) -> tuple[int, int, int]:
    """Numbers of saves in a journal, of those that are nowhere, of windows half written."""
    connection.close()  # the server has been another one meanwhile
    confirmed = defaultdict(set)
    for line in journal.read_text().splitlines():
        pk, text = line.split("\t")
        confirmed[int(pk)].add(text)
    lost = half = 0
    for window in Window.objects.filter(pk__in=confirmed).select_related("search"):
        versions = list(WindowVersion.objects.of_window(window.pk))
        lost += len(confirmed[window.pk] - {version.facts["subject"] for version in versions})
        whole = dict(versions[0].facts) == dict(facts_of(window))
        half += not (whole and fold(window.subject) in window.search.text)
    return sum(map(len, confirmed.values())), lost, half
