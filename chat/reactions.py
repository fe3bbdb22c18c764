"""A reaction instead of words: 👀 on a photo in a group while reading it takes long."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import structlog
from telegram import Message
from telegram.constants import ChatType, ReactionEmoji
from telegram.error import TelegramError

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
    task = asyncio.create_task(_show_later(message))
    try:
        yield
    finally:
        if not task.done():
            task.cancel()
        await asyncio.wait([task])
        if not task.cancelled() and task.result():
            await _react(message, None)


async def _show_later(message: Message) -> bool:
    """Tell whether something is shown now, so that it has to go again."""
    await asyncio.sleep(LONG)
    try:
        return await _react(message, ReactionEmoji.EYES)
    except asyncio.CancelledError:
        return True  # nobody knows whether it came through


async def _react(message: Message, emoji: str | None) -> bool:
    try:
        return await message.get_bot().set_message_reaction(
            message.chat_id, message.message_id, emoji
        )
    except TelegramError as error:
        log.debug("no_reaction", reason=str(error))
        return False
