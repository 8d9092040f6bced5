"""The public site as static files: complete, true, and without whatever was withdrawn."""

import json
import re
from datetime import timedelta
from shutil import copytree

import pytest
from django.core.cache import caches
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection
from django.db.models import Q
from django.test import Client
from django.utils import timezone

from directory.changes import change_windows, publish_windows, retire_windows
from directory.facts.snapshot import facts_of
from directory.mirror import addresses, files, write
from directory.mirror.addresses import all_addresses
from directory.mirror.check import differences
from directory.mirror.write import write_mirror
from directory.models import Category, Window, WindowVersion
from directory.public.context_processors import LAST_KNOWN
from tests.helpers.city import load_city

CATEGORY = "/categories/money-housing/"


@pytest.fixture
def whole_city(transactional_db, settings, tmp_path, monkeypatch):
    """The city's directory, and a folder for its mirror."""
    settings.MIRROR_FOLDER = str(tmp_path / "mirror")
    monkeypatch.setattr(write, "MAX_WINDOWS_OF_A_BOOKLET", 0)  # typeset in one test only
    load_city()
    return tmp_path / "mirror" / "current"


@pytest.fixture(scope="session")
def written(tmp_path_factory):
    """Where the first mirror of a part of the city is kept for the tests that follow."""
    return tmp_path_factory.mktemp("written") / "mirror"


@pytest.fixture
def mirror(whole_city, written, monkeypatch):
    """The mirror of one category, of the lines that always answer, and of one card."""
    kept = Window.objects.filter(Q(categories__slug="money-housing") | Q(urgent=True))
    others = Window.objects.published().exclude(pk__in=kept)
    others.update(status=Window.Status.DRAFT, published_at=None)
    monkeypatch.setattr(addresses, "CARDS", ["en"])
    folder = whole_city.parent
    if written.exists():  # the city's rows have the same numbers in each test
        copytree(written, folder, symlinks=True)
    else:
        write_mirror()
        copytree(folder, written, symlinks=True)
    return whole_city


@pytest.fixture
def without_database():
    """A visitor while the database refuses."""

    def refuse(*_arguments):
        raise OperationalError("connection refused")

    caches["process"].delete(LAST_KNOWN)
    with connection.execute_wrapper(refuse):
        yield Client(raise_request_exception=False)


def a_window() -> Window:
    """A published window with a number, in the category, for everybody's trouble."""
    category = Category.objects.get(slug="money-housing")
    return Window.objects.published().in_category(category).without_general().first()


def test_every_public_page_is_in_the_mirror(whole_city):
    """And says what the page of now says."""
    write_mirror()
    assert sum(1 for _each in whole_city.rglob("index.html")) == len(list(all_addresses()))
    assert differences() == []


def test_no_page_of_the_mirror_says_who_answers_now(mirror):
    """Hours stand there in words; what holds for a moment does not."""
    for page in mirror.rglob("index.html"):
        text = page.read_text()
        assert not re.search('class="state |受付中の窓口を見る|きょう</th>', text), page
        assert '<p class="as-of">' in text, page
    assert "8:30～17:15" in (mirror / "windows/index.html").read_text()


def test_the_list_of_all_windows_is_whole(mirror):
    """There is no second page, because no server could give it."""
    page = (mirror / "windows/index.html").read_text()
    assert page.count('<article class="window"') == Window.objects.published().count()


def test_the_booklet_is_in_the_mirror_until_one_of_its_windows_is_withdrawn(
    mirror, clerk, monkeypatch
):
    """As a finished file."""
    monkeypatch.setattr(write, "MAX_WINDOWS_OF_A_BOOKLET", 2_000)
    write_mirror()
    papers = ["booklet.pdf", "en/booklet.pdf", "easy/booklet-large.pdf"]
    assert [each for each in papers if (mirror / each).read_bytes()[:4] != b"%PDF"] == []
    retire_windows(windows=Window.objects.filter(pk=a_window().pk), by=clerk)
    assert not list(mirror.rglob("*.pdf"))


@pytest.mark.parametrize("address", ["/", CATEGORY, "/windows/", "/about/", "/members/"])
def test_pages_stand_without_the_database(mirror, without_database, address):
    """With the headers that every page carries, and kept by no cache in front."""
    answer = without_database.get(address)
    assert answer.status_code == 200
    assert "の案内です。" in answer.content.decode()
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert "no-store" in answer["Cache-Control"]


def test_the_booklet_opens_without_the_database(mirror, without_database):
    """The finished file, as the mirror was written with; no other file of the mirror."""
    for address in ("booklet.pdf", "en/booklet.pdf"):
        (mirror / address).write_bytes(b"%PDF of the mirror")
        answer = without_database.get(f"/{address}")
        assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
        assert answer.content == b"%PDF of the mirror"
    assert without_database.get("/booklet-large.pdf").status_code == 503
    assert without_database.get("/windows.json").status_code == 404


def test_a_filter_without_the_database_shows_the_whole_list(mirror, without_database):
    """Better than nothing, and the page says as of when it is."""
    assert without_database.get("/windows/?open=on&page=2").status_code == 200


def test_a_page_that_the_mirror_has_not_is_not_made_up(mirror, without_database):
    """503 with a time to come back, and the lines that save lives."""
    answer = without_database.get("/windows/99999/")
    assert answer.status_code == 503
    assert answer["Retry-After"]
    assert "0120-279-338" in answer.content.decode()


def test_a_search_without_the_database_reads_danger_and_lists_all(mirror, without_database):
    """The notice first, then what holds the words, then everything."""
    page = without_database.get("/windows/?q=死にたい").content.decode()
    assert 'data-danger="suicide"' in page
    page = without_database.get("/windows/?q=家賃").content.decode()
    assert page.index("ことばがあてはまる窓口") < page.index("すべての窓口</h2>")
    assert page.count("<h3>") > len(files.windows())


@pytest.mark.parametrize("path", ["/../secret", "/windows/..%2f..%2fetc", "//etc/passwd", "/Ａ/"])
def test_no_address_leads_out_of_the_folder(mirror, without_database, path):
    """Whatever a stranger writes."""
    assert files.page(path) is None
    assert without_database.get(path).status_code in (400, 404)


def test_a_withdrawn_window_is_gone_before_the_clerk_has_an_answer(mirror, clerk):
    """Its page, its rows, its links, its number, the booklet; without the mirror written anew."""
    window = a_window()
    number = window.telephones[0].printed
    retire_windows(windows=Window.objects.filter(pk=window.pk), by=clerk)
    assert files.page(window.get_absolute_url()) is None
    for page in mirror.rglob("index.html"):
        assert window.get_absolute_url() not in page.read_text(), page
    assert number not in (mirror / "categories/money-housing/index.html").read_text()
    assert window.pk not in {each.pk for each in files.windows()}


def test_a_place_that_became_secret_is_gone_at_once(mirror, clerk):
    """Also when the database is gone in the next moment."""
    window = Window.objects.published().exclude(address="").without_general().first()
    facts = facts_of(window) | {"confidential_location": True}
    change_windows(changes=[(window, facts)], by=clerk, how=WindowVersion.How.EDITED)
    for page in mirror.rglob("index.html"):
        assert f'data-window="{window.pk}"' not in page.read_text(), page


def test_what_is_withdrawn_while_the_mirror_is_written_is_not_in_it(mirror, clerk, monkeypatch):
    """The new copy never brings it back."""
    window = a_window()
    write_windows = write._all_windows

    def withdraw_meanwhile():
        rows = write_windows()
        retire_windows(windows=Window.objects.filter(pk=window.pk), by=clerk)
        return rows

    monkeypatch.setattr(write, "TRIES", 1)
    monkeypatch.setattr(write, "_all_windows", withdraw_meanwhile)
    write_mirror()
    assert window.pk not in {each.pk for each in files.windows()}
    assert files.page(window.get_absolute_url()) is None


def test_a_window_that_is_published_again_is_in_the_next_mirror(mirror, clerk):
    """Taking out is for this copy only."""
    window = a_window()
    retire_windows(windows=Window.objects.filter(pk=window.pk), by=clerk)
    publish_windows(windows=Window.objects.filter(pk=window.pk), by=clerk)
    write_mirror()
    assert files.page(window.get_absolute_url()) is not None


def test_the_check_names_pages_that_have_drifted(mirror, capsys):
    """A change that did not reach the mirror is found by the text that a reader sees."""
    window = a_window()
    Window.objects.filter(pk=window.pk).update(subject="あたらしい相談")
    assert window.get_absolute_url() in differences()
    with pytest.raises(CommandError, match="differ"):
        call_command("mirror", check=True)


def test_the_mirror_may_be_written_twice(mirror):
    """And keeps no more than the copy before."""
    for _each in range(3):
        call_command("mirror")
    copies = [each for each in mirror.parent.iterdir() if each.is_dir() and not each.is_symlink()]
    assert len(copies) == 2
    assert json.loads((mirror / files.PAGES).read_text())["as_of"].startswith(
        f"{timezone.localtime() - timedelta(minutes=5):%Y-%m-%d}"[:7]
    )
