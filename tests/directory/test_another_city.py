"""Another city, made as docs/another-city.md says: the first one's name is nowhere."""

import pytest
from django.core.management import call_command
from django.utils import timezone

from directory.api import openapi
from directory.booklet import content
from directory.mirror.addresses import all_addresses
from directory.models import Category, Window
from directory.search.text import query
from platform_members.models import OutgoingMail
from tests.helpers.second_portal import FOLDER, ROOT, SETTINGS

BESIDE_PAGES = [
    "/data/242012_consultation_windows.csv",
    "/data/242012_consultation_windows.json",
    "/data/242012_organizations.csv",
    "/data/changes.atom",
    "/hsds/",
    "/hsds/openapi.json",
    "/hsds/services?full=true",
    "/hsds/organizations",
    "/opensearch.xml",
    "/windows/?q=家賃が払えない",
    "/windows/?q=ないことば",
    "/accounts/login/",
    "/nothing-here",
    "/admin/",
    "/admin/directory/window/",
    "/admin/directory/window/add/",
    "/desk/",
]


@pytest.fixture
def another_city(db, settings, monkeypatch):
    """The portal of the other city, as the page says: settings, then its files."""
    for name, value in SETTINGS.items():
        assert hasattr(settings, name), f"{name} is no setting of the portal"
        setattr(settings, name, value)
    monkeypatch.setattr(query, "WEAK", set(query.WEAK))
    query.name_city(settings.CITY_NAME)
    for command in ("load_directory", "load_organisations", "load_campaigns"):
        call_command(command, str(FOLDER))
    # Written once a process, with the city's name.
    openapi.document.cache_clear()
    yield
    openapi.document.cache_clear()


def test_the_page_names_the_settings_that_another_city_changes():
    """Each stands in .env.example too, with what it means."""
    example = (ROOT / ".env.example").read_text()
    assert len(SETTINGS) == 10
    assert [name for name in SETTINGS if f"#{name}=" not in example] == []


def test_the_first_citys_name_is_nowhere(client, another_city, administrator):
    """Neither in pages of residents and staff, nor in files, the booklet or a mail."""
    Window.objects.update(verification_email="madoguchi@example.jp")
    call_command("send_verification_requests")
    client.force_login(administrator)
    said = {
        address: client.get(address, follow=True).getvalue().decode()
        for address in [*all_addresses(), *BESIDE_PAGES]
    }
    windows = Window.objects.published().for_reading()
    booklet = content.booklet(windows, Category.objects.all(), timezone.localdate())
    said["booklet"] = repr(content.with_index(booklet, list))
    for mail in OutgoingMail.objects.all():
        said[f"mail {mail.pk}"] = f"{mail.subject} {mail.text}"
    assert any(name.startswith("mail") for name in said)
    assert "津市総合相談センター" in said["/"]
    assert {name for name, text in said.items() if "伊勢" in text} == set()


def test_it_has_its_own_categories_and_its_name_says_nothing_in_a_question(client, another_city):
    """Three more than the first city; 津市の農業 asks for 農業."""
    assert Category.objects.count() == 11
    assert "農業・漁業" in client.get("/").content.decode()
    assert query.parse("津市の農業").words == ["農業"]
    assert "津市農林水産課" in client.get("/windows/?q=津市の農業").content.decode()
