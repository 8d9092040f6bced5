"""The preview of an uploaded sheet: every column, what has changed meanwhile, what is no sheet."""

import pytest

from platform_members.models import Programme, RoundAnswer
from tests.factories import MembershipFactory, OrganisationFactory, ProgrammeFactory, RoundFactory
from tests.platform_members.rounds.test_sheet_uploads import take_in, upload
from tests.platform_members.rounds.test_sheets import (
    HEADINGS,
    ROW,
    book,
)


@pytest.fixture
def health(transactional_db):
    """A department that is asked."""
    return OrganisationFactory(name="伊勢市健康課", kind="city")


@pytest.fixture
def collection(health):
    """An open round in which it is asked."""
    return RoundFactory(asked=[health, OrganisationFactory(name="伊勢市商工労政課", kind="city")])


@pytest.fixture
def nurse(health):
    """A person who edits for 健康課."""
    return MembershipFactory(organisation=health).user


@pytest.fixture
def worker(client, collection):
    """A person of 商工労政課, logged in."""
    user = MembershipFactory(organisation=collection.answers.last().organisation).user
    client.force_login(user)
    return user


def test_a_sheet_with_nothing_to_report_is_an_answer(client, worker, collection):
    """The whole sheet of 商工労政課 says 該当なし: it is shown, and answered with that."""
    sheet = book(
        ["情報交換・共有シート"],
        ["【課名：商工労政課】"],
        ["No", *HEADINGS],
        [None, "該当なし"],
    )
    response = upload(client, collection, ("商工労政課.xlsx", sheet))
    page = client.get(response["Location"]).content.decode()
    assert "「商工労政課」は、「該当なし」と回答したことになります。" in page
    assert "取り込まないところ" not in page
    assert "「該当なし」の回答1件" in take_in(client, response).content.decode()
    answer = RoundAnswer.objects.get(organisation__name="伊勢市商工労政課")
    assert (answer.status, answer.answered_by) == ("nothing", worker)


def test_nothing_to_report_beside_programmes_is_no_answer(client, worker, collection):
    """What the portal holds says otherwise; that is said before anything is pressed."""
    ProgrammeFactory(organisation=worker.memberships.get().organisation, fiscal_year=2026)
    sheet = book(["【課名：商工労政課】"], HEADINGS, ["該当なし"])
    response = upload(client, collection, ("a.xlsx", sheet))
    page = client.get(response["Location"]).content.decode()
    assert "シートに「該当なし」とありますが、この年度の事業が登録されています。" in page
    assert "と回答する</button>" not in page
    take_in(client, response)
    assert RoundAnswer.objects.get(organisation__name="伊勢市商工労政課").is_waiting


def test_the_preview_shows_every_column(client, nurse, collection, health):
    """What is there, and what the sheet says; what it empties is shown as empty."""
    ProgrammeFactory(
        organisation=health, name=ROW[0], kind="other", target="子ども", contractor="千巻印刷"
    )
    client.force_login(nurse)
    response = upload(client, collection, ("a.xlsx", book(HEADINGS, ROW)))
    page = client.get(response["Location"]).content.decode()
    for change_shown in (
        "<del>その他</del> → <ins>周知・啓発</ins>",
        "<del>子ども</del> → <ins>市民</ins>",
        "<del>千巻印刷</del> → <ins>（空）</ins>",
        "<del>（空）</del> → <ins>啓発</ins>",
    ):
        assert change_shown in page


def test_what_was_changed_meanwhile_is_shown_again(client, nurse, collection, health):
    """What a person has not seen is not replaced."""
    client.force_login(nurse)
    programme = ProgrammeFactory(organisation=health, name=ROW[0], fiscal_year=2026, kind="other")
    response = upload(client, collection, ("a.xlsx", book(HEADINGS, ROW)))
    seen = client.get(response["Location"]).context["seen"]
    Programme.objects.update(revision=5, target="たった今")
    page = client.post(response["Location"], {"seen": seen}, follow=True).content.decode()
    assert "ページをひらいたあとに、事業が変わりました" in page
    assert "<del>たった今</del> → <ins>市民</ins>" in page
    programme.refresh_from_db()
    assert programme.kind == "other"
    take_in(client, response)
    programme.refresh_from_db()
    assert programme.kind == "awareness"


def test_files_that_are_not_understood_stand_beside_those_that_are(client, clerk, collection):
    """An old Excel file, a picture, a wrong sheet: each named, and the good one is taken in."""
    client.force_login(clerk)
    response = upload(
        client,
        collection,
        ("古い.xls", b"\xd0\xcf\x11\xe0" + bytes(600)),
        ("絵.png", b"\x89PNG\x00"),
        ("窓口.xlsx", book(["名前", "電話"], ["窓口", "0596"])),
        ("同名.xlsx", book(HEADINGS, ROW)),
        ("同名.xlsx", book(HEADINGS, ROW)),
    )
    page = client.get(response["Location"]).content.decode()
    for name in ("古い.xls", "絵.png", "窓口.xlsx", "同名.xlsx（2）"):
        assert f"<h3>{name}</h3>" in page
    assert "新しい事業1件" in take_in(client, response).content.decode()
