"""Small things that told more than they should."""

import pytest
from django.urls import reverse
from django.utils import timezone

from campaigns.files.tables import csv_file
from campaigns.models import Campaign, MediumResult
from directory.models import Window
from directory.spreadsheets.cells import guarded, text_of
from platform_members.joining.mails import application_arrived
from platform_members.models import ListingUpdate, MembershipApplication, OutgoingMail
from platform_members.outbox.posting import address
from tests.factories import ListingFactory, ProgrammeFactory, WindowFactory

DRAFT = "まだ見せない相談"


def test_a_page_that_asks_before_deleting_names_nobody_elses_draft(
    client, administrator, organisation
):
    """How many there are, not what they say."""
    listing = ListingFactory(organisation=organisation)
    ListingUpdate.objects.create(
        organisation=organisation, facts={"subject": DRAFT}, saved_at=timezone.now()
    )
    client.force_login(administrator)
    asks = reverse("admin:platform_members_organisation_delete", args=[organisation.pk])
    page = client.get(asks).content.decode()
    assert DRAFT not in page
    assert "掲載内容の変更案" in page
    assert listing.window.subject not in page


def test_a_departments_form_does_not_name_a_draft_that_staff_have_linked(
    client, organisation, member
):
    """The link stays when the department saves its line."""
    draft = WindowFactory(subject=DRAFT, status=Window.Status.DRAFT, published_at=None)
    own = ListingFactory(organisation=organisation).window
    programme = ProgrammeFactory(organisation=organisation)
    programme.windows.add(draft, own)
    client.force_login(member)
    page = client.get(reverse("platform_members:programme-edit", args=[programme.pk]), follow=True)
    assert DRAFT not in page.content.decode()
    assert set(programme.possible_windows) == {own}


@pytest.mark.parametrize(
    "text", [" =1+1", "　＝1", "＝1", "＋1", "－1", "＠a", "\u200b=1", "'=1", "\ufeff@a", "\t=1"]
)
def test_no_spelling_of_a_formula_leaves_a_file_unmarked(text):
    """Blanks, letters that show nothing, full-width signs; but for the first it comes back so."""
    assert guarded(text).startswith("'")
    assert text_of(guarded(text)) == text.strip(" \t　\u200b\ufeff")


def test_a_campaigns_csv_has_no_cell_that_is_calculated(db, client):
    """Whatever a contractor calls a medium."""
    campaign = Campaign.objects.create(
        title="動画", kind="video", starts_on="2024-01-01", ends_on="2024-02-01"
    )
    MediumResult.objects.create(
        campaign=campaign, medium=" ＝cmd", impressions=10, clicks=1, cost=5, explanation="＠x"
    )
    text = csv_file(campaign).decode()
    assert "'＝cmd" in text
    assert "'＠x" in text


def test_an_address_that_a_stranger_typed_is_no_link_in_a_mail(db, settings):
    """Only the portal's own addresses are; all of the text is there."""
    settings.STAFF_EMAIL = "office@example.jp"
    near = f"{settings.PORTAL_URL}.evil.example/"
    typed = f"https://evil.example/ www.evil.example a@evil.example {near} <b>x</b>"
    application = MembershipApplication.objects.create(
        name=typed, kind="npo", contact_person="x", email="a@example.jp", consent=True
    )
    application_arrived(application=application)
    mail = OutgoingMail.objects.get()
    own = address("admin:platform_members_membershipapplication_change", application.pk)
    assert mail.html.count("<a ") == 2  # and the portal's own at the end
    assert f'href="{own}"' in mail.html
    assert typed.replace("<b>x</b>", "&lt;b&gt;x&lt;/b&gt;") in mail.html


@pytest.mark.parametrize("password", ["correct horse", "wrong"])
def test_an_account_that_is_switched_off_is_not_confirmed_by_its_password(
    client, outsider, password
):
    """The same page, whether the guess was right or wrong."""
    outsider.is_active = False
    outsider.save()
    sent = {"login": outsider.email, "password": password}
    answer = client.post("/accounts/login/", sent)
    assert answer.status_code == 200
    assert "正しくありません" in answer.content.decode()


def test_the_source_that_residents_read_stands_under_no_heading_of_staffs(client, administrator):
    """It is named as public."""
    client.force_login(administrator)
    page = client.get("/admin/campaigns/campaign/add/").content.decode()
    heading = page.index("出典（報告に載ります）")
    assert heading < page.index('name="source"') < page.index("職員のための記録")
