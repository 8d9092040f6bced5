"""A real Chromium.

Where none is installed the browser tests are skipped, and say how to get it;
with REQUIRE_BROWSER set (as `.ci/run` does) its absence is a failure."""

import os
import shutil

import pytest
from django.conf import settings as django_settings
from django.test import Client
from playwright.sync_api import sync_playwright

from tests.helpers.city import load_city

# Milliseconds: a machine that others use too has given a browser no frame for thirty seconds.
PATIENCE = 90_000
INSTALL = "apt-get install -y --no-install-recommends chromium fonts-noto-cjk"


def pytest_configure():
    """Playwright runs an event loop beside Django's synchronous code; nothing here awaits it."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


@pytest.fixture(scope="session")
def chromium():
    """Debian's Chromium, driven by Playwright."""
    path = shutil.which("chromium") or shutil.which("google-chrome")
    if path is None:
        explain = pytest.fail if os.environ.get("REQUIRE_BROWSER") else pytest.skip
        explain(f"No Chromium found. Install it with: {INSTALL}")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=path,
            args=["--no-sandbox", "--disable-dev-shm-usage", "--disable-background-networking"],
        )
        yield browser
        browser.close()


@pytest.fixture
def open_page(chromium, live_server, settings):
    """Return a function that opens an address of the portal in a new window of a given width.

    A script that breaks off there fails the test, whatever else the page still does.
    """
    settings.ALLOWED_HOSTS = ["*"]
    contexts = []
    faults = []

    def open_page(path="/", width=390, height=844, **options):
        context = chromium.new_context(
            viewport={"width": width, "height": height}, locale="ja-JP", **options
        )
        contexts.append(context)
        context.set_default_timeout(PATIENCE)
        context.on("weberror", lambda fault: faults.append(f"{fault.page.url}: {fault.error}"))
        page = context.new_page()
        page.goto(live_server.url + path)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert not faults, f"A script of the page broke off: {faults}"


@pytest.fixture
def open_as(open_page, live_server):
    """Return a function that opens an address as a person who has logged in."""

    def open_as(user, path, **options):
        client = Client()
        client.force_login(user)
        name = django_settings.SESSION_COOKIE_NAME
        cookie = {"name": name, "value": client.cookies[name].value, "url": live_server.url}
        page = open_page("/about/", **options)
        page.context.add_cookies([cookie])
        page.goto(live_server.url + path)
        return page

    return open_as


@pytest.fixture
def live_city(transactional_db):
    """The city's real directory, visible to the live server."""
    load_city()
