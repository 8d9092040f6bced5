"""The yearly round: opened, answered by hand, reminded."""

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.db import IntegrityError, transaction

from platform_members.models import (
    CollectionRound,
    Organisation,
    OutgoingMail,
    Programme,
    RoundAnswer,
)
from platform_members.rounds.programme_actions import (
    carry_over,
    remove_programme,
    save_programme,
)
from tests.factories import (
    CategoryFactory,
    MembershipFactory,
    OrganisationFactory,
    ProgrammeFactory,
    RoundFactory,
)
from tests.helpers.rounds import here
from tests.helpers.transactions import committed


def test_a_clerk_asks_departments(client, clerk, member, organisation):
    """Those who edit for them learn of it by mail."""
    client.force_login(clerk)
    form = client.get("/desk/rounds/add/").context["form"]
    assert organisation.pk not in form.fields["organisations"].initial
    sent = {
        "title": "令和8年度の照会",
        "explanation": "関わりのあるNPO法人も記載してください。",
        "fiscal_year": "2026",
        "due_on": "2026-12-18",
        "organisations": [organisation.pk],
    }
    response = client.post("/desk/rounds/add/", sent)
    collection = CollectionRound.objects.get()
    assert response["Location"] == f"/desk/rounds/{collection.pk}/overview/"
    assert [answer.organisation for answer in collection.answers.all()] == [organisation]
    assert collection.opened_by == clerk
    mail = OutgoingMail.objects.get()
    assert mail.to == member.email
    assert "2026年12月18日（金）" in mail.text
    assert f"/desk/rounds/{collection.pk}/" in mail.text


def test_a_year_is_asked_about_once(client, clerk, collection, organisation):
    """What was typed stays."""
    client.force_login(clerk)
    sent = {"title": "もう一度", "fiscal_year": "2026", "due_on": "x", "organisations": "999"}
    page = client.post("/desk/rounds/add/", sent)
    assert set(page.context["form"].errors) == {"fiscal_year", "due_on", "organisations"}
    assert "もう一度" in page.content.decode()
    assert CollectionRound.objects.count() == 1


def test_a_department_lists_what_it_does(client, member, answer):
    """Adds, corrects, answers."""
    category = CategoryFactory()
    client.force_login(member)
    sent = {"name": "見守り\x07", "kind": "awareness", "categories": [category.pk]}
    page = client.post(here(answer, "programmes/add/"), sent, follow=True).content.decode()
    assert "「見守り」を保存しました。" in page
    programme = Programme.objects.get()
    assert (programme.name, programme.fiscal_year) == ("見守り", 2026)
    assert programme.saved_by == member
    assert list(programme.categories.all()) == [category]
    edit = f"/desk/programmes/{programme.pk}/edit/"
    client.post(edit, sent | {"kind": "participation", "revision": "1"})
    client.post(here(answer, "answer/"), {"answer": "answered"})
    programme.refresh_from_db()
    answer.refresh_from_db()
    assert programme.kind == "participation"
    assert (answer.status, answer.answered_by) == ("answered", member)


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"name": "", "npo_name": ""}, "__all__"),
        ({"kind": ""}, "kind"),
        ({"kind": "nothing"}, "kind"),
        ({"name": "あ" * 201}, "name"),
        ({"name": "\x00"}, "name"),
        ({"categories": ["x"]}, "categories"),
        ({"name": "居場所"}, "__all__"),
    ],
)
def test_what_cannot_be_is_shown_again(client, member, answer, changed, field):
    """With what is wrong, and nothing lost or saved; 居場所 is there already."""
    ProgrammeFactory(organisation=answer.organisation, name="居場所")
    client.force_login(member)
    sent = {"name": "見守り", "kind": "awareness", "target": "市民の皆さん"}
    page = client.post(here(answer, "programmes/add/"), sent | changed)
    assert field in page.context["form"].errors
    assert "市民の皆さん" in page.content.decode()
    assert Programme.objects.count() == 1


def test_an_npo_needs_no_programme(client, member, answer):
    """事業でない場合でも、関わりがある場合は記載する."""
    client.force_login(member)
    client.post(here(answer, "programmes/add/"), {"npo_name": "NPO法人みやがわ"})
    assert Programme.objects.get().is_npo_row


def test_two_people_do_not_overwrite_each_other(client, member, answer):
    """The second editor sees that the row has changed."""
    programme = ProgrammeFactory(organisation=answer.organisation, revision=2)
    client.force_login(member)
    sent = {"name": "見守り", "kind": "awareness", "revision": "1"}
    page = client.post(f"/desk/programmes/{programme.pk}/edit/", sent)
    assert "ほかの人が先に保存しました" in page.content.decode()
    client.post(f"/desk/programmes/{programme.pk}/remove/", {"seen": "1"})
    programme.refresh_from_db()
    assert programme.name != "見守り"


def test_last_years_rows_are_carried_over_once(client, member, answer):
    """A double click copies nothing twice; what was new is there already now."""
    old = ProgrammeFactory(
        organisation=answer.organisation, fiscal_year=2024, name="居場所", status="new", public=True
    )
    old.categories.add(CategoryFactory(name="健康"))
    ProgrammeFactory(organisation=answer.organisation, fiscal_year=2023, name="昔の事業")
    client.force_login(member)
    page = client.post(here(answer, "carry/"), follow=True).content.decode()
    assert "1件を引き継ぎました。" in page
    page = client.post(here(answer, "carry/"), follow=True).content.decode()
    assert "引き継ぐ事業は、ありませんでした。" in page
    copy = Programme.objects.in_year(2026).get()
    assert (copy.name, copy.status, copy.public) == ("居場所", "existing", False)
    assert [str(category) for category in copy.categories.all()] == ["健康"]
    assert Programme.objects.in_year(2024).count() == 1


def test_nothing_of_the_kind_is_an_answer(client, member, answer):
    """該当なし, but only where there is nothing; and an answer needs something."""
    client.force_login(member)
    client.post(here(answer, "answer/"), {"answer": "answered"})
    answer.refresh_from_db()
    assert answer.is_waiting
    client.post(here(answer, "answer/"), {"answer": "nothing"})
    answer.refresh_from_db()
    assert answer.status == "nothing"
    ProgrammeFactory(organisation=answer.organisation)
    client.post(here(answer, "answer/"), {"answer": "answered"})
    client.post(here(answer, "answer/"), {"answer": "nothing"})
    answer.refresh_from_db()
    assert answer.status == "answered"


def test_the_overview_says_who_has_answered(client, clerk, member, answer, collection):
    """With how many rows, and by whom."""
    ProgrammeFactory.create_batch(2, organisation=answer.organisation)
    RoundAnswer.objects.create(round=collection, organisation=OrganisationFactory())
    client.force_login(member)
    client.post(here(answer, "answer/"), {"answer": "answered"})
    client.force_login(clerk)
    page = client.get(f"/desk/rounds/{collection.pk}/overview/").content.decode()
    assert "2件のうち1件が回答済み" in page
    assert "事業 2件" in page
    assert "朝熊 みどり" in page


def test_the_overview_asks_as_often_however_many_answer(
    client, clerk, collection, django_assert_max_num_queries
):
    """Ten departments cost no more than one."""
    for organisation in OrganisationFactory.create_batch(10):
        RoundAnswer.objects.create(round=collection, organisation=organisation)
        ProgrammeFactory(organisation=organisation)
    client.force_login(clerk)
    with django_assert_max_num_queries(12):
        client.get(f"/desk/rounds/{collection.pk}/overview/")


def test_a_clerk_reminds_those_who_have_not_answered(client, clerk, member, collection):
    """Once a day, however often the button is pressed."""
    done = OrganisationFactory(platform_email="done@example.jp")
    RoundAnswer.objects.create(
        round=collection,
        organisation=done,
        status="nothing",
        answered_at="2026-11-01T09:00+09:00",
        answered_by=member,
    )
    client.force_login(clerk)
    address = f"/desk/rounds/{collection.pk}/remind/"
    assert "催促する相手は" not in client.post(address, follow=True).content.decode()
    assert "催促する相手はありません。" in client.post(address, follow=True).content.decode()
    assert OutgoingMail.objects.get().to == member.email


def test_who_cannot_be_reached_by_mail_is_named(client, clerk, collection, organisation):
    """So that the clerk picks up the telephone."""
    client.force_login(clerk)
    page = client.post(f"/desk/rounds/{collection.pk}/remind/", follow=True).content.decode()
    assert "1件は、メールの届け先がないので、催促を送っていません。" in page
    assert "次から届きます：NPO法人あさま" in page
    assert collection.answers.get().reminded_on is None


@committed
def test_the_night_reminds_near_the_due_date(organisation, at):
    """A week before, the day before and the day after; a night that was missed is made up for."""
    at("2026-11-24 9:00", refreshed=False)
    organisation.platform_email = "platform@example.jp"
    organisation.save()
    RoundFactory(asked=[organisation], due_on="2026-12-18")
    written = []
    for day in range(1, 25):
        if day == 11:
            continue
        at(f"2026-12-{day} 2:00", refreshed=False)
        before = OutgoingMail.objects.count()
        call_command("remind_rounds", verbosity=0)
        written += [day] * (OutgoingMail.objects.count() - before)
    assert written == [12, 17, 19]
    last = OutgoingMail.objects.latest("pk")
    assert "期限を過ぎています" in last.text
    assert last.to == "platform@example.jp"


def test_actions_ask_who_acts(member, rival, answer):
    """Even when a page forgot to."""
    programme = ProgrammeFactory(organisation=answer.organisation)
    for act in (
        lambda: save_programme(programme=programme, seen=1, related={}, by=rival),
        lambda: remove_programme(programme=programme, seen=1, by=rival),
        lambda: carry_over(answer=answer, by=rival),
    ):
        with pytest.raises(PermissionDenied):
            act()


def test_somebody_of_two_departments_sees_both(client, member, collection, answer):
    """Each with its own buttons; where one only looks on there are none."""
    other = MembershipFactory(user=member, organisation__name="伊勢市健康課", role="viewer")
    RoundAnswer.objects.create(round=collection, organisation=other.organisation)
    client.force_login(member)
    page = client.get(collection.get_absolute_url()).content.decode()
    assert "NPO法人あさま" in page
    assert "伊勢市健康課" in page
    assert page.count("事業を足す") == 1


def test_the_database_ties_a_round_and_an_answer_to_their_people(collection, answer):
    """Closed, or answered without a name, cannot be written."""
    for row, status in ((collection, "closed"), (answer, "answered")):
        row.status = status
        with pytest.raises(IntegrityError), transaction.atomic():
            row.save()


def test_the_six_programmes_of_the_report_are_loaded(members):
    """Once, however often they are loaded, and none is said to be public."""
    call_command("load_organisations", "fixtures", verbosity=0)
    programmes = Programme.objects.in_year(2022)
    assert programmes.count() == 6
    assert not programmes.published().exists()
    health = Organisation.objects.get(name="伊勢市健康課")
    assert programmes.of(health).count() == 2
