"""A long chat: what the page holds stays within bounds, and the newest is in view."""

from dataclasses import dataclass

import pytest
from playwright.sync_api import CDPSession, Page, expect

from tests.browser.looking import last
from tests.browser.scripted import ScriptedBot
from tests.playground.conftest import picture

MESSAGES, MORE = 200, 80
EVERY = 4
"""So many messages later there is a picture."""


@dataclass(frozen=True)
class Burden:
    """What the page weighs."""

    nodes: int
    listeners: int
    heap: int


def burden(session: CDPSession) -> Burden:
    """Weigh the page, after its waste is collected."""
    session.send("HeapProfiler.collectGarbage")
    found = {
        metric["name"]: int(metric["value"])
        for metric in session.send("Performance.getMetrics")["metrics"]
    }
    return Burden(found["Nodes"], found["JSEventListeners"], found["JSHeapUsedSize"])


def talk(page: Page, bot: ScriptedBot, chat: int, round_: int, count: int) -> None:
    """Let the bot say a lot, and show pictures in between."""
    keys = {"inline_keyboard": [[{"text": "Right", "callback_data": "1"}]]}
    for number in range(count):
        bot.say(chat, f"<pre>{number}</pre>message {number} of {round_}", reply_markup=keys)
        if number % EVERY == 0:
            bot.show(chat, picture(600 + number, 400), caption=f"picture {number}")
    expect(last(page)).to_contain_text(f"message {count - 1} of {round_}")


@pytest.mark.timeout(300)
def test_a_long_chat_stays_light(page: Page, bot: ScriptedBot, chat: int) -> None:
    """The page holds no more after a hundred further messages than after two hundred and fifty."""
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable")
    talk(page, bot, chat, 1, MESSAGES)
    first = burden(session)
    talk(page, bot, chat, 2, MORE)
    final = burden(session)

    assert page.locator("article.message").count() == 200
    assert page.locator(".request").count() <= 150
    assert final.nodes < first.nodes * 1.3
    assert final.listeners < first.listeners * 1.3
    assert final.heap < first.heap * 1.5 + 2_000_000
    expect(page.locator(".log:visible > p").first).to_have_text(
        "Older messages are no longer shown."
    )
    expect(last(page)).to_be_in_viewport()


def test_looking_back_is_not_disturbed(page: Page, bot: ScriptedBot, chat: int) -> None:
    """Who has scrolled up stays there while messages arrive, and one press leads back down."""
    for number in range(40):
        bot.say(chat, f"line {number}")
    expect(last(page)).to_contain_text("line 39")
    log = page.get_by_role("log", name="Messages: Digit Reader")
    log.evaluate("log => { log.scrollTop = 0; }")
    newest = page.get_by_role("button", name="To the newest message")
    expect(newest).to_be_visible()
    bot.say(chat, "one more")
    expect(last(page)).to_contain_text("one more")

    assert log.evaluate("log => log.scrollTop") == 0
    newest.click()
    expect(last(page)).to_be_in_viewport()
    expect(newest).to_be_hidden()
