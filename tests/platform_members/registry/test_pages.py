"""The platform's members as residents see them."""

from datetime import timedelta

import html5lib
import pytest
from django.utils import timezone

from directory.models import Window
from platform_members.models import Listing, Organisation
from tests.factories import MembershipFactory, OrganisationFactory, WindowFactory


def parse(response) -> str:
    """The page, after making sure that it is well-formed."""
    page = response.content.decode()
    html5lib.HTMLParser(strict=True).parse(page)
    return page


def test_the_list_shows_all_members_by_kind(client, members):
    """23 members under the headings of their kinds."""
    page = parse(client.get("/members/"))
    kinds = page[page.index("団体の種類から") :]
    for organisation in Organisation.objects.all():
        assert kinds.count(f">{organisation.name}</a>") == 1
    assert "市の部署" in kinds
    assert "15団体" in kinds


def test_the_ladder_rises_from_a_place_to_a_job(client, members):
    """Every step stands in order with who offers it; an unknown one is called unknown."""
    page = parse(client.get("/members/"))
    rungs = page[page.index('<ol class="ladder">') : page.index("</ol>", page.index("ladder"))]
    steps = ["居場所", "職場見学", "就労体験", "ボランティア体験", "雇用"]
    places = [rungs.index(f"<h3>{step}</h3>") for step in steps]
    assert places == sorted(places)
    visits = rungs[places[1] : places[2]]
    assert "商工会議所" in visits
    assert "自治会" not in visits
    assert rungs.count("確認しているところです") == 2


def test_a_members_page_lists_its_windows(client, members):
    """The facts that the source gives, and the windows with their numbers and hours."""
    council = Organisation.objects.get(name="伊勢市社会福祉協議会")
    page = parse(client.get(council.get_absolute_url()))
    assert "この団体の相談窓口（2件）" in page
    assert "0596-63-5224" in page
    assert "げんここるーむ" in page
    assert "受け持つ窓口は、載っていません" in parse(client.get(page_of("自治会")))


@pytest.mark.parametrize("status", ["draft", "suspended", "retired"])
def test_a_members_page_names_no_window_that_residents_may_not_see(client, organisation, status):
    """Drafts, and what is withdrawn, stay between the organisation and staff."""
    now = timezone.now()
    dates = {"draft": {"published_at": None}}.get(status, {f"{status}_at": now})
    window = WindowFactory(subject="見えない相談", status=status, **dates)
    Listing.objects.create(window=window, organisation=organisation)
    assert "見えない相談" not in client.get(organisation.get_absolute_url()).content.decode()


def page_of(name: str) -> str:
    return Organisation.objects.get(name=name).get_absolute_url()


def test_every_members_page_is_well_formed(client, members):
    """All 23."""
    for organisation in Organisation.objects.all():
        assert organisation.name in parse(client.get(organisation.get_absolute_url()))


@pytest.mark.parametrize(
    "hidden",
    [
        {"published": False},
        {"left_on": timezone.localdate()},
        {"joined_on": timezone.localdate() + timedelta(days=1)},
    ],
)
def test_who_is_not_published_or_no_member_is_not_shown(client, db, hidden):
    """Neither in the list nor by number, nor linked from a window."""
    organisation = OrganisationFactory(name="見えない会", **hidden)
    window = WindowFactory(provider="見えない会")
    Listing.objects.create(window=window, organisation=organisation)
    assert "見えない会" not in client.get("/members/").content.decode()
    assert client.get(organisation.get_absolute_url()).status_code == 404
    page = client.get(window.get_absolute_url()).content.decode()
    assert "見えない会" in page
    assert organisation.get_absolute_url() not in page


def test_a_window_links_to_who_runs_it(client, members):
    """And a window of a body outside names it without a link."""
    window = Window.objects.get(name="いせ若者就業サポートステーション")
    page = parse(client.get(window.get_absolute_url()))
    assert f'<a href="{page_of("NPO法人いせコンビニネット")}">NPO法人いせコンビニネット</a>' in page
    outside = Window.objects.get(name="よりそいホットライン")
    assert "/members/1" not in client.get(outside.get_absolute_url()).content.decode()


def test_what_is_for_the_platform_only_is_never_public(client, db):
    """Contact for the office, notes, people and hidden windows stay inside."""
    organisation = OrganisationFactory(
        platform_contact="内線 1234",
        platform_email="inside@example.jp",
        note="職員だけ",
        phone="0596-21-5556",
        email="public@example.jp",
        website="https://example.jp/kai",
    )
    MembershipFactory(organisation=organisation, user__name="担当 太郎")
    for status in ("draft", "suspended", "retired"):
        moments = {f"{status}_at": timezone.now()} if status != "draft" else {"published_at": None}
        hidden = WindowFactory(subject="隠れた相談", status=status, **moments)
        Listing.objects.create(window=hidden, organisation=organisation)
    page = parse(client.get(organisation.get_absolute_url()))
    for fact in ("内線 1234", "inside@example.jp", "職員だけ", "担当 太郎", "隠れた相談"):
        assert fact not in page
    for fact in ("tel:0596215556", "mailto:public@example.jp", 'href="https://example.jp/kai"'):
        assert fact in page


def test_a_confidential_place_stays_so_on_the_organisations_page(client, db):
    """The shelter's address is nowhere."""
    organisation = OrganisationFactory()
    window = WindowFactory(address="秘密町1-1", confidential_location=True)
    Listing.objects.create(window=window, organisation=organisation)
    page = client.get(organisation.get_absolute_url()).content.decode()
    assert window.subject in page
    assert "秘密町" not in page


def test_html_in_a_members_facts_is_text(client, db):
    """Nothing that was typed is run."""
    organisation = OrganisationFactory(
        name="<script>alert(1)</script>", activities="<img src=x onerror=alert(1)>"
    )
    for address in ("/members/", organisation.get_absolute_url()):
        page = client.get(address).content.decode()
        assert "<script>alert" not in page
        assert "<img" not in page


@pytest.mark.parametrize(
    "address", ["/members/99999999999999999999/", "/members/0/", "/members/x/"]
)
def test_an_unknown_member_is_not_found(client, db, address):
    """For any number in the address."""
    assert client.get(address).status_code == 404


def test_pages_ask_a_constant_number_of_questions(client, members, django_assert_max_num_queries):
    """However many organisations and windows there are."""
    council = Organisation.objects.get(name="伊勢市社会福祉協議会")
    for _number in range(20):
        OrganisationFactory(small_steps=["place", "job"])
        Listing.objects.create(window=WindowFactory(), organisation=council)
    with django_assert_max_num_queries(3):
        client.get("/members/")
    with django_assert_max_num_queries(12):
        client.get(council.get_absolute_url())


def test_the_list_is_linked_from_every_page(client, db):
    """In the footer, and on the page about the site."""
    assert client.get("/").content.decode().count('href="/members/"') == 1
    assert client.get("/about/").content.decode().count('href="/members/"') == 2
