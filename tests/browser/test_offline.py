"""A list kept on a device by choice: there without a server, gone by button and by leaving."""

import http.client
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

import pytest

KEPT = """async () => [(await navigator.serviceWorker.getRegistrations()).length,
  (await caches.keys()).length]"""


class Front(BaseHTTPRequestHandler):
    """A front of the live server that a test can stop."""

    behind = ""

    def do_GET(self):
        """Pass a request on."""
        connection = http.client.HTTPConnection(self.behind)
        connection.request("GET", self.path, headers={"Host": self.headers["Host"]})
        answer = connection.getresponse()
        body = answer.read()
        self.send_response(answer.status)
        for name, value in answer.getheaders():
            if name.lower() not in {
                "transfer-encoding",
                "connection",
                "content-length",
                "date",
                "server",
            }:
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
        connection.close()

    def log_message(self, *_words):
        """Write nothing."""


@pytest.fixture
def front(live_server, settings):
    """A server in front of the live one."""
    settings.ALLOWED_HOSTS = ["*"]
    behind = type("Behind", (Front,), {"behind": urlsplit(live_server.url).netloc})
    server = ThreadingHTTPServer(("localhost", 0), behind)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def keeping(front, open_page, live_city, live_server, settings):
    """A page whose visitor has chosen to keep the list."""
    origin = f"http://localhost:{front.server_port}"
    settings.EXIT_URL = f"{live_server.url}/about/"
    page = open_page("/about/")
    page.goto(f"{origin}/windows/")
    assert page.evaluate(KEPT) == [0, 0]
    page.goto(f"{origin}/offline/")
    page.get_by_role("button", name="この端末に入れておく").click()
    page.get_by_text("この端末に、一覧が入っています。").wait_for()
    assert page.evaluate(KEPT) == [1, 1]
    return page


def test_the_list_stands_there_with_the_server_stopped(keeping, front):
    """With its numbers and the moment it is of, in its own style, at whatever address is opened."""
    page, origin = keeping, keeping.url.removesuffix("/offline/")
    page.goto(f"{origin}/categories/work/")
    assert page.locator("h1").inner_text().strip() == "仕事"
    front.shutdown()
    front.server_close()
    page.goto(f"{origin}/categories/health/")
    assert page.locator("h1").inner_text() == "相談窓口の一覧"
    assert page.get_by_text("の内容です。").first.is_visible()
    assert page.locator('a[href="tel:0596278609"]').first.is_visible()
    assert page.locator("a.exit").evaluate("e => getComputedStyle(e).borderTopWidth") == "2px"
    page.goto(f"{origin}/en/windows/")
    assert page.locator("h1").inner_text() == "List of services"


def test_nothing_that_was_opened_is_kept(keeping):
    """The store has the fixed set alone, whatever is opened afterwards."""
    origin = keeping.url.removesuffix("/offline/")
    for path in ("/categories/work/", "/windows/?open=on"):
        keeping.goto(origin + path)
    names = keeping.evaluate(
        "caches.open('list').then(s => s.keys()).then(k => k.map(r => new URL(r.url).pathname))"
    )
    lists = {"/offline/list/", "/easy/offline/list/", "/en/offline/list/"}
    assert lists <= set(names)
    assert all(name.startswith("/static/") for name in names if name not in lists)


@pytest.mark.parametrize("way", ["button", "exit"])
def test_the_list_goes_by_button_and_by_leaving(keeping, way):
    """Worker and store are gone, and the page says so."""
    page, offline = keeping, keeping.url
    if way == "button":
        page.get_by_role("button", name="この端末から消す").click()
        page.get_by_text("この端末から消しました。").wait_for()
    else:
        page.reload()
        page.locator("a.exit").click()
        page.wait_for_url("**/about/")
        page.goto(offline)
    assert page.evaluate(KEPT) == [0, 0]
