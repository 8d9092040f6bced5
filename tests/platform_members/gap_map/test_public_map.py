"""The gap map for residents: published once most is known, and never more than is public."""

import re

import pytest

from platform_members.models import GapMapDecision, Listing
from tests.factories import (
    OrganisationFactory,
    WindowFactory,
)
from tests.helpers.gap_map import KINDS, checked, opened, programme
from tests.helpers.transactions import committed


def known(category, clerk):
    """Three of four kinds are known: one by a public programme, two by asking."""
    programme(category, kind="employment", name="職場体験", public=True)
    checked(category, clerk, "awareness", "other")


PUBLISH = "/desk/gaps/publish/2026/kinds/"


@committed
def test_publishing_shows_first_what_residents_will_see(client, clerk, work_category):
    """The preview holds the very table; only the button opens the map, and only that map."""
    known(work_category, clerk)
    programme(work_category, kind="participation", name="秘密の事業", public=False)
    client.force_login(clerk)
    preview = client.get(PUBLISH)
    shown = preview.content.decode().split("<tbody>")[1].split("</tbody>")[0]
    assert client.get("/members/gaps/").status_code == 404
    sent = {"shown": preview.context["map"].fingerprint}
    page = client.post(PUBLISH, sent, follow=True).content.decode()
    assert "地図を公開しました。" in page
    client.logout()
    public = client.get("/members/gaps/")
    assert [each.axis for each in public.context["maps"]] == [KINDS]
    table = public.content.decode().split("<tbody>")[1].split("</tbody>")[0]
    assert _words(table) == _words(shown)
    assert client.get("/members/gaps/steps/work/place/").status_code == 404


def _words(html: str) -> list[str]:
    """What a table says, without its tags."""
    return re.sub(r"<[^>]*>", " ", html).split()


@committed
def test_a_map_of_which_most_is_unknown_is_not_published(client, clerk, work_category):
    """The page says what to do; sending the form in spite of that opens nothing."""
    programme(work_category, kind="employment", public=True)
    checked(work_category, clerk, "other")
    client.force_login(clerk)
    page = client.get(PUBLISH)
    assert "4ますのうち2ますが「記録なし」です。" in page.content.decode()
    assert "確かめて、なし" in page.content.decode()
    client.post(PUBLISH, {"shown": page.context["map"].fingerprint})
    assert not GapMapDecision.objects.exists()
    assert client.get("/members/gaps/").status_code == 404


@committed
def test_a_map_that_changed_meanwhile_is_shown_again(client, clerk, work_category):
    """Nothing becomes public that the clerk has not seen."""
    known(work_category, clerk)
    client.force_login(clerk)
    seen = client.get(PUBLISH).context["map"].fingerprint
    programme(work_category, kind="employment", public=True)
    page = client.post(PUBLISH, {"shown": seen}).content.decode()
    assert "地図の内容が変わりました" in page
    assert not GapMapDecision.objects.exists()
    client.post(PUBLISH, {"shown": client.get(PUBLISH).context["map"].fingerprint})
    assert GapMapDecision.objects.get().public


@committed
def test_a_public_map_is_taken_back_after_a_question(client, clerk, work_category):
    """Looking at the question changes nothing; who decided what stays."""
    opened(clerk)
    client.force_login(clerk)
    programme(work_category, kind="employment")
    address = "/desk/gaps/unpublish/2026/kinds/"
    assert "公開をやめますか" in client.get(address).content.decode()
    assert client.get("/members/gaps/").status_code == 200
    assert "地図の公開をやめました。" in client.post(address, follow=True).content.decode()
    assert client.get("/members/gaps/").status_code == 404
    assert "公開されていません" in client.post(address, follow=True).content.decode()
    decisions = GapMapDecision.objects.order_by("pk")
    assert [(each.public, each.decided_by) for each in decisions] == [(True, clerk), (False, clerk)]


def test_a_new_year_is_not_public_by_itself(client, clerk, work_category):
    """Only the year that staff have opened, whatever becomes known of later ones."""
    opened(clerk, fiscal_year=2025)
    programme(work_category, kind="employment", fiscal_year=2026, public=True)
    for address in ("/members/gaps/", "/members/gaps/?year=2026", "/members/gaps/?year=9"):
        assert client.get(address).context["year"] == 2025


def test_staff_are_warned_when_a_public_map_loses_what_it_knew(clerk_client, clerk, work_category):
    """Programmes may stop being public after the map was opened."""
    opened(clerk)
    programme(work_category, kind="employment")
    page = clerk_client.get("/desk/gaps/").content.decode()
    assert "公開している地図の半分以上が「記録なし」になっています。" in page


@pytest.mark.parametrize(
    "address",
    [
        "publish/1999/kinds/",
        "publish/2026/axis/",
        "unpublish/1999/kinds/",
        f"publish/{10**20}/kinds/",
    ],
)
def test_a_map_that_is_none_is_not_published(clerk_client, work_category, address):
    """A year of which there is nothing, and an axis that there is not."""
    programme(work_category, kind="employment")
    assert clerk_client.post(f"/desk/gaps/{address}").status_code == 404


def test_residents_see_only_what_is_public(client, clerk, work_category):
    """Of programmes and organisations; nothing personal, no note of staff, no cookie."""
    opened(clerk)
    checked(work_category, clerk, "other")
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
    checked_cell = client.get("/members/gaps/kinds/work/other/").content.decode()
    assert "市が確かめて、この年度には見つかりませんでした。" in checked_cell
    assert "尋ねた。" not in checked_cell
    assert "伊勢 花子" not in checked_cell


def test_a_map_that_is_not_open_shows_residents_no_cell(client, clerk, work_category):
    """The other map is open, of the same year."""
    opened(clerk)
    assert client.get("/members/gaps/kinds/work/employment/").status_code == 200
    assert client.get("/members/gaps/steps/work/place/").status_code == 404


@pytest.mark.parametrize("address", ["/members/gaps/", "/members/gaps/kinds/work/employment/"])
def test_what_is_internal_changes_no_word_of_the_public_map(client, clerk, work_category, address):
    """No number grows by a programme or an organisation of which residents may not know."""
    opened(clerk)
    programme(work_category, kind="employment", name="公開の事業", public=True)
    window = WindowFactory(categories=[work_category])
    before = client.get(address).content
    hidden = OrganisationFactory(name="載せない団体", published=False, areas=["employment"])
    Listing.objects.create(window=window, organisation=hidden)
    for category in (work_category, None):
        programme(category, kind="employment", name="秘密の事業", public=False)
    assert client.get(address).content == before
