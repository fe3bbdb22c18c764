"""One browser for each module, and pages that may not stumble."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from playground import Playground, serve
from tests.browser.chromium import chromium, path_of_chromium
from tests.browser.scripted import ScriptedBot

PATIENCE = 30
"""Seconds for whatever has to appear, on a machine that is busy with other things."""


@pytest.fixture(scope="session", autouse=True)
def _installed() -> None:
    """Skip these tests, before a bot is started, where there is no Chromium."""
    if path_of_chromium() is None:
        pytest.skip("Chromium is not installed, so the chat page is not tried in a browser.")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium without a window."""
    expect.set_options(timeout=PATIENCE * 1000)
    with chromium() as running:
        yield running


@pytest.fixture
def context_options() -> dict[str, Any]:
    """What the browser window is like; a test may ask for another."""
    return {"viewport": {"width": 1280, "height": 800}, "locale": "en-US"}


@pytest.fixture
def context(browser: Browser, context_options: dict[str, Any]) -> Iterator[BrowserContext]:
    """A window of its own, with nothing remembered from other tests."""
    with browser.new_context(**context_options) as opened:
        opened.set_default_timeout(PATIENCE * 1000)
        opened.grant_permissions(["clipboard-read", "clipboard-write"])
        yield opened


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """An empty tab; no script may fail in it, and nothing may be blocked or missing."""
    troubles: list[str] = []
    made = context.new_page()
    made.on("pageerror", lambda error: troubles.append(str(error)))
    made.on("console", lambda said: troubles.append(said.text) if said.type == "error" else None)
    yield made
    assert troubles == []


@pytest.fixture(scope="module")
def playground() -> Iterator[Playground]:
    """A server for a bot that the test itself plays."""
    with serve() as running:
        yield running


@pytest.fixture
def bot(playground: Playground) -> Iterator[ScriptedBot]:
    """A bot that does what the test says, through the Bot API."""
    with ScriptedBot(playground) as made:
        yield made


@pytest.fixture
def chat(page: Page, playground: Playground, bot: ScriptedBot) -> int:
    """Opens the page and presses Start; gives the number of the private chat."""
    page.goto(playground.page_url)
    page.get_by_role("button", name="Start", exact=True).click()
    chat_id: int = bot.hear()["chat"]["id"]
    return chat_id
