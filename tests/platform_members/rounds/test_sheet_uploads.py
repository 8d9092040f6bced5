"""Filled sheets on their way in: looked through first, then all of them or nothing."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook

from platform_members.models import Programme, RoundAnswer, SheetUpload
from platform_members.rounds.actions import close_round
from tests.factories import MembershipFactory, OrganisationFactory, ProgrammeFactory, RoundFactory
from tests.platform_members.rounds.test_sheets import HEADINGS, ROW, book

HEALTH = ["見守り", "", "新規", "社会参加", "高齢者", "補助", "", "訪問"]
# What two departments do, as they type it: the columns of the sheet's first table.
PUBLICITY_ROWS = [
    ["広報いせ発行事業", "広報広聴課", "既存", "周知・啓発", "市民", "直営", "印刷業者", "発信"],
    ["各種相談事業", None, None, None, None, "委託", "弁護士など", "法律相談"],
]
HEALTH_ROWS = [
    ["産前・産後サポート事業", "健康課", "既存", "周知・啓発", "母親", "直営", None, "拠点"]
]
NPO_ROW = ["NPO法人いせコンビニネット", "就労支援", "健康課", "委託", "職場体験", "見学"]


@pytest.fixture
def health(db):
    """A department that is asked."""
    return OrganisationFactory(name="伊勢市健康課", kind="city")


@pytest.fixture
def publicity(db):
    """Another one."""
    return OrganisationFactory(name="伊勢市広報広聴課", kind="city")


@pytest.fixture
def collection(publicity, health):
    """An open round in which both are asked."""
    return RoundFactory(asked=[publicity, health])


@pytest.fixture
def nurse(health):
    """An editor of 健康課."""
    return MembershipFactory(organisation=health).user


def upload(client, collection, *files):
    """Choose files (name and content) and press the button."""
    chosen = [SimpleUploadedFile(name, content) for name, content in files]
    return client.post(f"/desk/rounds/{collection.pk}/upload/", {"files": chosen})


def take_in(client, uploaded):
    """Look at what was read, and press the button below it."""
    address = uploaded["Location"]
    seen = client.get(address).context["seen"]
    return client.post(address, {"seen": seen}, follow=True)


def faults(page) -> str:
    """What is wrong, as the page says it; nothing may have been saved."""
    assert not Programme.objects.exists()
    assert not SheetUpload.objects.exists()
    return "\n".join(
        f"{each.file}　{each.place} {' '.join(each.reasons)}" for each in page.context["faults"]
    )


def test_a_department_hands_in_its_sheet(client, nurse, collection, health):
    """It sees what will be taken in, takes it in, and has answered with that."""
    client.force_login(nurse)
    response = upload(client, collection, ("健康課.xlsx", book(HEADINGS, HEALTH)))
    page = client.get(response["Location"]).content.decode()
    assert "新しい事業 1件" in page
    assert not Programme.objects.exists()
    take_in(client, response)
    programme = Programme.objects.get()
    assert (programme.organisation, programme.fiscal_year) == (health, 2026)
    assert (programme.name, programme.kind) == ("見守り", "participation")
    answer = RoundAnswer.objects.of(health).get()
    assert (answer.status, answer.answered_by) == ("answered", nurse)
    assert client.post(response["Location"]).status_code == 404  # a double click


def test_many_files_are_taken_in_at_once(client, clerk, collection):
    """As they arrive by mail, one of each department, in both kinds of file."""
    client.force_login(clerk)
    csv = "\r\n".join(",".join(map(str, row)) for row in (HEADINGS, ROW)).encode("cp932")
    row = ["広報", "広報広聴課", "既存", "周知・啓発"]
    response = upload(client, collection, ("a.xlsx", book(HEADINGS, row)), ("b.csv", csv))
    take_in(client, response)
    assert set(Programme.objects.values_list("name", "organisation__name")) == {
        ("広報", "伊勢市広報広聴課"),
        ("こころの健康づくり", "伊勢市健康課"),
    }


def test_one_wrong_cell_leaves_out_its_own_row_only(client, clerk, collection):
    """It is named with its file, sheet, row and column; the other files are taken in."""
    client.force_login(clerk)
    wrong = book(HEADINGS, [ROW[0], "夢課", *ROW[2:]], HEALTH_ROWS[0])
    broadcast = ["広報", "広報広聴課", "既存", "周知・啓発"]
    response = upload(client, collection, ("a.xlsx", book(HEADINGS, broadcast)), ("b.xlsx", wrong))
    page = client.get(response["Location"]).content.decode()
    assert "b.xlsx" in page
    assert "シート「Sheet1」2行目" in page
    assert "B列「担当課」：「夢課」という課は" in page
    taken = take_in(client, response).content.decode()
    assert "新しい事業2件" in taken
    assert "取り込まなかったところが1か所あります" in taken
    assert "「健康課」は、まだ「未回答」です。" in taken
    statuses = dict(RoundAnswer.objects.values_list("organisation__name", "status"))
    assert statuses == {"伊勢市広報広聴課": "answered", "伊勢市健康課": "waiting"}


@pytest.mark.parametrize(
    ("name", "content", "fault"),
    [
        ("古い.xls", b"\xd0\xcf\x11\xe0" + bytes(600), "（.xls）です。「Excelブック（.xlsx）」で"),
        ("空.xlsx", book(), "何も入力されていません"),
        ("絵.png", b"\x89PNG\x00", "Excelのファイルでも"),
        ("壊れた.xlsx", b"PK\x03\x04nothing", "ファイルが壊れていて開けません"),
        ("大きい.xlsx", b"PK" + bytes(10_000_001), "ファイルが大きすぎます"),
    ],
)
def test_what_is_no_sheet_is_refused_in_a_sentence(client, clerk, collection, name, content, fault):
    """With the name of the file, and what to do."""
    client.force_login(clerk)
    found = faults(upload(client, collection, (name, content)))
    assert fault in found
    assert name in found


def test_no_file_is_a_mistake_too(client, clerk, collection):
    """The page says that one has to be chosen."""
    client.force_login(clerk)
    page = client.post(f"/desk/rounds/{collection.pk}/upload/", {})
    assert "files" in page.context["form"].errors


def test_a_department_hands_in_nothing_for_another(client, nurse, collection):
    """Its own rows only."""
    client.force_login(nurse)
    row = ["広報", "広報広聴課", "既存", "周知・啓発"]
    assert "担当している課ではありません" in faults(
        upload(client, collection, ("a.xlsx", book(HEADINGS, row)))
    )


def test_rows_that_are_there_are_recognised(client, nurse, collection, health):
    """However the name is spaced: what differs is named first, and replaced then."""
    same = ProgrammeFactory(organisation=health, name="こころの健康づくり", target="市民")
    same.content = "啓発"
    same.save()
    same.refresh_from_db()
    untouched = same.revision
    ProgrammeFactory(organisation=health, name="見守り", kind="other", note="残す", public=True)
    client.force_login(nurse)
    spaced = ["こころの 健康づくり", *ROW[1:]]
    response = upload(client, collection, ("a.xlsx", book(HEADINGS, spaced, HEALTH)))
    page = client.get(response["Location"]).content.decode()
    assert "新しい事業 0件、書きかわる事業 1件" in page
    assert "同じ内容" in page
    told = take_in(client, response).content.decode()
    assert "新しい事業0件、書きかえた事業1件、同じ内容の事業1件。" in told
    assert Programme.objects.count() == 2
    changed = Programme.objects.get(name="見守り")
    assert (changed.kind, changed.note, changed.public) == ("participation", "残す", True)
    same.refresh_from_db()
    assert same.revision == untouched


def test_an_npo_that_is_a_member_is_linked(client, nurse, collection):
    """The second table's rows map onto organisation and programme."""
    npo = OrganisationFactory(name="NPO法人いせコンビニネット")
    client.force_login(nurse)
    headings = ["NPO法人名", "NPO法人の概要", "担当課", "形態", "事業名", "事業内容"]
    response = upload(client, collection, ("a.xlsx", book(headings, NPO_ROW)))
    take_in(client, response)
    programme = Programme.objects.get()
    assert list(programme.partners.all()) == [npo]
    assert (programme.name, programme.npo_about) == ("職場体験", "就労支援")


def test_what_is_closed_meanwhile_takes_nothing_in(client, nurse, clerk, collection):
    """Nor is a sheet read after the round is closed."""
    client.force_login(nurse)
    response = upload(client, collection, ("a.xlsx", book(HEADINGS, HEALTH)))
    close_round(collection=collection, by=clerk)
    page = take_in(client, response).content.decode()
    assert "締め切られています" in page
    assert upload(client, collection, ("a.xlsx", book(HEADINGS, HEALTH))).status_code == 302
    assert not Programme.objects.exists()


def fill(content: bytes, rows: list[list], npo: list | None = None) -> bytes:
    """Fill in a blank sheet as a department does: equal cells merged, not typed twice."""
    workbook = load_workbook(io.BytesIO(content))
    sheet = workbook.active
    first = next(cell.row for cell in sheet["A"] if cell.value == "事業名等") + 1
    for number, row in enumerate(rows, start=first):
        for column, value in enumerate(row, start=1):
            sheet.cell(number, column, value)
    for column in range(2, 6):
        below = [row for row in rows[1:] if row[column - 1] is None]
        if below:
            sheet.merge_cells(None, first, column, first + len(below), column)
    if npo:
        second = next(cell.row for cell in sheet["A"] if cell.value == "NPO法人名") + 1
        for column, value in enumerate(npo, start=1):
            sheet.cell(second, column, value)
    file = io.BytesIO()
    workbook.save(file)
    return file.getvalue()


def test_a_blank_sheet_comes_back_collated(client, clerk, collection):
    """Blank, filled in with merged cells, uploaded, collated, exported: equal; and read again."""
    client.force_login(clerk)
    blank = client.get(f"/desk/rounds/{collection.pk}/sheet.xlsx").content
    response = upload(
        client,
        collection,
        ("広報広聴課.xlsx", fill(blank, PUBLICITY_ROWS)),
        ("健康課.xlsx", fill(blank, HEALTH_ROWS, NPO_ROW)),
    )
    take_in(client, response)
    exported = client.get("/desk/programmes/export/?year=2026").content
    lines = [list(row) for row in load_workbook(io.BytesIO(exported)).active.values]
    top = lines.index(HEADINGS)
    expected = [*PUBLICITY_ROWS, *HEALTH_ROWS]
    assert lines[top + 1 : top + 4] == expected
    assert [cell for cell in lines[top + 7] if cell] == NPO_ROW
    again = upload(client, collection, ("まとめ.xlsx", exported))
    page = client.get(again["Location"]).content.decode()
    assert "新しい事業 0件、書きかわる事業 0件" in page


def test_the_collated_page_is_the_reports_figure(client, clerk, members):
    """On screen and on paper: the department's cell reaches down over its rows."""
    client.force_login(clerk)
    page = client.get("/desk/programmes/").content.decode()
    assert '<td rowspan="4">広報広聴課</td>' in page
    assert '<td rowspan="2">健康課</td>' in page
    assert page.count("<tr>") == 7


def test_collating_asks_as_often_however_many_there_are(
    client, clerk, django_assert_max_num_queries
):
    """Twenty departments cost no more than one; an export is noted, too."""
    for organisation in OrganisationFactory.create_batch(20):
        ProgrammeFactory.create_batch(3, organisation=organisation)
    client.force_login(clerk)
    for address, most in (("/desk/programmes/", 9), ("/desk/programmes/export/", 13)):
        with django_assert_max_num_queries(most):
            assert client.get(address).status_code == 200


def test_the_blank_sheet_names_the_department_where_it_is_one(client, nurse, collection):
    """On the page and in the file."""
    client.force_login(nurse)
    assert "【課名：健康課】" in client.get(f"/desk/rounds/{collection.pk}/sheet/").content.decode()
    blank = client.get(f"/desk/rounds/{collection.pk}/sheet.xlsx").content
    assert load_workbook(io.BytesIO(blank)).active["A3"].value == "【課名：健康課】"
