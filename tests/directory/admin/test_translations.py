"""What a window says in another language: by staff, and while the Japanese is the same."""

import pytest

from directory import changes
from directory.models import Translation, Window, WindowVersion
from tests.factories import WindowFactory
from tests.helpers.transactions import committed

PAGE = "/admin/directory/window/{}/translations/{}/"
MARK = "Not yet translated. In Ja"


@pytest.fixture
def window():
    return WindowFactory(subject="家計の相談", description="借金のことも話せます。", cost="無料")


def sent(page, **texts: str) -> dict:
    """The page's form as it stands, with these texts typed."""
    said = {}
    for form in page.context["written"]:
        said |= {form[name].html_name: form[name].value() or "" for name in form.fields}
        said[form["seen"].html_name] = form.japanese
    return said | {f"{fact}-text": text for fact, text in texts.items()}


def write(client, window, code="en", **texts: str):
    """Open the page of a language, type, save."""
    address = PAGE.format(window.pk, code)
    return client.post(address, sent(client.get(address), **texts), follow=True)


@committed
def test_a_translation_is_shown_at_once_and_only_in_its_language(client, clerk_client, window):
    """The title and the description, each by itself; what is not translated says so."""
    before = client.get(f"/en{window.get_absolute_url()}").content.decode()
    page = write(clerk_client, window, subject="Money matters at home")
    assert "1件の訳を保存しました。" in page.content.decode()
    shown = client.get(f"/en{window.get_absolute_url()}").content.decode()
    assert "<h1>Money matters at home</h1>" in shown
    assert shown.count(MARK) == before.count(MARK) - 1
    assert "<h1>家計の相談</h1>" in client.get(window.get_absolute_url()).content.decode()
    assert "Money matters" not in client.get(f"/easy{window.get_absolute_url()}").content.decode()
    assert "Money matters at home" in client.get("/en/windows/").content.decode()


@committed
def test_a_changed_text_is_untranslated_again_until_staff_have_looked(
    client, clerk, clerk_client, window
):
    """Readers get the Japanese; staff see of which Japanese the translation was made."""
    write(clerk_client, window, description="You can also talk about debts.")
    changes.change_windows(
        changes=[(window, {"description": "借金のことは話せません。"})],
        by=clerk,
        how=WindowVersion.How.EDITED,
    )
    shown = client.get(f"/en{window.get_absolute_url()}").content.decode()
    assert "You can also talk about debts." not in shown
    page = clerk_client.get(PAGE.format(window.pk, "en"))
    assert "借金のことも話せます。" in page.content.decode()
    write(clerk_client, window)  # looked at, and saved as it is
    assert not Translation.objects.get().is_outdated


@committed
def test_a_text_that_changed_while_it_was_translated_is_not_taken_for_translated(
    clerk, clerk_client, window
):
    """What was typed is still there, beside the new Japanese."""
    address = PAGE.format(window.pk, "en")
    typed = sent(clerk_client.get(address), description="You can also talk about debts.")
    changes.change_windows(
        changes=[(window, {"description": "借金のことは話せません。"})],
        by=clerk,
        how=WindowVersion.How.EDITED,
    )
    answer = clerk_client.post(address, typed)
    page = answer.content.decode()
    assert "日本語が変わりました" in page
    assert "借金のことは話せません。" in page
    assert "You can also talk about debts." in page
    assert not Translation.objects.exists()
    clerk_client.post(address, sent(answer))
    assert Translation.objects.get().source == "借金のことは話せません。"


@committed
def test_an_emptied_text_is_taken_away_and_undone_as_any_other_deed(client, clerk_client, window):
    """Its readers see Japanese, and after undoing the translation."""
    write(clerk_client, window, subject="Money matters")
    page = write(clerk_client, window, subject="")
    assert not Translation.objects.exists()
    undo = page.content.decode().partition('action="/admin/undo/')[2].partition('"')[0]
    clerk_client.post(f"/admin/undo/{undo}", follow=True)
    assert Translation.objects.get().text == "Money matters"


@committed
def test_two_clerks_at_one_text_choose_whose_words_stand(client, clerk_client, window):
    """The second is asked; what the first has saved is not overwritten unseen."""
    address = PAGE.format(window.pk, "en")
    seconds = sent(clerk_client.get(address), subject="Household budget", cost="Free")
    write(clerk_client, window, subject="Money matters")
    answer = clerk_client.post(address, seconds)
    assert "ほかの人が、先に保存した内容" in answer.content.decode()
    assert Translation.objects.get().text == "Money matters"  # nor is the other text half-saved
    again = sent(answer) | {"choose-subject-text": "mine"}
    clerk_client.post(address, again)
    said = dict(Translation.objects.values_list("fact", "text"))
    assert said == {"subject": "Household budget", "cost": "Free"}


def test_easy_japanese_has_a_reading_on_every_kanji(clerk_client, window, db):
    """What was typed is still there."""
    page = write(clerk_client, window, "easy", subject="お金の相談《そうだん》")
    assert "すべての漢字に、よみを" in page.content.decode()
    assert "お金の相談《そうだん》" in page.content.decode()
    write(clerk_client, window, "easy", subject="お金《かね》の相談《そうだん》")
    assert Translation.objects.get().text == "お金《かね》の相談《そうだん》"


def test_only_those_who_edit_windows_write_translations(client, reader, publicist, window, db):
    """Those who read, or report campaigns, are refused."""
    for person in (reader, publicist):
        client.force_login(person)
        assert client.get(PAGE.format(window.pk, "en")).status_code == 403
        assert client.post(PAGE.format(window.pk, "en"), {}).status_code == 403
    assert not Translation.objects.exists()


def test_a_language_that_there_is_not_has_no_page(clerk_client, window, db):
    """Nor has Japanese, which stands in the window's own form."""
    for code in ("ja", "xx"):
        assert clerk_client.get(PAGE.format(window.pk, code)).status_code == 404


def test_a_draft_shows_its_translation_nowhere(client, clerk_client, db):
    """It counts once the window is published."""
    draft = WindowFactory(subject="家計の相談", status=Window.Status.DRAFT, published_at=None)
    write(clerk_client, draft, subject="Money matters")
    assert client.get(f"/en{draft.get_absolute_url()}").status_code == 404
    assert "Money matters" not in client.get("/en/windows/").content.decode()
