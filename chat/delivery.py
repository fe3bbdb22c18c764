"""How requests reach Telegram: what is repeated after a failure, replies, and "typing"."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any, TypeVar

import httpx
import structlog
from telegram import Message, ReplyParameters
from telegram.constants import ChatAction, ParseMode
from telegram.error import BadRequest, NetworkError, TelegramError, TimedOut
from telegram.ext import AIORateLimiter

log = structlog.get_logger("chat.delivery")

Result = TypeVar("Result")

PAUSES = (0.5, 2.0, 5.0)
"""Seconds before each further attempt."""
ACTION_EVERY = 4.5
"""Seconds; Telegram shows a chat action for five."""

NEVER_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)


class Limiter(AIORateLimiter):
    """Keeps to Telegram's limits and waits as a 429 says, except for chat actions.

    A chat action is decoration: it takes nothing from the allowance of the answers (20 a
    minute in a group) and never waits for it.
    """

    async def process_request(  # noqa: PLR0917 - the signature is given
        self,
        callback: Callable[..., Awaitable[Any]],
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: int | None,
    ) -> Any:
        """Run the request when the limits allow it."""
        if endpoint == "sendChatAction":
            return await callback(*args, **kwargs)
        return await super().process_request(
            callback,  # type: ignore[arg-type]
            args,
            kwargs,
            endpoint,
            data,
            rate_limit_args,
        )


async def insist(call: Callable[[], Awaitable[Result]], *, harmless_twice: bool) -> Result:
    """Make a request again after a server error or a lost connection, up to three times.

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
            maybe_done = isinstance(error, TimedOut) and not isinstance(error.__cause__, NEVER_SENT)
            if maybe_done and not harmless_twice:
                raise
            log.info("request_repeated", reason=str(error), pause=pause)
        await asyncio.sleep(pause)
    return await call()


async def reply(message: Message, html: str) -> None:
    """Reply to a message where it stands, or without the quote if it is gone.

    Raises `TelegramError`.
    """
    bot = message.get_bot()
    await insist(
        lambda: bot.send_message(
            message.chat_id,
            html,
            parse_mode=ParseMode.HTML,
            reply_parameters=ReplyParameters(message.message_id, allow_sending_without_reply=True),
            message_thread_id=_topic(message),
        ),
        harmless_twice=False,
    )


@asynccontextmanager
async def typing(message: Message) -> AsyncIterator[None]:
    """Show "typing…" in the message's chat for as long as the block runs."""
    task = asyncio.create_task(_keep_typing(message))
    try:
        yield
    finally:
        task.cancel()
        await asyncio.wait([task])


async def _keep_typing(message: Message) -> None:
    while True:
        try:
            await message.get_bot().send_chat_action(
                message.chat_id, ChatAction.TYPING, message_thread_id=_topic(message)
            )
        except TelegramError as error:
            log.debug("no_chat_action", reason=str(error))
        await asyncio.sleep(ACTION_EVERY)


def _topic(message: Message) -> int | None:
    # Plain groups number their threads of replies as well, but refuse them as a topic.
    return message.message_thread_id if message.is_topic_message else None
