"""The tables, as SQLAlchemy maps them. `migrations/` makes them: a change here needs one there."""

import datetime as dt

from sqlalchemy import BigInteger, ForeignKey, Integer, LargeBinary, MetaData, String, Text, true
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

LONGEST_LANGUAGE = 8
"""Characters of a language's code."""

BIG = BigInteger().with_variant(Integer, "sqlite")
"""SQLite numbers rows by itself only in a column called INTEGER, which has 64 bits there."""


class Table(DeclarativeBase):
    """The root of all tables; constraints have names, so that migrations can change them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_label)s",
            "uq": "uq_%(table_name)s_%(column_0_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


class Person(Table):
    """What one person chose. Nobody has a row who never chose anything."""

    __tablename__ = "people"

    user_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    language: Mapped[str | None] = mapped_column(String(LONGEST_LANGUAGE))
    """None: as the client says."""
    help_improve: Mapped[bool | None]
    """Whether corrected glyphs may be kept. None: never asked."""


class Group(Table):
    """What the administrators of one group chose."""

    __tablename__ = "groups"

    chat_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    every_photo: Mapped[bool] = mapped_column(default=True, server_default=true())
    """Whether photos that nobody asked about are read, where the bot may see them."""
    full_answers: Mapped[bool] = mapped_column(default=True, server_default=true())
    """Whether an answer says more than the digits."""
    language: Mapped[str | None] = mapped_column(String(LONGEST_LANGUAGE))
    """None: as the client of who asked says."""


class Glyph(Table):
    """A corrected glyph that a person gave, with the right label; it goes when the person does."""

    __tablename__ = "glyphs"

    glyph_id: Mapped[int] = mapped_column(BIG, primary_key=True)
    user_id: Mapped[int] = mapped_column(
        BigInteger, ForeignKey(Person.user_id, ondelete="CASCADE"), index=True
    )
    label: Mapped[int]
    """0 to 9, or 10 for what is not a digit."""
    pixels: Mapped[bytes] = mapped_column(LargeBinary)
    """28 rows of 28 bytes, white on black."""
    given_on: Mapped[dt.date]
    """The day, UTC."""


class Received(Table):
    """An update that came; it is remembered for as long as it may come once more."""

    __tablename__ = "received"

    fingerprint: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    """Of its number and content: two bots, or two servers, may use the same numbers."""
    at: Mapped[int] = mapped_column(BigInteger)
    """Seconds since 1970."""


class Pending(Table):
    """An update that is to be answered; the row goes with the answer."""

    __tablename__ = "pending"

    fingerprint: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    payload: Mapped[str] = mapped_column(Text)
    """JSON as Telegram sent it, people's names and groups' titles left out."""
    holder: Mapped[str] = mapped_column(String(16))
    """The process that works on it."""
    held_until: Mapped[int] = mapped_column(BigInteger)
    """Seconds since 1970; after that it is anybody's who shares the database."""
