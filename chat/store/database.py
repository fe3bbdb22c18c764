"""The database: opened, brought up to date, asked in transactions, closed."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Self

import structlog
from alembic import command
from alembic.config import Config
from alembic.util import CommandError
from sqlalchemy import URL, Connection, delete, event, make_url, text
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.ext.asyncio import (
    AsyncEngine,
    AsyncSession,
    async_sessionmaker,
    create_async_engine,
)
from sqlalchemy.orm import InstrumentedAttribute
from sqlalchemy.pool import AsyncAdaptedQueuePool

from chat.store.address import shown

log = structlog.get_logger("chat.store")

PAUSES = (1.0, 2.0, 5.0, 10.0)
"""Seconds before each further attempt to reach a database that is still starting."""
CONNECTIONS = 4
"""To a SQLite file; each has a thread of its own."""
BUSY_TIMEOUT = 10_000
"""Milliseconds that a transaction on SQLite waits for another one."""
STARTING_UP = "57P03"
"""PostgreSQL's code for a server that takes no connections yet."""
LITERAL = {"literal_binds": True}
"""Numbers stand in the statement itself."""
READS = "reads"
"""The execution option of transactions that only read."""
MIGRATION_LOCK = 0x64_69_67_69_74_73
"""PostgreSQL's advisory lock for migrations: any number that nobody else uses."""


class DatabaseError(Exception):
    """The database can't be used; the message says which one (no password) and why."""


class Database:
    """One engine for the whole process.

    On SQLite a transaction that may write takes the lock when it begins, so none can fail half-way
    because another one wrote. Transactions are short, and must not be nested: a database in
    memory has a single connection.
    """

    def __init__(self, url: str) -> None:
        """`url` is as `address.parse` gives it; nothing is opened yet."""
        self.url = make_url(url)
        self._engine = _engine(self.url)
        self._sessions = async_sessionmaker(self._engine, expire_on_commit=False)

    async def open(self) -> Self:
        """Connect and apply the migrations that are missing.

        Raises `DatabaseError`.
        """
        for pause in (*PAUSES, None):
            try:
                await self._migrate()
            except (OSError, SQLAlchemyError, CommandError) as error:
                reason = str(error.orig if isinstance(error, DBAPIError) else error)
                if pause is None or not _may_come_up(error):
                    await self.close()
                    raise DatabaseError(f"{shown(self.url)} can't be used: {reason}") from error
                log.warning("database_unreachable", reason=reason, next_try_s=pause)
                await asyncio.sleep(pause)
            else:
                break
        return self

    async def close(self) -> None:
        """Give all connections back."""
        await self._engine.dispose()

    @asynccontextmanager
    async def session(self) -> AsyncIterator[AsyncSession]:
        """Open a transaction: committed at the end of the block, rolled back on an exception.

        Raises `SQLAlchemyError`.
        """
        async with self._sessions.begin() as session:
            yield session

    async def delete(self, key: InstrumentedAttribute[int], numbers: Sequence[int]) -> None:
        """Delete rows by their numbers, as a transaction of its own.

        On SQLite that is one statement to the driver: a session takes ten times as many switches
        between threads, and an update that is answered should be marked so without delay.

        Raises `SQLAlchemyError`.
        """
        statement = delete(key.class_).where(key.in_(numbers))
        if not self.is_sqlite:
            async with self.session() as session:
                await session.execute(statement)
            return
        sql = str(statement.compile(self._engine.sync_engine, compile_kwargs=LITERAL))
        async with self._engine.connect() as connection:
            driver: Any = (await connection.get_raw_connection()).driver_connection
            try:
                await driver.execute(sql)
            except sqlite3.Error as error:
                raise SQLAlchemyError(str(error)) from error

    async def scrub(self) -> None:
        """Leave no trace on disk of what was erased: SQLite's log would keep it for a while."""
        if self.is_sqlite:
            async with self._engine.connect() as connection:  # outside of any transaction
                driver: Any = (await connection.get_raw_connection()).driver_connection
                await driver.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncSession]:
        """Open a transaction that only reads, and on SQLite waits for nobody who writes.

        Raises `SQLAlchemyError`.
        """
        async with self._sessions.begin() as session:
            await session.connection(execution_options={READS: True})
            yield session

    async def _migrate(self) -> None:
        if self.is_sqlite and not _in_memory(self.url):
            _touch(Path(str(self.url.database)))
        async with self._engine.begin() as connection:
            if not self.is_sqlite:  # SQLite's transaction is a lock already
                await connection.execute(
                    text("SELECT pg_advisory_xact_lock(:number)"), {"number": MIGRATION_LOCK}
                )
            await connection.run_sync(_upgrade)

    @property
    def is_sqlite(self) -> bool:
        """Whether it is a file or in memory, rather than on a server."""
        return self.url.get_backend_name() == "sqlite"

    def __repr__(self) -> str:
        return f"Database({shown(self.url)!r})"


@asynccontextmanager
async def opened(url: str) -> AsyncIterator[Database]:
    """Open a database for the block.

    Raises `DatabaseError`.
    """
    database = await Database(url).open()
    try:
        yield database
    finally:
        await database.close()


def _engine(url: URL) -> AsyncEngine:
    # Errors carry no parameters: those are what people sent.
    if url.get_backend_name() != "sqlite":
        return create_async_engine(url, hide_parameters=True, pool_pre_ping=True)
    # A database in memory lives as long as its one connection. Those to a file stay open: SQLite
    # holds on to the file's handle of a connection that closes while another one has a lock.
    engine = create_async_engine(
        url,
        hide_parameters=True,
        poolclass=AsyncAdaptedQueuePool,
        pool_size=1 if _in_memory(url) else CONNECTIONS,
        max_overflow=0,
    )
    event.listen(engine.sync_engine, "connect", _set_up_sqlite)
    event.listen(engine.sync_engine, "begin", _begin)
    return engine


def _may_come_up(error: Exception) -> bool:
    starting = isinstance(error, DBAPIError) and getattr(error.orig, "sqlstate", "") == STARTING_UP
    return isinstance(error, OSError) or starting


def _in_memory(url: URL) -> bool:
    return url.database in {None, "", ":memory:"}


def _touch(file: Path) -> None:
    # Others on this machine have no business with what people chose.
    file.touch(mode=0o600)


def _set_up_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # the driver begins nothing by itself: see _begin
    cursor = connection.cursor()
    for pragma in (
        f"busy_timeout = {BUSY_TIMEOUT}",
        "journal_mode = WAL",
        "synchronous = NORMAL",  # with WAL a crash of the process loses nothing
        "foreign_keys = ON",
        "secure_delete = ON",  # what is erased is overwritten, not only marked as free
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: Connection) -> None:
    reads = connection.get_execution_options().get(READS)
    connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")


def _upgrade(connection: Connection) -> None:
    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", "chat.store:migrations")
    command.upgrade(config, "head")
