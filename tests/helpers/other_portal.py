"""Another portal on this machine: a small server with an HSDS API that can be made to misbehave."""

import http.server
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import md5
from types import SimpleNamespace

from django.core.management import call_command

ROOT = {"version": "3.1.3"}
WHOLE = "/hsds/services?full=true&format=ndjson"
# An answer is JSON with a tag, a status, the address of another place, or bytes as they are.
Answer = dict | int | str | bytes


@contextmanager
def other_portal(host: str = "127.0.0.1") -> Iterator[SimpleNamespace]:
    """A portal with `address`, `answers` by path, and `asked`: path and status of each request."""
    portal = SimpleNamespace(answers={"/hsds/": ROOT}, asked=[])

    class Handler(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self):
            found = portal.answers.get(self.path, 404)
            body = json.dumps(found).encode() if isinstance(found, dict) else found
            tag = f'"{md5(body).hexdigest()}"' if isinstance(found, dict) else ""  # noqa: S324
            status = found if isinstance(found, int) else 302 if isinstance(found, str) else 200
            if tag and self.headers.get("If-None-Match") == tag:
                status = 304
            portal.asked.append((self.path, status))
            sent = body if isinstance(body, bytes) and status == 200 else b""
            self.send_response(status)
            self.send_header("Content-Length", str(len(sent)))
            if tag:
                self.send_header("ETag", tag)
            if isinstance(found, str):
                self.send_header("Location", found)
            self.end_headers()
            self.wfile.write(sent)

        def log_message(self, *_line):
            """Say nothing."""

    with http.server.ThreadingHTTPServer((host, 0), Handler) as serving:
        serving.daemon_threads = True
        threading.Thread(target=serving.serve_forever, daemon=True).start()
        portal.address = f"http://{host}:{serving.server_port}/hsds"
        try:
            yield portal
        finally:
            serving.shutdown()


def service(uid, **words) -> dict:
    """A window as another portal tells it."""
    told = {
        "id": str(uid),
        "name": "県の相談窓口",
        "alternate_name": "消費生活の相談",
        "status": "active",
        "phones": [{"id": "p", "number": "059-224-2400", "type": "voice"}],
    }
    return told | words


def called(number: str) -> list[dict]:
    """Its one telephone number."""
    return [{"id": "p", "number": number, "type": "voice"}]


def attribute(name: str, value: str) -> dict:
    """A fact for which the standard has no word, as portals of this kind tell it."""
    return {"id": "x", "link_type": name, "value": value}


def night() -> None:
    """What the timer runs: every portal is asked for its chosen windows."""
    call_command("fetch_subscriptions", verbosity=0)
