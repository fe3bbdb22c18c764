"""Where the database is: what an owner writes, and the URL that SQLAlchemy's asyncio needs."""

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

DRIVERS = {"sqlite": "sqlite+aiosqlite", "postgresql": "postgresql+asyncpg"}
SHORTEST_SECRET = 6
ALIASES = {"postgres": "postgresql", **{driver: name for name, driver in DRIVERS.items()}}


def parse(text: str) -> str:
    """Check a database URL and give it the asynchronous driver, the password still in it.

    >>> parse("postgresql://bot:secret@db/digits")
    'postgresql+asyncpg://bot:secret@db/digits'

    Raises ValueError, without repeating the text: it may hold a password.
    """
    try:
        url = make_url(text)
    except (ArgumentError, ValueError):
        raise ValueError("give an address such as sqlite:///bot.sqlite3") from None
    name = ALIASES.get(url.drivername, url.drivername)
    if name not in DRIVERS:
        raise ValueError("give an address that begins with sqlite:/// or postgresql://")
    return url.set(drivername=DRIVERS[name]).render_as_string(hide_password=False)


def shown(url: URL | str) -> str:
    """Return the URL for the log, its password hidden.

    >>> shown("postgresql+asyncpg://bot:secret@db/digits")
    'postgresql+asyncpg://bot:***@db/digits'
    """
    return make_url(url).render_as_string(hide_password=True)


def password_of(url: str) -> str:
    """Return the password in the URL for the log to hide, or an empty string.

    A short one is no secret, and might be part of any word that the log says.
    """
    password = str(make_url(url).password or "")
    return password if len(password) >= SHORTEST_SECRET else ""
