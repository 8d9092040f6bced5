"""A crawl over every public page with a fresh profile: nothing is left, no other is asked."""

import re
from urllib.parse import urlsplit

from campaigns.models import Campaign
from directory.models import Window
from tests.browser.campaign_pages import city_campaigns

STORED = """async () => [localStorage.length, sessionStorage.length, (await caches.keys()).length,
  (await indexedDB.databases()).length,
  (await navigator.serviceWorker.getRegistrations()).length]"""
# Links to which a crawl gives one address: they differ in what is shown, not in what is left.
ALIKE = re.compile(r"\d+")
MORE = (
    "/windows/?q=家賃が払えない",
    "/windows/?q=死にたい",
    "/windows/?open=on",
    "/nothing-here/",
    "/offline/",
    "/offline/list/",
)
# Pages of staff and members, who log in with a cookie.
LOG_IN = "/accounts/"


def test_a_crawl_leaves_no_cookie_no_storage_and_asks_no_other_site(
    chromium, live_server, live_city, settings
):
    """From the first page along every kind of link: 0 cookies, 0 requests elsewhere, 0 storage."""
    settings.ALLOWED_HOSTS = ["*"]
    city_campaigns(consultations=False)
    context = chromium.new_context(locale="ja-JP")
    page = context.new_page()
    asked = set()
    page.on("request", lambda request: asked.add(request.url))
    page.on("requestfailed", lambda request: asked.add(request.url))
    origin, seen, opened = live_server.url, set(), 0
    discreet = Window.objects.filter(discreet=True).first().get_absolute_url()
    waiting = ["/", *MORE, discreet, Campaign.objects.first().get_absolute_url()]
    while waiting:
        path = waiting.pop()
        answer = page.goto(origin + path)
        opened += 1
        assert answer.headers.get("set-cookie") is None, path
        assert page.evaluate(STORED) == [0, 0, 0, 0, 0], path
        for link in page.eval_on_selector_all("a[href]", "all => all.map(a => a.href)"):
            url = urlsplit(link)
            kind = ALIKE.sub("#", url.path)
            is_page = url.path.endswith("/") and not url.query
            is_page = is_page and not url.path.startswith(LOG_IN)
            if link.startswith(origin) and is_page and kind not in seen:
                seen.add(kind)
                waiting.append(url.path)
    assert opened > 20
    assert context.cookies() == []
    assert {urlsplit(url).netloc for url in asked} == {urlsplit(origin).netloc}
    context.close()
