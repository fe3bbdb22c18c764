"""What reaches the bot in a group: privacy mode, administrators, comings and goings."""

from typing import Any

import pytest
from telegram import Bot, Update

from playground import Chat, Playground, User
from tests.playground.conftest import picture


async def _received(bot: Bot) -> list[str | None]:
    updates = await bot.get_updates()
    return [u.message.text or u.message.caption for u in updates if u.message]


async def _drained(bot: Bot) -> None:
    updates = await bot.get_updates()
    await bot.get_updates(offset=updates[-1].update_id + 1)


def _say_all(playground: Playground, user: User, group: Chat) -> None:
    playground.send_text(user, "plain", group)
    playground.send_text(user, "@digit_reader_bot hello", group)
    playground.send_text(user, "/bare", group)
    playground.send_text(user, "/read@Digit_Reader_Bot", group)
    playground.send_text(user, "/read@other_bot", group)
    playground.send_text(user, "please /read@digit_reader_bot", group)
    playground.send_photo(user, picture(), group)
    playground.send_photo(user, picture(), group, caption="/read@digit_reader_bot this")


MEANT = ["/read@Digit_Reader_Bot", "/read@digit_reader_bot this"]
ALL = [
    "plain",
    "@digit_reader_bot hello",
    "/bare",
    MEANT[0],
    "/read@other_bot",
    "please /read@digit_reader_bot",
    None,
    MEANT[1],
]


@pytest.mark.parametrize("kind", ["group", "supergroup"])
@pytest.mark.parametrize(
    ("standing", "expected"),
    [
        ({"bot": "member", "privacy": True}, MEANT),
        ({"bot": "member", "privacy": False}, ALL),
        ({"bot": "administrator", "privacy": True}, ALL),
        ({"bot": "left"}, []),
    ],
    ids=["privacy on", "privacy off", "administrator", "outside"],
)
async def test_what_people_say_in_a_group(
    playground: Playground,
    bot: Bot,
    kind: str,
    standing: dict[str, Any],
    expected: list[str | None],
) -> None:
    """With privacy on only commands that name the bot reach it; administrators get everything."""
    ann = playground.user("Ann")
    group = playground.group("Maths", ann, kind=kind, **standing)
    if standing["bot"] != "left":
        await _drained(bot)
    _say_all(playground, ann, group)

    assert await _received(bot) == expected


async def test_a_bare_command_reaches_the_last_bot_that_wrote(
    playground: Playground, bot: Bot
) -> None:
    """A command without a name belongs to the bot that wrote last in the group."""
    ann, other = playground.user("Ann"), playground.user("Other", is_bot=True)
    group = playground.group("Maths", ann, other)
    await bot.send_message(group.id, "hello")
    await _drained(bot)
    playground.send_text(ann, "/first", group)
    playground.send_text(other, "I am here too", group)
    playground.send_text(ann, "/second", group)

    assert await _received(bot) == ["/first"]


async def test_replies_to_the_bot_reach_it(playground: Playground, bot: Bot) -> None:
    """A photo in reply to the bot reaches it; a reply to somebody else does not."""
    ann = playground.user("Ann")
    group = playground.group("Maths", ann)
    said = await bot.send_message(group.id, "hello")
    await _drained(bot)
    playground.send_photo(ann, picture(), group, caption="to you", reply_to=said.message_id)
    plain = playground.send_text(ann, "plain", group)
    playground.send_text(ann, "to myself", group, reply_to=plain)

    assert await _received(bot) == ["to you"]


async def test_a_command_in_reply_to_a_photo_shows_the_photo(
    playground: Playground, bot: Bot
) -> None:
    """With privacy on, a photo that the bot never got comes along with the command under it."""
    ann = playground.user("Ann")
    group = playground.group("Maths", ann)
    photo = playground.send_photo(ann, picture(), group)
    playground.send_text(ann, "/read@digit_reader_bot", group, reply_to=photo)
    update = (await bot.get_updates())[-1]

    assert update.message
    assert update.message.reply_to_message
    assert update.message.reply_to_message.photo[-1].width == 400


async def test_only_the_captioned_picture_of_an_album_is_meant_for_the_bot(
    playground: Playground, bot: Bot
) -> None:
    """Each picture of an album is judged alone, so with privacy on just the first arrives."""
    ann = playground.user("Ann")
    group = playground.group("Maths", ann)
    await _drained(bot)
    playground.send_album(ann, [picture()] * 3, group, caption="/read@digit_reader_bot")

    assert await _received(bot) == ["/read@digit_reader_bot"]


async def test_comings_and_goings(playground: Playground, bot: Bot) -> None:
    """Being added, promoted and removed is told to the bot, and people see that it came."""
    ann = playground.user("Ann")
    group = playground.group("Maths", ann, kind="group")
    playground.set_bot_status(group, "administrator", ann)
    playground.set_bot_status(group, "kicked", ann)

    def told(update: Update) -> Any:
        if changed := update.my_chat_member:
            return changed.old_chat_member.status, changed.new_chat_member.status
        return update.message and [user.id for user in update.message.new_chat_members]

    assert [
        ("left", "member"),
        [bot.id],
        ("member", "administrator"),
        ("administrator", "kicked"),
    ] == [told(update) for update in await bot.get_updates()]


async def test_blocking_is_told(playground: Playground, bot: Bot) -> None:
    """A person who blocks the bot, and comes back, shows as a change of membership."""
    ann = playground.user("Ann")
    playground.block(ann)
    playground.send_text(ann, "again")
    updates = await bot.get_updates()

    assert [
        update.my_chat_member.new_chat_member.status for update in updates if update.my_chat_member
    ] == ["kicked", "member"]


async def test_the_bot_can_look_around(playground: Playground, bot: Bot) -> None:
    """The bot sees who it is, the chat, its members and its administrators."""
    ann, bob = playground.user("Ann"), playground.user("Bob")
    group = playground.group("Maths", ann, bob, bot="administrator", reactions=["👍"])
    chat = await bot.get_chat(group.id)
    administrators = await bot.get_chat_administrators(group.id)

    assert (chat.title, len(chat.available_reactions or ())) == ("Maths", 1)
    assert [ann.id, bot.id] == [member.user.id for member in administrators]
    assert (await bot.get_chat_member(group.id, bob.id)).status == "member"
    assert await bot.get_chat_member_count(group.id) == 3
    assert not (await bot.get_me()).can_read_all_group_messages
    assert await bot.leave_chat(group.id)
