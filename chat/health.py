"""Whether the process lives, and whether it can answer photos right now."""

import asyncio
import time
from collections.abc import Awaitable, Callable

SILENCE = 120.0
"""Seconds without a word from Telegram after which polling counts as broken."""
PATIENCE = 2.0
"""Seconds for the database to answer."""


class Health:
    """What each part last said of itself."""

    def __init__(self, check_database: Callable[[], Awaitable[None]]) -> None:
        """`check_database` raises if the database can't be reached."""
        self._check_database = check_database
        self._heard_at: float | None = None
        self.is_loaded = False
        """Whether the recognizer can read."""
        self.is_receiving = False
        """Whether updates come in, by polling or as a webhook; false again while it stops."""
        self.polls = False
        """Whether silence is a bad sign: a webhook may have nothing to tell for days."""

    def heard(self) -> None:
        """Note that Telegram just answered."""
        self._heard_at = time.monotonic()

    async def problems(self) -> list[str]:
        """Name what keeps the bot from answering; nothing if it is ready."""
        found = []
        if not self.is_loaded:
            found.append("recognizer")
        if not self.is_receiving or self._is_silent():
            found.append("telegram")
        try:
            async with asyncio.timeout(PATIENCE):
                await self._check_database()
        except Exception:  # noqa: BLE001 - whatever it is, the database is of no use
            found.append("database")
        return found

    def _is_silent(self) -> bool:
        if not self.polls:
            return False
        return self._heard_at is None or time.monotonic() - self._heard_at > SILENCE
