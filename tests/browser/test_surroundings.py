"""What stands around the messages: requests, group, language, theme."""

import json

import pytest
from playwright.sync_api import Page, expect

from playground import Playground
from tests.browser.looking import field, last
from tests.browser.scripted import ScriptedBot


def test_the_panel_shows_what_the_bot_asks(page: Page, bot: ScriptedBot, chat: int) -> None:
    """Each request stands there with its parameters, its answer and the time it took."""
    panel = page.get_by_role("complementary", name="What the bot asks")
    bot.say(chat, "look at <b>this</b>")
    request = panel.locator(".request", has_text="look at this").last
    expect(request).to_contain_text("sendMessage")
    request.locator("summary").click()
    parameters = json.loads(request.locator("pre").first.inner_text())
    answer = json.loads(request.locator("pre").nth(1).inner_text())

    assert parameters == {"chat_id": chat, "text": "look at <b>this</b>", "parse_mode": "HTML"}
    assert answer["result"]["text"] == "look at this"
    assert request.locator(".took").inner_text().endswith(" ms")
    panel.get_by_role("button", name="Close").click()
    expect(panel).to_be_hidden()
    page.get_by_role("button", name="What the bot asks").click()
    expect(panel).to_be_visible()


@pytest.mark.usefixtures("chat")
def test_the_group(page: Page, playground: Playground, bot: ScriptedBot) -> None:
    """Three people talk; what privacy mode keeps from the bot is marked, until it is off."""
    page.get_by_role("button", name="Maths club").click()
    group = bot.hear()["chat"]
    assert group["type"] == "supergroup"
    page.locator("label", has_text="Vera").click()
    field(page).fill("not for the bot")
    field(page).press("Enter")
    expect(last(page).get_by_role("img", name="The bot doesn't see this")).to_be_visible()
    page.locator("label", has_text="Max").click()
    expect(page.locator("article.message .sender", has_text="Vera")).to_be_visible()
    page.get_by_role("switch", name="Privacy mode").uncheck()
    playground.wait_until(lambda: not playground.state()["chats"][-1]["privacy"])
    field(page).fill("for everybody")
    field(page).press("Enter")
    heard = bot.hear()

    assert (heard["text"], heard["from"]["first_name"]) == ("for everybody", "Max")
    expect(last(page).get_by_role("img", name="The bot doesn't see this")).to_have_count(0)
    page.get_by_role("button", name="Digit Reader").click()
    bot.say(group["id"], "meanwhile")
    expect(page.locator(".unread:visible")).to_have_text("1")


@pytest.mark.usefixtures("chat")
def test_language_and_theme(page: Page, bot: ScriptedBot) -> None:
    """The client's language changes what the bot is told and what the page says; a theme stays."""
    page.get_by_role("button", name="Settings").click()
    page.get_by_label("Theme").select_option("dark")
    assert page.evaluate("getComputedStyle(document.documentElement).colorScheme") == "dark"
    page.get_by_label("Language").select_option("ru")
    expect(page.get_by_placeholder("Сообщение")).to_be_visible()
    assert page.evaluate("document.documentElement.lang") == "ru"
    page.get_by_placeholder("Сообщение").fill("привет")
    page.get_by_role("button", name="Отправить").click()
    assert bot.hear()["from"]["language_code"] == "ru"
    page.reload()
    expect(page.get_by_placeholder("Сообщение")).to_be_visible()
    expect(page.locator("article.message")).to_have_count(2)
    assert page.evaluate("getComputedStyle(document.documentElement).colorScheme") == "dark"


@pytest.mark.usefixtures("chat")
def test_nothing_is_kept(page: Page) -> None:
    """Starting over is a new person in an empty chat, and the page says where its state is."""
    expect(page.get_by_text("in the memory of a program")).to_be_visible()
    page.get_by_role("button", name="Settings").click()
    page.get_by_role("button", name="Start over").click()
    expect(page.get_by_role("button", name="Start", exact=True)).to_be_visible()
    expect(page.locator("article.message")).to_have_count(0)
