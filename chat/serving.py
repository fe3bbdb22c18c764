"""The life of a bot, from its first request to a graceful end."""

import asyncio
import signal
from contextlib import AsyncExitStack
from itertools import chain, repeat

import structlog
from telegram.error import NetworkError, RetryAfter

from chat import strays, web
from chat.application import AnyApplication
from chat.dispatcher import Dispatcher
from chat.health import Health
from chat.inbox import Inbox
from chat.polling import Poller
from chat.profile import introduce
from chat.reader import Reader
from chat.settings import Settings
from chat.store.database import Database
from chat.webhook import Webhook

log = structlog.get_logger("chat.serving")

STOP_SIGNALS = (signal.SIGTERM, signal.SIGINT)
DRAIN = 7.0
"""Seconds to finish what is in hand after a signal; Docker kills after ten."""


async def serve(
    settings: Settings, application: AnyApplication, reader: Reader, database: Database
) -> None:
    """Serve until SIGINT or SIGTERM, then finish the photos in hand.

    Raises `InvalidToken` if Telegram rejects the token, at the start or later, and `SettingError`
    if the web server's port can't be used.
    """
    service = _Service(settings, application, reader, database)
    work = asyncio.create_task(service.run())
    for number in STOP_SIGNALS:
        asyncio.get_running_loop().add_signal_handler(number, work.cancel)
    await asyncio.wait([work])
    log.info("stopped")
    if not work.cancelled():
        work.result()


class _Service:
    def __init__(
        self, settings: Settings, application: AnyApplication, reader: Reader, database: Database
    ) -> None:
        self._settings = settings
        self._application = application
        self._reader = reader
        inbox = Inbox(database)
        self._health = Health(inbox.check)
        self._dispatcher = Dispatcher(application, inbox)
        self._webhook = (
            Webhook(settings.webhook_url, settings.webhook_secret, self._dispatcher, self._health)
            if settings.webhook_url
            else None
        )

    async def run(self) -> None:
        async with AsyncExitStack() as stack:
            stack.callback(self._reader.close)
            if self._settings.web_port:
                routes = [self._webhook.route()] if self._webhook else []
                server = web.app(self._health, routes)
                await stack.enter_async_context(
                    web.serving(server, self._settings.web_host, self._settings.web_port)
                )
            stack.push_async_callback(self._shut_down)
            await self._connect()
            with strays.captured():
                await asyncio.gather(self._reader.load(), introduce(self._application.bot))
            self._health.is_loaded = True
            await self._application.start()
            stack.push_async_callback(self._finish)
            await self._dispatcher.start()
            await self._receive()

    async def _connect(self) -> None:
        for pause in chain((1, 2, 5, 10), repeat(30)):
            try:
                await self._application.initialize()
            except (NetworkError, RetryAfter) as error:
                log.warning("telegram_unreachable", reason=str(error), next_try_s=pause)
            else:
                return
            await asyncio.sleep(pause)

    async def _receive(self) -> None:
        log.info("ready", bot=self._application.bot.username)
        if self._webhook is None:
            self._health.polls = True
            await Poller(self._application.bot, self._dispatcher, self._health).run()
        else:
            await self._webhook.register(self._application.bot)
            await asyncio.Event().wait()

    async def _finish(self) -> None:
        self._health.is_receiving = False
        log.info("stopping")
        await self._dispatcher.stop(DRAIN)
        await self._application.stop()

    async def _shut_down(self) -> None:
        await self._application.shutdown()
        await (
            self._application.bot.shutdown()
        )  # its connections, where initialize() never succeeded
