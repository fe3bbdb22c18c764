"""Promises of playground/guests.py: mentions where the bot is no member, and its answers."""

import pytest
from telegram import Bot, InlineQueryResultArticle, InputTextMessageContent
from telegram.error import BadRequest

from playground import Chat, Playground, User
from tests.playground.conftest import picture


@pytest.fixture
def ann(playground: Playground) -> User:
    """Somebody in a group without the bot."""
    return playground.user("Ann")


@pytest.fixture
def room(playground: Playground, ann: User) -> Chat:
    """That group."""
    return playground.group("Maths", ann, bot="left")


def article(text: str) -> InlineQueryResultArticle:
    """The shortest answer to a guest query."""
    return InlineQueryResultArticle("1", "title", InputTextMessageContent(text))


async def test_mention(playground: Playground, bot: Bot, ann: User, room: Chat) -> None:
    """A mention in reply to a photo reaches the bot with the photo, and can be answered once."""
    photo = playground.send_photo(ann, picture(), room)
    mention = playground.send_text(ann, "@Digit_Reader_Bot?", room, reply_to=photo)
    (update,) = await bot.get_updates()
    message = update.guest_message
    assert message is not None
    assert message.reply_to_message is not None
    assert message.reply_to_message.photo
    query_id = message.guest_query_id
    assert query_id
    assert (await bot.answer_guest_query(query_id, article("42"))).inline_message_id
    (said,) = playground.bot_messages(room)
    assert said["text"] == "42"
    assert said["reply_to_message"]["message_id"] == mention["message_id"]
    with pytest.raises(BadRequest, match="too old"):
        await bot.answer_guest_query(query_id, article("again"))


@pytest.mark.parametrize("text", ["hello", "@another_bot", "/read", "digit_reader_bot"])
async def test_no_mention(
    playground: Playground, bot: Bot, ann: User, room: Chat, text: str
) -> None:
    """Nothing else of such a group reaches the bot."""
    playground.send_text(ann, text, room)
    assert await bot.get_updates() == ()


async def test_member(playground: Playground, bot: Bot, ann: User) -> None:
    """Where the bot is a member a mention is no guest message."""
    room = playground.group("Maths", ann)
    playground.send_text(ann, "@digit_reader_bot", room)
    assert [
        update.guest_message for update in await bot.get_updates() if update.guest_message
    ] == []
