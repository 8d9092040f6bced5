"""A web application that answers as the portal might, well or badly, and says what it was asked.

Each answer holds a number that no other answer has: the same number twice is the same answer,
kept. What an answer says of being kept depends on its address.
"""

import json
import os
import time
import uuid

FOR_A_MINUTE = ("Cache-Control", "public, max-age=60, stale-if-error=60")
HEADERS = {
    "/about/": [("Cache-Control", "public, max-age=1, stale-if-error=60")],
    "/categories/strict/": [("Cache-Control", "public, max-age=1")],
    "/categories/cookie/": [FOR_A_MINUTE, ("Set-Cookie", "csrftoken=secret")],
    "/categories/personal/": [FOR_A_MINUTE, ("Vary", "Cookie, Accept-Encoding")],
    "/categories/private/": [("Cache-Control", "private, no-store")],
}


def application(environ, start_response):
    """Answer with what was asked, after as many seconds as the address says in `slow`."""
    path = environ["PATH_INFO"]
    if path == "/categories/slow/":
        time.sleep(0.5)
    if path == "/categories/broken/":
        start_response("500 Internal Server Error", [("Content-Type", "text/html")])
        return [b"the portal's own page"]
    headers = [("Content-Type", "application/json"), *HEADERS.get(path, [FOR_A_MINUTE])]
    start_response("200 OK", headers)
    asked = {
        "number": uuid.uuid4().hex,
        "process": os.getpid(),
        "path": path,
        "query": environ["QUERY_STRING"],
        "method": environ["REQUEST_METHOD"],
        "headers": {name: text for name, text in environ.items() if name.startswith("HTTP_")},
    }
    return [json.dumps(asked).encode()]
