"""What a search may cost, what it may be asked, and what it keeps to itself."""

import logging
import os
import subprocess
import sys
from urllib.parse import urlsplit

import pytest
from django.core import mail
from django.db import connection

from directory.models import Window
from directory.public import search_views
from directory.search import sql
from directory.search.index import index_windows
from directory.search.sql import SearchTookTooLong, in_time
from tests.factories import WindowFactory
from tests.helpers.searching import found, indexed


def test_a_search_costs_the_same_however_much_there_is(client, db, django_assert_max_num_queries):
    """One window or twenty, whole words or synonyms: a handful of queries."""
    for batch in (1, 19):
        for _number in range(batch):
            WindowFactory(subject="家賃の相談")
        index_windows(Window.objects.all())
        with django_assert_max_num_queries(19):
            client.get("/windows/?q=家賃")


def test_a_search_that_takes_too_long_is_stopped(db):
    """The database is not kept busy, and the error does not quote the question."""
    with pytest.raises(SearchTookTooLong) as error, in_time(20), connection.cursor() as cursor:
        cursor.execute("SELECT pg_sleep(5), '家賃'")
    assert "家賃" not in repr(error.value)
    assert error.value.__cause__ is None
    assert error.value.__suppress_context__


def test_what_is_typed_is_no_part_of_the_statement(db):
    """PostgreSQL's log quotes statements that it stops; the words are sent beside them."""
    with in_time(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT query FROM pg_stat_activity WHERE pid = pg_backend_pid() AND %s <> ''", ["家賃"]
        )
        statement = cursor.fetchone()[0]
    assert "$1" in statement
    assert "家賃" not in statement


def test_who_waits_too_long_is_told_so(client, city, monkeypatch):
    """A friendly page with ways on, not an error; suggestions are simply none."""

    def slow(*args):
        raise SearchTookTooLong

    monkeypatch.setattr(search_views, "answer", slow)
    monkeypatch.setattr(search_views, "suggest", slow)
    response = client.get("/windows/?q=家賃")
    assert response.status_code == 503
    assert "検索に時間がかかっています" in response.content.decode()
    assert "tel:0120279338" in response.content.decode()
    assert client.get("/windows/suggest/?q=家賃").json() == {"suggestions": []}


def test_search_terms_reach_no_log_and_no_report(client, city, settings, capfd, monkeypatch):
    """Neither the log on standard error nor the e-mail about a fault tells what was asked."""
    secret = "だれにも言えないこと"
    settings.ADMINS = [("管理者", "administrator@example.jp")]
    handlers = logging.getLogger("django").handlers + logging.getLogger().handlers
    client.raise_request_exception = False
    client.get("/nothing-here", {"q": secret})
    monkeypatch.setattr(search_views, "answer", lambda *args: 1 / 0)
    response = client.get("/windows/", {"q": secret}, headers={"referer": f"/windows/?q={secret}"})
    assert response.status_code == 500
    written = capfd.readouterr().err
    assert any(type(handler).__name__ == "AdminEmailHandler" for handler in handlers)
    assert len(mail.outbox) == 1
    for text in (written, mail.outbox[0].body, mail.outbox[0].subject):
        assert secret not in text
        assert "%E3%81%A0" not in text
    assert "ZeroDivisionError" in mail.outbox[0].body


def test_web_workers_never_load_the_dictionary(city):
    """Starting the portal and answering a search leave SudachiPy unloaded."""
    program = (
        "import io, sys; from ise_portal.dev import local; local.prepare();"
        "from ise_portal.wsgi import application;"
        "ask = {'REQUEST_METHOD': 'GET', 'PATH_INFO': '/windows/', 'SERVER_NAME': 'localhost',"
        " 'QUERY_STRING': 'q=%E5%80%9F%E9%87%91', 'SERVER_PORT': '80', 'wsgi.input': io.BytesIO(),"
        " 'wsgi.url_scheme': 'http'};"
        "page = b''.join(application(ask, lambda status, headers: print(status)));"
        "print(sorted(name for name in sys.modules if 'sudachi' in name))"
    )
    name = connection.settings_dict["NAME"]
    url = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()
    done = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "DATABASE_URL": url, "DEBUG": "true"},
    )
    assert done.stdout.split("\n")[:2] == ["200 OK", "[]"]


def test_matching_weighs_a_thousand_at_most(db, monkeypatch):
    """More matches than are weighed are said to be more, not counted."""
    monkeypatch.setattr(sql, "MOST_WEIGHED", 2)
    for _number in range(3):
        indexed(subject="家賃の相談")
    result = found("家賃")
    assert (len(result.windows), result.more) == (2, True)
