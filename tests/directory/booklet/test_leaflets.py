"""Leaflets: chosen windows on one sheet of paper."""

from directory.models import Category, Window
from tests.factories import WindowFactory
from tests.helpers.paper import Paper, plain


def leaflet(client, windows):
    """What a clerk gets who chooses windows in the list and asks for a leaflet."""
    chosen = {"action": "make_leaflet", "_selected_action": [window.pk for window in windows]}
    return client.post("/admin/directory/window/", chosen, follow=True)


def test_a_clerk_makes_a_leaflet_of_a_category(clerk_client, city):
    """The chosen windows stand on one sheet, under what they have in common."""
    work = Category.objects.get(slug="work")
    windows = list(Window.objects.published().in_category(work))
    response = leaflet(clerk_client, windows)
    assert response["Content-Type"] == "application/pdf"
    paper = Paper(response.content)
    assert len(paper.pages) <= 2
    assert plain("仕事の相談窓口") in paper.text
    assert all(plain(window.subject) in paper.text for window in windows)


def test_a_leaflet_of_one_window_is_in_large_letters(clerk_client, window):
    """A few windows fill their sheet; a confidential place stands on none."""
    window.confidential_location = True
    window.save()
    paper = Paper(leaflet(clerk_client, [window]).content)
    assert len(paper.pages) == 1
    assert 18 in paper.pages[0].sizes
    assert "本町" not in paper.text


def test_a_leaflet_of_hidden_windows_is_refused_by_name(clerk_client, window):
    """What residents may not see is not printed."""
    window.suspend(at=window.published_at, reason="点検")
    window.save()
    page = leaflet(clerk_client, [window]).content.decode()
    assert "公開していない窓口は印刷できません：「仕事の相談（相談室）【" in page


def test_a_leaflet_that_needs_more_than_a_sheet_says_so(clerk_client, window):
    """The clerk learns by how many pages."""
    windows = [WindowFactory(description="長い" * 40) for _number in range(40)]
    page = leaflet(clerk_client, windows).content.decode()
    assert "ページ分おさまりません。窓口を減らしてください。" in page
