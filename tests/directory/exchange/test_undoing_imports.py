"""An import is undone as a whole, and never over later work."""

from django.test import Client

from directory import changes
from directory.facts.apply import write_facts
from directory.models import Window, WindowVersion
from tests.factories import CategoryFactory, WindowFactory
from tests.helpers.exchange_files import (
    CATEGORY,
    KEY,
    NAME,
    SUBJECT,
    decide,
    edited,
    exported,
    rows_of,
    table,
    upload,
)
from tests.helpers.exchange_pages import DEBTS, LIST, RUNS, all_facts
from tests.helpers.transactions import committed

# What a search term may lead to, as admin offers it while one types.
CHOICES = (
    "/admin/autocomplete/?app_label=directory&model_name=searchtermwindow&field_name=window&term="
)


def test_an_import_is_undone_as_a_whole(clerk_client, clerk, city):
    """Every window says again what it said before; a new one is retired; the record stays."""
    before = all_facts()
    content = edited(exported(), **{"費用": "一回百円"})
    rows = rows_of(content)
    new = {SUBJECT: "新しい相談", NAME: "新しい窓口", CATEGORY: "仕事", "並び順": "5"}
    run = upload(clerk_client, table(*rows, new))
    decide(clerk_client, run, "write")
    assert (run.changed_count, run.new_count) == (74, 1)
    assert "新しい窓口" in clerk_client.get(RUNS).content.decode()
    page = decide(clerk_client, run, "undo")
    assert "取り込む前の内容に戻しました" in page
    made = Window.objects.get(subject="新しい相談")
    assert made.status == "retired"
    after = all_facts()
    assert after.pop(made.pk)
    assert after == before
    assert Window.objects.get(subject=DEBTS).versions.first().how == "restored"
    assert (run.undone_by, run.status) == (clerk, "undone")
    again = decide(clerk_client, run, "undo")
    assert "もう済んでいるか" in again


def test_what_an_undone_import_had_made_is_out_of_the_way(clerk_client, clerk, city):
    """Lists, counts, exports and choices are as before; the list's own filter still shows it."""
    new = {KEY: "", SUBJECT: "新しい相談", NAME: "新しい窓口", CATEGORY: "仕事", "運営": "団体"}
    before = [clerk_client.get(page).content for page in (LIST, f"{LIST}export/csv/?", CHOICES)]
    run = upload(clerk_client, table(new))
    decide(clerk_client, run, "write")
    page = decide(clerk_client, run, "undo")
    assert "加えた1件の窓口は廃止にし、窓口の一覧から外しました。" in page
    made = Window.objects.get(subject="新しい相談")
    assert not clerk_client.get(LIST, {"q": "新しい相談"}).context["cl"].queryset
    assert "廃止（0）" in clerk_client.get(LIST).content.decode()
    assert "団体（1）" not in clerk_client.get(LIST).content.decode()
    after = [clerk_client.get(page).content for page in (f"{LIST}export/csv/?", CHOICES)]
    assert after == before[1:]
    kept = clerk_client.get(f"{LIST}?status=undone").content.decode()
    assert "新しい相談" in kept
    assert "取り消した取り込みの窓口（1）" in kept
    changes.publish_windows(windows=Window.objects.filter(pk=made.pk), by=clerk)
    assert clerk_client.get(LIST, {"q": "新しい相談"}).context["cl"].queryset.get() == made


@committed
def test_an_import_is_written_and_undone_outside_of_a_test(clerk):
    """Each step locks its windows in a transaction of its own."""
    client = Client()
    client.force_login(clerk)
    category = CategoryFactory()
    run = upload(
        client, table({KEY: "", SUBJECT: "新しい相談", NAME: "窓口", CATEGORY: category.name})
    )
    decide(client, run, "write")
    assert run.status == "applied"
    decide(client, run, "undo")
    assert run.status == "undone"
    assert Window.objects.get().undone_import == run


def test_an_import_is_not_undone_over_later_work(clerk_client, clerk, city):
    """Where a window was changed since, all stays, and the window is named."""
    run = upload(clerk_client, edited(exported(), **{"費用": "無料"}))
    decide(clerk_client, run, "write")
    window = Window.objects.get(subject=DEBTS)
    write_facts(window, {"cost": "有料"})
    changes.windows_saved(windows=[window], by=clerk, how=WindowVersion.How.EDITED)
    page = decide(clerk_client, run, "undo")
    assert f"「{window}」は、取り込みのあとで直されています。" in page
    assert run.status == "applied"
    assert Window.objects.filter(cost="無料").count() == 73


def test_a_new_window_that_was_published_since_is_not_retired(clerk_client, clerk, db):
    """Residents may have come to rely on it: undoing is refused."""
    category = WindowFactory().categories.get()
    row = {KEY: "", SUBJECT: "新しい相談", NAME: "新しい窓口", CATEGORY: category.name}
    run = upload(clerk_client, table(row))
    decide(clerk_client, run, "write")
    assert Window.objects.get(subject="新しい相談").status == "draft"
    changes.publish_windows(windows=Window.objects.filter(subject="新しい相談"), by=clerk)
    assert "取り込みのあとで直されています" in decide(clerk_client, run, "undo")
    assert Window.objects.get(subject="新しい相談").status == "published"
