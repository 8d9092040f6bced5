"""The one search box of the staff: windows, organisations, people, numbers; and pages of errors."""

import re

import pytest
from django.test import Client

from directory.search.index import index_windows
from tests.factories import OrganisationFactory, WindowFactory
from tests.helpers.transactions import committed

SEARCH = "/admin/search/"


@pytest.fixture
def found(client, clerk):
    """Return a function from what a clerk types to the texts found, by kind."""
    client.force_login(clerk)

    def found(text: str) -> dict[str, list[str]]:
        kinds = client.get(SEARCH, {"q": text}).context["kinds"]
        return {kind.label: [row.words for row in kind.rows] for kind in kinds}

    return found


@pytest.fixture
def rows(db):
    """A window, a draft and an organisation with numbers of their own."""
    windows = [
        WindowFactory(subject="空き家の相談", name="住宅課", phones=["0596-21-5556"]),
        WindowFactory(subject="借金の相談", status="draft", published_at=None, phones=[]),
    ]
    index_windows(windows)
    OrganisationFactory(name="NPO法人あさま", kana="あさま", phone="0596-63-5224")
    return windows


@pytest.mark.parametrize(
    ("typed", "kind", "words"),
    [
        ("空き家", "相談窓口", "空き家の相談"),
        ("0596215556", "相談窓口", "空き家の相談"),
        ("０５９６（２１）５５５６", "相談窓口", "空き家の相談"),
        ("借金", "相談窓口", "【下書き】"),
        ("あさま", "団体", "NPO法人あさま"),
        ("ｱｻﾏ", "団体", "NPO法人あさま"),
        ("ｎｐｏ", "団体", "NPO法人あさま"),
        ("0596635224", "団体", "NPO法人あさま"),
        ("63-5224", "団体", "NPO法人あさま"),
        ("花子", "利用者", "伊勢 花子"),
        ("CLERK@", "利用者", "clerk@example.jp"),
    ],
)
def test_one_box_finds_by_kind(found, rows, typed, kind, words):
    """Whatever letters and hyphens are typed."""
    [line] = found(typed)[kind]
    assert words in line


@pytest.mark.parametrize("typed", ["", "   ", "\x00", "東京スカイツリー", "長" * 3000, "9"])
def test_what_is_not_there_is_said_plainly(found, rows, typed):
    """No error, no list of everything."""
    assert all(len(lines) <= 20 for lines in found(typed).values())


def test_the_links_lead_to_the_forms(client, clerk, rows):
    """Each opens, and the box stands on the start page."""
    client.force_login(clerk)
    [kind] = client.get(SEARCH, {"q": "空き家"}).context["kinds"]
    assert client.get(kind.rows[0].url).status_code == 200
    assert 'action="/admin/search/"' in client.get("/admin/").content.decode()


def test_a_number_leads_to_its_box(client, clerk, reader, rows):
    """Each number of a window is a link; who may not correct it has none."""
    rows[0].phones.create(printed="0596-21-5557", dialled="0596215557", order=2)
    client.force_login(clerk)
    [kind] = client.get(SEARCH, {"q": "空き家"}).context["kinds"]
    [(first, _box), (second, box)] = kind.rows[0].numbers
    assert (first, second) == ("0596-21-5556", "0596-21-5557")
    page, _hash, field = box.partition("#")
    assert f'value="{second}" id="{field}"' in _spelt(client.get(page).content.decode(), field)
    client.force_login(reader)
    [kind] = client.get(SEARCH, {"q": "空き家"}).context["kinds"]
    assert kind.rows[0].numbers == ()


def _spelt(page: str, field: str) -> str:
    """The value and id of a field, whatever else its box says."""
    box = next(each for each in re.findall(r"<input[^>]*>", page) if f'id="{field}"' in each)
    value = re.search(r'value="([^"]*)"', box)[1]
    return f'value="{value}" id="{field}"'


def test_a_role_finds_what_it_may_see(client, reader, publicist, rows):
    """閲覧 finds no draft, 広報 neither organisations nor people."""
    client.force_login(reader)
    assert client.get(SEARCH, {"q": "借金"}).context["kinds"] == []
    client.force_login(publicist)
    for text in ("あさま", "花子", "clerk"):
        assert client.get(SEARCH, {"q": text}).context["kinds"] == []


@pytest.mark.parametrize("count", [1, 30])
def test_it_costs_a_constant_number_of_queries(
    client, clerk, rows, django_assert_max_num_queries, count
):
    """However many organisations and windows there are."""
    index_windows(WindowFactory.create_batch(count, subject="あさまの相談"))
    OrganisationFactory.create_batch(count)
    client.force_login(clerk)
    with django_assert_max_num_queries(18):
        client.get(SEARCH, {"q": "あさま"})


# Pages of errors

BACK = 'href="/admin/"'


def test_staff_stay_in_their_frame_when_a_page_is_missing_or_forbidden(client, clerk, reader):
    """404 and 403 in admin: the header of admin, and the way to the start page."""
    client.force_login(clerk)
    missing = client.get("/admin/nothing-here/")
    client.force_login(reader)
    forbidden = client.get("/admin/directory/window/calls/")
    assert (missing.status_code, forbidden.status_code) == (404, 403)
    for answer in (missing, forbidden):
        page = answer.content.decode()
        assert BACK in page
        assert 'id="header"' in page
        assert "閉じる（天気予報" not in page
        assert re.search(r"<title>[^｜]+｜[^<]*\w</title>", page)


def test_residents_pages_of_errors_stay_as_they_are(client, db):
    """The portal's own frame, without a word of admin."""
    page = client.get("/nothing-here/").content.decode()
    assert BACK not in page
    assert "閉じる（天気予報" in page


def test_an_error_of_ours_keeps_staff_in_their_frame(clerk, monkeypatch):
    """500 in admin."""

    def fail(*_given, **_named):
        raise RuntimeError

    monkeypatch.setattr("directory.admin.dashboard.rows", fail)
    client = Client(raise_request_exception=False)
    client.force_login(clerk)
    answer = client.get("/admin/")
    assert answer.status_code == 500
    assert BACK in answer.content.decode()
    assert "閉じる（天気予報" not in answer.content.decode()


@committed
def test_a_form_that_was_not_taken_is_offered_again_in_the_frame(clerk):
    """A CSRF token that has changed: what was typed stands there, with the way back."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(clerk)
    window = WindowFactory()
    answer = client.post(
        f"/admin/directory/window/{window.pk}/change/",
        {"subject": "ここまでの入力"},
        headers={"Sec-Fetch-Site": "same-origin"},
    )
    page = answer.content.decode()
    assert answer.status_code == 403
    assert "ここまでの入力" in page
    assert BACK in page
    assert 'id="header"' in page
    bare = client.post("/admin/directory/window/calls/", {})
    assert bare.status_code == 403
    assert BACK in bare.content.decode()
