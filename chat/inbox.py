"""The updates that are to be answered, on disk before work on them begins."""

import asyncio
import hashlib
import json
import secrets
import time
from collections.abc import Sequence
from typing import Any, NamedTuple

import structlog
from sqlalchemy import delete, insert, text, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import SQLAlchemyError

from chat.store.database import Database
from chat.store.tables import Pending, Received

log = structlog.get_logger("chat.inbox")

Raw = dict[str, Any]
"""An update as Telegram sends it, decoded from JSON."""


REMEMBERED = 2 * 24 * 3600
"""Seconds; Telegram itself keeps an update for one day, so none comes again later."""
LEASE = 60
"""Seconds for which an update is one process's own, unless that renews it."""
PAUSE = 1.0
"""Seconds before a failed mark is tried again."""

NAMES = frozenset({"first_name", "last_name", "username", "title", "sender_user_name"})


class Entry(NamedTuple):
    """An update under the number that the inbox knows it by."""

    fingerprint: int
    """63 bits that its copies share and no other update has."""
    raw: Raw

    @classmethod
    def of(cls, raw: Raw) -> "Entry":
        """Take the fingerprint of an update."""
        digest = hashlib.sha256(json.dumps(raw, sort_keys=True).encode()).digest()
        return cls(int.from_bytes(digest[:8], "big") >> 1, raw)


class Offer(NamedTuple):
    """Updates to put down, by fingerprint, and those of them that proved new."""

    entries: dict[int, Entry]
    accepted: asyncio.Future[list[Entry]]


def without_names(value: Any) -> Any:
    """Empty people's names and groups' titles, which no answer needs.

    >>> without_names({"from": {"id": 7, "first_name": "Ann"}})
    {'from': {'id': 7, 'first_name': ''}}
    """
    if isinstance(value, dict):
        return {
            key: "" if key in NAMES and isinstance(part, str) else without_names(part)
            for key, part in value.items()
        }
    if isinstance(value, list):
        return [without_names(part) for part in value]
    return value


class Inbox:
    """What came and what of it is still to be answered.

    Several processes may share a database: each holds what it accepted for a while, and renews
    that for as long as it lives.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._holder = secrets.token_hex(8)
        self._offers: list[Offer] = []
        self._done: list[tuple[int, asyncio.Future[None]]] = []
        self._writing: asyncio.Task[None] | None = None
        self._left_traces = False

    async def open(self) -> None:
        """Let go of what an earlier process left: a SQLite file has one user at a time.

        Raises `SQLAlchemyError`.
        """
        if self._database.is_sqlite:
            async with self._database.session() as session:
                await session.execute(update(Pending).values(held_until=0))

    async def accept(self, entries: Sequence[Entry]) -> list[Entry]:
        """Put updates down and return those that did not come before, in order.

        When it returns, a crash of the process loses none of them. Offers that come at the same
        time share a transaction.

        Raises `SQLAlchemyError` or `OSError`, and then none was put down.
        """
        if not entries:
            return []
        by_number = {entry.fingerprint: entry for entry in entries}
        offer = Offer(by_number, asyncio.get_running_loop().create_future())
        self._offers.append(offer)
        self._write_soon()
        return await offer.accepted

    async def done(self, number: int) -> None:
        """Forget the update with this fingerprint: it is answered.

        While the database can't be reached, it waits.
        """
        written: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._done.append((number, written))
        self._write_soon()
        await written

    async def adopt(self) -> list[Entry]:
        """Take over updates that nobody holds any more, oldest first.

        Raises `SQLAlchemyError`.
        """
        now = int(time.time())
        take = (
            update(Pending)
            .where(Pending.held_until < now)
            .values(holder=self._holder, held_until=now + LEASE)
            .returning(Pending.fingerprint, Pending.payload)
        )
        async with self._database.session() as session:
            found = (await session.execute(take)).all()
        entries = [Entry(number, json.loads(payload)) for number, payload in found]
        return sorted(entries, key=lambda entry: str(entry.raw.get("update_id")).zfill(20))

    async def keep(self) -> None:
        """Renew the hold on what is in work, and forget what can't come again.

        Raises `SQLAlchemyError`.
        """
        now = int(time.time())
        mine = update(Pending).where(Pending.holder == self._holder)
        async with self._database.session() as session:
            await session.execute(mine.values(held_until=now + LEASE))
            await session.execute(delete(Received).where(Received.at < now - REMEMBERED))

    async def tidy(self) -> None:
        """Leave no trace on disk of what was answered since the last time.

        Raises `SQLAlchemyError`.
        """
        if self._left_traces:
            self._left_traces = False
            await self._database.scrub()

    async def let_go(self) -> None:
        """Leave what is unfinished to the next process.

        Raises `SQLAlchemyError`.
        """
        mine = update(Pending).where(Pending.holder == self._holder)
        async with self._database.session() as session:
            await session.execute(mine.values(held_until=0))

    async def check(self) -> None:
        """Raise `SQLAlchemyError` or `OSError` if the database can't be reached."""
        async with self._database.session() as session:
            await session.execute(text("SELECT 1"))

    def _write_soon(self) -> None:
        if self._writing is None or self._writing.done():
            self._writing = asyncio.create_task(self._write())

    async def _write(self) -> None:
        while self._offers or self._done:
            done, self._done = self._done, []
            if done and not await self._mark(done):
                self._done = [*done, *self._done]
                await asyncio.sleep(PAUSE)
            offers, self._offers = self._offers, []
            if offers:
                await self._put_down(offers)

    async def _mark(self, done: list[tuple[int, asyncio.Future[None]]]) -> bool:
        try:
            await self._database.delete(Pending.fingerprint, [number for number, _ in done])
        except (OSError, SQLAlchemyError) as error:
            log.warning("not_marked_done", reason=type(error).__name__, next_try_s=PAUSE)
            return False
        self._left_traces = True
        for _, written in done:
            if not written.done():
                written.set_result(None)
        return True

    async def _put_down(self, offers: list[Offer]) -> None:
        entries: dict[int, Entry] = {}
        for offer in offers:
            entries |= offer.entries
        try:
            async with self._database.session() as session:
                new = set(await session.scalars(self._remember(sorted(entries))))
                if new:
                    rows = [self._row(entry) for number, entry in entries.items() if number in new]
                    await session.execute(insert(Pending), rows)
        except (OSError, SQLAlchemyError) as error:
            for offer in offers:
                if not offer.accepted.done():
                    offer.accepted.set_exception(error)
            return
        for offer in offers:
            accepted = [entry for number, entry in offer.entries.items() if number in new]
            new -= offer.entries.keys()
            if not offer.accepted.done():  # who offered may have been cancelled meanwhile
                offer.accepted.set_result(accepted)

    def _remember(self, numbers: list[int]) -> Any:
        now = int(time.time())
        dialect = sqlite if self._database.is_sqlite else postgresql
        statement = dialect.insert(Received).values(
            [{"fingerprint": number, "at": now} for number in numbers]
        )
        return statement.on_conflict_do_nothing().returning(Received.fingerprint)

    def _row(self, entry: Entry) -> dict[str, Any]:
        return {
            "fingerprint": entry.fingerprint,
            "payload": json.dumps(without_names(entry.raw)),
            "holder": self._holder,
            "held_until": int(time.time()) + LEASE,
        }
