"""How requests reach Telegram: what is repeated after a failure, replies, and "typing"."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import asynccontextmanager, suppress
from functools import partial
from typing import Any, TypeVar

import httpx
import structlog
from telegram import InlineKeyboardMarkup, Message, ReplyParameters
from telegram.constants import ChatAction, ParseMode
from telegram.error import BadRequest, NetworkError, TelegramError, TimedOut

from chat import metrics

log = structlog.get_logger("chat.delivery")

Result = TypeVar("Result")

PAUSES = (0.3, 0.6, 1.2, 2.4, 4.8)
"""Seconds before each further attempt."""
ACTION_EVERY = 4.5
"""Seconds; Telegram shows a chat action for five."""
STILL_SHOWN = 0.5
"""Seconds that an answer waits for what is shown before it to end."""

_showing: set[asyncio.Task[None]] = set()
"""Tasks that still show something: the event loop itself keeps no hold on them."""

NEVER_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)


def maybe_done(error: TelegramError) -> bool:
    """Tell whether Telegram may have carried the request out, though no answer came in time."""
    return isinstance(error, TimedOut) and not isinstance(error.__cause__, NEVER_SENT)


async def insist(call: Callable[[], Awaitable[Result]], *, harmless_twice: bool) -> Result:
    """Make a request again after a server error or a lost connection, up to five times.

    Where a timeout leaves it open whether Telegram carried the request out, only one that is
    harmless twice is repeated. A connection that broke is always tried again: an answer that
    comes twice once in a while is better than one that never comes.

    Raises `TelegramError`.
    """
    for pause in PAUSES:
        try:
            return await call()
        except BadRequest:  # a kind of NetworkError in python-telegram-bot, but final
            raise
        except NetworkError as error:
            if maybe_done(error) and not harmless_twice:
                raise
            log.info("request_repeated", reason=str(error), pause=pause)
            metrics.REQUESTS.labels("failed").inc()
        await asyncio.sleep(pause)
    return await call()


async def reply(
    message: Message, html: str, keyboard: InlineKeyboardMarkup | None = None
) -> Message:
    """Reply to a message where it stands, or without the quote if it is gone; return the reply.

    Raises `TelegramError`.
    """
    bot = message.get_bot()
    with metrics.timed("send"):
        return await insist(
            lambda: bot.send_message(
                message.chat_id,
                html,
                parse_mode=ParseMode.HTML,
                reply_parameters=ReplyParameters(
                    message.message_id, allow_sending_without_reply=True
                ),
                message_thread_id=topic_of(message),
                reply_markup=keyboard,
            ),
            harmless_twice=False,
        )


@asynccontextmanager
async def typing(message: Message, is_crowded: Callable[[], bool]) -> AsyncIterator[None]:
    """Show "typing…" in the message's chat for as long as the block runs.

    While `is_crowded`, nothing is shown: answers to those who wait come first.
    """
    async with shown(partial(_keep_typing, message, is_crowded)):
        yield


@asynccontextmanager
async def shown(show: Callable[[asyncio.Event], Coroutine[Any, Any, None]]) -> AsyncIterator[None]:
    """Run `show` beside the block; its event tells it when the block is over.

    A request that is cancelled on its way leaves its connection occupied for ever (httpcore 1.0):
    it is waited for, so that nothing is shown after the answer, or left to itself.
    """
    over = asyncio.Event()
    task = asyncio.create_task(show(over))
    _showing.add(task)
    task.add_done_callback(_showing.discard)
    try:
        yield
    finally:
        over.set()
        await asyncio.wait([task], timeout=STILL_SHOWN)


async def _keep_typing(
    message: Message, is_crowded: Callable[[], bool], over: asyncio.Event
) -> None:
    while not over.is_set():
        try:
            if not is_crowded():
                await message.get_bot().send_chat_action(
                    message.chat_id, ChatAction.TYPING, message_thread_id=topic_of(message)
                )
        except TelegramError as error:
            log.debug("no_chat_action", reason=str(error))
        with suppress(TimeoutError):
            await asyncio.wait_for(over.wait(), ACTION_EVERY)


def topic_of(message: Message) -> int | None:
    """Find the topic that a message stands in."""
    # Plain groups number their threads of replies as well, but refuse them as a topic.
    return message.message_thread_id if message.is_topic_message else None
