"""Members find on their desk what waits for them; a link that does not work leads on."""

from datetime import date

import pytest
from django.conf import settings as django_settings
from django.urls import reverse
from django.utils import timezone

from directory.models import Window
from platform_members.listings.actions import updates
from platform_members.meetings.actions import answer_meeting
from platform_members.models import Invitation, Meeting, Organisation, RoundAnswer
from platform_members.registry import actions
from platform_members.review import actions as review
from platform_members.review.actions import Seen
from tests.factories import (
    ListingFactory,
    RoundFactory,
    WindowFactory,
)
from tests.helpers.proposals import save

GENERAL = "0596-63-5224"


@pytest.fixture
def desk(client, member, at):
    """Return a function that opens the member's desk on 26 November 2026."""
    at("2026-11-26 10:00")
    client.force_login(member)
    return lambda: client.get("/desk/")


def tasks(page) -> list[str]:
    """What waits, as the page lists it."""
    return [task.text for task in page.context["tasks"]]


def test_nothing_waits(desk, organisation):
    """The page says so."""
    page = desk()
    assert tasks(page) == []
    assert "していただきたいこと" in page.content.decode()
    assert "いまはありません。" in page.content.decode()


def test_everything_that_waits_is_on_the_desk(desk, listing, member, reviewer, organisation):
    """A round with its due date, a meeting, a returned change, a window to confirm."""
    collection = RoundFactory(asked=[organisation], due_on=date(2026, 11, 20))
    meeting = Meeting.objects.create(kind="platform", date="2026-12-10", agenda="第2回")
    meeting.organisations.add(organisation)
    other = ListingFactory(organisation=organisation, window__subject="こどもの相談")
    update = save(other, member, cost="無料")
    review.return_update(update=update, seen=Seen.of(update), comment="いくら?", by=reviewer)
    page = desk()
    assert tasks(page) == [
        f"照会「令和8年度の照会」に回答する（{organisation}）",
        "PF会議 の出欠を答える",
        "返ってきた変更案を直して、もう一度出す：こどもの相談",
        "いまも正しいかを確認する：しごとの相談",
    ]
    html = page.content.decode()
    assert "回答期限 2026年11月20日（金）" in html
    assert "（期限を過ぎています）" in html
    assert "2026年12月10日（木）" in html
    for address in (
        collection.get_absolute_url(),
        meeting.get_absolute_url(),
        f"/desk/updates/{update.pk}/",
        f"/desk/listings/{listing.pk}/",
    ):
        assert f'href="{address}"' in html


def test_a_draft_and_a_reviewers_reason_stand_on_the_desk(desk, listing, member, reviewer):
    """One tap from there to the page on which each is gone on with."""
    draft = save(listing, member, updates.save_draft, cost="無料")
    other = ListingFactory(organisation=listing.organisation, window__subject="こどもの相談")
    update = save(other, member, cost="無料")
    review.return_update(update=update, seen=Seen.of(update), comment="いくら?", by=reviewer)
    page = desk()
    assert tasks(page)[:2] == [
        "返ってきた変更案を直して、もう一度出す：こどもの相談",
        "下書きの続きを書いて、出す：しごとの相談",
    ]
    html = page.content.decode()
    assert "いくら?" in html
    assert "2026年11月26日（木） に保存" in html
    for each in (draft, update):
        assert f'href="/desk/updates/{each.pk}/"' in html


def test_what_is_done_waits_no_more(desk, listing, member, organisation):
    """An answered round, an answered or past meeting, a confirmed window."""
    RoundFactory(asked=[organisation])
    RoundAnswer.objects.update(status="nothing", answered_at=timezone.now(), answered_by=member)
    for day in ("2026-12-10", "2026-11-25"):
        meeting = Meeting.objects.create(kind="platform", date=day, agenda="第2回")
        meeting.organisations.add(organisation)
    answer_meeting(meeting=Meeting.objects.get(date="2026-12-10"), answer="comes", by=member)
    Window.objects.update(verified_on=date(2026, 11, 1))
    assert tasks(desk()) == []


def test_nobody_is_shown_what_is_anothers_to_do(client, at, listing, viewer, rival, organisation):
    """Who only looks on answers for their own attendance; another organisation sees nothing."""
    at("2026-11-26 10:00")
    RoundFactory(asked=[organisation])
    meeting = Meeting.objects.create(kind="platform", date="2026-12-10", agenda="第2回")
    meeting.organisations.add(organisation)
    client.force_login(viewer)
    assert tasks(client.get("/desk/")) == ["PF会議 の出欠を答える"]
    client.force_login(rival)
    assert tasks(client.get("/desk/")) == []


def test_a_change_that_waits_is_no_reason_to_confirm(desk, listing, member):
    """The desk does not ask for what it would refuse."""
    save(listing, member, cost="無料")
    assert tasks(desk()) == []


def test_the_public_page_and_the_account_are_one_click_away(desk, organisation):
    """The page as residents read it, where there is one; password and second factor."""
    html = desk().content.decode()
    for address in (
        organisation.get_absolute_url(),
        "/accounts/password/change/",
        reverse("mfa_index"),
    ):
        assert f'href="{address}"' in html
    Organisation.objects.update(published=False)
    assert organisation.get_absolute_url() not in desk().content.decode()


def test_the_desk_costs_the_same_however_much_waits(
    desk, member, organisation, django_assert_max_num_queries
):
    """Rounds, meetings and windows without end: the number of queries does not grow."""
    for number in range(8):
        RoundFactory(asked=[organisation], fiscal_year=2010 + number)
        Meeting.objects.create(
            kind="platform", date="2026-12-10", agenda=f"{number}"
        ).organisations.add(organisation)
        ListingFactory(organisation=organisation)
    with django_assert_max_num_queries(19):
        page = desk()
    assert len(tasks(page)) == 24


# Links that do not work


@pytest.fixture
def general(db):
    """The window that knows where to turn, with its telephone."""
    return WindowFactory(
        uid=django_settings.GENERAL_WINDOW_UID, name="福祉生活相談センター", phones=[GENERAL]
    )


@pytest.fixture
def invitation(organisation, clerk):
    """An open invitation and the address of its page."""
    made, token = Invitation.new(
        at=timezone.now(),
        organisation=organisation,
        email="yamada@example.jp",
        role="editor",
        made_by=clerk,
    )
    made.save()
    return made, f"/invitations/{token}/"


def helps(response, status: int) -> str:
    """A page that says which number to ring, without log-in or cookie; return what it says."""
    html = response.content.decode()
    assert response.status_code == status
    assert f'href="tel:{GENERAL.replace("-", "")}"' in html
    assert "福祉生活相談センター" in html
    assert "Set-Cookie" not in response.headers
    return html


@pytest.mark.parametrize("cut", [1, 10, 43])
def test_a_cut_invitation_link_leads_on(client, general, invitation, cut):
    """Whatever is missing of it, all of the secret included: what happened, what to do."""
    _made, link = invitation
    address = link.rstrip("/")[:-cut].rstrip("/") + "/"
    html = helps(client.get(address), 404)
    assert "途中で切れているかもしれません" in html
    assert "/accounts/login/" in html
    assert helps(client.post(address), 404)


def test_an_invitation_that_ran_out_leads_on(client, general, invitation, clerk, at):
    """Expired, withdrawn, used, or of an organisation that has left: each says what it is."""
    made, link = invitation
    stories = {
        "（7日間）が過ぎました": lambda: Invitation.objects.update(expires_at=timezone.now()),
        "取り消されたか、新しい招待に替わりました": lambda: actions.withdraw_invitation(
            invitation=made, by=clerk
        ),
    }
    for words, happens in stories.items():
        happens()
        assert words in helps(client.get(link), 410)


def test_an_invitation_into_an_organisation_that_has_left_says_so(client, general, invitation):
    """Not that a person withdrew it."""
    Organisation.objects.update(left_on=timezone.localdate())
    assert "いまはプラットフォームの団体ではありません" in helps(client.get(invitation[1]), 410)


@pytest.mark.parametrize("address", ["/verify/", "/verify/x/", "/verify/x/changes/"])
def test_a_cut_verification_link_leads_on(client, general, address):
    """However much of it is left."""
    assert "途中で切れているかもしれません" in helps(client.get(address), 404)


def test_a_former_member_reads_whom_to_tell(client, general, outsider):
    """A desk without an organisation is no dead end: account and office are named."""
    client.force_login(outsider)
    html = client.get("/desk/").content.decode()
    assert "担当している団体はありません" in html
    assert "/accounts/password/change/" in html
