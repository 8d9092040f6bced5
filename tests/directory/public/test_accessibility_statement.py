"""The accessibility statement: aim, scope, results of the last run, contact."""

from directory.public.accessibility import last_test
from tests.browser.take_accessibility import VIEWS
from tests.browser.test_accessibility import PAGES


def test_the_statement_tells_what_the_last_run_found(client, city, settings):
    """Aim, scope and the figures of the run, with what is not done; a form where mail is read."""
    settings.STAFF_EMAIL = "office@example.lg.jp"
    page = client.get("/accessibility/").content.decode()
    test = last_test()
    for words in ("JIS X 8341-3:2016", "レベルAAに配慮", "対象", f"axe-core {test.axe}"):
        assert words in page
    assert f"{test.tried}回開きました" in page
    assert f"見つかった違反：{test.violations}件" in page
    assert "/accessibility/report/" in page


def test_the_results_name_pages_that_there_are():
    """Each kind once, in the same views; what came since is in the next `make accessibility`."""
    pages = last_test().pages
    assert len(pages) == len(set(pages)) > 10
    assert set(pages) <= set(PAGES)
    assert last_test().views == list(VIEWS)
