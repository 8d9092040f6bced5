"""The NUL character, which no keyboard types and no database takes."""

import pytest
from django.db import DataError

from directory.models import Window
from tests.factories import WindowFactory
from tests.helpers.transactions import committed, post_as

WINDOWS = "/admin/directory/window/"


@pytest.mark.parametrize(
    "query",
    ["provider=%00", "q=%00", "q=a%%0000b", "status=%00", "p=%00", "_changelist_filters=%00"],
)
def test_a_list_in_admin_reads_past_it(client, clerk, query):
    """The list as if it were not there, however it is hidden."""
    client.force_login(clerk)
    assert client.get(f"{WINDOWS}?{query}", follow=True).status_code == 200


def test_what_was_meant_is_found(client, clerk, organisation):
    """The letters on both sides of it are one word."""
    client.force_login(clerk)
    page = client.get("/admin/platform_members/organisation/?q=あさ%00ま").content.decode()
    assert organisation.name in page


@pytest.mark.parametrize(
    "page", ["/windows/?q=%00", "/windows/?category=%00", "/members/?kind=%00"]
)
def test_pages_for_residents_read_past_it(client, city, page):
    """And keep no trace of it."""
    assert client.get(page).status_code == 200


def test_an_autocompletion_reads_past_it(client, clerk):
    """The box of suggestions in a form stays usable."""
    client.force_login(clerk)
    asked = "app_label=campaigns&model_name=kpi&field_name=window&term=%00"
    assert client.get(f"/admin/autocomplete/?{asked}").status_code in (200, 403)


@committed
def test_where_no_field_checks_it_the_answer_says_what_to_do(administrator, monkeypatch):
    """400 in words with the way back, not an error of ours; nothing is written."""

    def refuse(*_asked, **_how):
        raise DataError("PostgreSQL text fields cannot contain NUL (0x00) bytes")

    monkeypatch.setattr("directory.changes.publish_windows", refuse)
    window = WindowFactory(status=Window.Status.DRAFT, published_at=None)
    sent = {"action": "publish", "_selected_action": [window.pk], "note": "\0"}
    answer = post_as(administrator, WINDOWS, **sent)
    assert answer.status_code == 400
    assert "前のページに戻って" in answer.content.decode()


@pytest.mark.parametrize("key", ["x", "9" * 5_000])
def test_a_row_that_no_list_has_is_refused_in_words(client, administrator, key):
    """What is no number, and a number of more digits than Python reads."""
    client.force_login(administrator)
    sent = {"action": "delete_selected", "_selected_action": [key]}
    answer = client.post("/admin/directory/holiday/", sent)
    assert answer.status_code == 400
    assert "前のページに戻って" in answer.content.decode()


@pytest.mark.parametrize("query", ["_to_field=", "_to_field=%00"])
def test_a_field_without_a_name_is_refused_in_words(client, administrator, query):
    """Django's admin fails on it by itself."""
    window = WindowFactory()
    client.force_login(administrator)
    assert client.get(f"{WINDOWS}{window.pk}/change/?{query}").status_code == 400
