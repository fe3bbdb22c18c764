"""The gate that every request to Telegram passes: rate limits, 429, and groups that moved."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import structlog
from aiolimiter import AsyncLimiter
from telegram.error import ChatMigrated, RetryAfter
from telegram.ext import BaseRateLimiter

from chat import metrics

log = structlog.get_logger("chat.limiter")

IN_A_CHAT = (20, 20.0)
"""Messages, and the seconds for them: one a second, with the short bursts that Telegram grants."""
STEP = 1 / 6
"""Seconds for which the overall limit holds, so that messages leave evenly."""
IN_A_GROUP = (20, 60.0)
"""Telegram's own limit for groups."""
REMEMBERED = 512
"""Chats to remember before the idle ones are forgotten."""
ATTEMPTS = 20
"""How often a request waits as a 429 says; after that the update as a whole is tried later."""
MARGIN = 0.1
"""Seconds on top of what a 429 says."""

MESSAGES = ("send", "edit", "copy", "forward", "answerGuest")
DECORATION = frozenset({"sendChatAction", "setMessageReaction"})
"""They take nothing from the allowance of the answers, never wait and are never tried again."""


class Limiter(BaseRateLimiter[int]):
    """Keeps to Telegram's limits for a chat, a group and a bot, and waits as a 429 says.

    A 429 for one chat holds up that chat alone; requests that name no chat wait by method. A
    request to a group that became a supergroup goes to the group's new number.
    """

    def __init__(self, messages_per_second: int) -> None:
        """`messages_per_second` is for all chats together; Telegram grants a bot 30."""
        at_once = max(1, messages_per_second * STEP)
        self._overall = AsyncLimiter(at_once, at_once / messages_per_second)
        self._chats: dict[Any, list[AsyncLimiter]] = {}
        self._closed_until: dict[Any, float] = {}
        self._moved: dict[Any, int] = {}

    async def initialize(self) -> None:
        """Nothing to prepare."""

    async def shutdown(self) -> None:
        """Nothing to give back."""

    async def process_request(  # noqa: PLR0917 - the signature is given
        self,
        callback: Callable[..., Awaitable[Any]],
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: int | None,  # noqa: ARG002
    ) -> Any:
        """Make the request when the limits allow it.

        Raises `TelegramError`.
        """
        for attempt in range(ATTEMPTS):
            chat = data.get("chat_id")
            if chat in self._moved:
                chat = data["chat_id"] = self._moved[chat]
            key = chat if chat is not None else endpoint
            if endpoint in DECORATION:
                return self._is_closed(key) or await callback(*args, **kwargs)
            await self._wait(key)
            if chat is not None and endpoint.startswith(MESSAGES):
                await self._take_turn(chat)
            try:
                return await callback(*args, **kwargs)
            except ChatMigrated as moved:
                if attempt == ATTEMPTS - 1:
                    raise
                self._moved[chat] = moved.new_chat_id
                log.info("group_moved")
            except RetryAfter as error:
                if attempt == ATTEMPTS - 1:
                    raise
                self._close(key, error)
                log.info("told_to_wait", method=endpoint, reason=error.message)
                metrics.REQUESTS.labels("too_many_requests").inc()
        raise AssertionError  # the last attempt returns or raises

    async def _wait(self, key: Any) -> None:
        while (left := self._closed_until.get(key, 0) - _now()) > 0:  # noqa: ASYNC110 - a clock
            await asyncio.sleep(left)

    def _is_closed(self, key: Any) -> bool:
        return self._closed_until.get(key, 0) > _now()

    def _close(self, key: Any, error: RetryAfter) -> None:
        self._closed_until = {key: end for key, end in self._closed_until.items() if end > _now()}
        seconds = seconds_of(error)
        self._closed_until[key] = _now() + seconds + MARGIN

    async def _take_turn(self, chat: Any) -> None:
        for limit in (*self._limits_of(chat), self._overall):
            await limit.acquire()

    def _limits_of(self, chat: Any) -> list[AsyncLimiter]:
        if chat not in self._chats:
            if len(self._chats) >= REMEMBERED:
                self._forget_idle()
            is_private = isinstance(chat, int) and chat > 0
            allowances = [IN_A_CHAT] if is_private else [IN_A_CHAT, IN_A_GROUP]
            self._chats[chat] = [AsyncLimiter(*allowance) for allowance in allowances]
        return self._chats[chat]

    def _forget_idle(self) -> None:
        idle = [
            chat
            for chat, limits in self._chats.items()
            if all(limit.has_capacity(limit.max_rate) for limit in limits)
        ]
        for chat in idle:
            del self._chats[chat]


def seconds_of(error: RetryAfter) -> float:
    """Return how long a 429 says to wait."""
    told = error.retry_after
    return told.total_seconds() if isinstance(told, timedelta) else float(told)


def _now() -> float:
    return asyncio.get_running_loop().time()
