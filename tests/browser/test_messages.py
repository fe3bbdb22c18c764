"""How the page shows what the bot says, with a bot that the test plays."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.looking import field, last, wait_until
from tests.browser.scripted import ScriptedBot
from tests.drawing import photo
from tests.playground.conftest import picture


def test_formatting(page: Page, bot: ScriptedBot, chat: int) -> None:
    """HTML looks as it should, a tap copies code, and a hidden text opens by keyboard."""
    bot.say(
        chat,
        "<b>bold</b> <i>slanted</i> <u>under</u> <s>gone</s> <code>12</code>"
        "<pre>345\n678</pre><blockquote>said</blockquote>"
        '<a href="https://example.org/">there</a> <tg-spoiler>secret</tg-spoiler> &lt;b&gt;',
    )
    words = last(page).locator(".words")

    expect(words.locator("b")).to_have_text("bold")
    expect(words.locator("i")).to_have_text("slanted")
    expect(words.locator("u")).to_have_text("under")
    expect(words.locator("s")).to_have_text("gone")
    expect(words.locator("blockquote")).to_have_text("said")
    expect(words.get_by_role("link", name="there")).to_have_attribute("rel", "noopener noreferrer")
    expect(words).to_contain_text("<b>")
    words.locator("pre").click()
    expect(page.locator("#toast")).to_have_text("Copied")
    assert page.evaluate("navigator.clipboard.readText()") == "345\n678"
    words.locator("code").press("Enter")
    wait_until(page, "async () => (await navigator.clipboard.readText()) === '12'")
    spoiler = words.get_by_role("button", name="Hidden text")
    spoiler.press("Enter")
    expect(words.locator(".spoiler.open")).to_have_text("secret")


def test_a_button_waits_for_its_answer(page: Page, bot: ScriptedBot, chat: int) -> None:
    """A press reaches the bot, waits visibly, and its answer appears as a toast or an alert."""
    keys = [[{"text": "One", "callback_data": "1"}, {"text": "Two", "callback_data": "2"}]]
    bot.say(chat, "Choose", reply_markup={"inline_keyboard": keys})
    page.get_by_role("button", name="One", exact=True).click()
    query = bot.hear("callback_query")
    expect(page.get_by_role("button", name="One", exact=True)).to_have_attribute(
        "aria-busy", "true"
    )
    bot.call("answerCallbackQuery", callback_query_id=query["id"], text="One it is")

    assert query["data"] == "1"
    expect(page.locator("#toast")).to_have_text("One it is")
    expect(page.locator("[aria-busy]")).to_have_count(0)
    page.get_by_role("button", name="Two").click()
    query = bot.hear("callback_query")
    bot.call("answerCallbackQuery", callback_query_id=query["id"], text="Sure?", show_alert=True)
    alert = page.get_by_role("dialog", name="The bot says")
    expect(alert).to_contain_text("Sure?")
    alert.get_by_role("button", name="OK").click()
    expect(alert).to_have_count(0)


def test_other_buttons(page: Page, bot: ScriptedBot, chat: int) -> None:
    """A copy button copies, a link opens apart from the page, and styles are seen."""
    keys = [
        [{"text": "Copy", "copy_text": {"text": "2048"}, "style": "success"}],
        [{"text": "Read on", "url": "https://example.org/"}],
    ]
    bot.say(chat, "Here", reply_markup={"inline_keyboard": keys})
    page.get_by_role("button", name="Copy", exact=True).click()
    expect(page.locator("#toast")).to_have_text("Copied")

    assert page.evaluate("navigator.clipboard.readText()") == "2048"
    expect(page.locator(".keyboard .success")).to_have_text("Copy")
    page.context.route("https://example.org/**", lambda route: route.fulfill(body="elsewhere"))
    with page.context.expect_page() as opened:
        page.get_by_role("button", name="Read on").click()
    assert opened.value.evaluate("window.opener") is None


def test_edits_happen_in_place(page: Page, bot: ScriptedBot, chat: int) -> None:
    """Text, buttons and picture change where they stand, and a deleted message goes."""
    said = bot.say(
        chat, "first", reply_markup={"inline_keyboard": [[{"text": "A", "callback_data": "a"}]]}
    )
    shown = bot.show(chat, picture(300, 300), caption="before")
    number = page.locator("article.message").count
    expect(last(page)).to_contain_text("before")
    before, source = number(), last(page).locator("img").get_attribute("src")
    bot.call("editMessageText", chat_id=chat, message_id=said["message_id"], text="second")
    bot.call(
        "editMessageMedia",
        {"new": picture(500, 200)},
        chat_id=chat,
        message_id=shown["message_id"],
        media={"type": "photo", "media": "attach://new", "caption": "after"},
    )

    expect(page.locator("article.message", has_text="second")).to_contain_text("edited")
    expect(page.get_by_role("button", name="A", exact=True)).to_have_count(0)
    expect(last(page)).to_contain_text("after")
    assert last(page).locator("img").get_attribute("src") != source
    assert number() == before
    bot.call("deleteMessage", chat_id=chat, message_id=said["message_id"])
    expect(page.locator("article.message", has_text="second")).to_have_count(0)


def test_an_album_is_one_message(page: Page, bot: ScriptedBot, chat: int) -> None:
    """Pictures of an album stand together, open large, and have their neighbours a key away."""
    bot.call(
        "sendMediaGroup",
        {"a": photo("1"), "b": photo("2"), "c": photo("3")},
        chat_id=chat,
        media=[{"type": "photo", "media": f"attach://{name}", "caption": name} for name in "abc"],
    )
    album = page.locator("article.message", has=page.locator(".tiles"))
    expect(album.locator(".tiles img")).to_have_count(3)
    album.get_by_role("button", name="Photo: b. Open").click()
    viewer = page.get_by_role("dialog", name="Picture")

    expect(viewer.locator("p")).to_have_text("b")
    page.keyboard.press("ArrowRight")
    expect(viewer.locator("p")).to_have_text("c")
    expect(viewer.get_by_role("button", name="Next picture")).to_be_disabled()
    page.keyboard.press("Escape")
    expect(viewer).to_have_count(0)


def test_the_bot_is_seen_at_work(page: Page, bot: ScriptedBot, chat: int) -> None:
    """Being busy shows until the answer comes, and a reaction appears at its message."""
    message = page.locator("article.message").first
    bot.call("sendChatAction", chat_id=chat, action="typing")
    expect(page.locator("#status")).to_have_text("typing…")
    bot.call(
        "setMessageReaction",
        chat_id=chat,
        message_id=1,
        reaction=[{"type": "emoji", "emoji": "👀"}],
    )
    expect(message.get_by_role("button", name="Reaction 👀: Digit Reader")).to_be_visible()
    bot.say(chat, "done")
    expect(page.locator("#status")).to_have_text("bot")


def test_replies_are_quoted(page: Page, bot: ScriptedBot, chat: int) -> None:
    """A reply shows what it replies to, and leads there; a person replies by keyboard alone."""
    said = bot.say(chat, "the question")
    expect(last(page)).to_contain_text("the question")
    page.get_by_role("log", name="Messages: Digit Reader").focus()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("r")
    page.keyboard.type("the answer")
    page.keyboard.press("Enter")
    heard = bot.hear()

    assert heard["text"] == "the answer"
    assert heard["reply_to_message"]["message_id"] == said["message_id"]
    last(page).get_by_role("button", name="In reply to Digit Reader: the question").click()
    expect(page.locator("article.message", has_text="the question").first).to_be_focused()


@pytest.mark.usefixtures("chat")
def test_a_person_edits_reacts_and_deletes(page: Page, bot: ScriptedBot) -> None:
    """The menu of a message does what it says."""
    bot.call(
        "getUpdates",
        allowed_updates=["message", "edited_message", "message_reaction", "callback_query"],
    )
    field(page).fill("seven")
    field(page).press("Enter")
    bot.hear()
    last(page).click(button="right")
    page.get_by_role("menuitem", name="Edit").click()
    field(page).fill("eight")
    field(page).press("Enter")
    assert bot.hear("edited_message")["text"] == "eight"
    expect(last(page)).to_contain_text("edited")
    last(page).focus()
    page.keyboard.press("Enter")
    page.get_by_role("menuitem", name="React with 👍").click()
    assert bot.hear("message_reaction")["new_reaction"] == [{"type": "emoji", "emoji": "👍"}]
    last(page).click(button="right")
    page.get_by_role("menuitem", name="Delete").click()
    expect(page.locator("article.message", has_text="eight")).to_have_count(0)


@pytest.mark.usefixtures("chat")
def test_commands_are_offered(page: Page, bot: ScriptedBot) -> None:
    """The registered commands, in the person's language, are chosen by mouse or by keyboard."""
    for code, about in (("", "how to ask"), ("ru", "как спросить")):
        bot.call(
            "setMyCommands",
            commands=[
                {"command": "start", "description": "-"},
                {"command": "help", "description": about},
            ],
            language_code=code,
        )
    field(page).fill("/")
    expect(page.get_by_role("option")).to_have_count(2)
    field(page).fill("/h")
    expect(page.get_by_role("option", name="/help how to ask")).to_have_attribute(
        "aria-selected", "true"
    )
    field(page).press("Enter")
    assert bot.hear()["text"] == "/help"
    page.get_by_role("button", name="Commands").click()
    page.get_by_role("option", name="/start").click()
    assert bot.hear()["text"] == "/start"
