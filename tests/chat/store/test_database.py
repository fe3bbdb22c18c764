"""Promises of chat/store/database.py and of the migrations."""

import asyncio
from datetime import date
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, func, select, text
from sqlalchemy.exc import DBAPIError, IntegrityError

from chat.store import database as module
from chat.store.address import parse
from chat.store.database import Database, DatabaseError, opened
from chat.store.tables import Glyph, Person, Table


def _differences(connection: Connection) -> list[object]:
    found: list[object] = compare_metadata(MigrationContext.configure(connection), Table.metadata)
    return found


def modes(folder: Path) -> list[int]:
    """Who may do what with the files of a folder."""
    return [path.stat().st_mode & 0o777 for path in folder.iterdir()]


async def test_migrations_are_complete(database: Database) -> None:
    """The migrations make exactly the tables that the code maps."""
    async with database.session() as session:
        connection = await session.connection()
        assert await connection.run_sync(_differences) == []


async def test_open_again(url: str) -> None:
    """A second start finds what the first one wrote."""
    async with opened(url) as first, first.session() as session:
        session.add(Person(user_id=2**40, language="ru"))
    async with opened(url) as second, second.session() as session:
        person = await session.get_one(Person, 2**40)
        assert (person.language, person.help_improve) == ("ru", None)


async def test_open_at_once(url: str) -> None:
    """Two bots that start together on a new database don't disturb each other."""
    both = [Database(url), Database(url)]
    await asyncio.gather(*(database.open() for database in both))
    for database in both:
        async with database.session() as session:
            assert await session.scalar(select(func.count(Person.user_id))) == 0
        await database.close()


async def test_rollback(database: Database) -> None:
    """An exception takes back everything that the block wrote."""

    async def fail() -> None:
        async with database.session() as session:
            session.add(Person(user_id=1))
            await session.flush()
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await fail()
    async with database.session() as session:
        assert await session.get(Person, 1) is None


async def test_together(database: Database) -> None:
    """Transactions that read and then write at the same time all come through."""
    async with database.session() as session:
        session.add(Person(user_id=1, language=""))

    async def append() -> None:
        async with database.session() as session:
            person = await session.get_one(Person, 1, with_for_update=True)
            await asyncio.sleep(0)
            person.language = f"{person.language}x"

    await asyncio.gather(*(append() for _ in range(8)))
    async with database.session() as session:
        assert (await session.get_one(Person, 1)).language == "x" * 8


async def test_reading_waits_for_nobody(database: Database) -> None:
    """Who only reads is not held up by a transaction that writes."""
    async with database.session() as writing:
        writing.add(Person(user_id=1))
        await writing.flush()
        async with asyncio.timeout(5), database.reading() as session:
            assert await session.get(Person, 1) is None


async def test_glyph_needs_a_person(database: Database) -> None:
    """No glyph is without somebody who can take it back."""
    with pytest.raises(IntegrityError) as caught:
        async with database.session() as session:
            session.add(Glyph(user_id=5, label=3, pixels=b"secret", given_on=date(2026, 1, 2)))
    assert "secret" not in str(caught.value)


async def test_in_memory() -> None:
    """A database in memory is one for all transactions, and gone when it is closed."""
    async with opened(parse("sqlite://")) as database:
        async with database.session() as session:
            session.add(Person(user_id=1))
        async with database.session() as session:
            assert await session.get(Person, 1)


async def test_private_file(tmp_path: Path) -> None:
    """Nobody else on the machine may read the file."""
    file = tmp_path / "bot.sqlite3"
    async with opened(parse(f"sqlite:///{file}")) as database, database.session() as session:
        session.add(Person(user_id=1))
        await session.flush()
        assert set(modes(tmp_path)) == {0o600}


async def test_not_a_database(tmp_path: Path) -> None:
    """A file of another kind is refused in one sentence."""
    file = tmp_path / "bot.sqlite3"
    file.write_bytes(b"not a database at all" * 100)
    with pytest.raises(DatabaseError, match=r"bot.sqlite3 can't be used: .*not a database"):
        await Database(parse(f"sqlite:///{file}")).open()


async def test_newer_database(url: str) -> None:
    """A database that a later version brought up to date is refused in one sentence."""
    async with opened(url) as database, database.session() as session:
        await session.execute(text("UPDATE alembic_version SET version_num = 'later'"))
    with pytest.raises(DatabaseError, match=r"can't be used: .*'later'"):
        await Database(parse(url)).open()


async def test_unreachable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A server that doesn't answer is tried again, then refused without its password."""
    monkeypatch.setattr(module, "PAUSES", (0.0, 0.0))
    url = parse(f"postgresql://bot:secret@/digits?host={tmp_path}")
    with pytest.raises(DatabaseError) as caught:
        await Database(url).open()
    assert "bot:***@" in str(caught.value)
    assert "secret" not in str(caught.value) + repr(Database(url))


@pytest.mark.parametrize(("sqlstate", "attempts"), [("57P03", 3), ("28P01", 1)])
async def test_starting_up(monkeypatch: pytest.MonkeyPatch, sqlstate: str, attempts: int) -> None:
    """A server that is still starting is waited for; one that rejects the password is not."""
    monkeypatch.setattr(module, "PAUSES", (0.0, 0.0))
    tried = []

    async def refuse(_database: Database) -> None:
        tried.append(sqlstate)
        reason = Exception("no")
        reason.sqlstate = sqlstate  # type: ignore[attr-defined]
        raise DBAPIError("SELECT 1", {}, reason)

    monkeypatch.setattr(Database, "_migrate", refuse)
    with pytest.raises(DatabaseError, match="can't be used: no"):
        await Database(parse("postgresql://bot@db/digits")).open()
    assert len(tried) == attempts
