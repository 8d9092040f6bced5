"""Taking out of use instead of deleting: asked first, refused where a window would be lost, undone.

Every path runs as in production, with the database's own transactions.
"""

from datetime import date

import pytest
from django.contrib.auth.models import Group
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from campaigns.models import Campaign
from directory.models import (
    Category,
    Holiday,
    SearchTerm,
    Window,
    WindowVersion,
    day_calendar,
)
from directory.search.find import find
from platform_members.accounts.roles import PARTS, PUBLICITY, READERS, WELFARE_CENTRE
from platform_members.models import Meeting
from tests.factories import CategoryFactory, ListingFactory, OrganisationFactory, WindowFactory
from tests.helpers.exchange_files import decide, edited, exported, table, upload
from tests.helpers.page_forms import filled_form
from tests.helpers.transactions import committed, post_as

CATEGORIES = "/admin/directory/category/"
RETIRE, RESTORE = "take_out_of_use", "use_again"


def move(user, row, action, **sent):
    """Choose a row in its list and press an action; its page, or what the list says afterwards."""
    address = reverse(f"admin:{row._meta.label_lower.replace('.', '_')}_changelist")
    client = Client()
    client.force_login(user)
    address += "?in_use=no" if action == RESTORE else ""
    sent = {"action": action, "_selected_action": [row.pk], **sent}
    return client.post(address, sent, follow=True).content.decode()


def page(address) -> str:
    return Client().get(address).content.decode()


@committed
def test_a_category_goes_out_of_use_and_comes_back(clerk):
    """Its windows stay as they are; pages, filters and choices no longer offer it."""
    old, other = CategoryFactory(name="古い分野"), CategoryFactory(name="ほかの分野")
    window = WindowFactory(categories=[old, other])
    asked = move(clerk, old, RETIRE)
    assert "公開中の窓口1件" in asked
    assert Category.objects.in_use().contains(old)  # asking changes nothing
    assert "1件を使わないことにしました" in move(clerk, old, RETIRE, apply="1")
    for address in ("/", "/windows/", window.get_absolute_url(), "/windows/?q=zzzz"):
        assert "古い分野" not in page(address)
        assert "ほかの分野" in page(address) or address == "/windows/?q=zzzz"
    assert Client().get(old.get_absolute_url()).status_code == 404
    client = Client()
    client.force_login(clerk)
    change = f"/admin/directory/window/{window.pk}/change/"
    sent = filled_form(client.get(change), "subject")  # still ticked: it is the window's own
    assert client.post(change, sent | {"cost": "無料"}).status_code == 302
    assert set(window.categories.all()) == {old, other}
    assert "古い分野" not in client.get("/admin/directory/window/add/").content.decode()
    assert "1件をまた使います" in move(clerk, old, RESTORE)
    assert "古い分野" in page("/")


@committed
def test_what_follows_is_true_where_nothing_is_concerned(clerk):
    """No count of none: an empty category hides no window, and what is in use is used already."""
    empty = CategoryFactory(name="からの分野")
    WindowFactory(categories=[empty], status="draft", published_at=None)
    asked = move(clerk, empty, RETIRE)
    assert "この分野に入っている公開中の窓口は、ありません" in asked
    assert "0件" not in asked
    address = reverse("admin:directory_category_changelist")
    client = Client()
    client.force_login(clerk)
    sent = {"action": RESTORE, "_selected_action": [empty.pk]}
    told = client.post(address, sent, follow=True).content.decode()
    assert "選んだものは、いまも使っています。" in told
    assert "0件" not in told


@committed
def test_an_action_says_of_how_many(clerk):
    """Three of five: before it is done, and afterwards, in a list that shows some of them only."""
    moment = timezone.now()
    rows = [CategoryFactory() for _number in range(3)]
    rows += [CategoryFactory(retired_at=moment) for _number in range(2)]
    address = reverse("admin:directory_category_changelist") + "?in_use=all"
    client = Client()
    client.force_login(clerk)
    sent = {"action": RETIRE, "_selected_action": [row.pk for row in rows]}
    asked = client.post(address, sent).content.decode()
    assert "選んだ5件のうち3件を使わないことにします。" in asked
    told = client.post(address, sent | {"apply": "1"}, follow=True).content.decode()
    assert "選んだ5件のうち3件を使わないことにしました" in told
    told = client.post(address, sent | {"action": RESTORE}, follow=True).content.decode()
    assert "5件をまた使います" in told
    assert "のうち" not in told


@committed
def test_no_published_window_is_left_without_a_category(clerk):
    """The last category of a window stays in use, and the window is named."""
    category = CategoryFactory()
    WindowFactory(categories=[category], subject="ひとつだけの相談")
    asked = move(clerk, category, RETIRE)
    assert "いまは、使わないことにできません" in asked
    assert "ひとつだけの相談" in asked
    move(clerk, category, RETIRE, apply="1")
    assert Category.objects.in_use().contains(category)
    draft = WindowFactory(
        categories=[CategoryFactory(retired_at=timezone.now())], status="draft", published_at=None
    )
    answer = move(clerk, draft, "publish")
    assert "分野に入っていないので公開できません" in answer
    draft.refresh_from_db()
    assert draft.status == "draft"


@committed
def test_the_database_keeps_a_published_window_in_a_category():
    """Whatever code forgets to ask, the transaction is refused as a whole; exchanging works."""
    window = WindowFactory()
    category = window.categories.get()
    with pytest.raises(IntegrityError, match="without a category"):
        window.categories.clear()
    with pytest.raises(IntegrityError, match="without a category"):
        category.delete()
    assert list(window.categories.all()) == [category]
    with transaction.atomic():
        window.categories.clear()
        window.categories.add(CategoryFactory())
    window.delete()
    assert not Window.objects.exists()


@committed
def test_the_address_of_a_category_stays(clerk):
    """Once made, the slug is shown and not taken from a form."""
    category = CategoryFactory(slug="work")
    client = Client()
    client.force_login(clerk)
    address = f"{CATEGORIES}{category.pk}/change/"
    sent = filled_form(client.get(address), "name")
    assert "slug" not in sent
    assert client.post(address, sent | {"slug": "jobs", "name": "しごと"}).status_code == 302
    category.refresh_from_db()
    assert (category.slug, category.name) == ("work", "しごと")


@committed
def test_phrases_holidays_meetings_and_campaigns_go_and_come_back(clerk, member, organisation):
    """Each is known no more where people meet it, and all of it is there again afterwards."""
    window = WindowFactory()
    term = SearchTerm(phrase="ことことする")
    term.full_clean()
    term.save()
    term.searchtermwindow_set.create(window=window)
    holiday = Holiday.objects.create(date=date(2026, 12, 2), name="試しの日")
    campaign = Campaign.objects.create(
        title="広報", kind="print", starts_on=date(2026, 1, 1), ends_on=date(2026, 1, 31),
        status="published", published_at=timezone.now(),
    )  # fmt: skip
    meeting = Meeting.objects.create(kind="talk", date=date(2030, 1, 1), agenda="議題")
    meeting.organisations.add(organisation)

    def known() -> list[bool]:
        return [
            window.pk in find("ことことする", Window.objects.published()).windows,
            holiday.date in day_calendar().holidays,
            Campaign.objects.published().contains(campaign),
            Meeting.objects.viewable_by(member).contains(meeting),
        ]

    assert known() == [True] * 4
    for row in (term, holiday, campaign, meeting):
        move(clerk, row, RETIRE, apply="1")
    assert known() == [False] * 4
    for row in (term, holiday, campaign, meeting):
        move(clerk, row, RESTORE)
    assert known() == [True] * 4


@committed
def test_who_only_reads_takes_nothing_out_of_use(reader):
    """The action is neither offered nor done."""
    category = CategoryFactory(name="遠い分野")
    move(reader, category, RETIRE, apply="1")
    assert Category.objects.in_use().contains(category)


@committed
def test_new_years_day_stays(clerk):
    """Without it a whole year would be unknown."""
    new_year = Holiday.objects.create(date=date(2027, 1, 1), name="元日")
    assert "元日がないと" in move(clerk, new_year, RETIRE, apply="1")
    assert Holiday.objects.in_use().contains(new_year)


@pytest.mark.django_db
@pytest.mark.parametrize("role", [WELFARE_CENTRE, PUBLICITY, READERS])
def test_no_role_deletes_what_others_point_at(role):
    """Staff delete no row but those that are a line of another row's form."""
    permissions = Group.objects.get(name=role).permissions.select_related("content_type")
    deleting = {
        f"{each.content_type.app_label}.{each.codename}"
        for each in permissions
        if each.codename.startswith("delete_")
    }
    assert deleting <= PARTS


@committed
def test_the_clerks_three_clicks_delete_no_category(clerk):
    """Neither from its form nor from the list."""
    category = CategoryFactory()
    assert post_as(clerk, f"{CATEGORIES}{category.pk}/delete/", post="yes").status_code == 403
    sent = {"action": "delete_selected", "_selected_action": [category.pk], "post": "yes"}
    post_as(clerk, CATEGORIES, **sent)
    assert Category.objects.contains(category)


@committed
def test_an_administrator_deletes_nothing_that_others_point_at(administrator):
    """What points at it is named; only what is not needed can go."""
    category = CategoryFactory()
    WindowFactory(
        subject="ここを指す相談", categories=[category], status="draft", published_at=None
    )
    organisation = ListingFactory(organisation=OrganisationFactory()).organisation
    Meeting.objects.create(kind="talk", date=date(2026, 1, 1), agenda="議題").organisations.add(
        organisation
    )
    client = Client()
    client.force_login(administrator)
    for row, named in ((category, "相談窓口：ここを指す相談"), (organisation, "会議：2026-01-01")):
        address = reverse(f"admin:{row._meta.label_lower.replace('.', '_')}_delete", args=[row.pk])
        assert named in client.get(address).content.decode()
        client.post(address, {"post": "yes"})
        assert type(row).objects.contains(row)
    free = CategoryFactory()
    assert client.post(f"{CATEGORIES}{free.pk}/delete/", {"post": "yes"}).status_code == 302
    assert not Category.objects.contains(free)


@committed
def test_excel_gives_no_window_a_category_out_of_use(clerk):
    """Refused by its cell, for a new window too; one that the window has already may stay."""
    old = CategoryFactory(name="古い分野", retired_at=timezone.now())
    WindowFactory(subject="こまりごと", categories=[CategoryFactory(name="仕事の分野")])
    kept = WindowFactory(subject="もとから", categories=[old, CategoryFactory(name="次の分野")])
    client = Client()
    client.force_login(clerk)
    taken_away = exported()
    run = upload(client, edited(taken_away, 分野={"こまりごと": "古い分野"}))
    assert run.status == "refused"
    assert "2行目" in run.faults[0]
    assert "分野「古い分野」は、いまは使っていません" in run.faults[0]
    run = upload(
        client,
        table({"公開ID": "", "相談内容": "新しい", "窓口の名称": "窓口", "分野": "古い分野"}),
    )
    assert "分野「古い分野」は、いまは使っていません" in run.faults[0]
    run = upload(client, edited(taken_away, 分野={"もとから": "古い分野"}))
    assert "使っている分野を一つ以上" in run.faults[0]
    run = upload(client, edited(taken_away, 費用="無料"))
    assert (run.status, run.changed_count) == ("preview", 2)
    assert kept.categories.contains(old)


@committed
@pytest.mark.parametrize("step", ["write", "undo"])
def test_a_category_put_away_while_an_import_waits_is_given_to_no_window(clerk, step):
    """Neither by writing the preview nor by undoing; the page says why and nothing is changed."""
    before, after = CategoryFactory(name="前の分野"), CategoryFactory(name="次の分野")
    window = WindowFactory(subject="こまりごと", categories=[before])
    client = Client()
    client.force_login(clerk)
    run = upload(client, edited(exported(), 分野="次の分野"))
    if step == "undo":
        decide(client, run, "write")
    stays, gone = (before, after) if step == "write" else (after, before)
    move(clerk, gone, RETIRE, apply="1")
    decide(client, run, step)
    run.refresh_from_db()
    assert run.status == ("preview" if step == "write" else "applied")
    assert f"分野「{gone}」は、いまは使っていません" in run.faults[0]
    assert list(window.categories.all()) == [stays]


@committed
def test_a_former_version_gives_no_window_a_category_out_of_use(clerk):
    """Restoring says which category is meant, and changes nothing."""
    before, after = CategoryFactory(name="前の分野"), CategoryFactory(name="次の分野")
    window = WindowFactory(categories=[before])
    client = Client()
    client.force_login(clerk)
    change = f"/admin/directory/window/{window.pk}/change/"
    for category in (before, after):
        sent = filled_form(client.get(change), "subject") | {"categories": [category.pk]}
        assert client.post(change, sent).status_code == 302
    move(clerk, before, RETIRE, apply="1")
    newest, first = WindowVersion.objects.of_window(window.pk)
    restore = reverse("admin:directory_window_restore", args=[window.pk, first.pk])
    page = client.post(restore, {"seen": newest.pk}).content.decode()
    assert "分野「前の分野」は、いまは使っていません" in page
    assert list(window.categories.all()) == [after]


@committed
def test_a_clerk_leaves_no_published_window_in_categories_out_of_use_only(clerk):
    """The form comes back with the reason at its choices; nothing is saved."""
    old, other = CategoryFactory(retired_at=timezone.now()), CategoryFactory()
    window = WindowFactory(categories=[old, other])
    client = Client()
    client.force_login(clerk)
    change = f"/admin/directory/window/{window.pk}/change/"
    sent = filled_form(client.get(change), "subject") | {"categories": [old.pk]}
    page = client.post(change, sent).content.decode()
    assert "公開中の窓口には、使っている分野を一つ以上選んでください" in page
    assert set(window.categories.all()) == {old, other}
