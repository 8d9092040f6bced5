"""A resident tells the city of a barrier: without a cookie, by mail, and nowhere else."""

import pytest
from django.core import mail

from platform_members import spam
from platform_members.models import OutgoingMail

PAGE = "/accessibility/report/"
TOLD = {"what": "文字を大きくすると番号がかくれる", "where": "窓口のページ", "answer_to": ""}


@pytest.fixture
def office(settings):
    """The office's mailbox."""
    settings.STAFF_EMAIL = "office@example.lg.jp"


def send(client, path=PAGE, **changes):
    """Send the form as a person does."""
    with_mark = {"opened": spam.opening_mark(), "comment": "", "tool": ""}
    return client.post(path, TOLD | with_mark | changes)


@pytest.fixture
def patient(monkeypatch):
    """A person who takes longer than a machine."""
    monkeypatch.setattr(spam, "LEAST_SECONDS", -1)


@pytest.mark.django_db(transaction=True)
def test_a_report_reaches_the_office_and_leaves_no_cookie(client, office, patient):
    """The mail has what was written; the page says what happens now."""
    opened = client.get(PAGE)
    sent = send(client)
    assert sent.status_code == 302
    page = client.get(sent.url).content.decode()
    assert "知らせを受け付けました" in page
    (letter,) = mail.outbox
    assert letter.to == ["office@example.lg.jp"]
    assert TOLD["what"] in letter.body
    assert not opened.cookies
    assert not sent.cookies
    assert not client.cookies


@pytest.mark.django_db(transaction=True)
def test_a_report_in_another_language_reaches_the_office_in_japanese(client, office, patient):
    """The form and what is refused are in the reader's words; the mail names the language."""
    page = send(client, what="", path=f"/en{PAGE}").content.decode()
    assert "This field is required." in page
    assert "What is hard to use" in page
    sent = send(client, what="The number is hidden", path=f"/en{PAGE}")
    assert sent.url == f"/en{PAGE}sent/"
    (letter,) = mail.outbox
    assert "使いにくいところの知らせがありました" in letter.subject
    assert "読んだページの言語：English" in letter.body
    assert "The number is hidden" in letter.body


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"what": " "}, "このフィールドは必須です。"),
        ({"what": "あ" * 1001}, "1000"),
        ({"comment": "buy"}, "この欄は空けておいてください。"),
        ({"opened": "invented"}, "もう一度送ってください。"),
    ],
)
def test_what_is_not_sent_stands_there_again(client, office, patient, changes, said):
    """A sentence says why, the rest is still in its field, and no mail is written."""
    page = send(client, **changes).content.decode()
    assert said in page
    assert TOLD["where"] in page
    assert not OutgoingMail.objects.exists()


@pytest.mark.django_db
def test_many_reports_from_one_place_wait(client, office, patient):
    """After five within an hour the sixth is refused, and its words stay."""
    answers = [send(client).status_code for _number in range(6)]
    assert answers == [302] * 5 + [429]
    assert TOLD["what"] in send(client).content.decode()


@pytest.mark.django_db
def test_where_no_mail_reaches_the_city_no_form_says_so(client, settings):
    """The statement names the city hall then, and the form's address is not there."""
    settings.STAFF_EMAIL = ""
    assert client.get(PAGE).status_code == send(client).status_code == 404
    assert PAGE not in client.get("/accessibility/").content.decode()
