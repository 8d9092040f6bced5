"""Suggestions below the box of the search."""

from xml.parsers import expat

import pytest
from django.conf import settings

from directory.models import SearchTerm
from directory.search.index import index_windows
from tests.factories import WindowFactory


def test_suggestions_read_only_the_first_windows_that_match(
    client, db, monkeypatch, django_assert_max_num_queries
):
    """What begins with a common word is not read to its end."""
    windows = [WindowFactory(subject=f"家賃の相談{n}", provider="家賃の会") for n in range(5)]
    index_windows(windows)
    monkeypatch.setattr("directory.search.suggest.MOST_READ", 3)
    with django_assert_max_num_queries(8):
        offered = client.get("/windows/suggest/?q=家賃").json()["suggestions"]
    assert [each["kind"] for each in offered] == ["窓口", "窓口", "窓口", "団体"]
    assert offered[-1]["text"] == "家賃の会"


def test_suggestions_offer_phrases_windows_and_organisations(client, city):
    """Each with its kind and address; a window leads to its page, words to their results."""
    offered = client.get("/windows/suggest/?q=せいかつほ").json()["suggestions"]
    assert ("生活保護を受けたい", "ことば") in {(s["text"], s["kind"]) for s in offered}
    window = next(s for s in offered if s["kind"] == "窓口")
    assert client.get(window["url"]).status_code == 200
    offered = client.get("/windows/suggest/?q=ライフリンク").json()["suggestions"]
    assert "団体" in {s["kind"] for s in offered}
    for suggestion in offered:
        assert client.get(suggestion["url"]).status_code == 200


@pytest.mark.parametrize("typed", ["し", "", "死に", "虐待", "殴ら", "自殺"])
def test_suggestions_never_put_danger_into_a_mouth(client, city, typed):
    """One character asks for nothing, and words of danger are never offered."""
    offered = client.get("/windows/suggest/", {"q": typed}).json()["suggestions"]
    dangerous = set(SearchTerm.objects.exclude(danger="none").values_list("phrase", flat=True))
    assert not {suggestion["text"] for suggestion in offered} & dangerous
    assert len(typed) > 1 or offered == []


def test_the_script_is_small(client):
    """What adds suggestions is at most 3 KB."""
    assert (settings.BASE_DIR / "static" / "js/suggest.js").stat().st_size <= 3 * 1024


def test_a_browser_can_add_the_portals_search(client, city, settings):
    """The description is well-formed, names the search address, and every page links to it."""
    elements = {}
    parser = expat.ParserCreate()
    parser.StartElementHandler = elements.__setitem__
    parser.Parse(client.get("/opensearch.xml").content, True)
    assert elements["Url"]["template"] == f"{settings.PORTAL_URL}/windows/?q={{searchTerms}}"
    assert 'href="/opensearch.xml"' in client.get("/").content.decode()
