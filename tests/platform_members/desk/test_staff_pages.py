"""The pages of work on admin's start page: who finds which, what waits there, and the way back."""

import pytest

from directory.admin import dashboard
from platform_members.models import Meeting
from tests.conftest import staff
from tests.factories import (
    CategoryFactory,
    OrganisationFactory,
    ProgrammeFactory,
    RoundFactory,
    WindowFactory,
)

TASKS = {
    "福祉生活相談センター": [
        "直す",
        "休みを入れる",
        "確かめる",
        "審査",
        "冊子",
        "照会・会議・支援の地図",
        "広報",
        "利用者",
    ],
    "閲覧": ["見る"],
    "広報": ["広報", "見る"],
}
TO_CHANGE = {"電話で確かめる", "窓口を加える", "Excelで直す", "窓口を選んで、臨時の休みを入れる"}


def staff_pages(client, user) -> dict[str, dashboard.StaffPage]:
    """The pages of work that a member of staff finds, by name."""
    client.force_login(user)
    return {page.label: page for page in client.get("/admin/").context["staff_pages"]}


@pytest.mark.parametrize("role", TASKS)
def test_a_role_finds_its_tasks_and_every_page_opens(client, db, role):
    """Only what the role may do; the page behind each link leads back to admin."""
    user = staff("somebody@example.jp", "小俣 四郎", role)
    found = staff_pages(client, user)
    cards = client.get("/admin/").context["cards"]
    assert [card.task.label for card in cards] == TASKS[role]
    assert (set(found) >= TO_CHANGE) is (role == "福祉生活相談センター")
    for page in found.values():
        answer = client.get(page.url)
        assert answer.status_code == 200, page
        assert 'href="/admin/"' in answer.content.decode()


def test_a_colleague_without_any_role_finds_no_page(client, outsider):
    """Nor a heading of a task."""
    outsider.is_staff = True
    outsider.save()
    assert staff_pages(client, outsider) == {}
    assert client.get("/admin/").context["cards"] == []


def test_a_door_says_what_waits_behind_it(client, clerk, at, django_assert_max_num_queries):
    """Also when nothing does; all of it is counted in one query."""
    at("2026-11-26 10:00", refreshed=False)

    def counts() -> dict:
        pages = staff_pages(client, clerk).values()
        return {page.label: page.count for page in pages if page.what}

    assert set(counts().values()) == {0}
    organisations = OrganisationFactory.create_batch(3)
    RoundFactory(asked=organisations)
    ProgrammeFactory.create_batch(2, organisation=organisations[0])
    for day in ("2026-11-25", "2026-12-01"):
        Meeting.objects.create(kind="talk", date=day, agenda="打合せ")
    expected = {"審査": 0, "照会": 3, "支援の地図": 2, "会議": 1, "電話で確かめる": 0}
    assert counts() == expected
    page = client.get("/admin/").content.decode()
    assert "未回答の課・団体 <strong>3件</strong>" in page
    request = client.get("/admin/").wsgi_request
    with django_assert_max_num_queries(1):
        dashboard.staff_pages(request)


def test_more_than_a_hundred_are_not_counted_on(client, clerk, at):
    """The page says that there are more; a large directory counts only what an index finds."""
    at("2026-11-26 10:00", refreshed=False)
    category = CategoryFactory()
    for _number in range(102):
        WindowFactory(categories=[category], phones=[])
    client.force_login(clerk)
    page = client.get("/admin/").content.decode()
    assert "100件以上" in page
    assert "102件" not in page


def test_a_large_directory_names_what_it_does_not_count(client, clerk, at, monkeypatch):
    """The row leads to the list all the same, without a number."""
    at("2026-11-26 10:00", refreshed=False)
    WindowFactory(phones=[])
    monkeypatch.setattr(dashboard, "MOST_READ", 0)
    client.force_login(clerk)
    rows = {row.label: row for row in client.get("/admin/").context["to_do"]}
    assert rows["電話番号のない窓口"].count_words == ""
    assert rows["確認の期限が過ぎている窓口"].count_words == "1件"


def test_a_closed_year_waits_for_nobody(client, clerk, at):
    """Programmes of a closed year cannot be put into a category any more."""
    at("2026-11-26 10:00", refreshed=False)
    ProgrammeFactory()
    closed = {"status": "closed", "closed_at": "2026-11-26T10:00+09:00", "closed_by": clerk}
    RoundFactory(asked=[OrganisationFactory()], **closed)
    found = staff_pages(client, clerk)
    assert (found["照会"].count, found["支援の地図"].count) == (0, 0)
