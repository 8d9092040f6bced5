"""A programme is taken out of use, by its department or a clerk, and comes back as it was."""

import io

import pytest
from django.test import Client
from django.utils import timezone
from openpyxl import load_workbook

from platform_members.models import Programme
from platform_members.rounds.actions import close_round
from tests.factories import CategoryFactory, OrganisationFactory, ProgrammeFactory
from tests.helpers.deeds import undo
from tests.helpers.page_forms import filled_form
from tests.helpers.transactions import committed

pytestmark = committed
LIST = "/admin/platform_members/programme/"


@pytest.fixture
def programme(organisation, collection):
    programme = ProgrammeFactory(organisation=organisation, name="見守り", content="訪問する")
    programme.categories.add(CategoryFactory(slug="work"))
    return programme


@pytest.fixture
def office(clerk):
    """The clerk's browser."""
    return logged_in(clerk)


@pytest.fixture
def department(member):
    """The member's browser."""
    return logged_in(member)


def logged_in(person) -> Client:
    browser = Client()
    browser.force_login(person)
    return browser


def move(office, row, action) -> str:
    """Choose a row in the list and press an action; what the next page says."""
    address = f"{LIST}?in_use=all"
    sent = {"action": action, "_selected_action": [row.pk], "apply": "1"}
    return office.post(address, sent, follow=True).content.decode()


def excel_words(office) -> str:
    """Every word of the collated sheet in Excel."""
    file = office.get("/desk/programmes/export/?year=2026").content
    cells = (cell for sheet in load_workbook(io.BytesIO(file)) for row in sheet for cell in row)
    return " ".join(str(cell.value) for cell in cells)


def test_a_clerk_takes_a_programme_out_of_use_and_back(office, programme, collection):
    """It is gone from the round, the sheets and the map, and there again with all that it said."""
    ProgrammeFactory(organisation=programme.organisation, name="ほかの事業")
    pages = {
        f"/desk/rounds/{collection.pk}/organisations/{programme.organisation_id}/",
        "/desk/programmes/?year=2026",
        "/desk/gaps/kinds/work/awareness/?year=2026",
        LIST,
    }
    for address in pages:
        assert "見守り" in office.get(address).content.decode(), address
    assert "1件を使わないことにしました" in move(office, programme, "take_out_of_use")
    for address in pages:
        assert "見守り" not in office.get(address).content.decode(), address
    assert office.get(f"/desk/programmes/{programme.pk}/edit/").status_code == 404
    assert "見守り" not in excel_words(office)
    assert "1件をまた使います" in move(office, programme, "use_again")
    assert "見守り" in excel_words(office)
    programme.refresh_from_db()
    assert (programme.content, programme.categories.count()) == ("訪問する", 1)


def test_removing_at_the_desk_keeps_the_row(office, department, programme):
    """The clerk brings back what a department has removed, long after its own way back is over."""
    department.post(f"/desk/programmes/{programme.pk}/remove/", {"seen": "1"})
    assert not Programme.objects.in_use().exists()
    assert "1件をまた使います" in move(office, programme, "use_again")
    assert Programme.objects.in_use().get().content == "訪問する"


def test_an_answer_counts_programmes_in_use(office, department, programme, collection):
    """The last one out of use lets 回答済み wait; one that comes back lets 該当なし wait."""
    answer = collection.answers.get()
    here = f"/desk/rounds/{collection.pk}/organisations/{answer.organisation_id}/answer/"
    for said, action in (("answered", "take_out_of_use"), ("nothing", "use_again")):
        department.post(here, {"answer": said})
        answer.refresh_from_db()
        assert answer.status == said
        move(office, programme, action)
        answer.refresh_from_db()
        assert answer.status == "waiting"


def test_a_name_out_of_use_is_free(office, department, programme, collection):
    """A department types it anew; then the former one stays out of use, and the page says why."""
    move(office, programme, "take_out_of_use")
    here = f"/desk/rounds/{collection.pk}/organisations/{programme.organisation_id}/programmes/add/"
    typed = {"name": "見守り", "kind": "awareness", "seen": "0"}
    assert department.post(here, typed).status_code == 302
    told = move(office, programme, "use_again")
    assert "見守り：同じ名前の事業が、この年度にもうあります。" in told
    assert Programme.objects.in_use().count() == 1
    again = department.post(here, typed).content.decode()
    assert "同じ名前の事業が、この年度にもうあります。" in again
    twin = ProgrammeFactory(organisation=programme.organisation, name="ほかの事業")
    change = f"{LIST}{twin.pk}/change/"
    sent = filled_form(office.get(change), "fiscal_year") | {"name": ["見守り"]}
    again = office.post(change, sent).content.decode()
    assert "同じ名前の事業が、この年度にもうあります。" in again


def test_a_closed_year_keeps_its_programmes(office, programme, collection, clerk):
    """Neither is one taken out of use nor brought back there."""
    gone = ProgrammeFactory(
        organisation=programme.organisation, name="前の事業", retired_at=timezone.now()
    )
    close_round(collection=collection, by=clerk)
    for row, action in ((programme, "take_out_of_use"), (gone, "use_again")):
        assert "この年度の照会は締め切られています" in move(office, row, action)
    assert list(Programme.objects.in_use()) == [programme]


def test_removing_a_programme_asks_first(collection, organisation, member):
    """The page shows what will be gone."""
    programme = ProgrammeFactory(organisation=organisation, name="見守り", content="訪問する")
    browser = Client()
    browser.force_login(member)
    address = f"/desk/programmes/{programme.pk}/remove/"
    question = browser.get(address).content.decode()
    assert "「見守り」を消しますか" in question
    assert "訪問する" in question
    assert Programme.objects.in_use().exists()
    browser.post(address, {"seen": "1"})
    assert not Programme.objects.in_use().exists()


def test_a_removed_programme_comes_back_whole(collection, organisation, member):
    """By the department's own hand, with all that belongs to it."""
    programme = ProgrammeFactory(organisation=organisation, name="見守り", content="訪問する")
    category, partner = CategoryFactory(), OrganisationFactory()
    programme.categories.add(category)
    programme.partners.add(partner)
    browser = Client()
    browser.force_login(member)
    address = f"/desk/programmes/{programme.pk}/remove/"
    assert "元に戻せます" in browser.get(address).content.decode()
    page = browser.post(address, {"seen": "1"}, follow=True)
    assert not Programme.objects.in_use().exists()
    assert "元に戻しました" in undo(browser, page).content.decode()
    back = Programme.objects.get()
    assert (back.name, back.content) == ("見守り", "訪問する")
    assert [*back.categories.all(), *back.partners.all()] == [category, partner]


def test_a_closed_year_takes_no_programme_back(collection, organisation, member, clerk):
    """What was removed before stays removed, until the round is taken up again."""
    browser = Client()
    browser.force_login(member)
    programme = ProgrammeFactory(organisation=organisation, name="見守り")
    page = browser.post(f"/desk/programmes/{programme.pk}/remove/", {"seen": "1"}, follow=True)
    close_round(collection=collection, by=clerk)
    assert "締め切られています" in undo(browser, page).content.decode()
    assert not Programme.objects.in_use().exists()
