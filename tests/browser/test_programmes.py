"""The platform's own work in a real browser: rounds, sheets, meetings, the gap map."""

import pytest
from django.core.management import call_command

from directory.models import Category
from platform_members.models import (
    GapAxis,
    GapCheck,
    GapMapDecision,
    Meeting,
    Organisation,
    Programme,
    SheetUpload,
)
from tests.browser.test_accessibility import assert_accessible, assert_accessible_at
from tests.conftest import staff
from tests.factories import MembershipFactory, ProgrammeFactory, RoundFactory
from tests.helpers.city import FIXTURES


@pytest.fixture
def work(live_city):
    """A round, its rows, meetings past and to come, and a map that is public."""
    call_command("load_organisations", FIXTURES, verbosity=0)
    health = Organisation.objects.get(name="伊勢市健康課")
    publicity = Organisation.objects.get(name="伊勢市広報広聴課")
    collection = RoundFactory(asked=[publicity, health], explanation="関わりのあるNPO法人も。")
    ProgrammeFactory(organisation=health, name="見守り", content="訪問", npo_about="")
    clerk = staff("clerk@example.jp", "伊勢 花子", "福祉生活相談センター")
    values = {"name": "見守り", "npo_name": "", "kind": "other", "content": "訪問と電話"}
    row = {"file": "a.xlsx", "place": "2行目", "organisation": health.pk, "values": values}
    line = {"file": "a.xlsx", "place": "3行目", "text": "夢課", "reasons": ["わかりません。"]}
    upload = SheetUpload.objects.create(
        round=collection,
        made_by=clerk,
        rows=[row],
        left_out=[line | {"is_fault": True}, line | {"is_fault": False}],
    )
    meeting = Meeting.objects.create(kind="platform", date="2099-01-01", agenda="第2回PF会議")
    meeting.organisations.add(health)
    for axis in GapAxis.values:
        GapMapDecision.objects.create(fiscal_year=2022, axis=axis, public=True, decided_by=clerk)
    check = {"fiscal_year": 2022, "axis": "kinds", "value": "participation", "checked_by": clerk}
    GapCheck.objects.create(category=Category.objects.get(slug="work"), note="尋ねた。", **check)
    return {
        "round": collection,
        "health": health,
        "clerk": clerk,
        "upload": upload,
        "meeting": meeting,
        "member": MembershipFactory(organisation=health).user,
    }


def test_the_pages_have_no_barrier(open_as, open_page, work):
    """Of departments and of the welfare centre, at every width; and the public map."""
    number, health = work["round"].pk, work["health"].pk
    programme = Programme.objects.in_year(2026).get()
    member = open_as(work["member"], "/desk/rounds/")
    clerk = open_as(work["clerk"], "/desk/rounds/")
    base = member.url.removesuffix("/desk/rounds/")
    for page, addresses in (
        (
            member,
            [
                f"rounds/{number}/",
                f"rounds/{number}/sheet/",
                f"rounds/{number}/upload/",
                f"rounds/{number}/organisations/{health}/programmes/add/",
                f"programmes/{programme.pk}/edit/",
                f"programmes/{programme.pk}/remove/",
                "meetings/",
                f"meetings/{work['meeting'].pk}/",
            ],
        ),
        (
            clerk,
            [
                "rounds/add/",
                f"rounds/{number}/overview/",
                f"rounds/{number}/edit/",
                f"rounds/{number}/remind/",
                f"rounds/{number}/close/",
                f"rounds/{number}/withdraw/",
                f"uploads/{work['upload'].pk}/",
                "programmes/?year=2022",
                "meetings/import/",
                "gaps/",
                "gaps/kinds/none/awareness/?year=2022",
                "gaps/kinds/work/participation/?year=2022",
                "gaps/publish/2022/kinds/",
                "gaps/unpublish/2022/kinds/",
            ],
        ),
    ):
        assert_accessible_at(page)
        for address in addresses:
            page.goto(f"{base}/desk/{address}")
            assert_accessible_at(page)
    for address in ("/members/gaps/", "/members/gaps/kinds/work/awareness/"):
        assert_accessible_at(open_page(address))


def test_the_blank_sheet_looks_like_the_reports(open_as, work):
    """課名 above, the headings side by side, the notes below each table."""
    page = open_as(work["member"], f"/desk/rounds/{work['round'].pk}/sheet/", width=1280)
    first, second = page.locator("table.sheet").all()
    assert first.locator("th").all_inner_texts() == [
        "事業名等", "担当課", "新・既", "種別", "対象者", "形態", "委託先", "事業内容",
    ]  # fmt: skip
    assert second.locator("th").all_inner_texts() == [
        "NPO法人名", "NPO法人の概要", "担当課", "形態", "事業名", "事業内容",
    ]  # fmt: skip
    tops = {round(each.bounding_box()["y"]) for each in first.locator("th").all()}
    assert len(tops) == 1
    text = page.inner_text("main")
    order = ["【課名：健康課】", "事業名等", "※「働きづらさ", "NPO法人名", "※各課で事業委託等で"]
    assert [text.index(words) for words in order] == sorted(text.index(words) for words in order)


def test_the_collated_sheet_merges_departments(open_as, work):
    """The department's cell is as high as its four programmes, on paper too."""
    page = open_as(work["clerk"], "/desk/programmes/?year=2022", width=1280)
    cell = page.get_by_role("cell", name="広報広聴課", exact=True)
    rows = page.locator("table.sheet tbody tr")
    heights = sum(rows.nth(number).bounding_box()["height"] for number in range(4))
    assert abs(cell.bounding_box()["height"] - heights) < 4
    page.emulate_media(media="print")
    assert not page.get_by_role("link", name="Excelでもらう").is_visible()
    assert cell.is_visible()


def test_mistakes_in_a_sheet_have_no_barrier(open_as, work, tmp_path):
    """They are announced, and the page says what to do."""
    (tmp_path / "a.csv").write_text("事業名,担当課,種別\n見守り,夢課,その他\n", encoding="utf-8")
    page = open_as(work["clerk"], f"/desk/rounds/{work['round'].pk}/upload/")
    page.get_by_label("入力したシート").set_input_files(tmp_path / "a.csv")
    page.get_by_role("button", name="内容を確かめる").click()
    page.get_by_role("alert").wait_for()
    assert "2行目" in page.inner_text("main")
    assert "B列「担当課」：「夢課」という課は" in page.inner_text("main")
    assert_accessible(page)


def test_the_states_of_a_cell_differ_without_colour(open_as, work):
    """ "No record" and "checked: none" each have words and a line of their own."""
    page = open_as(work["clerk"], "/desk/gaps/?year=2022", width=1280)
    unknown, checked = (page.locator(f"td.gap-{state}").first for state in ("unknown", "checked"))
    styles = [
        each.evaluate("cell => getComputedStyle(cell).borderTopStyle")
        for each in (unknown, checked)
    ]
    assert styles == ["solid", "double"]
    assert "記録なし" in unknown.inner_text()
    assert "確かめて、なし" in checked.inner_text()


def test_everything_to_tap_is_large_enough(open_as, work):
    """Every link and button of these pages can be hit with a thumb."""
    number = work["round"].pk
    page = open_as(work["clerk"], "/desk/rounds/")
    base = page.url.removesuffix("rounds/")
    for address in (f"rounds/{number}/overview/", "gaps/", "meetings/", "programmes/"):
        page.goto(base + address)
        small = page.evaluate(
            "[...document.querySelectorAll('main a, main button')]"
            ".filter(e => e.checkVisibility() && !e.matches('p a:not(.tap)'))"
            ".filter(e => e.getBoundingClientRect().height < 44).map(e => e.outerHTML)"
        )
        assert small == []
