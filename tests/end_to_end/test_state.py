"""What the bot promises about its state: on PostgreSQL as well, by webhook, after a restart."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

from chat.store.address import parse
from chat.store.database import opened
from chat.store.glyphs import Glyphs
from chat.texts import Texts
from playground import Playground, serve
from tests.end_to_end.bot_process import START_TIMEOUT, TOKEN, BotProcess, running_bot
from tests.end_to_end.buttons import labels, now, press, reading
from tests.end_to_end.conversation import PATIENCE, answer_to, answers_to
from tests.end_to_end.test_webhook import SECRET, free_port
from tests.schema import assert_conforms

ENGLISH, RUSSIAN = Texts.speaking("en"), Texts.speaking("ru")


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty database, as an owner would write its address."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'bot.sqlite3'}"
    cluster: str = request.getfixturevalue("cluster")
    asyncio.run(_create(cluster))
    return cluster.replace("/postgres?", "/bot?")


async def _create(cluster: str) -> None:
    server = create_async_engine(parse(cluster), isolation_level="AUTOCOMMIT")
    async with server.connect() as connection:
        await connection.execute(text("DROP DATABASE IF EXISTS bot WITH (FORCE)"))
        await connection.execute(text("CREATE DATABASE bot"))
    await server.dispose()


@contextmanager
def started(playground: Playground, address: str, log_file: Path) -> Iterator[BotProcess]:
    """A bot with the small engine that receives by webhook."""
    port = free_port()
    hooks = len(playground.requests("setWebhook"))
    with running_bot(
        log_file,
        BOT_TOKEN=TOKEN,
        BOT_API_URL=playground.url,
        DATABASE_URL=address,
        RECOGNIZER_ENGINE="litert",
        WEBHOOK_URL=f"http://127.0.0.1:{port}/telegram",
        WEBHOOK_SECRET=SECRET,
        WEB_PORT=str(port),
    ) as bot:
        playground.wait_until(
            lambda: len(playground.requests("setWebhook")) > hooks, timeout=START_TIMEOUT
        )
        yield bot
        assert bot.end() == 0
        assert "Traceback" not in bot.log


async def _kept(address: str) -> list[int]:
    async with opened(parse(address)) as database:
        _, found = await Glyphs(database).consented()
    return [int(label) for label in found]


def test_state(address: str, tmp_path: Path) -> None:
    """What was chosen and given is there after a restart, and gone after /forget."""
    with serve(token=TOKEN) as playground:
        ann = playground.user("Ann")
        with started(playground, address, tmp_path / "first.log"):
            (shown,) = answers_to(playground, playground.send_text(ann, "/settings"), ann)
            press(playground, ann, shown, ENGLISH.language_button())
            press(playground, ann, shown, RUSSIAN.language_name())
            answer = reading(playground, ann, "3")
            for button in (RUSSIAN.wrong_button(), "8", RUSSIAN.keep_button()):
                press(playground, ann, answer, button)
        assert asyncio.run(_kept(address)) == [8]
        with started(playground, address, tmp_path / "second.log"):
            hello = playground.send_text(ann, "hello")
            assert answer_to(playground, hello, ann) == RUSSIAN.send_a_photo()
            press(playground, ann, answer, RUSSIAN.change_button())
            press(playground, ann, answer, "9")
            assert RUSSIAN.change_button() in labels(now(playground, answer))
        assert asyncio.run(_kept(address)) == [9]
        with started(playground, address, tmp_path / "third.log"):
            forget = playground.send_text(ann, "/forget")
            assert answer_to(playground, forget, ann) == RUSSIAN.forgotten(1)
            hello = playground.send_text(ann, "hello")
            assert answer_to(playground, hello, ann) == ENGLISH.send_a_photo()
            playground.settle(timeout=PATIENCE)
        assert asyncio.run(_kept(address)) == []
        assert_conforms(playground.requests())


def test_no_database(tmp_path: Path) -> None:
    """A database that can't be used ends the process with one line that says which and why."""
    file = tmp_path / "bot.sqlite3"
    file.write_bytes(b"something else altogether " * 50)
    with (
        serve(token=TOKEN) as playground,
        running_bot(
            tmp_path / "bot.log",
            BOT_TOKEN=TOKEN,
            BOT_API_URL=playground.url,
            DATABASE_URL=f"sqlite:///{file}",
            RECOGNIZER_ENGINE="litert",
        ) as bot,
    ):
        assert bot.process.wait(START_TIMEOUT) == 1
        (line,) = bot.log.splitlines()
        assert "bot.sqlite3 can't be used: file is not a database" in line
