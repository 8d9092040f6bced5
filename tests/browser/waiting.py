"""Waiting for what a page comes to, as its policy allows it."""

import pytest


def wait_until(page, expression: str) -> None:
    """Return when an expression is true.

    Playwright's `wait_for_function` asks once as it may, and a second time by `eval`, which the
    policy forbids: it fails only where a page is slow.
    """
    for _turn in range(100):
        if page.evaluate(expression):
            return
        page.wait_for_timeout(100)
    pytest.fail(f"Never true: {expression}")
