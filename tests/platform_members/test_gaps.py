"""The gap map: what is counted where, what stands out, and who may see it."""

import io

import pytest
from openpyxl import load_workbook

from platform_members.gaps import KINDS, NONE, STEPS, gap_map, read_work
from platform_members.models import GapMapDecision, Organisation, Programme
from tests.factories import (
    CategoryFactory,
    ListingFactory,
    OrganisationFactory,
    ProgrammeFactory,
    WindowFactory,
)


@pytest.fixture
def work_category(db):
    """The category 仕事."""
    return CategoryFactory(slug="work", name="仕事")


def programme(category=None, **fields):
    """A programme in a category."""
    made = ProgrammeFactory(**fields)
    made.categories.set([category] if category else [])
    return made


def found(axis):
    """The map of everything."""
    return gap_map(read_work(Programme.objects.all(), Organisation.objects.all()), axis)


def counts(axis, slug, value):
    """Programmes, windows and organisations of one cell."""
    _row, cell = found(axis).cell(slug, value)
    return len(cell.programmes), len(cell.windows), len(cell.organisations)


def test_a_programme_counts_in_its_categories_and_kind(work_category):
    """With whoever runs it and takes part, and the windows of the category that it names."""
    made = programme(work_category, kind="employment")
    made.partners.add(OrganisationFactory())
    made.windows.add(WindowFactory(categories=[work_category]), WindowFactory())
    assert counts(KINDS, "work", "employment") == (1, 1, 2)
    assert counts(KINDS, "work", "awareness") == (0, 0, 0)


def test_who_works_on_it_and_looks_after_a_window_counts(work_category):
    """Without any programme."""
    organisation = OrganisationFactory(areas=["employment"], small_steps=["visit"])
    window = WindowFactory(categories=[work_category])
    ListingFactory(organisation=organisation, window=window)
    assert counts(KINDS, "work", "employment") == (0, 1, 1)
    assert counts(STEPS, "work", "visit") == (0, 1, 1)
    assert counts(STEPS, "work", "trial") == (0, 0, 0)


def test_a_step_counts_where_somebody_offers_it_in_a_programme(work_category):
    """Whether they run it or only take part."""
    made = programme(work_category)
    made.partners.add(OrganisationFactory(small_steps=["trial", "job"]))
    assert counts(STEPS, "work", "trial") == (1, 0, 1)
    assert counts(STEPS, "work", "place") == (0, 0, 0)


def test_what_residents_cannot_see_does_not_count(work_category):
    """A window that is not published is no support."""
    window = WindowFactory(categories=[work_category], status="draft", published_at=None)
    ListingFactory(organisation=OrganisationFactory(areas=["employment"]), window=window)
    assert counts(KINDS, "work", "employment") == (0, 0, 0)


def test_what_belongs_to_no_category_has_a_row_of_its_own(work_category):
    """Nothing is left out of the map, and that row is no gap."""
    programme(kind="other")
    OrganisationFactory(small_steps=["volunteering"])
    assert counts(KINDS, NONE, "other") == (1, 0, 1)
    assert counts(STEPS, NONE, "volunteering") == (0, 0, 1)
    assert found(KINDS).empty_count == 4


def test_an_npo_without_a_kind_breaks_nothing(work_category):
    """It is known of no kind, so it stands in no cell of kinds."""
    programme(work_category, kind="", npo_name="NPO法人みやがわ")
    assert found(KINDS).empty_count == 4


def test_the_page_marks_what_nobody_does(client, clerk, work_category):
    """In words and with a link to the empty cell; a full one says how much, and leads there."""
    programme(work_category, kind="employment", name="職場体験")
    client.force_login(clerk)
    page = client.get("/desk/gaps/").content.decode()
    assert page.count('class="gap-empty"') == 3 + 5
    assert "事業 1" in page
    cell = client.get("/desk/gaps/kinds/work/employment/?year=2026").content.decode()
    assert "職場体験" in cell
    empty = client.get("/desk/gaps/kinds/work/awareness/?year=2026").content.decode()
    assert "まだ、誰もしていません" in empty


@pytest.mark.parametrize("cell", ["kinds/work/nothing", "kinds/nothing/other", "axis/work/other"])
def test_a_cell_that_is_none_is_not_found(client, clerk, work_category, cell):
    """Neither for staff nor for residents."""
    client.force_login(clerk)
    GapMapDecision.objects.create(public=True, decided_by=clerk)
    assert client.get(f"/desk/gaps/{cell}/").status_code == 404
    assert client.get(f"/members/gaps/{cell}/").status_code == 404


def test_a_year_is_chosen(client, clerk, work_category):
    """The latest first; one of which there is nothing is the latest too."""
    programme(work_category, kind="employment", fiscal_year=2025)
    programme(work_category, kind="awareness")
    client.force_login(clerk)
    for year, address in (
        (2026, ""),
        (2025, "?year=2025"),
        (2026, "?year=1000"),
        (2026, "?year=x"),
    ):
        assert client.get(f"/desk/gaps/{address}").context["year"] == year


def test_the_map_is_internal_until_staff_say_so(client, clerk, work_category):
    """And again when they take it back; who decided what stays."""
    address, cell = "/members/gaps/", "/members/gaps/kinds/work/employment/"
    assert [client.get(each).status_code for each in (address, cell)] == [404, 404]
    client.force_login(clerk)
    client.post("/desk/gaps/publish/", {"public": "yes"})
    client.logout()
    assert [client.get(each).status_code for each in (address, cell)] == [200, 200]
    client.force_login(clerk)
    client.post("/desk/gaps/publish/", {"public": "no"})
    client.logout()
    assert [client.get(each).status_code for each in (address, cell)] == [404, 404]
    decisions = GapMapDecision.objects.order_by("pk")
    assert [(each.public, each.decided_by) for each in decisions] == [(True, clerk), (False, clerk)]


def test_residents_see_only_what_is_public(client, clerk, work_category):
    """Of programmes and organisations; nothing personal, no cookie."""
    GapMapDecision.objects.create(public=True, decided_by=clerk)
    programme(work_category, kind="employment", name="秘密の事業")
    hidden = OrganisationFactory(name="載せない団体", published=False)
    programme(work_category, kind="employment", name="公開の事業", public=True, organisation=hidden)
    response = client.get("/members/gaps/kinds/work/employment/")
    page = response.content.decode()
    assert "公開の事業" in page
    assert "秘密の事業" not in page
    assert "載せない団体" not in page
    assert not response.cookies
    assert "public" in response["Cache-Control"]


def test_the_map_comes_out_as_excel(client, clerk, work_category):
    """A sheet for each map, three counts a cell."""
    programme(work_category, kind="employment")
    client.force_login(clerk)
    book = load_workbook(io.BytesIO(client.get("/desk/gaps/export/").content))
    kinds, steps = book.worksheets
    assert [kinds["B1"].value, kinds["C1"].value] == ["周知・啓発（事業）", "周知・啓発（窓口）"]
    line = next(row for row in kinds.iter_rows(values_only=True) if row[0] == "仕事")
    assert line[7:10] == (1, 0, 1)
    assert steps["B1"].value == "居場所（事業）"


def test_the_map_asks_as_often_however_much_there_is(
    client, clerk, work_category, django_assert_max_num_queries
):
    """Twenty departments cost no more than one."""
    GapMapDecision.objects.create(public=True, decided_by=clerk)
    for organisation in OrganisationFactory.create_batch(20, areas=["employment"]):
        ListingFactory(organisation=organisation, window=WindowFactory(categories=[work_category]))
        made = programme(work_category, organisation=organisation, public=True)
        made.windows.add(organisation.listings.get().window)
    with django_assert_max_num_queries(11):
        assert client.get("/members/gaps/").status_code == 200
    with django_assert_max_num_queries(14):
        assert client.get("/members/gaps/kinds/work/awareness/").status_code == 200
    client.force_login(clerk)
    with django_assert_max_num_queries(16):
        assert client.get("/desk/gaps/").status_code == 200
