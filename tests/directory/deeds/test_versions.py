"""The history of what staff keep beside windows: who changed what, and how to get it back."""

from datetime import date, timedelta

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from campaigns.models import Campaign
from directory.models import Deed, DeedRow, SearchTerm
from platform_members.models import Meeting
from tests.factories import CategoryFactory, OrganisationFactory, ProgrammeFactory, WindowFactory
from tests.helpers.deeds import content
from tests.helpers.page_forms import filled_form
from tests.helpers.transactions import committed


def term():
    row = SearchTerm(phrase="家賃が高い")
    row.full_clean()
    row.save()
    row.searchtermwindow_set.create(window=WindowFactory())
    return row


def campaign():
    days = {"starts_on": date(2026, 1, 1), "ends_on": date(2026, 1, 31)}
    row = Campaign.objects.create(title="広報", kind="print", **days)
    row.results.create(medium="LINE", impressions=1000, clicks=10, cost=500)
    return row


# Each kind with a field, what it is called, and another value of it.
KINDS = {
    "category": (CategoryFactory, "name", "分野名"),
    "phrase": (term, "phrase", "ことば"),
    "campaign": (campaign, "title", "広報の名前"),
    "organisation": (OrganisationFactory, "activities", "活動内容"),
    "programme": (ProgrammeFactory, "note", "職員メモ"),
    "meeting": (
        lambda: Meeting.objects.create(kind="talk", date=date(2026, 12, 1), agenda="議題"),
        "agenda",
        "議題",
    ),
}


def page_of(row, page: str, *keys) -> str:
    return reverse(f"admin:{row._meta.label_lower.replace('.', '_')}_{page}", args=[row.pk, *keys])


def save(client, row, **values):
    address = page_of(row, "change")
    sent = filled_form(client.get(address), "revision") | values
    assert client.post(address, sent).status_code == 302


def log_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


@committed
@pytest.mark.parametrize("kind", KINDS)
def test_a_former_content_is_put_back(clerk, kind):
    """Field by field with who and when; what was put back is itself in the history."""
    make, name, _label = KINDS[kind]
    row = make()
    first = getattr(row, name)
    client = log_in(clerk)
    before = content()
    save(client, row, **{name: "まちがい"})
    save(client, row, **{name: "もっとまちがい"})
    history = client.get(page_of(row, "history"))
    [_newest, oldest] = history.context["versions"]
    [change] = oldest.differences
    assert (change.old, change.new) == (first, "まちがい")
    assert clerk.name in history.content.decode()
    address = page_of(row, "version", oldest.first)
    asked = client.get(address)
    assert "もっとまちがい" in asked.content.decode()
    sent = filled_form(asked, "seen")
    assert "前の内容に戻しました" in client.post(address, sent, follow=True).content.decode()
    assert content() == before
    assert len(client.get(page_of(row, "history")).context["versions"]) == 3


@committed
def test_a_newer_version_is_not_lost(clerk, colleague):
    """A page that was opened before a colleague saved is shown again."""
    row = CategoryFactory(name="はじめの名")
    client = log_in(clerk)
    save(client, row, name="次の名")
    [version] = client.get(page_of(row, "history")).context["versions"]
    address = page_of(row, "version", version.first)
    sent = filled_form(client.get(address), "seen")
    save(log_in(colleague), row, name="同僚の名")
    assert "この画面を開いたあとに" in client.post(address, sent).content.decode()
    row.refresh_from_db()
    assert row.name == "同僚の名"


@committed
def test_rows_that_belong_to_it_come_back_and_its_state_stays(clerk):
    """A campaign's figures; that it was put away meanwhile is no content."""
    row = campaign()
    client = log_in(clerk)
    save(client, row, **{"results-0-DELETE": "on"})
    assert not row.results.exists()
    [version] = client.get(page_of(row, "history")).context["versions"]
    [change] = version.differences
    assert "LINE" in change.old
    Campaign.objects.update(retired_at=timezone.now())
    address = page_of(row, "version", version.first)
    client.post(address, filled_form(client.get(address), "seen"))
    row.refresh_from_db()
    assert row.results.get().medium == "LINE"
    assert not row.is_in_use


@committed
def test_history_lasts_longer_than_undoing(clerk, reader):
    """After a year a name is still there, for those who may change it."""
    row, window = CategoryFactory(name="はじめの名"), WindowFactory()
    client = log_in(clerk)
    save(client, row, name="次の名")
    sent = {"action": "retire", "_selected_action": [window.pk], "apply": "1"}
    client.post("/admin/directory/window/", sent)
    long_ago = timezone.now() - timedelta(days=365)
    Deed.objects.update(made_at=long_ago)
    DeedRow.objects.update(at=long_ago)
    call_command("prune", verbosity=0)
    save(client, row, name="またの名")
    assert not DeedRow.objects.filter(root_table="directory_window").exists()
    assert len(client.get(page_of(row, "history")).context["versions"]) == 2
    assert not log_in(reader).get(page_of(row, "history")).context["versions"]
