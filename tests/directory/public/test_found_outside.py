"""What search engines and senders of links are told: true, without a secret, never a trouble."""

import re

from directory.models import Category, Window
from directory.public import found_outside
from tests.factories import WindowFactory


def places(client, path) -> list[str]:
    """The addresses in a sitemap, without the portal's own."""
    file = client.get(path).content.decode()
    return re.findall(r"<loc>\w+://[^/]+/(.*?)</loc>", file)


def head_of(client, path) -> dict[str, str]:
    """Description, canonical address and what a sent link shows of a page."""
    page = client.get(path).content.decode()
    found = dict(re.findall(r'<meta (?:name|property)="([^"]+)" content="([^"]*)"', page))
    return found | dict(re.findall(r'<link rel="(canonical)" href="([^"]+)"', page))


def test_the_sitemap_leads_to_every_public_page_and_no_other(client, city):
    """Each address in it opens; windows that are not published are not in it."""
    draft = WindowFactory(status="draft", published_at=None)
    found = [path for file in places(client, "/sitemap.xml") for path in places(client, f"/{file}")]
    assert len(found) == len(set(found)) > 60
    for path in found:
        assert client.get(f"/{path}").status_code == 200, path
    windows = Window.objects.published()
    assert {f"windows/{window.pk}/" for window in windows} <= set(found)
    assert f"windows/{draft.pk}/" not in found
    assert {category.get_absolute_url()[1:] for category in Category.objects.in_use()} <= set(found)


def test_no_file_of_the_sitemap_grows_with_the_directory(
    client, city, monkeypatch, django_assert_num_queries
):
    """Windows stand in ranges of keys; a range costs one query, and an empty one is not there."""
    monkeypatch.setattr(found_outside, "RANGE", 10)
    files = places(client, "/sitemap.xml")
    assert len(files) > 4
    assert all(len(places(client, f"/{file}")) <= 10 for file in files[1:] if "99" not in file)
    first = Window.objects.published().earliest("pk").pk // 10
    with django_assert_num_queries(1):
        client.get(f"/sitemap-windows-{first}.xml")
    for number in (10**6, 10**30):
        assert client.get(f"/sitemap-windows-{number}.xml").status_code == 404


def test_robots_leave_staff_and_questions_alone(client, db, settings):
    """The sitemap is named by the portal's own address, not the request's."""
    settings.PORTAL_URL = "https://soudan.example.lg.jp"
    answer = client.get("/robots.txt", headers={"host": "testserver"})
    assert answer["Content-Type"].startswith("text/plain")
    lines = answer.content.decode().splitlines()
    assert {"Disallow: /admin/", "Disallow: /accounts/", "Disallow: /*?"} <= set(lines)
    assert "Sitemap: https://soudan.example.lg.jp/sitemap.xml" in lines


def test_a_window_is_described_by_its_facts(client, city):
    """Name, number, hours and place; of a secret place nothing."""
    window = Window.objects.get(name="伊勢市生活支援課")
    told = head_of(client, window.get_absolute_url())
    for fact in (window.subject, window.name, "0596-21-5556", "8:30～17:15", "岩渕"):
        assert fact in told["description"]
    Window.objects.filter(pk=window.pk).update(confidential_location=True)
    assert "岩渕" not in client.get(window.get_absolute_url()).content.decode()


def test_a_link_that_is_sent_names_no_trouble(client, city, settings):
    """Name of the site, own picture, whatever the page; description and title of violence too."""
    settings.PORTAL_URL = "https://soudan.example.lg.jp"
    discreet = Window.objects.filter(discreet=True).first()
    window = Window.objects.get(name="伊勢市生活支援課")
    for path in ("/", window.get_absolute_url(), discreet.get_absolute_url()):
        told = head_of(client, path)
        assert told["canonical"] == told["og:url"] == settings.PORTAL_URL + path
        assert told["og:title"] == settings.SITE_TITLE
        assert told["og:image"].startswith(f"{settings.PORTAL_URL}/static/icon-512")
        shown = told["og:title"] + told["og:description"]
        assert not any(word in shown for word in ("生活保護", "暴力", "DV", discreet.name))
    described = head_of(client, discreet.get_absolute_url())["description"]
    assert not any(word in described for word in ("暴力", "DV", discreet.name))


def test_pages_with_a_secret_in_their_address_tell_it_nowhere(client, db):
    """No canonical address and no line on paper, where a page is not for everybody."""
    for path in ("/accounts/login/", "/members/apply/", "/windows/999999/nothing/"):
        page = client.get(path).content.decode()
        assert "canonical" not in page
        assert "printed-on" not in page
