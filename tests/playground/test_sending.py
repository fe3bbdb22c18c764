"""The methods that put a message into a chat, asked by python-telegram-bot."""

import pytest
from telegram import (
    Bot,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaPhoto,
    MessageEntity,
    ReplyKeyboardMarkup,
    ReplyParameters,
)
from telegram.constants import ParseMode
from telegram.error import BadRequest, ChatMigrated, Forbidden

from playground import Playground
from tests.playground.conftest import picture


async def test_a_text_with_markup_arrives(playground: Playground, bot: Bot) -> None:
    """A sent message stands in the chat with its entities and its quote."""
    ann = playground.user("Ann")
    asked = playground.send_text(ann, "what is it?")
    sent = await bot.send_message(
        ann.id,
        "it is <b>7</b>",
        parse_mode=ParseMode.HTML,
        reply_parameters=ReplyParameters(asked["message_id"]),
    )

    assert sent.reply_to_message is not None
    assert asked["message_id"] == sent.reply_to_message.message_id
    assert {"7"} == set(sent.parse_entities([MessageEntity.BOLD]).values())
    assert [message["text"] for message in playground.bot_messages(ann)] == ["it is 7"]


@pytest.mark.parametrize(
    ("text", "mode", "reason"),
    [
        (" \n", None, "Message text is empty"),
        ("7" * 4097, None, "Message is too long"),
        ("<b>7", "HTML", "Can't parse entities"),
    ],
)
async def test_a_bad_text_is_refused(
    playground: Playground, bot: Bot, text: str, mode: str | None, reason: str
) -> None:
    """Empty, too long and malformed texts are refused and leave no message."""
    ann = playground.user("Ann")
    playground.send_text(ann, "hello")

    with pytest.raises(BadRequest, match=reason):
        await bot.send_message(ann.id, text, parse_mode=mode)
    assert playground.bot_messages(ann) == []


async def test_markup_does_not_count_towards_the_limit(playground: Playground, bot: Bot) -> None:
    """4,096 characters are counted after the entities are parsed."""
    ann = playground.user("Ann")
    playground.send_text(ann, "hello")
    sent = await bot.send_message(ann.id, f"<b>{'7' * 4096}</b>", parse_mode="HTML")

    assert len(sent.text or "") == 4096


async def test_a_reply_to_nothing_is_refused_unless_allowed(
    playground: Playground, bot: Bot
) -> None:
    """A reply to a deleted message fails, or is sent without the quote where the bot says so."""
    ann = playground.user("Ann")
    playground.delete(asked := playground.send_text(ann, "what is it?"))
    gone = ReplyParameters(asked["message_id"])

    with pytest.raises(BadRequest, match="Message to be replied not found"):
        await bot.send_message(ann.id, "7", reply_parameters=gone)
    sent = await bot.send_message(
        ann.id,
        "7",
        reply_parameters=ReplyParameters(asked["message_id"], allow_sending_without_reply=True),
    )
    assert sent.reply_to_message is None


async def test_who_may_be_written_to(playground: Playground, bot: Bot) -> None:
    """Strangers, people who blocked the bot and groups that it is not in can't be written to."""
    ann, bob = playground.user("Ann"), playground.user("Bob")
    playground.send_text(ann, "hello")
    playground.block(ann)
    group = playground.group("Maths", ann, bot="left")

    with pytest.raises(Forbidden, match="bot was blocked by the user"):
        await bot.send_message(ann.id, "7")
    with pytest.raises(BadRequest, match="Chat not found"):
        await bot.send_message(bob.id, "7")
    with pytest.raises(Forbidden, match="bot is not a member of the supergroup chat"):
        await bot.send_message(group.id, "7")
    playground.send_text(ann, "I am back")
    assert (await bot.send_message(ann.id, "7")).text == "7"


async def test_pictures_and_files_are_sent(playground: Playground, bot: Bot) -> None:
    """Uploads come out as photos in sizes and files byte for byte, and can be sent again by id."""
    ann = playground.user("Ann")
    playground.send_text(ann, "hello")
    data = picture(1000, 500)
    photo = await bot.send_photo(ann.id, data, caption="<i>7</i>", parse_mode="HTML")
    again = await bot.send_photo(ann.id, photo.photo[-1].file_id)
    file = await bot.send_document(ann.id, b"1,2,3", filename="digits.csv")
    assert file.document is not None

    assert [size.width for size in again.photo] == [90, 320, 800, 1000]
    assert photo.caption == "7"
    assert (file.document.file_name, file.document.mime_type) == ("digits.csv", "text/csv")
    assert playground.file(file.document.file_id) == b"1,2,3"
    with pytest.raises(BadRequest, match="Can't use file of type document as photo"):
        await bot.send_photo(ann.id, file.document.file_id)
    with pytest.raises(BadRequest, match="Image_process_failed"):
        await bot.send_photo(ann.id, b"no picture")


async def test_an_album_shares_its_group(playground: Playground, bot: Bot) -> None:
    """The pictures of a media group carry one group number."""
    ann = playground.user("Ann")
    playground.send_text(ann, "hello")
    sent = await bot.send_media_group(
        ann.id, [InputMediaPhoto(picture(), caption="two"), InputMediaPhoto(picture(200, 200))]
    )

    assert len({message.media_group_id for message in sent}) == 1
    assert [message.caption for message in sent] == ["two", None]
    assert all(message.photo for message in sent)


async def test_keyboards(playground: Playground, bot: Bot) -> None:
    """An inline keyboard is part of the message, a reply keyboard is shown below the chat."""
    ann = playground.user("Ann")
    playground.send_text(ann, "hello")
    inline = InlineKeyboardMarkup([[InlineKeyboardButton("Right", callback_data="yes")]])
    sent = await bot.send_message(ann.id, "7?", reply_markup=inline)
    await bot.send_message(ann.id, "or?", reply_markup=ReplyKeyboardMarkup([["7", "1"]]))

    assert inline == sent.reply_markup
    assert playground.bot_messages(ann)[1]["keyboard"]["keyboard"]
    too_long = InlineKeyboardMarkup([[InlineKeyboardButton("x", callback_data="x" * 65)]])
    with pytest.raises(BadRequest, match="Button_data_invalid"):
        await bot.send_message(ann.id, "7", reply_markup=too_long)


async def test_a_migrated_group_tells_its_new_number(playground: Playground, bot: Bot) -> None:
    """Writing to a group that became a supergroup says where it went."""
    ann = playground.user("Ann")
    group = playground.group("Maths", ann, kind="group")
    moved = playground.migrate(group, ann)
    with pytest.raises(ChatMigrated) as caught:
        await bot.send_message(group.id, "7")
    assert moved.id == caught.value.new_chat_id
    assert moved.id == (await bot.send_message(moved.id, "7")).chat.id


async def test_topics(playground: Playground, bot: Bot) -> None:
    """A message in a topic replies to the one that opened it; unknown topics are refused."""
    ann = playground.user("Ann")
    group = playground.group("School", ann, topics=["Maths"], privacy=False)
    topic = group.topics["Maths"]
    asked = playground.send_text(ann, "what is it?", group, thread=topic)
    sent = await bot.send_message(group.id, "7", message_thread_id=topic)

    assert asked["is_topic_message"]
    assert (topic, True) == (sent.message_thread_id, sent.is_topic_message)
    assert sent.reply_to_message is not None
    assert sent.reply_to_message.forum_topic_created is not None
    with pytest.raises(BadRequest, match="Message thread not found"):
        await bot.send_message(group.id, "7", message_thread_id=999)


async def test_the_thread_of_a_plain_supergroup_is_no_topic(
    playground: Playground, bot: Bot
) -> None:
    """A reply there has a thread number, yet the bot can't send into it."""
    ann = playground.user("Ann")
    group = playground.group("Maths", ann, privacy=False)
    first = playground.send_text(ann, "one", group)
    reply = playground.send_text(ann, "two", group, reply_to=first)

    assert first["message_id"] == reply["message_thread_id"]
    assert "is_topic_message" not in reply
    with pytest.raises(BadRequest, match="Message thread not found"):
        await bot.send_message(group.id, "7", message_thread_id=reply["message_thread_id"])
