"""The pages of work on admin's start page: who finds which, what waits there, and the way back."""

import pytest

from directory.admin import dashboard
from platform_members.models import Meeting
from tests.conftest import staff
from tests.factories import OrganisationFactory, ProgrammeFactory, RoundFactory

PAGES = ["審査", "照会", "支援の地図", "会議"]


def staff_pages(client, user) -> dict[str, dashboard.StaffPage]:
    """The pages of work that a member of staff finds, by name."""
    client.force_login(user)
    return {page.label: page for page in client.get("/admin/").context["staff_pages"]}


@pytest.mark.parametrize(
    ("role", "expected"), [("福祉生活相談センター", PAGES), ("閲覧", PAGES), ("広報", [])]
)
def test_a_role_finds_the_pages_that_it_may_open(client, db, role, expected):
    """Each opens, and the page behind it leads back to admin."""
    user = staff("somebody@example.jp", "小俣 四郎", role)
    found = staff_pages(client, user)
    assert list(found) == expected
    for page in found.values():
        answer = client.get(page.url)
        assert answer.status_code == 200
        assert 'href="/admin/"' in answer.content.decode()


def test_a_colleague_without_any_role_finds_no_page(client, outsider):
    """Nor the heading above them."""
    outsider.is_staff = True
    outsider.save()
    assert staff_pages(client, outsider) == {}
    assert "仕事のページ" not in client.get("/admin/").content.decode()


def test_a_door_says_what_waits_behind_it(client, clerk, at, django_assert_max_num_queries):
    """Also when nothing does; all of it is counted in one query."""
    at("2026-11-26 10:00", refreshed=False)
    assert [page.count for page in staff_pages(client, clerk).values()] == [0, 0, 0, 0]
    organisations = OrganisationFactory.create_batch(3)
    RoundFactory(asked=organisations)
    ProgrammeFactory.create_batch(2, organisation=organisations[0])
    for day in ("2026-11-25", "2026-12-01"):
        Meeting.objects.create(kind="talk", date=day, agenda="打合せ")
    counts = {label: page.count for label, page in staff_pages(client, clerk).items()}
    assert counts == {"審査": 0, "照会": 3, "支援の地図": 2, "会議": 1}
    page = client.get("/admin/").content.decode()
    assert "未回答の課・団体 <strong>3件</strong>" in page
    request = client.get("/admin/").wsgi_request
    with django_assert_max_num_queries(1):
        dashboard.staff_pages(request)


def test_a_closed_year_waits_for_nobody(client, clerk, at):
    """Programmes of a closed year cannot be put into a category any more."""
    at("2026-11-26 10:00", refreshed=False)
    ProgrammeFactory()
    closed = {"status": "closed", "closed_at": "2026-11-26T10:00+09:00", "closed_by": clerk}
    RoundFactory(asked=[OrganisationFactory()], **closed)
    found = staff_pages(client, clerk)
    assert (found["照会"].count, found["支援の地図"].count) == (0, 0)
