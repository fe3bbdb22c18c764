"""Starts the bot: live with a token from @BotFather, in the local chat without one."""

import argparse
import asyncio
import os
import signal
import sys
from collections.abc import Sequence
from contextlib import suppress

from telegram.error import InvalidToken

from chat.application import build
from chat.logs import configure
from chat.polling import STOP_SIGNALS, serve
from chat.reader import Reader
from chat.settings import SettingError, Settings
from playground import serving


def main(arguments: Sequence[str] | None = None) -> None:
    """Run until SIGINT or SIGTERM; exit with a line on what to do where it can't."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--local", action="store_true", help="use the local chat in any case")
    options = parser.parse_args(arguments)
    try:
        settings = Settings.load()
        configure(settings)
        if options.local or not settings.bot_token:
            asyncio.run(local_chat(settings))
        else:
            asyncio.run(live(settings))
    except SettingError as problem:
        sys.exit(str(problem))
    except InvalidToken:
        sys.exit(
            f"{settings.bot_api_url} rejected BOT_TOKEN. "
            "Copy the token from @BotFather in Telegram into .env and start again."
        )
    except KeyboardInterrupt:
        pass  # a signal before the bot was up


async def live(settings: Settings) -> None:
    """Answer on Telegram."""
    reader = Reader(settings.recognition_threads, settings.recognition_timeout)
    await serve(build(settings, reader), reader)


async def local_chat(settings: Settings) -> None:
    """Answer on a page of this machine: a Bot API server here, the bot in a process beside it.

    Exits with the bot's status if the bot ends first.
    """
    stop = asyncio.Event()
    for number in STOP_SIGNALS:
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    async with serving(port=settings.local_chat_port) as address:
        print(f"Local chat: {address.page_url}", flush=True)
        print("To go live: get a token from @BotFather, put BOT_TOKEN=... into .env, start again.")
        bot = await asyncio.create_subprocess_exec(
            sys.executable,
            __file__,
            env=os.environ
            | {"BOT_TOKEN": address.token, "BOT_API_URL": address.url, "NO_PROXY": "127.0.0.1"},
            start_new_session=True,  # Ctrl-C comes here alone: the bot ends first, then the server
        )
        ended, stopped = asyncio.create_task(bot.wait()), asyncio.create_task(stop.wait())
        await asyncio.wait([ended, stopped], return_when=asyncio.FIRST_COMPLETED)
        if ended.done():
            stopped.cancel()
            sys.exit(ended.result())
        with suppress(ProcessLookupError):
            bot.terminate()
        await ended


if __name__ == "__main__":
    main()
