"""Two people in one form: the second sees what the first has saved, and loses nothing.

Every path runs as in production: two browsers, and the database's own transactions.
"""

from threading import Barrier, Thread

import pytest
from django.db import connections
from django.test import Client
from django.urls import reverse

from campaigns.models import Kpi, MediumResult
from directory.models import SearchTermWindow
from tests.factories import OrganisationFactory, ProgrammeFactory
from tests.helpers.edited import EDITED, Edited, campaign, campaign_with_result, term
from tests.helpers.page_forms import filled_form
from tests.helpers.transactions import committed


@pytest.fixture(params=EDITED)
def edited(request, transactional_db):
    """A row that two people open."""
    return EDITED[request.param]()


@pytest.fixture
def first(transactional_db, clerk):
    client = Client()
    client.force_login(clerk)
    return client


@pytest.fixture
def second(transactional_db, colleague):
    client = Client()
    client.force_login(colleague)
    return client


def opened(client, address, holding="revision") -> dict:
    return filled_form(client.get(address), holding)


def shown_beside(answer) -> str:
    """What the page says that others have saved."""
    page = answer.content.decode()
    return page.split('<section class="changed-meanwhile"')[1].split("</section>")[0]


@committed
def test_the_second_sees_what_the_first_has_saved_and_saves_on_top_knowingly(edited, first, second):
    """Field by field, in words, above the form as it was typed; one more click saves it."""
    mine, theirs = opened(second, edited.address), opened(first, edited.address)
    saved = theirs | {edited.one: edited.theirs[0], edited.other: _sent(edited.theirs[1])}
    assert first.post(edited.address, saved).status_code == 302
    answer = second.post(edited.address, mine | {edited.one: edited.mine})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "ほかの人が先に保存しました" in page
    beside = shown_beside(answer)
    assert edited.theirs[0] in beside
    assert edited.mine in beside
    assert edited.now()[0] == edited.theirs[0]  # nothing was overwritten

    again = filled_form(answer, "revision")
    assert again[edited.one] == [edited.mine]
    undecided = second.post(edited.address, again)
    assert "どちらの内容を残すか" in undecided.content.decode()
    again = filled_form(undecided, "revision")
    assert again[f"choose-{edited.other}"] == ["theirs"]  # nothing was typed there
    assert second.post(edited.address, again | {f"choose-{edited.one}": "mine"}).status_code == 302
    assert edited.now() == (edited.mine, edited.theirs[1])


@committed
def test_the_second_lets_stand_what_the_first_has_saved(edited, first, second):
    """Chosen field by field, also where what was typed could not be saved at all."""
    mine, theirs = opened(second, edited.address), opened(first, edited.address)
    saved = theirs | {edited.one: edited.theirs[0], edited.other: _sent(edited.theirs[1])}
    first.post(edited.address, saved)
    answer = second.post(edited.address, mine | {edited.one: "長" * 5_000})
    again = filled_form(answer, "revision") | {f"choose-{edited.one}": "theirs"}
    assert second.post(edited.address, again).status_code == 302
    assert edited.now() == edited.theirs


@committed
def test_of_a_third_person_only_what_is_new_is_asked_beside_what_was(first, second):
    """Another change while the second decides: both questions, no answer of before is lost."""
    edited = Edited(campaign(), "title", "purpose")
    mine = opened(second, edited.address)
    first.post(edited.address, opened(first, edited.address) | {"title": "花子の題"})
    answer = second.post(edited.address, mine | {"title": "次郎の題", "purpose": "次郎の目的"})
    first.post(edited.address, opened(first, edited.address) | {"purpose": "花子の目的"})
    again = filled_form(answer, "revision") | {"choose-title": "mine"}
    answer = second.post(edited.address, again)
    assert "花子の目的" in shown_beside(answer)
    again = filled_form(answer, "revision")
    assert again["choose-title"] == ["mine"]
    assert second.post(edited.address, again | {"choose-purpose": "theirs"}).status_code == 302
    assert edited.now() == ("次郎の題", "花子の目的")


def _sent(text: str) -> str:
    return "on" if text == "True" else text


@committed
def test_who_saves_the_same_words_is_asked_nothing(edited, first, second):
    """Where nothing differs from what was typed there is nothing to decide."""
    mine, theirs = opened(second, edited.address), opened(first, edited.address)
    first.post(edited.address, theirs | {edited.one: edited.theirs[0]})
    answer = second.post(edited.address, mine | {edited.one: edited.theirs[0]})
    assert answer.status_code == 302


@committed
def test_rows_along_with_a_form_count_too(first, second):
    """A medium that a colleague added or removed is shown, and what was typed stays."""
    row = campaign()
    edited = Edited(row, "title", "purpose")
    MediumResult.objects.create(campaign=row, medium="Yahoo!", impressions=10, clicks=1, cost=5)
    mine, theirs = opened(second, edited.address), opened(first, edited.address)
    first.post(edited.address, theirs | {"results-0-DELETE": "on"})
    assert not row.results.exists()
    answer = second.post(edited.address, mine | {"title": "次郎の題"})
    beside = shown_beside(answer)
    assert "媒体別実績" in beside
    assert "Yahoo!" in beside
    again = filled_form(answer, "revision")
    chosen = again | {"choose-results": "mine"}
    assert second.post(edited.address, chosen).status_code == 302
    row.refresh_from_db()
    assert (row.title, [result.medium for result in row.results.all()]) == ("次郎の題", ["Yahoo!"])


@committed
def test_rows_of_a_colleague_are_left_as_they_are(first, second):
    """Who chooses the colleague's table saves the rest, and touches none of its rows."""
    row = campaign_with_result()
    edited = Edited(row, "title", "purpose")
    mine, theirs = opened(second, edited.address), opened(first, edited.address)
    first.post(edited.address, theirs | {"results-0-clicks": "9"})
    answer = second.post(edited.address, mine | {"title": "次郎の題", "results-0-clicks": "4"})
    chosen = filled_form(answer, "revision") | {"choose-results": "theirs"}
    assert second.post(edited.address, chosen).status_code == 302
    row.refresh_from_db()
    assert (row.title, [result.clicks for result in row.results.all()]) == ("次郎の題", [9])


@committed
@pytest.mark.parametrize(
    ("known", "total"), [("1", "9" * 30), ("-1", "1"), ("1", "-1"), ("2", "1")]
)
def test_counts_of_rows_that_no_form_has_are_refused(first, known, total):
    """A forged count of rows neither hangs the server nor loses a row."""
    row = campaign()
    edited = Edited(row, "title", "purpose")
    MediumResult.objects.create(campaign=row, medium="Yahoo!", impressions=10, clicks=1, cost=5)
    sent = opened(first, edited.address)
    counts = {"results-INITIAL_FORMS": known, "results-TOTAL_FORMS": total, "results-0-id": "99"}
    assert first.post(edited.address, sent | counts).status_code < 500
    assert row.results.count() == 1


@committed
@pytest.mark.parametrize("make", [campaign_with_result, term])
def test_a_row_that_a_colleague_put_back_is_added_no_second_time(first, second, make):
    """Removed and added anew meanwhile: the form says so beside the row instead of failing."""
    row = make()
    address = Edited(row, "", "").address
    mine = opened(second, address)
    [related] = [
        each
        for each in row._meta.related_objects
        if each.related_model in (MediumResult, SearchTermWindow)
    ]
    rows = related.related_model.objects.filter(**{related.field.name: row})
    kept = rows.values().get()
    rows.delete()
    related.related_model.objects.create(**{name: kept[name] for name in kept if name != "id"})
    shown = second.post(address, mine)
    sent = filled_form(shown, "revision")
    table = next(name for name in sent if name.endswith("-TOTAL_FORMS")).removesuffix(
        "-TOTAL_FORMS"
    )
    again = second.post(address, sent | {f"choose-{table}": "mine"})
    assert (shown.status_code, again.status_code) == (200, 200)
    assert "もう加えられています" in again.content.decode()
    assert rows.count() == 1


@committed
@pytest.mark.parametrize("nonsense", ["あ", "2026-99-99", "1" + "0" * 30, "<b>"])
def test_a_choice_that_is_none_is_refused_on_its_form(first, nonsense):
    """The form is shown again, with what is wrong beside the field."""
    programme = ProgrammeFactory(organisation=OrganisationFactory())
    address = reverse("admin:platform_members_programme_change", args=[programme.pk])
    answer = first.post(address, opened(first, address) | {"organisation": nonsense})
    assert answer.status_code == 200
    assert "organisation" in answer.context["adminform"].form.errors


@committed
@pytest.mark.parametrize("damaged", ["{", "[1]", "[" * 5_000, '{"a":' * 2_000])
def test_former_values_that_are_none_do_not_hide_what_others_have_saved(first, second, damaged):
    """The hidden field that tells what a form was opened with, as no page of ours sends it."""
    edited = Edited(campaign(), "title", "purpose")
    mine = opened(second, edited.address)
    first.post(edited.address, opened(first, edited.address) | {"title": "花子の題"})
    answer = second.post(edited.address, mine | {"title": "次郎の題", "opened": damaged})
    assert answer.status_code == 200
    assert "花子の題" in shown_beside(answer)


@committed
def test_publishing_meanwhile_is_neither_a_conflict_nor_undone(first, second, clerk):
    """What is not in the form stays as another person has set it."""
    row = campaign()
    edited = Edited(row, "title", "purpose")
    mine = opened(second, edited.address)
    sent = {"action": "publish", "_selected_action": [row.pk], "apply": "1"}
    first.post(reverse("admin:campaigns_campaign_changelist"), sent)
    assert second.post(edited.address, mine | {"title": "次郎の題"}).status_code == 302
    row.refresh_from_db()
    assert (row.title, row.status) == ("次郎の題", "published")


@committed
def test_two_at_the_very_same_moment_do_not_overwrite(first, second):
    """Of two that press the button together one is saved, and the other one is asked."""
    edited = Edited(campaign(), "title", "purpose")
    sent = {
        client: opened(client, edited.address) | {"title": title}
        for client, title in ((first, "花子の題"), (second, "次郎の題"))
    }
    barrier, answers = Barrier(2), []

    def press(client):
        barrier.wait()
        answers.append(client.post(edited.address, sent[client]).status_code)
        connections.close_all()

    threads = [Thread(target=press, args=[client]) for client in sent]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == [200, 302]


@committed
def test_a_department_sees_what_a_clerk_has_saved(first, member, organisation):
    """The desk's forms have the same check as admin."""
    programme = ProgrammeFactory(organisation=organisation)
    desk = Client()
    desk.force_login(member)
    address = reverse("platform_members:programme-edit", args=[programme.pk])
    own = reverse("platform_members:organisation-edit", args=[organisation.pk])
    mine, about = opened(desk, address), opened(desk, own)
    edited, us = Edited(programme, "content", "note"), Edited(organisation, "activities", "note")
    for each in (edited, us):
        first.post(each.address, opened(first, each.address) | {each.one: "花子の文"})
    for where, sent, each in ((address, mine, edited), (own, about, us)):
        answer = desk.post(where, sent | {each.one: "みどりの文"})
        assert "花子の文" in shown_beside(answer)
        assert each.now()[0] == "花子の文"
        chosen = filled_form(answer, "revision") | {f"choose-{each.one}": "mine"}
        assert desk.post(where, chosen).status_code == 302
        assert each.now()[0] == "みどりの文"


@committed
def test_an_account_that_was_disabled_meanwhile_is_not_enabled_by_another_form(
    administrator, colleague
):
    """A clerk who corrects a name in a form of before reads that the account was disabled."""
    address = reverse("admin:platform_members_user_change", args=[colleague.pk])
    client = Client()
    client.force_login(administrator)
    page = client.get(address)
    mine = filled_form(page, "revision")
    assert colleague.password not in page.content.decode()
    type(colleague).objects.filter(pk=colleague.pk).update(is_active=False)
    answer = client.post(address, mine | {"name": "二見 次朗"})
    assert "有効" in shown_beside(answer)
    colleague.refresh_from_db()
    assert (colleague.is_active, colleague.name) == (False, "二見 次郎")


@committed
def test_counts_of_a_series_are_shown_before_they_are_replaced(first, member, listing):
    """In admin's grid and on the desk's page; who typed the same is asked nothing."""
    desk = Client()
    desk.force_login(member)
    own = reverse("campaigns:consultations-edit", args=[listing.pk]) + "?from=2025-04"
    one, other = "2025-10-01", "2025-11-01"
    desk.post(own, filled_form(desk.get(own), "revision") | {one: "3"})
    kpi = Kpi.objects.get()
    grid = reverse("admin:campaigns_kpi_grid", args=[kpi.pk]) + "?from=2025-04"
    mine, theirs = opened(desk, own), opened(first, grid)
    first.post(grid, theirs | {one: "4", other: "9"})
    answer = desk.post(own, mine | {one: "5"})
    assert "2025年10月" in shown_beside(answer)
    assert "2025年11月" in shown_beside(answer)
    assert [value.value for value in kpi.values.all()] == [4, 9]
    again = filled_form(answer, "revision")
    assert again[f"choose-{other}"] == ["theirs"]
    assert desk.post(own, again | {f"choose-{one}": "mine"}).status_code == 302
    assert [value.value for value in kpi.values.all()] == [5, 9]
    same = opened(first, grid)
    desk.post(own, opened(desk, own) | {one: "6"})
    assert first.post(grid, same | {one: "6"}).status_code == 302
