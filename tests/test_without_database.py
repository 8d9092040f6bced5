"""With a database that refuses, every page of an error still answers in words."""

import pytest
from django.db import OperationalError, connection
from django.test import Client

from directory.public.context_processors import read_help
from tests.factories import WindowFactory
from tests.helpers.page_forms import sent
from tests.helpers.transactions import committed


@pytest.fixture
def refused():
    """A database that answers no question from now on, as one that is down."""

    def refuse(execute, sql, params, many, context):
        raise OperationalError("connection refused")

    with connection.execute_wrapper(refuse):
        yield Client(raise_request_exception=False)


@pytest.mark.parametrize(
    ("address", "status", "words"),
    [
        ("/", 503, "いまはつながりません"),
        ("/windows/?q=家賃", 503, "いま検索できません"),
        ("/nothing-here", 404, "ページが見つかりません"),
        ("/windows/?" + "&".join(f"a{n}=1" for n in range(1100)), 400, "受け取れない内容でした"),
        ("/admin/", 302, ""),
        ("/healthz", 200, "ok"),
        ("/readyz", 503, "database"),
    ],
)
def test_pages_of_errors_answer_without_a_database(db, refused, address, status, words):
    """A sentence and a way on; nothing fails a second time while it says that it has failed."""
    answer = refused.get(address)
    assert answer.status_code == status
    assert words in answer.content.decode()


def test_an_unsafe_form_is_refused_without_a_database(db, refused):
    """403 in words, although no session can be read."""
    strict = Client(enforce_csrf_checks=True, raise_request_exception=False)
    answer = strict.post("/accounts/login/", {"login": "a@example.jp"})
    assert answer.status_code == 403
    assert "もう一度" in answer.content.decode()


def test_somebody_logged_in_gets_the_page_of_an_error(db, clerk, refused):
    """The session is in the database too: no log-in page that would lose what was typed."""
    for address in ("/admin/", "/desk/", "/nothing-here"):
        refused.cookies["sessionid"] = "a" * 32
        answer = refused.get(address)
        assert answer.status_code in (404, 503)
        assert "はじめのページから" in answer.content.decode()


@pytest.fixture
def helped(city):
    """The windows of emergency, as this process read them while the database answered."""
    return read_help()


def test_lines_that_save_lives_stay_on_pages_of_errors(helped, refused):
    """What this process read last is better than nothing."""
    number = helped.urgent[0].phones.all()[0].printed
    assert number in refused.get("/").content.decode()


@pytest.mark.parametrize("address", ["/windows/?q=家賃", "/nothing-here"])
def test_police_and_ambulance_stand_above_the_words_of_an_error(db, refused, address):
    """As on every page: a list of all windows may follow, and is long."""
    page = refused.get(address).content.decode()
    assert page.index('href="tel:110"') < page.index("<h1")
    assert page.index('href="tel:119"') < page.index("<h1")


@committed
def test_a_form_that_finds_no_database_is_offered_again(clerk):
    """What a clerk typed is on the page that says that nothing was saved."""
    client = Client(raise_request_exception=False, headers={"sec-fetch-site": "same-origin"})
    client.force_login(clerk)

    def refuse(execute, sql, params, many, context):
        raise OperationalError("connection refused")

    with connection.execute_wrapper(refuse):
        answer = client.post(
            "/admin/directory/window/add/", {"subject": "あたらしい相談", "categories": ["1"]}
        )
    assert answer.status_code == 503
    assert answer["Retry-After"]
    assert "まだ保存していません" in answer.content.decode()
    assert "あたらしい相談" in answer.content.decode()


@committed
@pytest.mark.parametrize(
    ("page", "field"),
    [("edit/text/", "description"), ("edit/", "description"), ("suspend/", "reason")],
)
def test_a_members_form_that_finds_no_database_is_offered_again(member, listing, page, field):
    """On the desk, too, what was typed stands on the page that says that nothing was saved."""
    client = Client(raise_request_exception=False, headers={"sec-fetch-site": "same-origin"})
    client.force_login(member)

    def refuse(execute, sql, params, many, context):
        raise OperationalError("connection refused")

    with connection.execute_wrapper(refuse):
        answer = client.post(
            f"/desk/listings/{listing.pk}/{page}", {field: "なくしたくない文章", "do": "submit"}
        )
    assert answer.status_code == 503
    assert answer["Retry-After"]
    assert "まだ保存していません" in answer.content.decode()
    assert "なくしたくない文章" in answer.content.decode()


@committed
def test_a_form_that_finds_the_database_read_only_is_offered_again(clerk):
    """Set so by an operator, or after a fault of its disk; the page says so and keeps the words."""
    window = WindowFactory()
    client = Client(raise_request_exception=False, headers={"sec-fetch-site": "same-origin"})
    client.force_login(clerk)
    address = f"/admin/directory/window/{window.pk}/change/"
    form = sent(client.get(address), subject="あたらしい相談")
    with connection.cursor() as cursor:
        cursor.execute("SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY")
        try:
            answer = client.post(address, form)
        finally:
            cursor.execute("SET SESSION CHARACTERISTICS AS TRANSACTION READ WRITE")
    assert answer.status_code == 503
    assert "いまは書き込めないため、まだ保存していません" in answer.content.decode()
    assert "あたらしい相談" in answer.content.decode()


@committed
@pytest.mark.parametrize(
    "address",
    [
        "/windows/?q=死にたい",
        "/windows/?q=家賃",
        "/desk/",
        "/desk/listings/1/edit/phones/",
        "/desk/updates/1/edit/hours/",
        "/admin/",
    ],
)
def test_every_page_answers_outside_of_a_transaction(clerk, address):
    """As production does; logged in, too: a page of ours, in the frame of all pages."""
    client = Client(raise_request_exception=False)
    client.force_login(clerk)

    def refuse(execute, sql, params, many, context):
        raise OperationalError("connection refused")

    with connection.execute_wrapper(refuse):
        answer = client.get(address)
    assert answer.status_code == 503
    assert answer["Retry-After"]
    assert "すべての窓口を見る" in answer.content.decode()
