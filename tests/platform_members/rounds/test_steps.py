"""The steps of a round as a clerk takes them: what is refused, asked first, told and taken back."""

from datetime import date

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from platform_members.models import CollectionRound, OutgoingMail, Programme, RoundAnswer
from platform_members.rounds.actions import close_round, withdraw_round
from tests.factories import OrganisationFactory, ProgrammeFactory, RoundFactory
from tests.helpers.mail_server_that_is_down import DOWN
from tests.helpers.transactions import committed

pytestmark = committed


@pytest.fixture(autouse=True)
def today(at):
    """The day on which the clerk works, in the fiscal year 2026."""
    return at("2026-11-26 10:00", refreshed=False)


@pytest.fixture
def asked(organisation, member):
    """One department that mails reach, by the member, and two that none reaches."""
    return [organisation, *(OrganisationFactory(name=name) for name in ("健康課", "環境課"))]


@pytest.fixture
def collection(asked):
    """An open round in which they are asked."""
    return RoundFactory(asked=asked)


@pytest.fixture
def office(clerk):
    """The clerk's browser."""
    browser = Client()
    browser.force_login(clerk)
    return browser


def sent(office, address, data=None) -> tuple[str, CollectionRound | None]:
    """Send a form, follow where it leads; the page's text, and the only round as it is now."""
    page = office.post(address, data or {}, follow=True).content.decode()
    return page, CollectionRound.objects.first()


def new_round(asked, **changed) -> dict:
    """What a clerk types to ask them."""
    keys = [each.pk for each in asked]
    facts = {"title": "令和8年度の照会", "fiscal_year": "2026", "due_on": "2026-12-18"}
    return facts | {"organisations": keys} | changed


def correction(collection, **changed) -> dict:
    """What the clerk's form about an open round holds."""
    facts = {"title": collection.title, "explanation": "", "due_on": "2026-12-18", "seen": "0"}
    return facts | changed


def mails(kind: str) -> list[str]:
    """Addressees of the mails of a kind."""
    return list(OutgoingMail.objects.filter(kind=kind).values_list("to", flat=True))


# Opening


def test_opening_counts_who_was_reached_and_names_the_others(office, asked):
    """Two of three have no editor and no address; the page says what to do."""
    page, _round = sent(office, "/desk/rounds/add/", new_round(asked))
    assert "照会を始めました。" in page
    assert "照会のお知らせを、1件の課・団体にメールで送りました。" in page
    assert "2件は、メールの届け先がないので、照会のお知らせを送っていません。" in page
    assert "招待" in page
    assert "健康課、環境課" in page


def test_a_mail_that_has_not_left_is_not_called_sent(office, asked, settings):
    """With the mail server down no one is said to have been told."""
    settings.EMAIL_BACKEND = DOWN
    page, _round = sent(office, "/desk/rounds/add/", new_round(asked))
    assert "にメールで送りました" not in page
    assert "1件への照会のお知らせのメールは、まだ送れていません。" in page


@pytest.mark.parametrize("due", ["2020-12-18", "2026-11-25", "2028-01-01", "2096-12-18"])
def test_an_impossible_due_date_is_refused_before_anything_is_mailed(office, asked, due):
    """Past or years ahead; what was typed is still there."""
    page, collection = sent(office, "/desk/rounds/add/", new_round(asked, due_on=due))
    assert "今日（2026年11月26日）から1年以内の日にしてください。" in page
    assert "令和8年度の照会" in page
    assert collection is None
    assert not OutgoingMail.objects.exists()


@pytest.mark.parametrize(("year", "taken"), [("2027", True), ("2028", False), ("2062", False)])
def test_a_year_that_is_far_ahead_is_refused(office, asked, year, taken):
    """The next one may be asked about; a mistyped one sends no mail."""
    _page, collection = sent(office, "/desk/rounds/add/", new_round(asked, fiscal_year=year))
    assert (collection is not None) == taken == OutgoingMail.objects.exists()


# Correcting


def test_an_open_round_is_corrected(office, collection, member):
    """Title, explanation and due date; who has not answered is told of the new date."""
    changed = correction(collection, title="正しい件名", explanation="説明", due_on="2027-01-15")
    page, collection = sent(office, f"/desk/rounds/{collection.pk}/edit/", changed)
    assert (collection.title, collection.explanation) == ("正しい件名", "説明")
    assert collection.due_on == date(2027, 1, 15)
    assert mails("round_due_changed") == [member.email]
    assert "2027年1月15日（金）" in OutgoingMail.objects.get().text
    assert "照会を直しました。" in page
    assert "新しい期限を、1件の課・団体にメールで送りました。" in page
    assert "2件は、メールの届け先がないので、新しい期限を送っていません。" in page


def test_one_more_department_is_asked(office, collection):
    """It alone is told; those asked already are not offered again."""
    late = OrganisationFactory(name="職員課", platform_email="shokuin@example.jp")
    address = f"/desk/rounds/{collection.pk}/edit/"
    assert list(office.get(address).context["form"].fields["organisations"].queryset) == [late]
    page, collection = sent(office, address, correction(collection, organisations=[late.pk]))
    assert collection.answers.count() == 4
    assert list(OutgoingMail.objects.values_list("kind", "to")) == [
        ("round_opened", "shokuin@example.jp")
    ]
    assert "照会のお知らせを、1件の課・団体にメールで送りました。" in page


def test_a_correction_does_not_overwrite_another(office, collection):
    """The second clerk sees that the round has changed, and what was typed is still there."""
    address = f"/desk/rounds/{collection.pk}/edit/"
    sent(office, address, correction(collection, title="一人目"))
    page, collection = sent(office, address, correction(collection, title="二人目"))
    assert "ほかの画面で直されています" in page
    assert "二人目" in page
    assert collection.title == "一人目"


def test_the_title_of_an_overdue_round_can_be_corrected(office, asked):
    """Its due date may stay in the past, but not move to another past day."""
    late = RoundFactory(asked=asked, due_on="2026-11-20")
    address = f"/desk/rounds/{late.pk}/edit/"
    _page, late = sent(office, address, correction(late, title="正しい", due_on="2026-11-20"))
    assert late.title == "正しい"
    page, _late = sent(office, address, correction(late, due_on="2026-11-21", seen="1"))
    assert "から1年以内の日にしてください" in page


def test_a_closed_round_is_not_corrected(office, clerk, collection):
    """A person who opened the form earlier is told; no mail goes out."""
    close_round(collection=collection, by=clerk)
    changed = correction(collection, title="おそい")
    page, collection = sent(office, f"/desk/rounds/{collection.pk}/edit/", changed)
    assert "受付中ではないので、直せません" in page
    assert collection.title != "おそい"


# Asked first


def test_closing_asks_first_and_names_who_has_not_answered(office, collection, clerk):
    """Looking at the question changes nothing."""
    RoundAnswer.objects.filter(organisation__name="環境課").update(
        status="nothing", answered_at=timezone.now(), answered_by=clerk
    )
    address = f"/desk/rounds/{collection.pk}/close/"
    question = office.get(address).content.decode()
    assert "尋ねた3件のうち、2件がまだ回答していません。" in question
    assert "<li>健康課</li>" in question
    assert "<li>環境課</li>" not in question
    collection.refresh_from_db()
    assert collection.is_open
    page, collection = sent(office, address)
    assert "締め切りました。事業は変えられません。" in page
    assert (collection.status, collection.closed_by) == ("closed", clerk)


def test_reminding_asks_first_and_says_whom(office, collection, member):
    """Mails cannot be called back; who is not reached is named before and after."""
    address = f"/desk/rounds/{collection.pk}/remind/"
    question = office.get(address).content.decode()
    assert "1件の課・団体に、催促のメールを送ります" in question
    assert "次の2件は、メールの届け先がないので送れません" in question
    assert not OutgoingMail.objects.exists()
    page, _round = sent(office, address)
    assert mails("round_reminder") == [member.email]
    assert "催促を、1件の課・団体にメールで送りました。" in page
    assert "健康課、環境課" in page


def test_where_no_mail_reaches_anybody_nothing_is_asked(office):
    """The clerk reads at once which departments to telephone."""
    collection = RoundFactory(asked=[OrganisationFactory(name="健康課")])
    address = f"/desk/rounds/{collection.pk}/remind/"
    page = office.get(address, follow=True).content.decode()
    assert "1件は、メールの届け先がないので、催促を送っていません。" in page
    assert "次から届きます：健康課" in page


def test_the_overview_says_whom_no_mail_reaches(office, collection):
    """Before the first button is pressed."""
    page = office.get(f"/desk/rounds/{collection.pk}/overview/").content.decode()
    assert "メールの届け先がない課・団体が2件あります" in page
    assert page.count("メールの届け先なし") == 2


# Withdrawing


@pytest.fixture
def withdrawn(collection, clerk):
    """The round, taken back."""
    withdraw_round(collection=collection, by=clerk)
    OutgoingMail.objects.all().delete()
    collection.refresh_from_db()
    return collection


def test_withdrawing_asks_first_and_tells_all_that_were_asked(office, collection, clerk, member):
    """Nothing that was entered is lost."""
    programme = ProgrammeFactory(organisation=member.memberships.get().organisation)
    address = f"/desk/rounds/{collection.pk}/withdraw/"
    assert "取り下げますか" in office.get(address).content.decode()
    collection.refresh_from_db()
    assert collection.is_open
    page, collection = sent(office, address)
    assert (collection.status, collection.withdrawn_by) == ("withdrawn", clerk)
    assert mails("round_withdrawn") == [member.email]
    assert "照会を取り下げました。" in page
    assert "取り下げのお知らせを、1件の課・団体にメールで送りました。" in page
    assert "健康課、環境課" in page
    assert Programme.objects.get() == programme


def test_nobody_answers_a_withdrawn_round(withdrawn, organisation, member):
    """The department reads that no answer is needed."""
    browser = Client()
    browser.force_login(member)
    here = f"/desk/rounds/{withdrawn.pk}/organisations/{organisation.pk}/"
    assert "回答は要りません" in browser.get(here).content.decode()
    for rest, data in (
        ("answer/", {"answer": "nothing"}),
        ("carry/", {}),
        ("programmes/add/", {"name": "見守り", "kind": "other"}),
    ):
        page = browser.post(here + rest, data, follow=True).content.decode()
        assert "この照会は取り下げられました。回答は要りません。" in page
    assert withdrawn.answers.get(organisation=organisation).is_waiting
    assert not Programme.objects.in_use().exists()


def test_a_withdrawn_round_leaves_its_year_free(office, withdrawn, asked):
    """Another may ask about it; then the first cannot be taken up beside it."""
    sent(office, "/desk/rounds/add/", new_round(asked, title="やりなおし"))
    assert CollectionRound.objects.count() == 2
    page, _round = sent(office, f"/desk/rounds/{withdrawn.pk}/resume/")
    assert "この年度には、ほかの照会があります" in page
    withdrawn.refresh_from_db()
    assert withdrawn.is_withdrawn


def test_a_withdrawn_round_is_taken_up_again(office, withdrawn, member):
    """The question says who will be told; answering works as before."""
    address = f"/desk/rounds/{withdrawn.pk}/resume/"
    assert "3件の課・団体に" in office.get(address).content.decode()
    page, collection = sent(office, address)
    assert collection.is_open
    assert mails("round_resumed") == [member.email]
    assert "照会をもう一度始めました。" in page
    assert "再開のお知らせを、1件の課・団体にメールで送りました。" in page


def test_questions_count_nothing_where_there_is_nothing(office, collection, clerk, member):
    """Before any answer none is counted; once all have answered no mail is announced."""
    address = f"/desk/rounds/{collection.pk}"
    page = office.get(f"{address}/withdraw/").content.decode()
    assert "まだどこも回答していません" in page
    collection.answers.update(status="nothing", answered_at=timezone.now(), answered_by=member)
    sent(office, f"{address}/withdraw/")
    OutgoingMail.objects.all().delete()
    page = office.get(f"{address}/resume/").content.decode()
    assert "すべて回答しています。メールは送りません。" in page
    assert "0件" not in page
    sent(office, f"{address}/resume/")
    assert not OutgoingMail.objects.exists()


@pytest.mark.parametrize("step", ["close", "reopen", "withdraw"])
def test_a_withdrawn_round_is_neither_closed_nor_withdrawn_again(office, withdrawn, step):
    """Nothing is changed, and the page says why."""
    page, collection = sent(office, f"/desk/rounds/{withdrawn.pk}/{step}/")
    assert "message-warning" in page
    assert collection.withdrawn_at == withdrawn.withdrawn_at


def test_a_withdrawn_round_reminds_nobody(withdrawn, at):
    """The night before the due date goes by in silence."""
    at("2026-12-17 2:00", refreshed=False)
    call_command("remind_rounds", verbosity=0)
    assert not OutgoingMail.objects.exists()


# The calendar's address, which cannot be brought back either


def test_a_calendars_address_dies_only_after_a_question(member):
    """Making the first one needs none."""
    browser = Client()
    browser.force_login(member)
    browser.post("/desk/meetings/calendar/renew/")
    feed = member.calendar_feed.token_hash
    for step in ("renew", "revoke"):
        question = browser.get(f"/desk/meetings/calendar/{step}/").content.decode()
        assert "いまのアドレスは使えなくなり、元に戻せません。" in question
    member.calendar_feed.refresh_from_db()
    assert member.calendar_feed.token_hash == feed
