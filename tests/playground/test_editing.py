"""The methods that change what stands in a chat already."""

import asyncio

import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, InputMediaPhoto, Message
from telegram.error import BadRequest

from playground import Playground, User
from tests.playground.conftest import picture

BUTTON = InlineKeyboardMarkup([[InlineKeyboardButton("Right", callback_data="yes")]])


async def _sent(playground: Playground, bot: Bot) -> tuple[User, Message]:
    ann = playground.user("Ann")
    playground.send_text(ann, "hello")
    return ann, await bot.send_message(ann.id, "7", reply_markup=BUTTON)


async def test_an_edited_text_stands_in_the_chat(playground: Playground, bot: Bot) -> None:
    """An edit changes the message, counts, and takes away a keyboard that is not named again."""
    ann, sent = await _sent(playground, bot)
    edited = await sent.edit_text("1")

    assert isinstance(edited, Message)
    assert (edited.reply_markup, edited.edit_date is not None) == (None, True)
    assert [(m["text"], m["edits"]) for m in playground.bot_messages(ann)] == [("1", 1)]


async def test_an_edit_that_changes_nothing_is_refused(playground: Playground, bot: Bot) -> None:
    """The same text with the same keyboard is no modification."""
    _, sent = await _sent(playground, bot)

    with pytest.raises(BadRequest, match="Message is not modified"):
        await sent.edit_text("7", reply_markup=BUTTON)
    with pytest.raises(BadRequest, match="Message is not modified"):
        await sent.edit_reply_markup(BUTTON)
    await sent.edit_reply_markup(None)


async def test_only_what_is_there_can_be_edited(playground: Playground, bot: Bot) -> None:
    """Others' messages, deleted ones and the text of a photo can't be edited."""
    ann, sent = await _sent(playground, bot)
    photo = await bot.send_photo(ann.id, picture())
    await sent.delete()

    with pytest.raises(BadRequest, match="Message can't be edited"):
        await bot.edit_message_text("1", ann.id, 1)
    with pytest.raises(BadRequest, match="Message to edit not found"):
        await sent.edit_text("1")
    with pytest.raises(BadRequest, match="There is no text in the message to edit"):
        await photo.edit_text("1")


async def test_captions_and_pictures_are_replaced(playground: Playground, bot: Bot) -> None:
    """A caption and a picture change independently of each other."""
    ann, sent = await _sent(playground, bot)
    photo = await bot.send_photo(ann.id, picture(), caption="7")
    captioned = await photo.edit_caption("1")
    replaced = await photo.edit_media(InputMediaPhoto(picture(90, 60), caption="2"))
    assert isinstance(captioned, Message)
    assert isinstance(replaced, Message)

    assert captioned.caption == "1"
    assert photo.photo == captioned.photo
    assert (replaced.caption, [size.width for size in replaced.photo]) == ("2", [90])
    with pytest.raises(BadRequest, match="There is no caption in the message to edit"):
        await sent.edit_caption("1")


async def test_what_the_bot_may_delete(playground: Playground, bot: Bot) -> None:
    """Anything in a private chat, its own in a group, and others' there as an administrator."""
    ann, sent = await _sent(playground, bot)
    group = playground.group("Maths", ann)
    other = playground.send_text(ann, "hello", group)

    assert await sent.delete()
    assert playground.bot_messages(ann) == []
    with pytest.raises(BadRequest, match="Message can't be deleted"):
        await bot.delete_message(group.id, other["message_id"])
    playground.set_bot_status(group, "administrator", ann)
    assert await bot.delete_message(group.id, other["message_id"])
    with pytest.raises(BadRequest, match="Message to delete not found"):
        await bot.delete_message(group.id, other["message_id"])


async def test_a_pressed_button_is_answered(playground: Playground, bot: Bot) -> None:
    """The bot gets the callback query, and whoever pressed sees the answer."""
    ann, sent = await _sent(playground, bot)
    pressing = asyncio.create_task(
        asyncio.to_thread(playground.press, ann, sent.to_dict(), text="Right")
    )
    (*_, update) = await bot.get_updates(timeout=5, offset=-1)
    while update.callback_query is None:
        (update,) = await bot.get_updates(timeout=5, offset=update.update_id + 1)
    assert await update.callback_query.answer("noted", show_alert=True)

    assert update.callback_query.data == "yes"
    answer = {"text": "noted", "show_alert": True, "url": None}
    assert answer == (await pressing)["answer"]


async def test_a_late_answer_is_refused(playground: Playground, bot: Bot) -> None:
    """An expired or unknown callback query can't be answered."""
    ann, sent = await _sent(playground, bot)
    pressed = playground.press(ann, sent.to_dict(), "yes", timeout=None)
    playground.expire(pressed)

    for number in (pressed["id"], "1"):
        with pytest.raises(BadRequest, match="Query is too old and response timeout expired"):
            await bot.answer_callback_query(number)


async def test_actions_and_reactions_are_seen(playground: Playground, bot: Bot) -> None:
    """People see the bot typing and its reaction; forbidden reactions are refused."""
    ann, _ = await _sent(playground, bot)
    group = playground.group("Maths", ann, reactions=["👍"])
    asked = playground.send_text(ann, "hello", group)
    await bot.send_chat_action(ann.id, "typing")
    await bot.set_message_reaction(ann.id, 1, "👀")

    assert playground.actions(ann) == ["typing"]
    assert [item["emoji"] for item in playground.messages(ann)[0]["reactions"]] == ["👀"]
    with pytest.raises(BadRequest, match="Reaction_invalid"):
        await bot.set_message_reaction(group.id, asked["message_id"], "👀")
    with pytest.raises(BadRequest, match="Wrong parameter action"):
        await bot.send_chat_action(ann.id, "thinking")
