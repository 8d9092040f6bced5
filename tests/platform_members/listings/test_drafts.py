"""A draft is kept as typed, says what is missing, and is sent once."""

import pytest
from django.db import IntegrityError, transaction

from platform_members.models import ListingUpdate, OutgoingMail
from platform_members.review import actions as review
from platform_members.review.actions import Seen
from tests.factories import CategoryFactory
from tests.helpers.desk_pages import text
from tests.helpers.desk_parts import NUMBER, part_of, send, the_update
from tests.helpers.page_forms import sent
from tests.helpers.proposals import save
from tests.helpers.transactions import committed


@committed
def test_a_draft_is_kept_as_typed_and_says_what_is_missing(members_page, listing):
    """It need not be right before it is sent: it is stored, shown again, and mended later."""
    address = part_of(listing, "phones")
    page = text(
        send(members_page, address, do="save", phones__0__label="夜間", **{NUMBER: "21-5556"})
    )
    assert "まだ足りないところ" in page
    assert "市外局番" in page
    draft = the_update()
    assert (draft.status, draft.changed_names) == ("draft", [])
    form = members_page.get(address)
    assert "市外局番" in text(form)
    assert sent(form)["phones-0-printed"] == ["21-5556"]
    assert sent(form)["phones-0-label"] == ["夜間"]
    send(members_page, address, **{NUMBER: "0596-21-5557"})
    update = the_update()
    assert (update.status, update.unfinished) == ("waiting", {})
    assert update.facts["phones"][0] == {
        "kind": "voice",
        "label": "夜間",
        "printed": "0596-21-5557",
    }


@committed
def test_what_is_sound_beside_it_counts_already(members_page, listing):
    """One slip in a draft keeps nothing else back; the whole form shows it all."""
    send(members_page, part_of(listing, "text"), do="save", subject="", cost="無料")
    assert the_update().changed_names == ["cost"]
    whole = sent(members_page.get(f"/desk/listings/{listing.pk}/edit/"))
    assert (whole["subject"], whole["cost"]) == ([""], ["無料"])


@committed
def test_an_unfinished_part_keeps_the_rest_from_being_sent(members_page, listing):
    """What was typed is saved as a draft, and the next page names what is to be mended."""
    send(members_page, part_of(listing, "phones"), do="save", **{NUMBER: "12"})
    page = text(send(members_page, part_of(listing, "text"), cost="無料"))
    assert "「電話番号」に、まだ直すところがあります" in page
    assert "変更案を出す</button>" not in page
    assert (the_update().status, the_update().facts["cost"]) == ("draft", "無料")
    answer = members_page.post(f"/desk/updates/{the_update().pk}/send/", {"seen": 2}, follow=True)
    assert "まだ直すところがあります" in text(answer)
    assert the_update().status == "draft"


def test_the_database_lets_nothing_unfinished_wait(listing, member):
    """Neither before the reviewers nor decided."""
    update = save(listing, member, cost="無料")
    with pytest.raises(IntegrityError), transaction.atomic():
        ListingUpdate.objects.filter(pk=update.pk).update(unfinished={"cost": {}})


@committed
def test_a_draft_is_sent_from_its_page_once(members_page, listing, reviewer):
    """One press from the page that shows what it changes; the second press changes nothing."""
    send(members_page, part_of(listing, "text"), do="save", cost="無料")
    address = f"/desk/updates/{the_update().pk}/send/"
    for _press in range(2):
        page = text(members_page.post(address, {"seen": 1}, follow=True))
        assert "変更案を出しました。" in page
    assert (the_update().status, the_update().revision) == ("waiting", 2)
    assert OutgoingMail.objects.count() == 1


@committed
def test_a_draft_that_changed_is_looked_at_before_it_is_sent(members_page, listing):
    """A colleague has written on; who had the page open reads it first."""
    send(members_page, part_of(listing, "text"), do="save", cost="無料")
    send(members_page, part_of(listing, "text"), do="save", cost="500円")
    answer = members_page.post(f"/desk/updates/{the_update().pk}/send/", {"seen": 1}, follow=True)
    assert "ほかの画面で保存されています" in text(answer)
    assert the_update().status == "draft"


@committed
def test_enter_saves_and_stays(members_page, listing):
    """Without script, too: the form is where it was, and nothing goes to the reviewers."""
    address = part_of(listing, "text")
    form = sent(members_page.get(address), do="enter", cost="無料")
    assert members_page.post(address, form)["Location"] == address
    assert the_update().status == "draft"
    assert sent(members_page.get(address))["cost"] == ["無料"]


@committed
def test_a_new_windows_draft_is_kept_and_mended_part_by_part(members_page, organisation):
    """A telephone number first, the rest another day."""
    add = f"/desk/organisations/{organisation.pk}/windows/add/"
    send(members_page, add, do="save", **{NUMBER: "0596-63-5224"})
    update = the_update()
    assert set(update.unfinished) == {"subject", "name", "categories"}
    assert update.facts["phones"][0]["printed"] == "0596-63-5224"
    parts = f"/desk/updates/{update.pk}/edit/"
    send(members_page, f"{parts}text/", do="save", subject="居場所の相談", name="あさまの家")
    send(members_page, f"{parts}rest/", categories=[str(CategoryFactory().pk)])
    assert (the_update().status, the_update().unfinished) == ("waiting", {})


@committed
def test_a_draft_keeps_no_letter_that_the_database_refuses(members_page, listing):
    """NUL is dropped from what is stored; the rest of the words is there."""
    send(members_page, part_of(listing, "text"), do="save", subject="そう\x00だん")
    assert sent(members_page.get(part_of(listing, "text")))["subject"] == ["そうだん"]


@committed
def test_a_returned_change_is_mended_in_its_part(members_page, listing, member, reviewer):
    """The reason stands above the form, and what is sent again waits again."""
    update = save(listing, member, cost="無料")
    review.return_update(update=update, seen=Seen.of(update), comment="いくらまで?", by=reviewer)
    address = f"/desk/updates/{update.pk}/edit/text/"
    assert "いくらまで?" in text(members_page.get(address))
    send(members_page, address, cost="1,000円まで無料")
    assert (the_update().status, the_update().facts["cost"]) == ("waiting", "1,000円まで無料")
