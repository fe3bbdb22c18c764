"""Whose photo is next: one a person at a time, everybody in turn, and a limit on how many wait."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from chat import metrics
from chat.refusals import Busy

CROWD = 20
"""So many photos wait that "typing…" for each of them would hold up their answers."""


class Turns:
    """A bounded number of turns at once, at most one of them a person's.

    Who waits is served round robin: somebody's single photo is not held up by another's fifty.
    """

    def __init__(self, at_once: int, waiting: int, waiting_of_one: int) -> None:
        """`waiting` bounds how many wait in all, `waiting_of_one` how many of one person."""
        self._free = at_once
        self._limits = waiting, waiting_of_one
        self._queues: dict[int, deque[asyncio.Future[None]]] = {}
        self._ready: deque[int] = deque()  # people who wait and have no photo in work
        self._in_work: set[int] = set()
        self._waiting = 0

    def is_crowded(self) -> bool:
        """Tell whether so many wait that nothing else should be sent than answers."""
        return self._waiting >= CROWD

    @asynccontextmanager
    async def turn(self, person: int) -> AsyncIterator[None]:
        """Wait for a turn and keep it for the block.

        Raises `Busy` at once if too many wait already.
        """
        with metrics.timed("wait"):
            await self._wait(person)
        metrics.IN_HAND.inc()
        try:
            yield
        finally:
            metrics.IN_HAND.dec()
            self._give_back(person)

    async def _wait(self, person: int) -> None:
        queue = self._queues.get(person, ())
        all_of_them, of_one = self._limits
        if self._waiting >= all_of_them or len(queue) >= of_one:
            raise Busy
        granted = asyncio.get_running_loop().create_future()
        self._queues.setdefault(person, deque()).append(granted)
        self._count(+1)
        if len(self._queues[person]) == 1 and person not in self._in_work:
            self._ready.append(person)
        self._grant()
        try:
            await granted
        except asyncio.CancelledError:
            if not granted.cancelled():  # granted and cancelled at the same time
                self._give_back(person)
            raise

    def _grant(self) -> None:
        while self._free and self._ready:
            person = self._ready.popleft()
            queue = self._queues[person]
            granted = queue.popleft()
            self._count(-1)
            if not queue:
                del self._queues[person]
            if granted.cancelled():  # who waited is gone
                if queue:
                    self._ready.appendleft(person)
                continue
            self._free -= 1
            self._in_work.add(person)
            granted.set_result(None)

    def _give_back(self, person: int) -> None:
        self._free += 1
        self._in_work.remove(person)
        if person in self._queues:
            self._ready.append(person)
        self._grant()

    def _count(self, change: int) -> None:
        self._waiting += change
        metrics.WAITING.set(self._waiting)
