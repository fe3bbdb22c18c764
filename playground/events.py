"""What happened, in order, for whoever waits for it: the page, the tests."""

import asyncio
from collections import deque
from typing import Any

Event = dict[str, Any]


class Events:
    """A bounded record of events with a cursor; readers wait for what comes after theirs."""

    def __init__(self, limit: int = 10_000) -> None:
        self._events: deque[Event] = deque(maxlen=limit)
        self._waiters: set[asyncio.Future[None]] = set()
        self.cursor = 0
        self._closed = False

    def publish(self, kind: str, **data: Any) -> None:
        """Record an event and wake everybody who waits."""
        self.cursor += 1
        self._events.append({"cursor": self.cursor, "kind": kind, **data})
        self._wake()

    def close(self) -> None:
        """Send all waiters home: the server stops."""
        self._closed = True
        self._wake()

    @property
    def closed(self) -> bool:
        """Whether the server stops."""
        return self._closed

    def since(self, cursor: int) -> list[Event]:
        """The events after a cursor, as far back as the record goes."""
        newer: list[Event] = []
        for event in reversed(self._events):
            if event["cursor"] <= cursor:
                break
            newer.append(event)
        return newer[::-1]

    async def wait(self, cursor: int, timeout: float) -> list[Event]:  # noqa: ASYNC109
        """The events after a cursor; waits for the first one, at most so many seconds."""
        if self.cursor <= cursor and not self.closed:
            waiter = asyncio.get_running_loop().create_future()
            self._waiters.add(waiter)
            try:
                await asyncio.wait([waiter], timeout=timeout)
            finally:
                self._waiters.discard(waiter)
        return self.since(cursor)

    def _wake(self) -> None:
        for waiter in self._waiters:
            if not waiter.done():
                waiter.set_result(None)
        self._waiters.clear()
