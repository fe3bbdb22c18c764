"""A bot that asks Telegram for its updates, from the first request to a graceful end."""

import asyncio
import signal
from contextlib import suppress
from itertools import chain, repeat

import structlog
from telegram.constants import UpdateType
from telegram.error import Conflict, InvalidToken, NetworkError, RetryAfter, TelegramError
from telegram.ext import Updater

from chat.application import AnyApplication
from chat.profile import introduce
from chat.reader import Reader

log = structlog.get_logger("chat.polling")

STOP_SIGNALS = (signal.SIGTERM, signal.SIGINT)
POLLING_TASK = "Updater:start_polling:polling_task"
"""The name that python-telegram-bot gives its task."""


async def serve(application: AnyApplication, reader: Reader) -> None:
    """Serve until SIGINT or SIGTERM, then finish the photos in hand.

    Raises `InvalidToken` if Telegram rejects the token, at the start or later.
    """
    updater = Updater(application.bot, application.update_queue)
    work = asyncio.create_task(_work(application, updater, reader))
    for number in STOP_SIGNALS:
        asyncio.get_running_loop().add_signal_handler(number, work.cancel)
    await asyncio.wait([work])
    log.info("stopping")
    with suppress(InvalidToken):  # the updater repeats what ended the work
        await _stop(application, updater)
    reader.close()
    log.info("stopped")
    if not work.cancelled():
        work.result()


async def _work(application: AnyApplication, updater: Updater, reader: Reader) -> None:
    await _connect(application)
    await asyncio.gather(reader.load(), introduce(application.bot))
    await application.start()
    await updater.initialize()
    await updater.start_polling(
        bootstrap_retries=-1,
        allowed_updates=[UpdateType.MESSAGE],
        error_callback=_log_trouble,
    )
    log.info("ready", bot=application.bot.username)
    await _polling_ends()


async def _connect(application: AnyApplication) -> None:
    for pause in chain((1, 2, 5, 10), repeat(30)):
        try:
            await application.initialize()
        except (NetworkError, RetryAfter) as error:
            log.warning("telegram_unreachable", reason=str(error), next_try_s=pause)
        else:
            return
        await asyncio.sleep(pause)


async def _polling_ends() -> None:
    # The updater doesn't tell when its task fails for good, which a revoked token does.
    polling = next(task for task in asyncio.all_tasks() if task.get_name() == POLLING_TASK)
    await asyncio.wait([polling])
    polling.result()


async def _stop(application: AnyApplication, updater: Updater) -> None:
    try:
        if updater.running:
            await updater.stop()
    finally:
        if application.running:
            await application.stop()
        await updater.shutdown()
        await application.shutdown()
        await application.bot.shutdown()  # its connections, where initialize() never succeeded


def _log_trouble(error: TelegramError) -> None:
    if isinstance(error, Conflict):
        log.error("another_process_polls", remedy="stop the other bot that uses this token")
    else:
        log.warning("telegram_unreachable", reason=f"{type(error).__name__}: {error}")
