"""Promises of chat/dispatcher.py: what happens to an update from its arrival to its end."""

import asyncio
import time
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from structlog.testing import capture_logs
from telegram import Bot
from telegram.error import BadRequest, Forbidden, NetworkError, RetryAfter, TimedOut

from chat import dispatcher as module
from chat import errand
from chat.dispatcher import Dispatcher, worth_another_try
from chat.inbox import Inbox
from chat.store.address import parse
from chat.store.database import Database, opened


class Application:
    """Handlers of a test's own, run the way that python-telegram-bot runs them."""

    def __init__(self) -> None:
        self.bot = Bot("1:x")
        self.seen: list[int] = []
        self.people: list[int] = []
        self.failures: list[Exception] = []
        self.gate = asyncio.Event()
        self.gate.set()
        self._on_error: Any = None

    def add_error_handler(self, handler: Any) -> None:
        """Remember whom to tell."""
        self._on_error = handler

    async def process_update(self, update: Any) -> None:
        """Handle an update, or fail."""
        self.seen.append(update.update_id)
        self.people.append(errand.person())
        await self.gate.wait()
        if self.failures:
            context = type("Context", (), {"error": self.failures.pop(0)})
            await self._on_error(update, context)


@pytest.fixture
async def database() -> AsyncIterator[Database]:
    """A database in memory."""
    async with opened(parse("sqlite://")) as database:
        yield database


@pytest.fixture(autouse=True)
def _no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    """Try again at once."""
    monkeypatch.setattr(module, "PAUSES", (0.0,))


def text(number: int, *, date: float | None = None) -> dict[str, Any]:
    """An update with somebody's text."""
    person = {"id": 1000 + number, "is_bot": False, "first_name": "Ann"}
    chat = {"id": 1000 + number, "type": "private"}
    date = int(time.time() if date is None else date)
    message = {"message_id": 1, "date": date, "chat": chat, "from": person, "text": "hi"}
    return {"update_id": number, "message": message}


async def pending(database: Database) -> int:
    """How many updates wait in the database."""
    inbox = Inbox(database)
    await inbox.open()
    return len(await inbox.adopt())


def start(database: Database) -> tuple[Dispatcher, Application]:
    """A dispatcher and its handlers."""
    application = Application()
    return Dispatcher(application, Inbox(database)), application  # type: ignore[arg-type]


async def test_each_once(database: Database) -> None:
    """Each update is handled once, by a task that knows who asks, and leaves nothing behind."""
    dispatcher, application = start(database)
    await dispatcher.receive([text(1), text(2), text(1)])
    await dispatcher.receive([text(2), {"update_id": 3}, "poison"])
    await dispatcher.stop(5)
    assert sorted(application.seen) == [1, 2]
    assert sorted(application.people) == [1001, 1002]
    assert await pending(database) == 0


async def test_side_by_side(database: Database) -> None:
    """A handler that takes long holds up no other."""
    dispatcher, application = start(database)
    application.gate.clear()
    await dispatcher.receive([text(1)])
    await dispatcher.receive([text(2)])
    await asyncio.sleep(0)
    assert application.seen == [1, 2]
    application.gate.set()
    await dispatcher.stop(5)


async def test_stopped(database: Database) -> None:
    """What can't be finished in time is left, and the next process takes it up."""
    dispatcher, application = start(database)
    application.gate.clear()
    await dispatcher.receive([text(1), text(2)])
    await asyncio.sleep(0)
    await dispatcher.stop(0.01)
    following, application = start(database)
    await following.start()
    await following.stop(5)
    assert sorted(application.seen) == [1, 2]
    assert await pending(database) == 0


async def test_cancelled_while_accepting(database: Database) -> None:
    """An update is handled even if who received it is cancelled before it is on disk."""
    dispatcher, application = start(database)
    receiving = asyncio.create_task(dispatcher.receive([text(1)]))
    await asyncio.sleep(0)
    receiving.cancel()
    await asyncio.wait([receiving])
    await dispatcher.stop(5)
    assert application.seen == [1]
    assert await pending(database) == 0


async def test_unreachable(database: Database) -> None:
    """A handler that can't reach Telegram runs again until it can."""
    dispatcher, application = start(database)
    application.failures = [NetworkError("away"), RetryAfter(1), NetworkError("away")]
    await dispatcher.receive([text(1)])
    await dispatcher.stop(5)
    assert application.seen == [1, 1, 1, 1]
    assert await pending(database) == 0


@pytest.mark.parametrize("error", [Forbidden("blocked"), BadRequest("gone"), RuntimeError("bug")])
async def test_final(database: Database, error: Exception) -> None:
    """A handler that Telegram refused, or that has a fault, is not run again."""
    dispatcher, application = start(database)
    application.failures = [error]
    await dispatcher.receive([text(1)])
    await dispatcher.stop(5)
    assert application.seen == [1]
    assert await pending(database) == 0


async def test_given_up(database: Database) -> None:
    """After a day an answer is of no use any more."""
    dispatcher, application = start(database)
    application.failures = [NetworkError("away")]
    with capture_logs() as logs:
        await dispatcher.receive([text(1, date=time.time() - module.GIVE_UP - 1)])
        await dispatcher.stop(5)
    assert application.seen == [1]
    assert "given_up" in {line["event"] for line in logs}


async def test_room(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """While too many updates are unanswered no more are accepted, and one answer makes room."""
    monkeypatch.setattr(module, "AT_ONCE", 2)
    dispatcher, application = start(database)
    application.gate.clear()
    await dispatcher.receive([text(1), text(2)])
    assert dispatcher.is_full
    waiting = asyncio.create_task(dispatcher.room())
    await asyncio.sleep(0.01)
    assert not waiting.done()
    application.gate.set()
    async with asyncio.timeout(5):
        await waiting
    await dispatcher.stop(5)


def test_silence_is_no_refusal() -> None:
    """After a timeout that leaves it open whether an answer arrived, it is not sent again."""
    silence, never_sent = TimedOut(), TimedOut()
    silence.__cause__ = httpx.ReadTimeout("")
    never_sent.__cause__ = httpx.ConnectTimeout("")
    assert not worth_another_try(silence)
    assert worth_another_try(never_sent)
