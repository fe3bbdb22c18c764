"""What people and the administrators of groups chose: read, changed, erased."""

from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from chat.store.database import Database
from chat.store.tables import Glyph, Group, Person


class Preferences:
    """Everybody's choices. All methods raise `SQLAlchemyError` if the database fails."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.version = 0
        """Another number after each change: what was read before may be out of date."""

    async def of_person(self, user_id: int) -> Person:
        """Return what a person chose; the defaults for one who never chose anything."""
        async with self._database.reading() as session:
            return await session.get(Person, user_id) or _newcomer(user_id)

    async def of_group(self, chat_id: int) -> Group:
        """Return what a group's administrators chose, or the defaults."""
        async with self._database.reading() as session:
            return await session.get(Group, chat_id) or _new_group(chat_id)

    async def of_both(self, chat_id: int, user_id: int) -> tuple[Group, Person]:
        """Return what a group and a person in it chose."""
        async with self._database.reading() as session:
            return (
                await session.get(Group, chat_id) or _new_group(chat_id),
                await session.get(Person, user_id) or _newcomer(user_id),
            )

    async def change_person(self, user_id: int, **chosen: Any) -> None:
        """Set some of a person's choices: columns of `Person` by name."""
        async with self._database.session() as session:
            await _upsert(session, Person, {"user_id": user_id}, chosen)
        self.version += 1

    async def change_group(self, chat_id: int, **chosen: Any) -> None:
        """Set some of a group's choices: columns of `Group` by name."""
        async with self._database.session() as session:
            await _upsert(session, Group, {"chat_id": chat_id}, chosen)
        self.version += 1

    async def move_group(self, before: int, after: int) -> None:
        """Keep a group's choices where it became a supergroup under another number."""
        async with self._database.session() as session:
            if not await session.get(Group, after):
                moved = update(Group).where(Group.chat_id == before).values(chat_id=after)
                await session.execute(moved)
        self.version += 1

    async def forget(self, user_id: int) -> int:
        """Erase all that a person gave; return how many glyphs that were."""
        async with self._database.session() as session:
            # A glyph that is stored at this very moment goes with the person (ON DELETE CASCADE).
            given = await session.scalars(
                delete(Glyph).where(Glyph.user_id == user_id).returning(Glyph.glyph_id)
            )
            count = len(given.all())
            await session.execute(delete(Person).where(Person.user_id == user_id))
        self.version += 1
        await self._database.scrub()
        return count

    async def given(self, user_id: int) -> int:
        """Count the glyphs that a person gave."""
        async with self._database.reading() as session:
            found = await session.scalars(select(Glyph.glyph_id).where(Glyph.user_id == user_id))
            return len(found.all())


def _newcomer(user_id: int) -> Person:
    return Person(user_id=user_id, language=None, help_improve=None)


def _new_group(chat_id: int) -> Group:
    return Group(chat_id=chat_id, every_photo=True, full_answers=True, language=None)


async def _upsert(
    session: AsyncSession,
    table: type[Person | Group],
    key: dict[str, int],
    chosen: dict[str, Any],
) -> None:
    # Two presses at the same time may both find no row: the database decides, not we.
    dialect = {"sqlite": sqlite, "postgresql": postgresql}[session.get_bind().dialect.name]
    row = dialect.insert(table).values(**key, **chosen)
    await session.execute(row.on_conflict_do_update(index_elements=list(key), set_=chosen))
