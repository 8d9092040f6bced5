"""Windows' own words in other languages: shown once a person has approved them."""

import polib
import pytest
from django.utils.translation import trans_real

from directory.open_now import rows
from ise_portal.dev.catalogues import compile_catalogue
from tests.factories import WindowFactory
from tests.helpers.language_pages import page


@pytest.fixture
def translated(settings, tmp_path):
    """Add approved and unapproved translations of windows' own words to the English catalogue."""

    def translate(texts: dict[str, str], flags=()):
        file = tmp_path / "en" / "LC_MESSAGES" / "django.po"
        file.parent.mkdir(parents=True)
        catalogue = polib.POFile()
        catalogue.metadata = {"Content-Type": "text/plain; charset=UTF-8"}
        for msgid, text in texts.items():
            catalogue.append(polib.POEntry(msgid=msgid, msgstr=text, flags=list(flags)))
        catalogue.save(str(file))
        compile_catalogue(file)
        settings.LOCALE_PATHS = [str(tmp_path), *settings.LOCALE_PATHS]
        trans_real._translations.clear()
        rows.forget()

    yield translate
    trans_real._translations.clear()


def test_a_windows_own_words_are_shown_as_people_have_translated_them(client, city, translated):
    """Text by text; what is not translated is said to be so, and stands there in Japanese."""
    window = WindowFactory(
        subject="家賃の相談", description="家賃に困った人の窓口です。", cost="無料"
    )
    translated({"家賃の相談": "Advice on rent", "無料": "Free"})
    text = page(client, f"/en{window.get_absolute_url()}")
    assert "<h1>Advice on rent</h1>" in text
    remark, described = (
        text.index("Not yet translated"),
        text.index("家賃に困った人の窓口です。</span>"),
    )
    assert text.index("Advice on rent</h1>") < remark < described
    assert "Free</dd>" in text
    assert "家賃の相談" in page(client, window.get_absolute_url())
    window.subject = "家賃と住まいの相談"
    window.save()
    assert "Advice on rent" not in page(client, f"/en{window.get_absolute_url()}")


def test_a_translation_without_approval_is_not_shown(client, city, translated):
    """It is marked as fuzzy in the catalogue."""
    window = WindowFactory(subject="家賃の相談")
    translated({"家賃の相談": "Advice on rent"}, flags=["fuzzy"])
    assert "Advice on rent" not in page(client, f"/en{window.get_absolute_url()}")


def test_the_list_shows_windows_as_people_have_translated_them(client, city, translated):
    """As the lists of the site do."""
    WindowFactory(subject="家賃の相談")
    translated({"家賃の相談": "Advice on rent"})
    assert "<h3>Advice on rent</h3>" in page(client, "/en/offline/list/")
