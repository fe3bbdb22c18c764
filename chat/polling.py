"""Updates fetched from Telegram, one request after the other."""

import asyncio
import json
from itertools import chain, repeat
from typing import Any
from urllib.parse import urlencode

import structlog
from sqlalchemy.exc import SQLAlchemyError
from telegram import Bot
from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError
from telegram.request import HTTPXRequest

from chat import metrics
from chat.delivery import insist
from chat.dispatcher import Dispatcher
from chat.health import Health
from chat.limiter import seconds_of
from chat.updates import ASKED_FOR, number_of

log = structlog.get_logger("chat.polling")

LONG = 25
"""Seconds for which Telegram holds a request that has no updates to answer with."""
MARGIN = 10
"""Seconds beyond that before the connection counts as dead."""
PAUSES = (0.5, 1.0, 2.0, 5.0)
"""Seconds before the next request after one that failed; the last one repeats."""
GOODBYE = 1.5
"""Seconds for the last requests, which fetch what came just now and confirm it."""


class Poller:
    """Asks for updates and hands them on, undecoded beyond JSON.

    An update is confirmed, by asking for later ones, only after it was accepted. So none is lost
    if the process dies in between, and one that no library can parse keeps back no others.
    """

    def __init__(self, bot: Bot, dispatcher: Dispatcher, health: Health) -> None:
        self._bot = bot
        self._dispatcher = dispatcher
        self._health = health
        self._request = HTTPXRequest(connection_pool_size=1, connect_timeout=10, pool_timeout=10)
        self._offset = 0

    async def run(self) -> None:
        """Poll until cancelled.

        Raises `InvalidToken` when Telegram no longer knows the token.
        """
        await self._leave_webhook()
        await self._request.initialize()
        failures = 0
        try:
            while True:
                try:
                    updates = await self._fetch(LONG)
                    await self._hand_on(updates)
                except InvalidToken:
                    raise
                except (TelegramError, SQLAlchemyError, OSError) as error:
                    pauses = chain(PAUSES, repeat(PAUSES[-1]))
                    pause = next(pause for number, pause in enumerate(pauses) if number >= failures)
                    failures = min(failures + 1, len(PAUSES))
                    await asyncio.sleep(_report(error, pause))
                else:
                    failures = 0
        finally:
            await self._say_goodbye()
            self._health.is_receiving = False
            await self._request.shutdown()

    async def _fetch(self, seconds: int) -> list[Any]:
        query = urlencode(
            {
                "offset": self._offset,
                "timeout": seconds,
                "allowed_updates": json.dumps(ASKED_FOR),
            }
        )
        updates = await self._request.post(
            f"{self._bot.base_url}/getUpdates?{query}", read_timeout=seconds + MARGIN
        )
        self._health.heard()
        self._health.is_receiving = True
        return updates if isinstance(updates, list) else []

    async def _hand_on(self, updates: list[Any]) -> None:
        await self._dispatcher.room()
        await self._dispatcher.receive(updates)
        numbers = [number for raw in updates if (number := number_of(raw)) is not None]
        if numbers:
            self._offset = max(numbers) + 1
        elif updates:
            self._offset += 1  # nothing usable, not even a number: past it step by step
            await asyncio.sleep(PAUSES[0])

    async def _leave_webhook(self) -> None:
        info = await insist(self._bot.get_webhook_info, harmless_twice=True)
        if info.url:
            log.info("webhook_removed")
            await insist(self._bot.delete_webhook, harmless_twice=True)

    async def _say_goodbye(self) -> None:
        if not self._offset:
            return
        try:
            async with asyncio.timeout(GOODBYE):
                if not self._dispatcher.is_full:
                    await self._hand_on(await self._fetch(0))
                await self._fetch(0)
        except (TelegramError, SQLAlchemyError, OSError) as error:
            log.debug("not_confirmed", reason=type(error).__name__)


def _report(error: Exception, pause: float) -> float:
    """Log why a request failed and return the seconds until the next one."""
    if isinstance(error, Conflict):
        log.error(
            "another_process_polls",
            remedy="stop the other bot that uses this token",
            next_try_s=PAUSES[-1],
        )
        return PAUSES[-1]
    if isinstance(error, RetryAfter):
        pause = seconds_of(error)
    reason = f"{type(error).__name__}: {error}"
    metrics.ERRORS.labels("telegram" if isinstance(error, TelegramError) else "database").inc()
    if isinstance(error, TelegramError):
        log.warning("telegram_unreachable", reason=reason, next_try_s=pause)
    else:
        log.error("database_unreachable", reason=type(error).__name__, next_try_s=pause)
    return pause
