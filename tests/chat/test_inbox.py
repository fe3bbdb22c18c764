"""Promises of chat/inbox.py, on SQLite and on PostgreSQL."""

import asyncio
import time
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.exc import OperationalError

from chat import inbox as module
from chat.inbox import REMEMBERED, Entry, Inbox, without_names
from chat.store.address import parse
from chat.store.database import Database, opened
from chat.store.tables import Pending, Received


def entry(number: int, **content: Any) -> Entry:
    """An update with this number."""
    return Entry.of({"update_id": number, **content})


def numbers(entries: list[Entry]) -> list[int]:
    """The updates' numbers."""
    return [int(each.raw["update_id"]) for each in entries]


def content(folder: Path) -> bytes:
    """What is on disk."""
    return b"".join(path.read_bytes() for path in folder.iterdir())


async def pending(database: Database) -> int:
    """How many updates wait in the database."""
    async with database.session() as session:
        return await session.scalar(select(func.count(Pending.fingerprint))) or 0


async def test_new_once(database: Database) -> None:
    """An update is new the first time only, within a batch and later, in whatever process."""
    first, second = Inbox(database), Inbox(database)
    assert numbers(await first.accept([entry(2), entry(1), entry(2)])) == [2, 1]
    assert numbers(await second.accept([entry(1), entry(3)])) == [3]
    await first.done(entry(2).fingerprint)
    assert await first.accept([entry(2)]) == []


async def test_at_the_same_time(database: Database) -> None:
    """Of copies that come together one is new, and of different updates all are."""
    inbox = Inbox(database)
    offers = [[entry(number % 5), entry(number)] for number in range(20)]
    accepted = await asyncio.gather(*(inbox.accept(offer) for offer in offers))
    assert sorted(number for found in accepted for number in numbers(found)) == list(range(20))
    assert await pending(database) == 20
    await asyncio.gather(*(inbox.done(entry(number).fingerprint) for number in range(20)))
    assert await pending(database) == 0


async def test_other_content(database: Database) -> None:
    """Another bot's update with the same number is another update."""
    inbox = Inbox(database)
    await inbox.accept([entry(1, message={"text": "a"})])
    assert numbers(await inbox.accept([entry(1, message={"text": "b"})])) == [1]


async def test_left_behind(database: Database) -> None:
    """What a process left unfinished goes to the next, oldest first; what it finished doesn't."""
    dead = Inbox(database)
    await dead.accept([entry(number) for number in (12, 7, 3, 9)])
    await dead.done(entry(7).fingerprint)
    await dead.let_go()
    alive = Inbox(database)
    found = await alive.adopt()
    assert numbers(found) == [3, 9, 12]
    assert [each.fingerprint for each in found] == [entry(n).fingerprint for n in (3, 9, 12)]
    assert await alive.adopt() == []


async def test_killed(database: Database) -> None:
    """After kill -9 work in a SQLite file is taken over at once, on a server once its hold ends."""
    await Inbox(database).accept([entry(1)])
    alive = Inbox(database)
    await alive.open()
    assert numbers(await alive.adopt()) == ([1] if database.is_sqlite else [])
    async with database.session() as session:
        await session.execute(update(Pending).values(held_until=int(time.time()) - 1))
    assert numbers(await alive.adopt()) == [1]


async def test_two_alive(database: Database) -> None:
    """Two processes that share a database don't take over what the other still holds."""
    first, second = Inbox(database), Inbox(database)
    await first.accept([entry(1)])
    async with database.session() as session:
        await session.execute(update(Pending).values(held_until=int(time.time()) - 1))
    await first.keep()
    assert await second.adopt() == []


async def test_taken_over_by_one(database: Database) -> None:
    """Of two processes that look at the same moment one takes over each update."""
    left = Inbox(database)
    await left.accept([entry(number) for number in range(10)])
    await left.let_go()
    found = await asyncio.gather(*(Inbox(database).adopt() for _ in range(4)))
    assert sorted(number for part in found for number in numbers(part)) == list(range(10))


async def test_forgets(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """What can't come again takes no place: Telegram keeps updates for a day."""
    inbox = Inbox(database)
    await inbox.accept([entry(1)])
    await inbox.done(entry(1).fingerprint)
    now = time.time()
    monkeypatch.setattr("chat.inbox.time.time", lambda: now + REMEMBERED + 2)
    await inbox.keep()
    async with database.session() as session:
        assert await session.scalar(select(func.count(Received.fingerprint))) == 0


async def test_no_names(database: Database) -> None:
    """Names of people and titles of groups are not stored; what an answer needs is."""
    sender = {"id": 7, "first_name": "Ann", "last_name": "Lee", "username": "ann", "is_bot": False}
    message = {"from": sender, "chat": {"id": -1, "title": "Ours"}, "photo": [{"file_id": "f"}]}
    await Inbox(database).accept([entry(1, message=message)])
    async with database.session() as session:
        payload = await session.scalar(select(Pending.payload))
    assert payload
    assert not [name for name in ("Ann", "Lee", "ann", "Ours") if name in payload]
    assert without_names(message)["photo"] == message["photo"]


class Failing:
    """A database that is away for some transactions."""

    def __init__(self, database: Database, times: int) -> None:
        self._database = database
        self.is_sqlite = database.is_sqlite
        self._times = times

    def session(self) -> Any:
        """Open a transaction, or fail."""
        self._fail()
        return self._database.session()

    async def delete(self, *what: Any) -> None:
        """Delete rows, or fail."""
        self._fail()
        await self._database.delete(*what)

    def _fail(self) -> None:
        if self._times:
            self._times -= 1
            raise OperationalError("", {}, OSError("away"))


async def test_database_away(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """What can't be put down is refused; a mark that can't be made is made later."""
    monkeypatch.setattr(module, "PAUSE", 0.0)
    inbox = Inbox(Failing(database, 1))  # type: ignore[arg-type]
    with pytest.raises(OperationalError):
        await inbox.accept([entry(1)])
    assert numbers(await inbox.accept([entry(1)])) == [1]
    inbox._database = Failing(database, 3)  # type: ignore[assignment]
    await inbox.done(entry(1).fingerprint)
    assert await pending(database) == 0


async def test_cancelled_offer(database: Database) -> None:
    """Who stops waiting for an offer disturbs nobody else's."""
    inbox = Inbox(database)
    first = asyncio.create_task(inbox.accept([entry(1)]))
    second = asyncio.create_task(inbox.accept([entry(2)]))
    await asyncio.sleep(0)
    first.cancel()
    assert numbers(await second) == [2]
    assert numbers(await inbox.accept([entry(3)])) == [3]


async def test_no_traces(tmp_path: Path) -> None:
    """While the bot runs on, what was answered can't be found in the database's files any more."""
    async with opened(parse(f"sqlite:///{tmp_path / 'bot.sqlite3'}")) as database:
        inbox = Inbox(database)
        await inbox.accept([entry(1, file_id="AgACAgIAAx")])
        assert b"AgACAgIAAx" in content(tmp_path)
        await inbox.done(entry(1, file_id="AgACAgIAAx").fingerprint)
        await inbox.tidy()
        assert b"AgACAgIAAx" not in content(tmp_path)
