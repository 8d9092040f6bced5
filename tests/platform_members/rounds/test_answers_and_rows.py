"""An answer to a round and the programmes of its department never say two different things."""

import io

import pytest
from django.db import IntegrityError, connection
from django.db.migrations.executor import MigrationExecutor
from django.test import Client
from django.utils import timezone
from openpyxl import load_workbook

from platform_members.models import Programme, RoundAnswer
from tests.factories import OrganisationFactory, ProgrammeFactory, RoundFactory, UserFactory
from tests.helpers.page_forms import filled_form
from tests.helpers.transactions import committed

pytestmark = committed
BEFORE = [("platform_members", "0009_meeting_imports")]


@pytest.fixture
def answer(organisation):
    """The answer of the member's organisation in an open round, not given yet."""
    return RoundFactory(asked=[organisation]).answers.get()


@pytest.fixture
def department(member):
    """The member's browser."""
    browser = Client()
    browser.force_login(member)
    return browser


def here(answer, rest):
    """The address of an organisation's part of a round."""
    return f"/desk/rounds/{answer.round_id}/organisations/{answer.organisation_id}/{rest}"


def say(department, answer, what) -> str:
    """Answer, and read the page that follows."""
    return department.post(here(answer, "answer/"), {"answer": what}, follow=True).content.decode()


def stands(answer) -> str:
    """What the department has said, as far as it holds; without it there is no day or person."""
    answer.refresh_from_db()
    assert (answer.answered_at is None) == (answer.answered_by is None) == answer.is_waiting
    return answer.status


def test_a_programme_takes_back_nothing_of_the_kind(department, answer):
    """The department reads so and answers again."""
    say(department, answer, "nothing")
    sent = {"name": "見守り", "kind": "awareness", "seen": "0"}
    page = department.post(here(answer, "programmes/add/"), sent, follow=True).content.decode()
    assert "「該当なし」の回答は取り消されました" in page
    assert stands(answer) == "waiting"
    say(department, answer, "answered")
    assert stands(answer) == "answered"


def test_carried_rows_take_back_nothing_of_the_kind(department, answer):
    """Copying last year's programmes is no answer."""
    ProgrammeFactory(organisation=answer.organisation, fiscal_year=2025)
    say(department, answer, "nothing")
    page = department.post(here(answer, "carry/"), follow=True).content.decode()
    assert "「該当なし」の回答は取り消されました" in page
    assert stands(answer) == "waiting"


def test_an_answer_without_its_last_programme_waits_again(department, answer):
    """As long as one is left it stands."""
    first, last = ProgrammeFactory.create_batch(2, organisation=answer.organisation)
    say(department, answer, "answered")
    department.post(f"/desk/programmes/{first.pk}/remove/", {"seen": "1"})
    assert stands(answer) == "answered"
    address = f"/desk/programmes/{last.pk}/remove/"
    page = department.post(address, {"seen": "1"}, follow=True).content.decode()
    assert "「回答済み」の回答は取り消されました" in page
    assert stands(answer) == "waiting"


def test_admin_contradicts_no_answer(clerk, administrator, department, answer):
    """Neither by adding, nor by moving a programme to another year, nor by deleting."""
    office = Client()
    office.force_login(clerk)
    say(department, answer, "nothing")
    add = "/admin/platform_members/programme/add/"
    typed = {"organisation": answer.organisation_id, "fiscal_year": 2026, "name": "見守り"}
    office.post(add, filled_form(office.get(add), "fiscal_year") | typed)
    assert stands(answer) == "waiting"
    say(department, answer, "answered")
    programme = Programme.objects.get()
    Programme.objects.filter(pk=programme.pk).update(fiscal_year=2027)
    assert stands(answer) == "waiting"
    Programme.objects.filter(pk=programme.pk).update(fiscal_year=2026)
    say(department, answer, "answered")
    office.force_login(administrator)  # no role of the staff's deletes programmes
    office.post(f"/admin/platform_members/programme/{programme.pk}/delete/", {"post": "yes"})
    assert not Programme.objects.exists()
    assert stands(answer) == "waiting"


def test_an_answer_can_be_taken_back(department, answer):
    """By the department itself, as long as the round is open."""
    say(department, answer, "nothing")
    assert "回答を取り消しました。" in say(department, answer, "waiting")
    assert stands(answer) == "waiting"


@pytest.mark.parametrize(("status", "rows"), [("nothing", 1), ("answered", 0)])
def test_the_database_keeps_no_contradiction(answer, member, status, rows):
    """By whatever way it is written."""
    ProgrammeFactory.create_batch(rows, organisation=answer.organisation)
    answer.give(status, at=timezone.now(), by=member)
    with pytest.raises(IntegrityError, match="round_answer_agrees_with_programmes"):
        answer.save()


def test_another_departments_rows_change_nothing(department, answer):
    """Nor those of another year."""
    say(department, answer, "nothing")
    ProgrammeFactory()
    ProgrammeFactory(organisation=answer.organisation, fiscal_year=2025)
    assert stands(answer) == "nothing"


def test_older_contradictions_wait_after_the_migration(member):
    """Three answers of a database from before: two contradict their rows, one holds."""
    names = ["なしと事業", "事業なし", "正しい"]
    organisations = [OrganisationFactory(name=name) for name in names]
    collection = RoundFactory(asked=organisations)
    for organisation in (organisations[0], organisations[2]):
        ProgrammeFactory(organisation=organisation)
    executor = MigrationExecutor(connection)
    leaves = executor.loader.graph.leaf_nodes()
    executor.migrate(BEFORE)
    try:
        given = {"answered_at": timezone.now(), "answered_by": member}
        old = collection.answers.order_by("organisation__pk")
        for status, row in zip(("nothing", "answered", "answered"), old, strict=True):
            RoundAnswer.objects.filter(pk=row.pk).update(status=status, **given)
    finally:
        MigrationExecutor(connection).migrate(leaves)
    statuses = collection.answers.order_by("organisation__pk").values_list("status", flat=True)
    assert list(statuses) == ["waiting", "waiting", "answered"]


def test_the_collated_sheet_marks_who_has_not_answered(clerk, department, answer):
    """On the page and in Excel, beside the name and above the table; who has answered is plain."""
    ProgrammeFactory(organisation=answer.organisation, fiscal_year=2025, name="引き継いだ事業")
    department.post(here(answer, "carry/"))
    done = OrganisationFactory(name="健康課")
    nothing = OrganisationFactory(name="環境課")
    ProgrammeFactory(organisation=done, name="見守り")
    for organisation, status in ((done, "answered"), (nothing, "nothing")):
        given = {"status": status, "answered_at": timezone.now(), "answered_by": UserFactory()}
        RoundAnswer.objects.create(round=answer.round, organisation=organisation, **given)
    office = Client()
    office.force_login(clerk)
    page = office.get("/desk/programmes/?year=2026").content.decode()
    assert "<td>NPO法人あさま\n（未回答）</td>" in page
    assert "<td>健康課</td>" in page
    standing = "照会した3件のうち、回答済み1件、該当なし1件、未回答1件。"
    assert standing in page
    assert "該当なし：環境課" in page
    assert "未回答：NPO法人あさま" in page
    exported = office.get("/desk/programmes/export/?year=2026").content
    cells = [cell.value for row in load_workbook(io.BytesIO(exported)).active for cell in row]
    assert standing in cells
    assert "NPO法人あさま\n（未回答）" in cells
    assert "健康課" in cells


def test_a_year_of_which_nobody_was_asked_says_nothing_of_answers(clerk):
    """The report's programmes were loaded; there is no answer to speak of."""
    ProgrammeFactory(fiscal_year=2022)
    office = Client()
    office.force_login(clerk)
    assert "回答" not in office.get("/desk/programmes/?year=2022").content.decode()
