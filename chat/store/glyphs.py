"""Corrected glyphs: kept with consent alone, and handed to the owner as arrays."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import delete, select

from chat.store.database import Database
from chat.store.tables import Glyph, Person

SIDE = 28
"""Of a glyph, pixels."""


@dataclass(frozen=True, slots=True)
class Given:
    """One glyph of a photo, after a person looked at the reading."""

    pixels: bytes
    """28 rows of 28 bytes, white on black."""
    label: int | None
    """What it really is (10: not a digit); None where it was read right."""


class Glyphs:
    """The glyphs that people gave. All methods raise `SQLAlchemyError` if the database fails."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def keep(self, user_id: int, photo: Sequence[Given]) -> int:
        """Keep the corrected ones among the glyphs of one photo, if the person consented.

        It may be done again after a further correction of the same photo: the last word about
        a glyph is the one that counts. Returns how many are kept.
        """
        today = dt.datetime.now(dt.UTC).date()
        async with self._database.session() as session:
            # Whoever takes the consent back meanwhile waits for this row, and erases after it.
            person = await session.get(Person, user_id, with_for_update=True)
            if person is None or not person.help_improve:
                return 0
            seen = {glyph.pixels for glyph in photo}
            await session.execute(
                delete(Glyph).where(Glyph.user_id == user_id, Glyph.pixels.in_(seen))
            )
            kept = [
                Glyph(user_id=user_id, label=glyph.label, pixels=glyph.pixels, given_on=today)
                for glyph in photo
                if glyph.label is not None
            ]
            session.add_all(kept)
            return len(kept)

    async def consented(self) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
        """Return all glyphs, [N, 28, 28], and labels, [N] of 0 to 10, the oldest first.

        Those of people who have switched "help improve" off since are not among them.
        """
        query = (
            select(Glyph.pixels, Glyph.label)
            .join(Person, Person.user_id == Glyph.user_id)
            .where(Person.help_improve.is_(True))
            .order_by(Glyph.glyph_id)
        )
        async with self._database.session() as session:
            rows = (await session.execute(query)).all()
        pixels = np.frombuffer(b"".join(row.pixels for row in rows), np.uint8)
        return pixels.reshape(-1, SIDE, SIDE), np.array([row.label for row in rows], np.uint8)
