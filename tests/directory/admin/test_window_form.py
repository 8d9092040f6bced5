"""A clerk keeps the directory in admin."""

import pytest

from directory.models import Category, Window
from tests.factories import CategoryFactory, WindowFactory

ADD = "/admin/directory/window/add/"


def form(**changes) -> dict:
    """What a clerk's browser sends for a new window with one telephone."""
    return {
        "subject": "新しい相談",
        "name": "新しい窓口",
        "reservation": "none",
        "order": "10",
        "categories": [Category.objects.first().pk],
        "phones-TOTAL_FORMS": "2",
        "phones-INITIAL_FORMS": "0",
        "phones-0-kind": "voice",
        "phones-0-printed": "（０５９６）２１－５５５６",
        "phones-0-order": "0",
        "phones-1-kind": "voice",
        "phones-1-order": "0",
        "closes_at_year_end": "true",
        **no_rows("hours_rules"),
        **no_rows("hours_exceptions"),
        **changes,
    }


def no_rows(prefix: str) -> dict:
    """What a browser sends for an untouched table."""
    return {f"{prefix}-TOTAL_FORMS": "0", f"{prefix}-INITIAL_FORMS": "0"}


def rows(prefix: str, *rows: dict) -> dict:
    """What a browser sends for new rows of a table."""
    sent = {f"{prefix}-TOTAL_FORMS": str(len(rows)), f"{prefix}-INITIAL_FORMS": "0"}
    for number, row in enumerate(rows):
        sent |= {f"{prefix}-{number}-{field}": value for field, value in row.items()}
    return sent


def rule(opens="8:30", closes="17:15", **changes) -> dict:
    """A row for Monday to Friday."""
    days = {"weekdays": ["0", "1", "2", "3", "4"], "on_holidays": "inherit"}
    return {"opens": opens, "closes": closes} | days | changes


@pytest.fixture
def admin_client(clerk_client):
    """The clerk, logged in."""
    CategoryFactory()
    return clerk_client


@pytest.mark.parametrize(
    "row",
    [
        rows("hours_exceptions", {"first_day": "2026-12-30", "DELETE": "on"}),
        rows("hours_exceptions", {"last_day": "x", "DELETE": "on"}),
        rows("hours_rules", {"opens": "x", "DELETE": "on"}),
        rows("phones", {"printed": "x", "DELETE": "on"}),
    ],
)
def test_a_row_to_be_deleted_is_not_read_where_the_counts_are_broken(admin_client, row):
    """A forged or damaged form is shown again with what is wrong, and saves nothing."""
    broken = {name: "x" if name.endswith("INITIAL_FORMS") else each for name, each in row.items()}
    answer = admin_client.post(ADD, form(**broken))
    assert answer.status_code == 200
    assert not Window.objects.exists()


def test_a_clerk_adds_a_window_and_publishes_it(admin_client):
    """A new window is a draft; publishing is a step of its own, then residents see it."""
    assert admin_client.post(ADD, form()).status_code == 302
    window = Window.objects.get()
    assert window.status == "draft"
    assert window.phones.get().printed == "(0596)21-5556"
    admin_client.post(
        "/admin/directory/window/", {"action": "publish", "_selected_action": [window.pk]}
    )
    admin_client.logout()
    assert "(0596)21-5556" in admin_client.get(window.get_absolute_url()).content.decode()


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"phones-0-printed": "電話"}, "電話番号として読めません"),
        ({"phones-1-printed": "0596 21 5556"}, "同じ番号が2回入っています"),
        ({"website": "javascript:alert(1)"}, "URL"),
        ({"categories": []}, "必須"),
        ({"latitude": "34.5"}, "緯度と経度は、両方とも入力してください。"),
        ({"latitude": "95", "longitude": "136"}, "90 以下"),
        ({"subject": "長" * 101}, "100"),
        ({"subject": "ゼロ\x00文字"}, "目に見えない文字"),
        ({"channels": ["pigeon"]}, "pigeon"),
    ],
)
def test_bad_input_is_refused_beside_its_field_and_kept(admin_client, changes, complaint):
    """The clerk reads in Japanese what to mend, and nothing that was typed is lost or saved."""
    response = admin_client.post(ADD, form(**changes))
    page = response.content.decode()
    assert response.status_code == 200
    assert complaint in page
    assert "新しい窓口" in page
    assert not Window.objects.exists()


def test_a_clerk_suspends_and_retires(admin_client):
    """Bulk actions move windows through their life and say what they did."""
    published, draft = WindowFactory(), WindowFactory(status="draft", published_at=None)
    both = [published.pk, draft.pk]
    sent = {"action": "suspend", "_selected_action": both}
    asked = admin_client.post("/admin/directory/window/", sent).content.decode()
    assert "休止の理由" in asked
    assert "次の1件の窓口を休止します。" in asked
    assert "公開中ではないので、休止できません" in asked
    sent |= {"apply": "1", "reason": "建物の改修のため"}
    page = admin_client.post("/admin/directory/window/", sent, follow=True).content.decode()
    assert "選んだ2件のうち1件を休止しました。" in page
    assert "公開中ではないので休止できません" in page
    published.refresh_from_db()
    assert published.status == "suspended"
    sent = {"action": "retire", "_selected_action": both}
    asked = admin_client.post("/admin/directory/window/", sent).content.decode()
    assert "次の2件の窓口を廃止します。" in asked
    assert not Window.objects.filter(status="retired").exists()
    page = admin_client.post("/admin/directory/window/", sent | {"apply": "1"}, follow=True)
    assert "2件を廃止しました。" in page.content.decode()
    assert set(Window.objects.values_list("status", flat=True)) == {"retired"}


def test_admin_lists_cost_a_constant_number_of_queries(admin_client, django_assert_max_num_queries):
    """The list of windows does not get dearer with its length."""
    for count in (1, 30):
        for _number in range(count):
            WindowFactory()
        with django_assert_max_num_queries(15):
            admin_client.get("/admin/directory/window/")


def test_admin_speaks_japanese(admin_client):
    """A clerk reads Japanese names and help everywhere in the form."""
    page = admin_client.get(ADD).content.decode()
    for words in ("相談内容", "窓口の名称", "所在地非公開", "24時間・年中無休", "電話番号"):
        assert words in page


@pytest.mark.parametrize("address", ["/admin/", "/admin/directory/window/", ADD])
def test_an_outsider_is_refused(client, outsider, address):
    """An account without the staff's rights gets no admin page."""
    client.force_login(outsider)
    assert client.get(address).status_code in (302, 403)
