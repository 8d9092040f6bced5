"""Parameters of the HSDS API: paging, narrowing, and what is refused."""

from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from directory.models import Window
from tests.factories import WindowFactory, give_hours
from tests.helpers.hsds_answers import NAMES, SERVICES, answer, lines
from tests.helpers.hsds_schemas import ours


def faults_of_error(told: dict) -> list[str]:
    """What is wrong with an error by our own document."""
    return [error.message for error in ours("error").iter_errors(told)]


def test_pages_part_the_list_in_a_lasting_order(client, city):
    """Each window once; the page's numbers are those of the standard."""
    total = Window.objects.published().count()
    seen = []
    for number in range(1, 5):
        page = answer(client, f"{SERVICES}?per_page=15&page={number}")
        seen += [each["id"] for each in page["contents"]]
        assert (page["total_items"], page["total_pages"], page["page_number"]) == (total, 4, number)
        assert (page["first_page"], page["last_page"]) == (number == 1, number == 4)
        assert page["size"] == len(page["contents"])
    assert len(set(seen)) == len(seen) == total
    beyond = answer(client, f"{SERVICES}?page=1000000000")
    assert (beyond["empty"], beyond["contents"], beyond["total_items"]) == (True, [], total)
    assert [each["id"] for each in lines(client, f"{SERVICES}?format=ndjson")] == seen


def test_a_page_costs_as_many_queries_with_more_windows(client, city):
    """Nothing is asked window by window."""

    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as asked:
            answer(client, f"{SERVICES}?full=true&per_page=100")
        return len(asked)

    few = queries()
    for _each in range(20):
        give_hours(WindowFactory(provider="団体"), "月火 9:00-12:00")
    assert queries() == few <= 8


def test_parameters_combine_as_and(client, members):
    """Term, taxonomy, organisation, change and search, each narrowing what the others left."""
    terms = {term["code"]: term for term in answer(client, "/hsds/taxonomy_terms")["contents"]}
    work, chat = terms["work"]["id"], terms["chat"]["id"]
    of_work = answer(client, f"{SERVICES}?taxonomy_term_id={work}&per_page=500")["contents"]
    in_work = Window.objects.published().in_category_called("work")
    assert {each["id"] for each in of_work} == {str(window.uid) for window in in_work}
    provider = next(each["organization_id"] for each in of_work if "organization_id" in each)
    both = f"{SERVICES}?taxonomy_term_id={work}&organization_id={provider}"
    narrowed = answer(client, both)["contents"]
    assert narrowed == [each for each in of_work if each.get("organization_id") == provider]
    assert answer(client, f"{both}&modified_after=2099-01-01")["empty"]
    channels = terms["chat"]["taxonomy_id"]
    by_chat = answer(client, f"{SERVICES}?taxonomy_term_id={chat}&taxonomy_id={channels}")
    assert by_chat["total_items"] == Window.objects.published().reached_by("chat").count() > 0
    found = answer(client, f"{SERVICES}?search=家賃")["contents"]
    assert found
    fewer = answer(client, f"{SERVICES}?search=家賃&taxonomy_term_id={work}")["contents"]
    assert {each["id"] for each in fewer} < {each["id"] for each in of_work}
    organisations = answer(client, f"/hsds/organizations?taxonomy_term_id={work}&per_page=500")
    assert {each["organization_id"] for each in of_work if "organization_id" in each} == {
        each["id"] for each in organisations["contents"]
    }
    named = answer(client, "/hsds/organizations?search=ＮＰＯ")["contents"]
    assert named
    assert all("NPO" in each["name"] for each in named)


def test_minimal_is_no_more_whatever_full_says(client, city):
    """For those who look first what has changed."""
    (first, *_others) = answer(client, f"{SERVICES}?minimal=true&full=true")["contents"]
    assert set(first) == {"id", "name", "status", "last_modified"}


WRONG = {
    "page=0": "page",
    "page=-1": "page",
    f"page=1{'0' * 30}": "page",
    "page=１": "page",
    "per_page=100000": "per_page",
    "page=1&page=2": "page",
    "format=xml": "format",
    "format=": "format",
    "full=yes": "full",
    "modified_after=2026-13-01": "modified_after",
    "modified_after=2026-11-01T10:00:00": "modified_after",
    "modified_after=0001-01-01T00:00:00%2B23:59": "modified_after",
    "taxonomy_term_id=work": "taxonomy_term_id",
    "taxonomy_id={bf687095-d0f9-52fe-baba-4ca99f36e5dd}": "taxonomy_id",
    f"search={'あ' * 201}": "search",
    "serach=家賃": "serach",
}


@pytest.mark.parametrize(("query", "parameter"), WRONG.items())
def test_a_wrong_parameter_is_refused_with_what_is_allowed(client, city, query, parameter):
    """In JSON, in Japanese and English."""
    told = answer(client, f"{SERVICES}?{query}", 400)
    assert told["parameter"] == parameter
    assert told["allowed"]
    assert told["message"].isascii()
    assert not told["message_ja"].isascii()
    assert faults_of_error(told) == []


@pytest.mark.parametrize("parameter", ["organization_id", "taxonomy_id", "taxonomy_term_id"])
def test_an_id_that_names_nothing_is_not_found(client, city, parameter):
    """It says where there are some."""
    told = answer(client, f"{SERVICES}?{parameter}={uuid4()}", 404)
    assert told["parameter"] == parameter
    assert told["allowed"].startswith("/hsds/")
    assert faults_of_error(told) == []


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "trace"])
def test_whatever_is_not_there_is_told_in_json(client, city, method):
    """Addresses, ids and methods; below the prefix no error is a page."""
    response = getattr(client, method)(SERVICES)
    assert (response.status_code, response["Allow"]) == (405, "GET, HEAD, OPTIONS")
    assert faults_of_error(response.json()) == []
    for address in ("/hsds/nothing", "/hsds/services/", "/hsds/services/1/2", "/hsds/x.php"):
        assert faults_of_error(answer(client, address, 404)) == []
    assert answer(client, f"{SERVICES}/{uuid4()}", 404)["allowed"] == SERVICES
    for name in NAMES:
        assert faults_of_error(answer(client, f"/hsds/{name}/1", 400)) == []
        assert faults_of_error(answer(client, f"/hsds/{name}/{uuid4()}", 404)) == []
