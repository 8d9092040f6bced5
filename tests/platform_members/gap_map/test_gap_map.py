"""The gap map for staff: what is counted where, what is not known, what was checked."""

import io

import pytest
from openpyxl import load_workbook

from platform_members.gap_map.counting import NONE, State, gap_map, public_gap_map
from platform_members.gap_map.work import read_work
from platform_members.models import GapCheck, Organisation, Programme
from tests.factories import (
    ListingFactory,
    OrganisationFactory,
    RoundFactory,
    WindowFactory,
)
from tests.helpers.gap_map import KINDS, STEPS, checked, opened, programme
from tests.helpers.transactions import committed

CELL = "gaps/kinds/work/awareness/"


def found(axis):
    """The map of everything."""
    return gap_map(read_work(Programme.objects.all(), Organisation.objects.all()), axis)


def counts(axis, slug, value):
    """Programmes, windows and organisations of one cell."""
    _row, cell = found(axis).find(slug, value)
    return len(cell.programmes), len(cell.windows), len(cell.organisations)


# What is counted


def test_a_programme_counts_in_its_categories_and_kind(work_category):
    """With those who run it and take part, and the windows of the category that it names."""
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


def test_every_row_counts_the_categorys_windows_and_organisations(work_category):
    """Whatever kind of support they are: eight windows are eight windows, recorded or not."""
    WindowFactory.create_batch(7, categories=[work_category])
    ListingFactory(window=WindowFactory(categories=[work_category]))
    programme(work_category, kind="other")
    for axis in (KINDS, STEPS):
        row = next(row for row in found(axis).rows if row.slug == "work")
        assert (row.window_count, len(row.organisations)) == (8, 2)


def test_what_belongs_to_no_category_has_a_row_of_its_own(work_category):
    """Nothing is left out of the map, and that row is no gap."""
    programme(kind="other")
    OrganisationFactory(small_steps=["volunteering"])
    assert counts(KINDS, NONE, "other") == (1, 0, 1)
    assert counts(STEPS, NONE, "volunteering") == (0, 0, 1)
    assert found(KINDS).unknown_count == found(KINDS).cell_count == 4


def test_a_programme_that_stands_in_no_cell_is_counted(work_category):
    """An NPO without a kind is in no column of kinds; no one in it offers a step."""
    programme(work_category, kind="", npo_name="NPO法人みやがわ")
    assert found(KINDS).unknown_count == 4
    assert found(KINDS).left_out_count == found(STEPS).left_out_count == 1


# What is known


def test_no_record_and_checked_none_are_two_states(work_category, clerk):
    """And a record is a third; it counts for more than a check."""
    programme(work_category, kind="employment")
    checked(work_category, clerk, "other", "employment")
    checks = {("work", each.value): each for each in GapCheck.objects.all()}
    work = read_work(Programme.objects.all(), Organisation.objects.all())
    row = next(row for row in gap_map(work, KINDS, checks).rows if row.slug == "work")
    assert {cell.value: cell.state for cell in row.cells} == {
        "awareness": State.UNKNOWN,
        "participation": State.UNKNOWN,
        "employment": State.RECORDED,
        "other": State.CHECKED,
    }


def test_what_may_not_be_told_is_no_proof_that_there_is_none(work_category, clerk):
    """Staff know of a programme that is not public: residents read "no record", not "none"."""
    programme(work_category, kind="employment", public=False)
    checked(work_category, clerk, "employment", "other")
    checks = {("work", each.value): each for each in GapCheck.objects.all()}
    work = read_work(Programme.objects.all(), Organisation.objects.all())
    shown = public_gap_map(work, KINDS, checks)
    assert shown.find("work", "employment")[1].state == State.UNKNOWN
    assert shown.find("work", "other")[1].state == State.CHECKED


@committed
def test_staff_record_that_there_is_none(client, clerk, work_category):
    """With how they found out; the map and the cell say so, and it can be taken back."""
    programme(kind="other")
    client.force_login(clerk)
    here = f"/desk/{CELL}"
    page = client.get(here).content.decode()
    assert "まだ記録がありません。支援がないという意味ではありません。" in page
    page = client.post(f"{here}check/?year=2026", {"note": " "})
    assert "note" in page.context["form"].errors
    assert not GapCheck.objects.exists()
    sent = {"note": "13の課に尋ねた。"}
    page = client.post(f"{here}check/?year=2026", sent, follow=True).content.decode()
    assert "「確かめて、なし」と記録しました。" in page
    assert "市が確かめて、この年度には見つかりませんでした。" in page
    assert "13の課に尋ねた。" in page
    assert client.get("/desk/gaps/").content.decode().count('class="gap-checked"') == 1
    again = client.post(f"{here}check/?year=2026", {"note": "もう一度。"}).content.decode()
    assert "もう「確かめて、なし」です" in again
    page = client.post(f"{here}uncheck/?year=2026", follow=True).content.decode()
    assert "確認を取り消しました。このますは「記録なし」に戻りました。" in page
    page = client.post(f"{here}uncheck/?year=2026", follow=True).content.decode()
    assert "取り消す確認はありません。" in page
    check = GapCheck.objects.get()
    assert check.withdrawn_by == clerk
    page = client.get(here).content.decode()
    assert "13の課に尋ねた。" in page
    assert "まだ記録がありません。" in page


@committed
def test_a_cell_with_a_record_is_not_called_empty(client, clerk, work_category):
    """The check is refused, and an older one is no longer shown as the truth."""
    checked(work_category, clerk, "awareness")
    programme(work_category, kind="awareness", name="見守り")
    client.force_login(clerk)
    page = client.post(f"/desk/{CELL}check/?year=2026", {"note": "尋ねた。"}).content.decode()
    assert "このますには記録があるので、「なし」にはできません。" in page
    assert GapCheck.objects.count() == 1
    page = client.get(f"/desk/{CELL}?year=2026").content.decode()
    assert "見守り" in page
    assert "下の確認は地図に出ません" in page
    assert "見つかりませんでした" not in page


# The pages


def test_no_page_says_that_nobody_helps_where_nothing_is_recorded(
    clerk_client, clerk, work_category
):
    """Neither to staff nor to residents; the windows of the category stand beside, with a link."""
    WindowFactory.create_batch(8, categories=[work_category])
    opened(clerk)
    for page in ("/desk/gaps/", "/members/gaps/", f"/desk/{CELL}", f"/members/{CELL}"):
        text = clerk_client.get(page).content.decode()
        assert "誰も" not in text
        assert "支援がないという意味ではありません。" in text
        assert 'href="/categories/work/"' in text
        assert ("窓口 8" in text) or ("「仕事」の窓口が8件載っています。" in text)


def test_a_category_without_windows_leads_to_the_others(clerk_client, work_category):
    """The cell's page is never a dead end."""
    page = clerk_client.get(f"/desk/{CELL}").content.decode()
    assert "この分野の窓口は、まだ載っていません。" in page
    assert 'href="/windows/"' in page


def test_programmes_without_a_category_are_counted_above_the_map(
    clerk_client, clerk, work_category
):
    """Staff with a link to exactly these; residents those of which they may know."""
    programme(kind="other", name="分野のない事業")
    programme(kind="other", public=True)
    programme(work_category, kind="other", name="分野のある事業")
    opened(clerk)
    page = clerk_client.get("/desk/gaps/").content.decode()
    assert "分野がまだ決まっていない事業が2件あります。" in page
    assert page.index("2件あります") < page.index("<table")
    listed = clerk_client.get(
        "/admin/platform_members/programme/?fiscal_year=2026&categories__isnull=True"
    )
    assert "fiscal_year=2026&amp;categories__isnull=True" in page
    assert listed.context["cl"].result_count == 2
    public = clerk_client.get("/members/gaps/").content.decode()
    assert "分野がまだ決まっていない事業が1件あります。" in public


def test_the_page_shows_each_state_in_words(clerk_client, clerk, work_category):
    """With a link to the cell; a full one says how much there is."""
    programme(work_category, kind="employment", name="職場体験")
    checked(work_category, clerk, "other")
    page = clerk_client.get("/desk/gaps/").content.decode()
    assert page.count('class="gap-unknown"') == 2 + 5
    assert page.count('class="gap-checked"') == 1
    assert "事業 1" in page
    assert "4ますのうち、記録なし 2、確かめて、なし 1" in page
    cell = clerk_client.get("/desk/gaps/kinds/work/employment/?year=2026").content.decode()
    assert "職場体験" in cell


def test_an_open_round_stands_above_the_map(clerk_client, work_category):
    """What has not been answered yet cannot be in the map."""
    RoundFactory(asked=OrganisationFactory.create_batch(3))
    page = clerk_client.get("/desk/gaps/?year=2026").content.decode()
    assert "この年度の照会は受付中で、3件のうち0件が回答済みです。" in page


@pytest.mark.parametrize("cell", ["kinds/work/nothing", "kinds/nothing/other", "axis/work/other"])
def test_a_cell_that_is_none_is_not_found(clerk_client, clerk, work_category, cell):
    """Neither for staff nor for residents, and nothing can be recorded of it."""
    opened(clerk)
    assert clerk_client.get(f"/desk/gaps/{cell}/").status_code == 404
    assert clerk_client.post(f"/desk/gaps/{cell}/check/", {"note": "x"}).status_code == 404
    assert clerk_client.get(f"/members/gaps/{cell}/").status_code == 404


def test_a_year_is_chosen(clerk_client, work_category):
    """The latest with a programme first; one of which there is nothing is the latest too."""
    programme(work_category, kind="employment", fiscal_year=2025)
    programme(work_category, kind="awareness")
    for year, address in (
        (2026, ""),
        (2025, "?year=2025"),
        (2026, "?year=1000"),
        (2026, "?year=x"),
    ):
        assert clerk_client.get(f"/desk/gaps/{address}").context["year"] == year


def test_the_map_comes_out_as_excel(clerk_client, clerk, work_category):
    """A sheet for each map: the category's own counts, then state and three counts a cell."""
    WindowFactory(categories=[work_category])
    programme(work_category, kind="employment")
    checked(work_category, clerk, "other")
    book = load_workbook(io.BytesIO(clerk_client.get("/desk/gaps/export/").content))
    kinds, steps = book.worksheets
    headings = [cell.value for cell in kinds[1]][:7]
    assert headings == [
        "分野", "分野全体の窓口", "分野全体の団体",
        "周知・啓発（状態）", "周知・啓発（事業）", "周知・啓発（窓口）", "周知・啓発（団体）",
    ]  # fmt: skip
    line = next(row for row in kinds.iter_rows(values_only=True) if row[0] == "仕事")
    assert line[1:5] == (1, 1, "記録なし", 0)
    assert line[11:16] == ("記録あり", 1, 0, 1, "確かめて、なし")
    assert steps["D1"].value == "居場所（状態）"


def test_the_map_asks_as_often_however_much_there_is(
    client, clerk, work_category, django_assert_max_num_queries
):
    """Twenty departments cost no more than one, and a cell lists no more than a page holds."""
    opened(clerk)
    for organisation in OrganisationFactory.create_batch(40, areas=["employment"]):
        ListingFactory(organisation=organisation, window=WindowFactory(categories=[work_category]))
        made = programme(work_category, organisation=organisation, public=True)
        made.windows.add(organisation.listings.get().window)
    with django_assert_max_num_queries(12):
        assert client.get("/members/gaps/").status_code == 200
    with django_assert_max_num_queries(15):
        page = client.get("/members/gaps/kinds/work/awareness/").content.decode()
    assert page.count('class="tap" href="/windows/') == 30
    assert "ほかに30件あります。" in page
    client.force_login(clerk)
    with django_assert_max_num_queries(19):
        assert client.get("/desk/gaps/").status_code == 200
