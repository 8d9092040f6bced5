"""Clerks make an edition of the booklet, and withdraw one made by mistake."""

import pytest
from django.contrib.auth.models import Permission

from directory.booklet import documents
from directory.models import Edition, EditionFile, Window
from directory.typesetting.process import TypesettingFailed
from tests.factories import WindowFactory
from tests.helpers.booklet_pages import ADD, FORM, errata_page
from tests.helpers.paper import Paper, plain
from tests.helpers.transactions import committed, post_as


@pytest.fixture(autouse=True)
def own_booklets(settings, tmp_path):
    """Keep no booklet of another test."""
    settings.BOOKLET_FOLDER = tmp_path


# Making an edition


def test_a_clerk_makes_an_edition(clerk_client, edition, clerk):
    """It keeps who made it, three PDFs of their kinds, and the facts that it printed."""
    assert (edition.name, edition.copies, edition.made_by) == ("令和8年度版", 55_000, clerk)
    assert [row["facts"]["address"] for row in edition.facts] == ["伊勢市本町1-1"]
    for kind in EditionFile.Kind.values:
        response = clerk_client.get(f"/admin/directory/edition/{edition.pk}/{kind}.pdf")
        paper = Paper(response.content)
        assert len(paper.pages) == edition.files.get(kind=kind).pages
        assert plain("令和8年度版　2026年11月24日発行") in paper.pages[0].text
    page = clerk_client.get(f"/admin/directory/edition/{edition.pk}/change/").content.decode()
    assert all(str(label) in page for label in EditionFile.Kind.labels)


def test_the_preflight_lists_what_to_see_to(clerk_client, city):
    """Unconfirmed facts, unknown hours, missing numbers, cut texts, windows that are left out."""
    window = Window.objects.get(subject="福祉に関する相談")
    window.description = "長い説明。" * 30
    window.suspend(at=window.published_at, reason="点検")
    window.save()
    Window.objects.filter(subject="生活保護の相談").update(description="長い説明。" * 30)
    page = clerk_client.get(ADD).content.decode()
    printed = Window.objects.published()
    for title in (
        f"確認の期限が過ぎている窓口（{printed.count()}）",
        f"受付日時がわからない窓口（{printed.without_hours().filter(hours_override='').count()}）",
        f"電話番号がない窓口（{printed.without_telephone().count()}）",
        "説明が途中で切れる窓口（1）",
        "冊子に載らない窓口（休止中）（1）",
    ):
        assert title in page
    assert "直さないと作れません" not in page


@pytest.mark.parametrize(
    ("address", "alarmed"),
    [
        ("http://127.0.0.1:8000", True),
        ("http://localhost:8000", True),
        ("http://[::1]:8000", True),
        ("http://192.168.1.7", True),
        ("http://portal", True),
        ("https://soudan.example.lg.jp", False),
    ],
)
def test_a_qr_code_that_opens_nothing_is_an_alarm(clerk_client, window, settings, address, alarmed):
    """55,000 booklets whose codes lead into the machine on which they were made are of no help."""
    settings.PORTAL_URL = address
    page = clerk_client.get(ADD).content.decode()
    assert ("大事な確認：QRコードの行き先が、この機械の中のアドレス" in page) == alarmed


def test_a_general_window_that_nobody_can_ring_is_an_alarm(clerk_client, window, settings):
    """Neither when it is not public nor when it has no number is the box left to chance."""
    alarm = "大事な確認：「どこに相談したらよいか迷ったら」に、電話番号がありません（1）"
    assert alarm in clerk_client.get(ADD).content.decode()
    settings.GENERAL_WINDOW_UID = str(window.uid)
    assert alarm not in clerk_client.get(ADD).content.decode()
    window.phones.all().delete()
    assert alarm in clerk_client.get(ADD).content.decode()


def test_looking_at_the_preflight_makes_nothing(clerk_client, window):
    """GET only looks."""
    assert clerk_client.get(ADD).status_code == 200
    assert not Edition.objects.exists()


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"confirmed": ""}, "上の内容を見てから、印を付けてください。"),
        ({"name": ""}, "このフィールドは必須です。"),
        ({"name": "令和😀年度版"}, "😀"),
        ({"name": "\x00"}, "目に見えない文字"),
        ({"name": "あ" * 41}, "40"),
        ({"printed_on": "2026-13-45"}, "という日はありません"),
        ({"copies": "0"}, "1"),
        ({"copies": "9" * 30}, "2147483647"),
    ],
)
def test_bad_input_makes_no_edition_and_is_shown_again(clerk_client, window, change, error):
    """The clerk reads what is wrong; the rest stays as typed."""
    page = clerk_client.post(ADD, FORM | change).content.decode()
    assert error in page
    if "copies" not in change:
        assert 'value="55000"' in page
    assert not Edition.objects.exists()


def test_an_edition_has_a_name_of_its_own(clerk_client, edition):
    """The same button pressed twice does not make it twice."""
    page = clerk_client.post(ADD, FORM).content.decode()
    assert "同じ名前の版があります" in page
    assert Edition.objects.count() == 1


def test_an_unprintable_letter_stops_the_edition(clerk_client, window):
    """The page names window, field and letter, and makes nothing."""
    Window.objects.update(place_note="😀階")
    page = clerk_client.post(ADD, FORM).content.decode()
    assert "直さないと作れません：印刷できない文字（1）" in page
    assert "仕事の相談（相談室） 建物・階・窓口番号：😀" in page
    assert not Edition.objects.exists()


def test_the_citys_own_windows_fit(clerk_client, city):
    """Whatever the data hold, an edition can be made of the windows that are loaded."""
    assert "まだ調べていません" in clerk_client.get(ADD).content.decode()
    page = clerk_client.post(ADD, {"try": "1"}, follow=True).content.decode()
    assert "ページ数を調べました。" in page
    assert "ページです。" in page
    assert "直さないと作れません" not in page
    assert clerk_client.post(ADD, FORM).status_code == 302
    assert Edition.objects.count() == 1


def test_too_much_for_the_pages_stops_the_edition(clerk_client, window):
    """The page says by how many pages, and which category takes how much room."""
    long = {"description": "長い" * 40, "categories": [window.categories.get()]}
    for _number in range(320):
        WindowFactory(**long)
    page = clerk_client.post(ADD, FORM, follow=True).content.decode()
    assert "ページ多すぎるので、作れませんでした。" in page
    assert 'value="55000"' in page
    assert "32ページに" in page
    assert "おさまりません" in page
    assert "仕事：約" in page
    assert not Edition.objects.exists()


def test_a_broken_press_says_why_and_keeps_what_was(clerk_client, edition, monkeypatch):
    """The clerk reads the worker's own words; older editions stay."""

    def fail(*job):
        raise TypesettingFailed("紙づまり")

    monkeypatch.setattr(documents, "typeset", fail)
    page = clerk_client.post(ADD, FORM | {"name": "次の版"}, follow=True).content.decode()
    assert "紙づまり" in page
    assert 'value="次の版"' in page
    page = clerk_client.post(ADD, {"try": "1"}, follow=True).content.decode()
    assert "紙づまり" in page
    assert [each.name for each in Edition.objects.all()] == ["令和8年度版"]
    assert edition.files.count() == 3


def test_an_edition_is_never_changed_or_deleted(clerk_client, edition):
    """What was printed was printed."""
    address = f"/admin/directory/edition/{edition.pk}"
    assert clerk_client.post(f"{address}/change/", FORM | {"copies": "1"}).status_code == 403
    assert clerk_client.post(f"{address}/delete/", {"post": "yes"}).status_code == 403
    edition.refresh_from_db()
    assert edition.copies == 55_000


def test_only_who_may_makes_and_sees_editions(client, edition, clerk, outsider):
    """To see one may not be to make one; others get nothing."""
    pdf = f"/admin/directory/edition/{edition.pk}/print.pdf"
    clerk.groups.clear()
    clerk.user_permissions.set(Permission.objects.filter(codename="view_edition"))
    assert client.get(pdf).status_code == 200
    assert client.get(ADD).status_code == 403
    assert client.post(ADD, FORM | {"name": "次の版"}).status_code == 403
    clerk.user_permissions.clear()
    assert client.get(pdf).status_code == 403
    client.force_login(outsider)
    assert client.get(pdf).status_code == 302
    assert client.post(ADD, FORM | {"name": "次の版"}).status_code == 302
    assert Edition.objects.count() == 1


@pytest.mark.parametrize("kind", ["nothing", "x" * 300])
def test_an_unknown_pdf_is_not_found(clerk_client, edition, kind):
    """Only the three kinds exist."""
    assert clerk_client.get(f"/admin/directory/edition/{edition.pk}/{kind}.pdf").status_code == 404


# Withdrawing one


@pytest.fixture
def withdrawal(edition) -> str:
    """The page on which the edition is withdrawn and taken back."""
    return f"/admin/directory/edition/{edition.pk}/withdrawal/"


def test_an_edition_made_by_mistake_is_withdrawn_after_asking(clerk_client, edition, withdrawal):
    """The page says what residents lose; only the button does it, and the 正誤表 is gone."""
    page = clerk_client.get(withdrawal).content.decode()
    assert "この版の正誤表は、住民の画面から消えます。" in page
    edition.refresh_from_db()
    assert not edition.is_withdrawn
    answer = clerk_client.post(withdrawal, {"decision": "withdraw"}, follow=True).content.decode()
    assert "「令和8年度版」を取り下げました。" in answer
    assert "取り下げた（" in answer
    again = clerk_client.post(withdrawal, {"decision": "withdraw"}, follow=True).content.decode()
    assert "もうそうなっています" in again
    assert "まだありません" in errata_page(clerk_client)
    assert clerk_client.get(edition.get_absolute_url()).status_code == 404
    assert clerk_client.get(f"/booklet/errata/{edition.pk}.pdf").status_code == 404


def test_a_withdrawn_edition_is_taken_back(clerk_client, edition, withdrawal):
    """Withdrawing the right one by mistake is no loss: its 正誤表 is there again."""
    clerk_client.post(withdrawal, {"decision": "withdraw"})
    page = clerk_client.post(withdrawal, {"decision": "take_back"}, follow=True).content.decode()
    assert "取り下げをやめました。" in page
    assert "冊子の正誤表（令和8年度版）" in errata_page(clerk_client)


def test_a_withdrawn_edition_gives_its_name_back(clerk_client, edition, withdrawal):
    """The right one is made under the same name; then the mistake cannot come back."""
    clerk_client.post(withdrawal, {"decision": "withdraw"})
    clerk_client.post(ADD, FORM)
    assert Edition.objects.count() == 2
    page = clerk_client.post(withdrawal, {"decision": "take_back"}, follow=True).content.decode()
    assert "という名前の版がほかにあるので、元に戻せません。" in page
    edition.refresh_from_db()
    assert edition.is_withdrawn


def test_who_may_make_no_edition_withdraws_none(client, edition, withdrawal, reader):
    """To look is not to decide."""
    client.force_login(reader)
    assert (
        "取り下げる" not in client.get(withdrawal.replace("withdrawal", "change")).content.decode()
    )
    assert client.get(withdrawal).status_code == 403
    assert client.post(withdrawal, {"decision": "withdraw"}).status_code == 403
    edition.refresh_from_db()
    assert not edition.is_withdrawn


@committed
def test_withdrawing_holds_outside_of_a_test(clerk):
    """The row is locked in a transaction of the portal's own."""
    edition = Edition.objects.create(
        name="版", printed_on="2026-11-24", copies=1, facts=[], made_by=clerk
    )
    address = f"/admin/directory/edition/{edition.pk}/withdrawal/"
    for decision, is_withdrawn in [("withdraw", True), ("take_back", False)]:
        assert post_as(clerk, address, decision=decision).status_code == 302
        edition.refresh_from_db()
        assert edition.is_withdrawn == is_withdrawn
