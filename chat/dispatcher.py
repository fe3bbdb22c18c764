"""Each accepted update on its way through the handlers, until it is answered or left for later."""

import asyncio
from functools import partial
from itertools import chain, count, repeat
from time import perf_counter
from typing import Any

import structlog
from sqlalchemy.exc import SQLAlchemyError
from telegram import Update
from telegram.error import BadRequest, NetworkError, RetryAfter, TelegramError
from telegram.ext import Application

from chat import errand, metrics
from chat.delivery import maybe_done
from chat.errand import Errand
from chat.inbox import LEASE, Entry, Inbox
from chat.updates import parse

log = structlog.get_logger("chat.dispatcher")

AT_ONCE = 2000
"""Updates without an answer; while there are so many, no more are accepted."""
PAUSES = (5, 15, 60, 300)
"""Seconds before a handler that could not reach Telegram runs once more; the last one repeats."""
TIDY = 5
"""Seconds between the sweepings of what was answered."""
KEEP = LEASE // (4 * TIDY)
"""Sweepings between the renewals of what is held."""
GIVE_UP = 24 * 3600
"""Seconds after which an answer is of no use any more."""


class Dispatcher:
    """Runs the handlers of all updates side by side; one task for each."""

    def __init__(
        self, application: Application[Any, Any, Any, Any, Any, Any], inbox: Inbox
    ) -> None:
        self._application = application
        self._inbox = inbox
        self._tasks: dict[int, asyncio.Task[None]] = {}
        self._accepting: set[asyncio.Task[None]] = set()
        self._keeper: asyncio.Task[None] | None = None
        application.add_error_handler(_remember)

    async def start(self) -> None:
        """Go on with what an earlier process left.

        Raises `SQLAlchemyError`.
        """
        await self._inbox.open()
        await self._resume()
        self._keeper = asyncio.create_task(self._keep())

    async def receive(self, updates: list[Any]) -> None:
        """Accept updates: when it returns they are on disk, and their handlers run.

        Who is cancelled meanwhile leaves the rest to `stop`, so that nothing is accepted and then
        forgotten.

        Raises `SQLAlchemyError` or `OSError` if the database can't be reached.
        """
        accepting = asyncio.create_task(self._accept(updates))
        self._accepting.add(accepting)
        accepting.add_done_callback(self._accepting.discard)
        await asyncio.shield(accepting)

    async def _accept(self, updates: list[Any]) -> None:
        parsed = [(raw, update) for raw in updates if (update := self._parse(raw))]
        entries = [Entry.of(raw) for raw, _ in parsed]
        by_number = {
            entry.fingerprint: update for entry, (_, update) in zip(entries, parsed, strict=True)
        }
        new = await self._inbox.accept(entries)
        metrics.UPDATES.labels("accepted").inc(len(new))
        metrics.UPDATES.labels("duplicate").inc(len(entries) - len(new))
        for entry in new:
            self._begin(entry.fingerprint, by_number[entry.fingerprint])

    @property
    def is_full(self) -> bool:
        """Whether updates should wait at Telegram for now."""
        return len(self._tasks) >= AT_ONCE

    async def room(self) -> None:
        """Wait until further updates can be accepted."""
        while self.is_full:
            await asyncio.wait(self._tasks.values(), return_when=asyncio.FIRST_COMPLETED)

    async def stop(self, seconds: float) -> None:
        """Finish what is in hand within so many seconds; the rest stays for the next process."""
        if self._keeper:
            self._keeper.cancel()
        if self._accepting:
            await asyncio.wait(self._accepting, timeout=1)
        if self._tasks:
            log.info("finishing", updates=len(self._tasks))
            await asyncio.wait(self._tasks.values(), timeout=seconds)
        left = list(self._tasks.values())
        for task in left:
            task.cancel()
        if left:
            log.info("left_for_later", updates=len(left))
            await asyncio.wait(left, timeout=1)
        try:
            await self._inbox.let_go()
        except (OSError, SQLAlchemyError) as error:
            log.warning("database_unreachable", reason=type(error).__name__)

    def _parse(self, raw: Any) -> Update | None:
        update = parse(raw, self._application.bot)
        if update is None:
            metrics.UPDATES.labels("skipped").inc()
        return update

    def _begin(self, number: int, update: Update | None) -> None:
        if number not in self._tasks:
            self._tasks[number] = asyncio.create_task(self._serve(number, update))
            self._tasks[number].add_done_callback(partial(self._end, number))
            metrics.UNFINISHED.set(len(self._tasks))

    def _end(self, number: int, task: asyncio.Task[None]) -> None:
        del self._tasks[number]
        metrics.UNFINISHED.set(len(self._tasks))
        if not task.cancelled() and (error := task.exception()):
            log.error("update_failed", exc_info=error)

    async def _serve(self, number: int, update: Update | None) -> None:
        if update is not None:
            start = perf_counter()
            await self._handle(update)
            metrics.ANSWERS.observe(perf_counter() - start)
        await self._inbox.done(number)

    async def _handle(self, update: Update) -> None:
        this = Errand.of(update)
        errand.current.set(this)
        for pause in chain(PAUSES, repeat(PAUSES[-1])):
            this.error = None
            await self._application.process_update(update)
            if this.error is None or not worth_another_try(this.error):
                return
            if this.age > GIVE_UP:
                log.error("given_up", reason=type(this.error).__name__)
                return
            metrics.REQUESTS.labels("unreachable").inc()
            log.warning("tried_later", reason=str(this.error), next_try_s=pause)
            await asyncio.sleep(pause)

    async def _keep(self) -> None:
        for round_number in count(1):
            await asyncio.sleep(TIDY)
            try:
                await self._inbox.tidy()
                if round_number % KEEP == 0:
                    await self._inbox.keep()
                    await self._resume()
            except (OSError, SQLAlchemyError) as error:
                log.warning("database_unreachable", reason=type(error).__name__)

    async def _resume(self) -> None:
        entries = await self._inbox.adopt()
        if entries:
            log.info("resumed", updates=len(entries))
            metrics.UPDATES.labels("resumed").inc(len(entries))
        for entry in entries:
            self._begin(entry.fingerprint, self._parse(entry.raw))


def worth_another_try(error: Exception) -> bool:
    """Tell whether a handler failed because Telegram could not be reached."""
    if isinstance(error, RetryAfter):
        return True
    return (
        isinstance(error, NetworkError)
        and not isinstance(error, BadRequest)
        and not maybe_done(error)
    )


async def _remember(_update: object, context: Any) -> None:
    if not isinstance(context.error, TelegramError):
        metrics.ERRORS.labels("handler").inc()
    if (this := errand.current.get()) is not None:
        this.error = context.error
