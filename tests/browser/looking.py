"""Where things are on the page."""

import time

from playwright.sync_api import Locator, Page


def last(page: Page) -> Locator:
    """The newest message of the chat that is open."""
    return page.locator(".log:visible article.message").last


def field(page: Page) -> Locator:
    """Where one writes."""
    return page.get_by_role("combobox", name="Message")


def wait_until(page: Page, script: str, seconds: float = 30) -> None:
    """Wait for a function in the page to give what is true.

    Playwright's own ``wait_for_function`` evaluates text in the page, which the page forbids.
    """
    deadline = time.monotonic() + seconds
    while not page.evaluate(script):
        assert time.monotonic() < deadline, script
        page.wait_for_timeout(50)
