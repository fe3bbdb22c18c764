"""A reaction instead of words: 👀 on a photo in a group while reading it takes long."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from functools import partial

import structlog
from telegram import Message
from telegram.constants import ChatType, ReactionEmoji
from telegram.error import TelegramError

from chat.delivery import shown

log = structlog.get_logger("chat.reactions")

LONG = 1.5
"""Seconds after which reading a photo takes long."""


@asynccontextmanager
async def reading_shown(message: Message) -> AsyncIterator[None]:
    """Show in a group that the photo is being read, if the block takes long; then no more.

    Where reactions are forbidden, nothing is shown, and that is no error.
    """
    if message.chat.type == ChatType.PRIVATE:
        yield
        return
    async with shown(partial(_show, message)):
        yield


async def _show(message: Message, over: asyncio.Event) -> None:
    with suppress(TimeoutError):
        await asyncio.wait_for(over.wait(), LONG)
        return
    if await _react(message, ReactionEmoji.EYES):
        await over.wait()
        await _react(message, None)


async def _react(message: Message, emoji: str | None) -> bool:
    try:
        return await message.get_bot().set_message_reaction(
            message.chat_id, message.message_id, emoji
        )
    except TelegramError as error:
        log.debug("no_reaction", reason=str(error))
        return False
