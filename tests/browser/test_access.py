"""The page for everybody: by keyboard, with a screen reader, in weak light, on narrow screens."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from playground import Playground
from tests.browser.looking import last
from tests.browser.scripted import ScriptedBot
from tests.drawing import photo

ROLES = {"button", "link", "textbox", "combobox", "checkbox", "radio", "switch", "img", "menuitem"}
ROLES |= {"dialog", "log", "complementary", "navigation", "option", "listbox"}
KEYS = {"inline_keyboard": [[{"text": "Right", "callback_data": "1", "style": "success"}]]}
PAIRS = [
    ("ink", "surface"),
    ("ink", "own"),
    ("ink", "sunk"),
    ("faint", "surface"),
    ("faint", "raised"),
    ("faint", "own"),
    ("faint", "sunk"),
    ("accent", "surface"),
    ("accent", "own"),
    ("on-accent", "accent"),
    ("bad", "raised"),
]
READABLE = 4.5
"""The contrast that WCAG 2 asks of text."""


def nameless(page: Page) -> list[str]:
    """The roles of the things on the page that a screen reader has no name for."""
    session = page.context.new_cdp_session(page)
    nodes: list[dict[str, Any]] = session.send("Accessibility.getFullAXTree")["nodes"]
    return [
        node["role"]["value"]
        for node in nodes
        if not node["ignored"]
        and node["role"]["value"] in ROLES
        and not node.get("name", {}).get("value", "").strip()
    ]


def test_everything_has_a_name(page: Page, bot: ScriptedBot, chat: int) -> None:
    """Whatever can be pressed or seen has a name, wherever one goes on the page."""
    bot.say(chat, "<b>7</b> <code>7</code> <tg-spoiler>7</tg-spoiler>", reply_markup=KEYS)
    bot.show(chat, photo("7"))
    expect(last(page).locator("img")).to_be_visible()
    assert nameless(page) == []
    for opener in ("Draw a digit", "Sample digits", "Settings", "Attach", "Commands"):
        page.get_by_role("button", name=opener, exact=True).last.click()
        assert nameless(page) == [], opener
        page.keyboard.press("Escape")
    last(page).get_by_role("button", name="Photo. Open").click()
    assert nameless(page) == []
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Maths club").click()
    expect(page.get_by_role("switch", name="Privacy mode")).to_be_visible()
    assert nameless(page) == []


def test_by_keyboard_alone(page: Page, playground: Playground, bot: ScriptedBot) -> None:
    """A conversation needs no mouse: begin, write, press a button, choose a sample, come back."""
    page.goto(playground.page_url)
    start = page.get_by_role("button", name="Start", exact=True)
    start.press("Enter")
    chat = bot.hear()["chat"]["id"]
    expect(start).to_have_count(0)
    page.keyboard.type("hello")  # with no field chosen it goes to the message
    page.keyboard.press("Enter")
    assert bot.hear()["text"] == "hello"
    bot.say(chat, "choose", reply_markup=KEYS)
    right = page.get_by_role("button", name="Right")
    right.press("Enter")
    query = bot.hear("callback_query")
    bot.call("answerCallbackQuery", callback_query_id=query["id"])
    bot.call(
        "editMessageReplyMarkup",
        chat_id=chat,
        message_id=query["message"]["message_id"],
        reply_markup={"inline_keyboard": [[{"text": "Thanks", "callback_data": "2"}]]},
    )
    expect(page.get_by_role("button", name="Thanks")).to_be_focused()
    page.get_by_role("button", name="Sample digits").last.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert bot.hear()["photo"]
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.get_by_role("button", name="Sample digits").last).to_be_focused()


def luminance(colour: str) -> float:
    """How bright a colour is, as WCAG 2 has it."""
    channels = [int(part) / 255 for part in re.findall(r"\d+", colour)[:3]]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_text_is_readable(page: Page, playground: Playground, theme: str) -> None:
    """In both themes every text colour stands out from what it is written on."""
    page.goto(playground.page_url)
    colours: dict[str, str] = page.evaluate(
        """([theme, names]) => {
          document.documentElement.dataset.theme = theme;
          const probe = document.body.appendChild(document.createElement("i"));
          return Object.fromEntries(names.map((name) => {
            probe.style.color = `var(--${name})`;
            return [name, getComputedStyle(probe).color];
          }));
        }""",
        [theme, sorted({name for pair in PAIRS for name in pair})],
    )
    faint = {}
    for ink, paper in PAIRS:
        dark, bright = sorted((luminance(colours[ink]), luminance(colours[paper])))
        if (bright + 0.05) / (dark + 0.05) < READABLE:
            faint[ink, paper] = colours[ink], colours[paper]
    assert faint == {}


@pytest.mark.parametrize("width", [320, 390, 768, 1024, 1280])
def test_it_fits(page: Page, bot: ScriptedBot, chat: int, width: int) -> None:
    """On every width all of it can be reached without scrolling sideways."""
    keys = {"inline_keyboard": [[{"text": f"{n}", "callback_data": f"{n}"} for n in range(8)]]}
    bot.say(chat, "<pre>" + "1234567890 " * 12 + "</pre>" + "w" * 200, reply_markup=keys)
    bot.show(chat, photo("12345678"), caption="a caption that is somewhat longer than its picture")
    page.set_viewport_size(ViewportSize(width=width, height=640))
    page.get_by_role("button", name="Maths club").click()
    expect(page.get_by_role("switch", name="Privacy mode")).to_be_in_viewport()
    page.get_by_role("button", name="Digit Reader").click()
    expect(last(page).locator("img")).to_be_in_viewport()
    if width < 1100:
        expect(page.get_by_role("complementary")).to_be_hidden()
    wide = page.evaluate(
        """() => [document.documentElement, ...document.querySelectorAll("#app, .log, .bubble")]
          .filter((each) => each.scrollWidth > each.clientWidth + 1)
          .map((each) => `${each.className} ${each.scrollWidth} ${each.clientWidth}`)"""
    )
    assert wide == []
    for name in ("Attach", "Send", "Settings", "Draw a digit"):
        expect(page.get_by_role("button", name=name, exact=True).last).to_be_in_viewport()
