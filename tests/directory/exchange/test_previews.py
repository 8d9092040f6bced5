"""The preview of an import: whose it is, how long it holds, and what has changed meanwhile."""

from directory import changes
from directory.facts.apply import write_facts
from directory.models import ImportRun, Window, WindowVersion
from tests.factories import CategoryFactory
from tests.helpers.exchange_files import (
    CATEGORY,
    KEY,
    NAME,
    SUBJECT,
    decide,
    edited,
    exported,
    shown,
    table,
    upload,
)
from tests.helpers.exchange_pages import DEBTS, all_facts


def test_a_preview_names_the_status_of_windows_that_residents_do_not_see(clerk_client, clerk, city):
    """A retired window that a file corrects is not spoken of as a public one."""
    window = Window.objects.get(subject=DEBTS)
    changes.retire_windows(windows=Window.objects.filter(pk=window.pk), by=clerk)
    run = upload(clerk_client, edited(exported(), **{"費用": {DEBTS: "無料"}}))
    assert f"{window}【廃止】" in shown(clerk_client, run)


def test_a_window_changed_while_the_clerk_looked_gets_a_new_preview(clerk_client, clerk, city):
    """Nothing is written; what both changed is shown; the other's other work stays."""
    run = upload(clerk_client, edited(exported(), **{"費用": {DEBTS: "無料"}}))
    window = Window.objects.get(subject=DEBTS)
    write_facts(window, {"cost": "500円", "eligibility": "市民"})
    changes.windows_saved(windows=[window], by=clerk, how=WindowVersion.How.EDITED)
    page = decide(clerk_client, run, "write")
    assert run.status == "preview"
    assert "ほかの人が直しました（対象、費用）" in page
    assert "500円" in page
    window.refresh_from_db()
    assert window.cost == "500円"
    decide(clerk_client, run, "write")
    window.refresh_from_db()
    assert (run.status, window.cost, window.eligibility) == ("applied", "無料", "市民")


def test_a_window_deleted_while_the_clerk_looked_would_be_new(clerk_client, city):
    """Nothing is lost silently: the preview says so."""
    run = upload(clerk_client, edited(exported(), **{"費用": {DEBTS: "無料"}}))
    WindowVersion.objects.filter(window__subject=DEBTS).delete()
    Window.objects.get(subject=DEBTS).delete()
    page = decide(clerk_client, run, "write")
    assert "窓口が削除されています" in page
    assert (run.status, run.new_count) == ("preview", 1)


def test_a_category_that_went_while_the_clerk_looked_is_told(clerk_client, db):
    """The preview stays, with what is wrong, and nothing is written."""
    gone = CategoryFactory(name="消える分野")
    run = upload(clerk_client, table({KEY: "", SUBJECT: "相談", NAME: "窓口", CATEGORY: gone.name}))
    gone.delete()
    page = decide(clerk_client, run, "write")
    assert "登録されていないものがあります" in page
    assert run.status == "preview"
    assert not Window.objects.exists()


def test_a_preview_belongs_to_who_made_it(clerk_client, client, city, clerk, colleague):
    """Another clerk sees only what has been imported, and may undo that."""
    run = upload(clerk_client, edited(exported(), **{"費用": "無料"}))
    client.force_login(colleague)
    assert client.get(run.get_absolute_url()).status_code == 404
    assert client.post(run.get_absolute_url(), {"decision": "write"}).status_code == 404
    client.force_login(clerk)
    decide(client, run, "write")
    client.force_login(colleague)
    decide(client, run, "undo")
    assert run.undone_by == colleague


def test_looking_never_writes_and_a_confirmation_counts_once(clerk_client, city):
    """GET changes nothing; the second press finds the work done."""
    run = upload(clerk_client, edited(exported(), **{"費用": "一回百円"}))
    before = all_facts()
    shown(clerk_client, run)
    clerk_client.get(f"{run.get_absolute_url()}?decision=write")
    assert all_facts() == before
    decide(clerk_client, run, "write")
    assert "もう済んでいるか" in decide(clerk_client, run, "write")
    assert WindowVersion.objects.filter(how="imported").count() == 74


def test_a_preview_that_lay_too_long_is_refused(clerk_client, city, at):
    """The file must be chosen again a day later."""
    at("2026-11-24 10:00")
    run = upload(clerk_client, edited(exported(), **{"費用": "無料"}))
    at("2026-11-25 10:01")
    clerk_client.force_login(run.made_by)
    assert "もう取り込めません" in shown(clerk_client, run)
    decide(clerk_client, run, "write")
    assert run.status == "preview"
    upload(clerk_client, exported())
    assert not ImportRun.objects.filter(pk=run.pk).exists()
