"""A browser of one person, over plain HTTP: keeps the token of forms, follows no redirect."""

import http.client
from types import SimpleNamespace
from urllib.parse import urlencode

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore

from platform_members.models import User
from tests.helpers.page_forms import sent

TOO_LATE = 30.0


class Browser:
    """A browser; `user` is logged in, None a resident."""

    def __init__(self, port: int, user: User | None = None) -> None:
        self.port, self.token = port, ""
        self.session = session_of(user) if user else ""

    def get(self, address: str) -> tuple[int, str]:
        """Status and body of a page."""
        return self._ask("GET", address)

    def form(self, address: str) -> dict:
        """What sending the page's form as it stands would send. Raises ValueError."""
        status, page = self.get(address)
        if status != 200:
            raise ValueError(f"{address} answers {status}.")
        return sent(SimpleNamespace(content=page.encode()))

    def post(self, address: str, fields: dict) -> tuple[int, str]:
        """Status of what a form is answered with, and its body, or where it leads."""
        return self._ask("POST", address, urlencode(fields, doseq=True))

    def _ask(self, method: str, address: str, body: str | None = None) -> tuple[int, str]:
        asking = http.client.HTTPConnection("127.0.0.1", self.port, timeout=TOO_LATE)
        cookies = {"sessionid": self.session, "csrftoken": self.token}
        headers = {"Sec-Fetch-Site": "same-origin"}
        if any(cookies.values()):
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in cookies.items())
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            asking.request(method, address, body, headers)
            answer = asking.getresponse()
            for cookie in answer.headers.get_all("Set-Cookie", []):
                name, _sign, value = cookie.partition(";")[0].partition("=")
                self.token = value if name == "csrftoken" else self.token
            leads_to, body = answer.headers.get("Location"), answer.read()
            return answer.status, leads_to or body.decode(errors="replace")
        finally:
            asking.close()


def session_of(user: User) -> str:
    """The key of a new session of a person."""
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return session.session_key
