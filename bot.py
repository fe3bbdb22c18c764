"""Starts the bot: live with a token from @BotFather, in the local chat without one."""

import argparse
import asyncio
import os
import signal
import sys
from collections.abc import Sequence
from contextlib import suppress
from functools import partial

from telegram.error import InvalidToken

from chat.application import build
from chat.lifeline import hold_on_to_starter
from chat.logs import configure
from chat.memory import stay_small
from chat.reader import Reader
from chat.sentry import report_to
from chat.serving import STOP_SIGNALS, serve
from chat.settings import SettingError, Settings
from chat.store.database import DatabaseError, opened
from recognizer import ModelError, Recognizer
from recognizer.engines import MODELS

LOCALHOST = "127.0.0.1"


def main(arguments: Sequence[str] | None = None) -> None:
    """Run until SIGINT or SIGTERM; exit with a line on what to do where it can't."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--local", action="store_true", help="use the local chat in any case")
    parser.add_argument(
        "--host", default=LOCALHOST, help="the local chat's interface; this machine alone otherwise"
    )
    parser.add_argument(
        "--until-stdin-closes", action="store_true", help="end with whoever started it"
    )
    options = parser.parse_args(arguments)
    if options.until_stdin_closes:
        hold_on_to_starter()
    try:
        settings = Settings.load()
        configure(settings)
        report_to(settings)
        if options.local or not settings.bot_token:
            asyncio.run(local_chat(settings, options.host))
        else:
            asyncio.run(live(settings))
    except (SettingError, DatabaseError, ModelError) as problem:
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
    if settings.recognizer_engine == "litert":
        stay_small()
    network = partial(Recognizer, MODELS[settings.recognizer_engine])
    reader = Reader(settings.recognition_threads, settings.recognition_timeout, network)
    async with opened(settings.database_url) as database:
        await serve(settings, build(settings, reader, database), reader, database)


async def local_chat(settings: Settings, host: str = LOCALHOST) -> None:
    """Answer on a page of this machine: a Bot API server here, the bot in a process beside it.

    Exits with the bot's status if the bot ends first.
    """
    from playground import serving  # noqa: PLC0415  (a live bot starts without it)

    stop = asyncio.Event()
    for number in STOP_SIGNALS:
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    async with serving(host=host, port=settings.local_chat_port) as address:
        print(f"Local chat: {address.page_url}", flush=True)
        if host != LOCALHOST:
            print(f"Warning: who can reach {host} and learns this address can use the chat.")
        print("To go live: get a token from @BotFather, put BOT_TOKEN=... into .env, start again.")
        bot = await asyncio.create_subprocess_exec(
            sys.executable,
            __file__,
            "--until-stdin-closes",
            stdin=asyncio.subprocess.PIPE,  # closes even if this process is killed
            env=os.environ
            | {
                "BOT_TOKEN": address.token,
                "BOT_API_URL": address.url,
                "NO_PROXY": f"{LOCALHOST},{host}",
                "DATABASE_URL": "sqlite://",  # in memory, as the chat is
            }
            | dict.fromkeys(("WEBHOOK_URL", "WEB_PORT", "SENTRY_DSN"), ""),  # the live bot's
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
