"""Promises of chat/store/address.py."""

import pytest

from chat.store.address import parse, password_of, shown


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("sqlite:///bot.sqlite3", "sqlite+aiosqlite:///bot.sqlite3"),
        ("sqlite:////var/lib/bot.sqlite3", "sqlite+aiosqlite:////var/lib/bot.sqlite3"),
        ("sqlite+aiosqlite://", "sqlite+aiosqlite://"),
        ("postgres://bot@db/digits", "postgresql+asyncpg://bot@db/digits"),
        ("postgresql://b:p%40ss@db:5433/d", "postgresql+asyncpg://b:p%40ss@db:5433/d"),
        ("postgresql+asyncpg://db/digits", "postgresql+asyncpg://db/digits"),
    ],
)
def test_driver(text: str, url: str) -> None:
    """What people write gets the driver that works with asyncio; nothing else changes."""
    assert parse(text) == url


@pytest.mark.parametrize(
    "text", ["bot.sqlite3", "mysql://u:secret@db/d", "postgresql://u:secret@h:x/d"]
)
def test_refused(text: str) -> None:
    """Anything else is refused, without a word of it: it may hold a password."""
    with pytest.raises(ValueError, match=r"^give an address") as caught:
        parse(text)
    assert "secret" not in str(caught.value)


def test_password() -> None:
    """The log hides the password, which it knows unless it is too short to be one."""
    url = parse("postgresql://bot:long%20secret@db/digits")
    assert shown(url) == "postgresql+asyncpg://bot:***@db/digits"
    assert password_of(url) == "long secret"
    assert password_of(parse("postgresql://bot:bot@db/digits")) == ""
    assert password_of(parse("sqlite://")) == ""
