"""The 正誤表: what has changed since an edition was printed."""

from datetime import timedelta

import pytest
from django.utils import timezone

from directory.booklet.errata import errata, printed_facts
from directory.models import Edition, Window
from tests.factories import CategoryFactory, WindowFactory
from tests.helpers.booklet_pages import ADD, FORM, errata_page
from tests.helpers.paper import Paper, plain


def test_an_edition_of_tomorrow_is_not_issued_yet(client, window, clerk):
    """Before its day it is no edition that residents hold; its own page says 予定."""
    tomorrow = timezone.localdate() + timedelta(days=1)
    facts = [printed_facts(window)]
    edition = Edition.objects.create(
        name="次の版", printed_on=tomorrow, copies=1, facts=facts, made_by=clerk
    )
    assert "まだありません" in errata_page(client)
    page = client.get(edition.get_absolute_url()).content.decode()
    assert "に発行する予定の冊子です。" in page
    assert "に発行した冊子" not in page
    client.force_login(clerk)
    listed = client.get("/admin/directory/edition/").content.decode()
    assert "発行する予定" in listed
    assert "発行した" not in listed


def test_without_an_edition_there_is_nothing_to_correct(client, db):
    """The page says so; no PDF exists."""
    assert "まだありません" in errata_page(client)
    assert client.get("/booklet/errata/1.pdf").status_code == 404
    assert client.get("/booklet/errata/1/").status_code == 404


def test_an_unchanged_record_has_no_errata(client, edition):
    """Confirming facts or reordering windows changes nothing on paper."""
    Window.objects.update(order=5, verified_on="2026-11-24", note="内部のメモ")
    assert "変わったことはありません。" in errata_page(client)
    text = Paper(client.get(f"/booklet/errata/{edition.pk}.pdf").content).text
    assert "印刷したあとに変わったことはありません。" in text


def test_what_changed_stands_field_by_field_on_page_and_paper(client, edition, window):
    """Old and new of each fact that was printed; new and withdrawn windows by name."""
    window.address = "伊勢市本町2-2"
    window.save()
    window.phones.update(printed="0596-21-5557", dialled="0596215557")
    window.categories.set([CategoryFactory(name="健康")])
    WindowFactory(subject="できたての相談", name="新しい窓口")
    page = errata_page(client)
    text = Paper(client.get(f"/booklet/errata/{edition.pk}.pdf").content).text
    for fact in (
        "伊勢市本町1-1",
        "伊勢市本町2-2",
        "0596-21-5556",
        "0596-21-5557",
        "健康",
        "できたての相談",
    ):
        assert fact in page
        assert plain(fact) in text


def test_a_withdrawn_window_is_named(client, edition, window):
    """A reader of the booklet learns that the window answers no more."""
    window.retire(at=window.published_at)
    window.save()
    page = errata_page(client)
    assert "いま掲載していない窓口" in page
    assert "仕事の相談（相談室）" in page


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_window_withdrawn_for_safety_is_only_counted(client, edition, window, when):
    """Neither name nor place of a window with a confidential location stands anywhere."""
    if when == "before":
        row = edition.facts[0] | {"confidential": True}
        Edition.objects.update(facts=[row])
    else:
        window.confidential_location = True
    window.retire(at=window.published_at)
    window.save()
    page = errata_page(client)
    text = Paper(client.get(f"/booklet/errata/{edition.pk}.pdf").content).text
    for secret in ("仕事の相談", "相談室", "本町"):
        assert secret not in page
        assert secret not in text
    assert "ほかに、掲載を終えた窓口があります（1件）。" in page
    assert "ほかに、掲載を終えた窓口があります(1件)。" in text


def test_a_place_that_became_confidential_is_not_repeated(client, edition, window):
    """The old address stands in old booklets only; other changes are told."""
    window.confidential_location, window.address, window.cost = True, "伊勢市小木町3", "無料"
    window.save()
    page = errata_page(client)
    assert "無料" in page
    assert "本町" not in page
    assert "小木町" not in page


def test_an_edition_keeps_no_confidential_place(clerk_client, window):
    """What was not printed is not kept either."""
    Window.objects.update(confidential_location=True, note="内部のメモ")
    clerk_client.post(ADD, FORM)
    kept = str(Edition.objects.get().facts)
    assert "本町" not in kept
    assert "内部のメモ" not in kept


def test_older_editions_keep_their_errata(client, edition, window, clerk):
    """Each edition has a page of its own; the newest comes first."""
    newer = Edition.objects.create(
        name="令和9年度版", printed_on="2026-11-25", copies=1, facts=[], made_by=clerk
    )
    page = errata_page(client)
    assert "冊子の正誤表（令和9年度版）" in page
    assert f'href="/booklet/errata/{edition.pk}/"' in page
    old = client.get(f"/booklet/errata/{edition.pk}/").content.decode()
    assert "冊子の正誤表（令和8年度版）" in old
    assert errata(newer).added == [window]


def test_errata_cost_the_same_however_much_changed(
    client, edition, window, django_assert_num_queries
):
    """One change or twenty, the page takes the same number of queries."""
    client.logout()
    for batch in (1, 19):
        for _number in range(batch):
            WindowFactory()
        Window.objects.update(cost=f"{batch}円")
        with django_assert_num_queries(16):
            client.get("/booklet/errata/")


def test_errata_name_the_first_new_windows_only(client, edition, monkeypatch):
    """In staff's order, reachable or not; that there are more is said."""
    monkeypatch.setattr("directory.booklet.errata.MAX_ADDED", 3)
    added = [WindowFactory(order=n, reachable=n % 2 == 0, subject=f"新しい{n}") for n in range(5)]
    assert errata(edition).added == added[:3]
    page = client.get("/booklet/errata/").content.decode()
    assert "新しい2" in page
    assert "新しい3" not in page
    assert "ほかにもあります。" in page
    added[4].retire(at=timezone.now())
    added[4].save()
    Window.objects.filter(pk=added[3].pk).delete()
    assert "ほかにもあります。" not in client.get("/booklet/errata/").content.decode()
