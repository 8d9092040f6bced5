"""A database that version 0.1.0 has filled goes on with all that it holds (README.md).

The clock stands at the evening of the last mail in the dump, so that its links have not run out.
"""

import re
import time

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core import mail
from django.core.cache import caches
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.utils import timezone

from directory.facts.diff import changed_names
from directory.facts.snapshot import facts_of
from directory.models import ImportRun, Window, WindowVersion
from directory.text.normalise import fold
from platform_members.models import (
    Attendance,
    CollectionRound,
    GapMapDecision,
    ListingUpdate,
    Membership,
    OutgoingMail,
    Programme,
    User,
)
from tests.helpers.exchange_files import decide
from tests.helpers.page_forms import filled_form, sent

PORTAL = "https://soudan.example.jp"
# The app's secret of the clerk, and the calendar's of the member, whose digest alone is kept.
APP_SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
CALENDAR = "_Ln4v6O79Q1dgV-EgaQtBs4vYHOAv_CAlclBvjhmiqI"


@pytest.fixture(autouse=True)
def today(at, settings):
    """The evening of the day of the last mail."""
    settings.PORTAL_URL = PORTAL
    return at("2026-06-16 18:00")


def browser(email: str) -> Client:
    """The browser of a person of the dump, logged in."""
    client = Client()
    client.force_login(User.objects.get(email=email))
    return client


@pytest.fixture
def clerk():
    """The clerk's browser."""
    return browser("clerk@example.jp")


@pytest.fixture
def reviewer():
    """The reviewer's browser."""
    return browser("reviewer@example.jp")


def window(subject: str) -> Window:
    """A window by its subject, with all that belongs to it."""
    return Window.objects.for_reading().get(subject=subject)


def text(response) -> str:
    """A page that has opened."""
    assert response.status_code == 200
    return response.content.decode()


def links(kind: str) -> list[str]:
    """The portal's addresses in the mails of a kind, without the one in their foot."""
    texts = OutgoingMail.objects.filter(kind=kind).values_list("text", flat=True)
    found = [link for each in texts for link in re.findall(rf"{PORTAL}(/\S+)", each)]
    return [link for link in found if link != "/"]


def restore(version) -> str:
    """The address of the page that brings a version back."""
    return f"/admin/directory/window/{version.window_id}/history/{version.pk}/restore/"


def test_no_change_of_the_models_is_left_without_a_migration():
    """What was migrated is what the models say."""
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_every_window_says_what_it_said(client):
    """Newest version and rows agree; the public ones open, with their hours."""
    assert Window.objects.count() == 8
    for each in Window.objects.for_reading():
        assert changed_names(each.versions.first().facts, facts_of(each)) == []
    page = text(client.get(window("しごとの相談").get_absolute_url()))
    for words in ("8:30～12:00", "土曜相談", "0596-21-5556", "はたらくことの相談です。"):
        assert words in page
    assert "秘密の町" not in text(client.get(window("にげる相談").get_absolute_url()))
    suspended = client.get(window("こころの相談").get_absolute_url())
    assert "改修のため" in suspended.content.decode()


def test_history_says_who_changed_what(clerk):
    """Edited, restored, suspended, retired, imported: the words of each step."""
    page = text(clerk.get(f"/admin/directory/window/{window('しごとの相談').pk}/history/"))
    for words in ("最初のデータ", "500円", "0596-21-5577", "2026-04-01 09:00 の内容", "伊勢 花子"):
        assert words in page
    page = text(clerk.get(f"/admin/directory/window/{window('むかしの相談').pk}/history/"))
    for words in ("担当者がいないため", "休止中 → <strong>廃止</strong>"):
        assert words in page
    page = text(clerk.get(f"/admin/directory/window/{window('子どもの相談').pk}/history/"))
    for words in ("六月の修正.xlsx", "Excelで直した", "短縮"):
        assert words in page


def test_every_version_can_be_brought_back(clerk):
    """Each of every window says again what it said, whatever the window says now."""
    versions = list(WindowVersion.objects.order_by("pk"))
    assert len(versions) == 19
    for version in versions:
        text(clerk.get(restore(version)))
        newest = version.window.versions.first()
        clerk.post(restore(version), {"seen": newest.pk})
        now = facts_of(Window.objects.for_reading().get(pk=version.window_id))
        assert changed_names(version.facts, now) == []


def test_a_form_saved_as_it_was_leaves_no_trace(clerk):
    """Facts that version 0.1.0 did not know are no change when they are blank."""
    job = window("しごとの相談")
    address = f"/admin/directory/window/{job.pk}/change/"
    assert clerk.post(address, sent(clerk.get(address)) | {"_save": "1"}).status_code == 302
    assert WindowVersion.objects.count() == 19


def test_a_waiting_change_is_approved(reviewer):
    """Before, now and proposed stand side by side; what the clerk changed meanwhile stays."""
    update = ListingUpdate.objects.get(window__subject="借金の相談", status="waiting")
    address = f"/desk/review/{update.pk}/"
    page = reviewer.get(address)
    for words in ("返せなくなった人のための相談です。", "0596-63-5224", "0596-63-5299"):
        assert words in text(page)
    reviewer.post(address, sent(page) | {"decision": "approve"})
    debt = window("借金の相談")
    assert (debt.description, debt.cost) == ("返せなくなった人のための相談です。", "無料")
    assert [phone.printed for phone in debt.phones.all()] == ["0596-63-5299"]
    update.refresh_from_db()
    assert update.status == "approved"


def test_a_window_that_waits_becomes_public(reviewer, client):
    """A window proposed in full, with category, telephone and hours."""
    update = ListingUpdate.objects.get(window=None)
    address = f"/desk/review/{update.pk}/"
    reviewer.post(address, sent(reviewer.get(address)) | {"decision": "approve"})
    page = text(client.get(window("居場所の相談").get_absolute_url()))
    for words in ("あさまの家", "0596-21-5556", "土曜日 10:00～15:00"):
        assert words in page


def test_a_draft_is_written_on_and_sent():
    """The member finds what was typed in June, and sends it."""
    draft = ListingUpdate.objects.get(status="draft")
    member = browser("member@example.jp")
    assert "にげる相談" in text(member.get("/desk/"))
    address = f"/desk/listings/{draft.window.listing.pk}/edit/"
    form = sent(member.get(address))
    assert form["cost"] == ["無料"]
    member.post(address, form | {"do": "submit"})
    draft.refresh_from_db()
    assert (draft.status, draft.changed_names) == ("waiting", ["cost"])
    assert WindowVersion.objects.count() == 19


def test_an_import_is_undone(clerk):
    """What it changed says what it said before; the window that it made is retired."""
    run = ImportRun.objects.get(status="applied")
    decide(clerk, run, "undo")
    assert run.status == "undone"
    child = window("子どもの相談")
    assert (child.cost, child.note) == ("", "")
    assert [day.note for day in child.hours_exceptions.all()] == ["短縮"]
    assert window("あたらしい相談").status == "retired"


def test_an_import_that_waits_is_written(clerk, at):
    """The preview of an import stands for its day, and is written as it was shown."""
    at("2026-06-02 18:00")
    run = ImportRun.objects.get(status="preview")
    assert "無料" in text(clerk.get(run.get_absolute_url()))
    decide(clerk, run, "write")
    assert run.status == "applied"
    assert window("どこに相談したらよいか").cost == "無料"


def test_the_errata_tell_what_has_changed_since_and_nothing_else(client):
    """Facts that version 0.1.0 did not print are not called changed because they are new."""
    page = text(client.get("/booklet/errata/"))
    changed = {
        subject: dict(
            re.findall(r'scope="row">(.*?)</th><td>.*?</td><td><strong>(.*?)<', part, re.S)
        )
        for part in page.split('class="errata-window"')[1:]
        for subject in re.findall(r"<h3.*?><a .*?>(.*?)</a>", part)
    }
    assert changed == {
        "借金の相談": {"費用": "無料"},
        "子どもの相談": {"費用": "無料"},
    }
    assert "いま掲載していない窓口" not in page
    assert "新しい窓口" not in page


def test_mails_that_waited_are_sent():
    """The mail server is up again: all twelve leave, and secrets are kept no longer."""
    call_command("send_mails", verbosity=0)
    assert len(mail.outbox) == 12
    assert not OutgoingMail.objects.filter(confidential=True).exclude(text="").exists()


@pytest.mark.parametrize(
    ("kind", "reader", "count"),
    [
        ("update_submitted", "reviewer@example.jp", 4),
        ("update_declined", "member@example.jp", 1),
        ("update_approved", "member@example.jp", 1),
        ("application_arrived", "clerk@example.jp", 1),
        ("round_opened", "member@example.jp", 3),
    ],
)
def test_links_in_mails_open(kind, reader, count):
    """For the person to whom the mail was written, once logged in."""
    found = links(kind)
    assert len(found) == count
    for link in found:
        text(browser(reader).get(link))


def test_an_invited_person_joins_by_the_link(client):
    """The link makes an account and a place in the organisation."""
    [link] = links("invited")
    assert "NPO法人あさま" in text(client.get(link))
    passwords = dict.fromkeys(["password1", "password2"], "a long enough phrase")
    client.post(link, {"name": "新井 のぞみ", **passwords})
    membership = Membership.objects.get(user__email="new@example.jp")
    assert (membership.organisation.name, membership.role) == ("NPO法人あさま", "editor")


def test_a_contact_confirms_by_the_link(client):
    """The page shows the window's facts; one click moves the day, and it can be taken back."""
    [link] = [link for link in links("facts_asked") if link.startswith("/verify/")]
    page = client.get(link)
    assert "しごとの相談" in text(page)
    client.post(link, filled_form(page, "shown"))
    job = window("しごとの相談")
    assert job.verified_on == timezone.localdate()
    assert job.versions.first().former_verified_on.isoformat() == "2024-03-01"


def test_an_answer_about_a_meeting_stands():
    """What was stored with a number before it is stored as a word."""
    assert Attendance.objects.get().get_answer_display() == "出席"


def test_the_calendar_in_a_telephone_goes_on(client):
    """The address that the telephone keeps still gives the meetings."""
    assert "令和8年度の計画" in text(client.get(f"/calendars/{CALENDAR}.ics"))


def test_a_clerk_logs_in_with_password_and_second_factor(client, settings):
    """Both are as they were."""
    for cache in caches.all():
        cache.clear()
    settings.MFA_REQUIRED = True
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
    client.post("/accounts/login/", {"login": "clerk@example.jp", "password": "correct horse"})
    code = format_hotp_value(hotp_value(APP_SECRET, int(time.time()) // 30))
    client.post("/accounts/second-factor/authenticate/", {"code": code})
    text(client.get("/admin/"))


def test_rounds_keep_their_answers_and_contradictions_wait_again(clerk):
    """該当なし beside a programme was possible; such an answer is asked for again."""
    rounds = {each.fiscal_year: each for each in CollectionRound.objects.all()}
    assert (rounds[2025].status, rounds[2026].status) == ("closed", "open")
    assert rounds[2025].answers.get().status == "answered"
    assert not rounds[2026].answers.exclude(status="waiting").exists()
    page = text(clerk.get(f"/desk/rounds/{rounds[2026].pk}/overview/"))
    assert "2件のうち0件が回答済み" in page
    assert list(Programme.objects.in_year(2026).values_list("name", flat=True)) == ["出前講座"]


def test_the_gap_map_that_was_public_is_public(client):
    """One decision was about both tables of the year."""
    decisions = GapMapDecision.objects.values_list("fiscal_year", "axis", "public")
    assert sorted(decisions) == [(2026, "kinds", True), (2026, "steps", True)]


@pytest.mark.parametrize("question", ["借金", "支援課", "東庁舎", "岩渕1丁目"])
def test_residents_find_windows_before_the_index_is_written_anew(client, question):
    """Words of two characters, of three and of more, as the migrations leave the index."""
    found = Window.objects.filter(search__text__contains=fold(question))
    page = text(client.get("/windows/", {"q": question}))
    assert found
    for each in found.published():
        assert f'href="{each.get_absolute_url()}"' in page


def test_residents_find_windows_by_phrases(client):
    """Phrases that staff entered lead to their windows."""
    call_command("rebuild_search", verbosity=0)
    page = text(client.get("/windows/?q=働きたい"))
    assert "「はたらきたい」" in page
    assert f'href="{window("しごとの相談").get_absolute_url()}"' in page


def test_campaigns_are_reported(client):
    """Title, figures and the series of consultations."""
    page = text(client.get("/campaigns/"))
    [link] = set(re.findall(r'href="(/campaigns/\d+/)"', page))
    for words in ("啓発動画の配信", "YouTube", "相談件数"):
        assert words in text(client.get(link))


def test_the_night_goes_on():
    """Every nightly command runs over what is there."""
    for command in ("refresh_hours", "send_verification_requests", "remind_rounds"):
        call_command(command, verbosity=0)
    call_command("remind_reviewers", verbosity=0)


def test_every_row_obeys_the_constraints():
    """No constraint was left unvalidated."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT conname FROM pg_constraint WHERE NOT convalidated")
        assert cursor.fetchall() == []
