"""Headers of every kind of answer, through the real nginx and the real gunicorn, as in production.

The logs of both are read at the end: no word, no secret and no address of a visitor stands there.
"""

import contextlib
import http.client
import shutil
import socket

import pytest
from django.conf import settings

from directory.models import Window
from tests.deploy.front import NAME, Front, running
from tests.factories import WindowFactory
from tests.helpers.observatory import score
from tests.helpers.served import collect_static_files, database_of_the_tests
from tests.helpers.transactions import committed

CANARY = "kanaria"
ADDRESS = "203.0.113.77"
FORM = "application/x-www-form-urlencoded"
ODD = "&".join(f"x{n}=1&page=1" for n in range(9))
REQUIRED = {
    "Content-Security-Policy": "default-src 'none'",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Permissions-Policy": "geolocation=()",
    "Referrer-Policy": "same-origin",
    "Strict-Transport-Security": "max-age=31536000; includeSubDomains; preload",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
# What is asked (method, path, headers, body), and with which status it is answered, by nginx
# before gunicorn and by gunicorn alone (None: nginx answers by itself).
ASKED = {
    "page": ("GET", "/", {}, None, 200, 200),
    "search": ("GET", f"/windows/?q={CANARY}", {}, None, 200, 200),
    "window": ("GET", "/windows/{window}/", {}, None, 200, 200),
    "head": ("HEAD", "/windows/", {}, None, 200, 200),
    "json": ("GET", f"/windows/suggest/?q={CANARY}", {}, None, 200, 200),
    "opensearch": ("GET", "/opensearch.xml", {}, None, 200, 200),
    "pdf": ("GET", "/windows/{window}/memo.pdf", {}, None, 200, 200),
    "log-in": ("GET", "/accounts/login/", {}, None, 200, 200),
    "redirect": ("GET", "/admin", {}, None, 301, 301),
    "to the log-in": ("GET", f"/desk/?x={CANARY}", {}, None, 302, 302),
    "bad request": (
        "GET",
        f"/{CANARY}/",
        {"Content-Type": f"{FORM}; charset=idna"},
        None,
        400,
        400,
    ),
    "forbidden": ("POST", "/accounts/login/", {"Content-Type": FORM}, f"a={CANARY}", 403, 403),
    "not found": ("GET", f"/{CANARY}/", {}, None, 404, 404),
    "invitation": ("GET", f"/invitations/{CANARY}/", {}, None, 404, 404),
    "not allowed": ("OPTIONS", "/healthz", {}, None, 405, 405),
    "not ready": ("GET", "/readyz", {}, None, 503, 503),
    "static": ("GET", "/static/{static}", {}, None, 200, 200),
    "no such static": ("GET", f"/static/{CANARY}.css", {}, None, 404, 404),
    "odd query": (
        "GET",
        f"/windows/?{ODD}",
        {},
        None,
        400,
        None,
    ),
    "static, written to": ("POST", "/static/a.css", {"Content-Type": FORM}, "a", 403, None),
    "body too large": ("POST", "/accounts/login/", {"Content-Length": "99000000"}, None, 413, None),
}


@pytest.fixture
def front():
    """Both servers with the portal itself; a window that residents read."""
    collect_static_files()
    WindowFactory(subject="しごとの相談")
    names = f"{NAME},localhost"
    with running(
        "ise_portal.wsgi",
        DATABASE_URL=database_of_the_tests(),
        ALLOWED_HOSTS=names,
        HTTPS="true",
        BEHIND_PROXY="true",
        DEBUG="false",
        MIRROR_FOLDER="",
        EMAIL_URL="smtp://127.0.0.1:1",
        PORTAL_URL=f"https://{NAME}",
    ) as running_front:
        shutil.copytree(settings.BASE_DIR / ".static", running_front.static, dirs_exist_ok=True)
        (running_front.mirror / "index.html").write_text("<p>mirrored")
        yield running_front


class Unix(http.client.HTTPConnection):
    """A connection to gunicorn's own socket."""

    def __init__(self, path: str):
        super().__init__("localhost", timeout=60)
        self.path = path

    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.sock.connect(self.path)


def ask_gunicorn(front: Front, method: str, path: str, headers: dict, body):
    """Status and headers of gunicorn's answer, as nginx would be given it."""
    with contextlib.closing(Unix(f"{front.folder}/web.sock")) as connection:
        sent = {"Host": NAME, "X-Forwarded-Proto": "https", "X-Forwarded-For": ADDRESS, **headers}
        connection.request(method, path, body, sent)
        answer = connection.getresponse()
        answer.read()
        return answer.status, answer.getheaders()


def faults(status: int, expected: int, headers: list[tuple[str, str]]) -> list[str]:
    """What an answer lacks."""
    said = dict(headers)
    found = [] if status == expected else [f"status {status}"]
    for name, value in REQUIRED.items():
        given = [text for each, text in headers if each.lower() == name.lower()]
        if len(given) != 1 or value not in given[0]:
            found.append(f"{name}: {given}")
    found += [each for each, _text in headers if each.lower() == "access-control-allow-origin"]
    cookies = [text for each, text in headers if each.lower() == "set-cookie"]
    found += [cookie for cookie in cookies if not cookie.startswith("__Host-")]
    points = score(said, https=True, cookies=cookies)
    return found if points >= 130 else [*found, f"{points} points"]


@committed
def test_every_kind_of_answer_has_every_header_and_no_log_names_a_visitor(front):
    """130 points and more by MDN's rules, A+; once each; cookies of this host alone."""
    places = {
        "window": Window.objects.get().pk,
        "static": next(front.static.glob("css/**/*.css")).relative_to(front.static),
    }
    found = {}
    for name, (method, path, headers, body, by_nginx, by_gunicorn) in ASKED.items():
        path = path.format(**places)
        if by_gunicorn:
            answer = ask_gunicorn(front, method, path, headers, body)
            if wrong := faults(answer[0], by_gunicorn, answer[1]):
                found[f"gunicorn, {name}"] = wrong
        if name in ("not ready", "not allowed"):
            continue  # nginx gives them to the machine itself only
        answer = front.ask_with(method, path, headers, body)
        if wrong := faults(answer[0], by_nginx, answer[1]):
            found[f"nginx, {name}"] = wrong
    front.kill_web()
    for name, path in {"mirrored": "/", "away": f"/desk/?q={CANARY}"}.items():
        answer = front.ask_with("GET", path, {}, None)
        if wrong := faults(answer[0], 200 if name == "mirrored" else 503, answer[1]):
            found[f"nginx, {name}"] = wrong
    assert found == {}
    logged = front.everything_logged()
    assert CANARY not in logged
    assert ADDRESS not in logged
