"""The updates that reach the bot, and the long poll that fetches them."""

import asyncio
import time

import pytest
from telegram import Bot, Update
from telegram.error import Conflict

from playground import Playground
from tests.playground.conftest import Call


async def test_updates_come_until_confirmed(playground: Playground, bot: Bot) -> None:
    """An update is given again and again until the offset passes it."""
    ann = playground.user("Ann")
    for text in ("one", "two"):
        playground.send_text(ann, text)
    first = await bot.get_updates()
    again = await bot.get_updates()
    after = await bot.get_updates(offset=first[0].update_id + 1)

    assert [update.message.text for update in first if update.message] == ["one", "two"]
    assert first == again
    assert first[1:] == after
    assert await bot.get_updates(offset=first[1].update_id + 1) == ()


async def test_limit_and_negative_offset(playground: Playground, bot: Bot) -> None:
    """A limit takes the oldest, a negative offset only the newest and forgets the others."""
    ann = playground.user("Ann")
    for text in ("one", "two", "three"):
        playground.send_text(ann, text)
    (oldest,) = await bot.get_updates(limit=1)
    newest = await bot.get_updates(offset=-1)
    assert oldest.message

    assert oldest.message.text == "one"
    assert [update.message.text for update in newest if update.message] == ["three"]
    assert newest == await bot.get_updates()


async def test_a_long_poll_waits(playground: Playground, bot: Bot) -> None:
    """A poll with a timeout answers as soon as something comes."""
    ann = playground.user("Ann")
    polling = asyncio.create_task(bot.get_updates(timeout=30))
    await asyncio.to_thread(playground.wait_until, lambda: playground.requests("getUpdates"))
    assert not polling.done()
    playground.send_text(ann, "hello")
    (update,) = await polling

    assert update.message
    assert update.message.text == "hello"


async def test_a_second_poller_ends_the_first(playground: Playground, bot: Bot) -> None:
    """Of two polls at once the earlier one gets 409 and the later one the updates."""
    ann = playground.user("Ann")
    first = asyncio.create_task(bot.get_updates(timeout=30))
    await asyncio.to_thread(playground.wait_until, lambda: playground.requests("getUpdates"))
    second = asyncio.create_task(bot.get_updates(timeout=30))
    with pytest.raises(Conflict, match="terminated by other getUpdates request"):
        await first
    playground.send_text(ann, "hello")

    assert len(await second) == 1


async def test_no_poll_beside_a_webhook(bot: Bot) -> None:
    """While a webhook is set, polling is refused."""
    await bot.set_webhook("http://127.0.0.1:1/")
    with pytest.raises(Conflict, match="can't use getUpdates method while webhook is active"):
        await bot.get_updates()
    await bot.delete_webhook()

    assert await bot.get_updates() == ()


async def test_only_the_kinds_that_were_asked_for(playground: Playground, bot: Bot) -> None:
    """Reactions come on request alone, and what is not in the list is not queued."""
    ann = playground.user("Ann")
    message = playground.send_text(ann, "one")
    playground.react(ann, message, "👍")
    usual = await bot.get_updates(allowed_updates=["message_reaction"])
    playground.react(ann, message, "🔥")
    playground.send_text(ann, "two")
    chosen = await bot.get_updates(offset=usual[-1].update_id + 1)

    assert [update.message.text for update in usual if update.message] == ["one"]
    assert [update.message_reaction is not None for update in chosen] == [True]


async def test_an_edited_message(playground: Playground, bot: Bot) -> None:
    """An edit by a person comes as an edited message with its new text."""
    ann = playground.user("Ann")
    message = playground.send_text(ann, "one")
    playground.edit(ann, message, "/two")
    (_, update) = await bot.get_updates()
    assert update.edited_message

    assert (message["message_id"], "/two") == (
        update.edited_message.message_id,
        update.edited_message.text,
    )
    assert update.edited_message.edit_date


async def test_forwards_dates_and_languages(playground: Playground, bot: Bot) -> None:
    """A message tells who wrote it first, when it was sent and in which language to answer."""
    ann, bob = playground.user("Ann", language_code="ru"), playground.user("Bob")
    sent = int(time.time()) - 86_400
    playground.send_text(ann, "hello", forward_from=bob, date=sent)
    playground.send_content(ann, {"location": {"latitude": 52.5, "longitude": 13.4}})
    text, place = [update.message for update in await bot.get_updates() if update.message]
    assert text.from_user
    assert text.forward_origin

    assert ("ru", sent) == (text.from_user.language_code, int(text.date.timestamp()))
    assert bob.id == text.forward_origin.to_dict()["sender_user"]["id"]
    assert place.location


async def test_a_duplicate_comes_twice(playground: Playground, bot: Bot) -> None:
    """A doubled update is delivered once more after it was confirmed, with the same number."""
    ann = playground.user("Ann")
    playground.fault("duplicate", count=1)
    playground.send_text(ann, "one")
    playground.send_text(ann, "two")
    first = await bot.get_updates()
    again = await bot.get_updates(offset=first[-1].update_id + 1)
    rest = await bot.get_updates(offset=first[-1].update_id + 1)

    assert first[:1] == again
    assert rest == ()


def test_poison_can_not_be_parsed(playground: Playground, call: Call) -> None:
    """The poison update is well-formed JSON that python-telegram-bot can't parse."""
    number = playground.poison()
    (update,) = call("getUpdates").json()["result"]

    assert number == update["update_id"]
    with pytest.raises((TypeError, ValueError, KeyError, AttributeError)):
        Update.de_json(update, None)


def test_any_update_can_be_pushed(playground: Playground, call: Call) -> None:
    """A raw update arrives as it was given, with a number of its own."""
    number = playground.push_update({"brand_new": {"a": 1}})

    updates = call("getUpdates").json()["result"]
    assert [{"update_id": number, "brand_new": {"a": 1}}] == updates
